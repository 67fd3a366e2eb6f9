import { expect } from "chai";
import { ZeroAddress, parseEther } from "ethers";
import { network } from "hardhat";

import { commit, finalize, launch, settle } from "../../sdk/src/offering/index.ts";
import { burn, claim, revenueReport, snapshot, withdrawFees } from "../../sdk/src/revenue/index.ts";
import { deployProtocol, launchParams } from "./fixture.ts";

const { ethers, networkHelpers } = await network.create();

describe("revenue: report", () => {
  it("accounts for every wei of several models", async () => {
    const { router, factory } = await deployProtocol(ethers);
    const [launcher, protocol, creator, contributors, ann, bob, operator] = await ethers.getSigners();
    const at = await router.getAddress();
    const params = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
    const launches = [];
    for (const symbol of ["ONE", "TWO"]) {
      const token = { ...params.token, symbol };
      launches.push(await launch(launcher!, await factory.getAddress(), { ...params, token }));
    }
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    for (const { sale } of launches) {
      await commit(ann!, sale, { amount: parseEther("40") });
      await commit(bob!, sale, { amount: parseEther("40") + 1n });
    }
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    for (const { sale } of launches) {
      await settle(ann!, sale);
      await settle(bob!, sale);
      await finalize(ann!, sale);
    }

    const fees = [10n ** 16n + 7n, 3n * 10n ** 16n + 1n, 999n];
    for (const [i, fee] of fees.entries()) {
      const { token } = launches[i % 2]!;
      const schedule = {
        holders: token,
        creator: creator!.address,
        contributors: contributors!.address,
        holdersBps: params.fees.holdersBps,
        operatorBps: params.fees.operatorBps,
        creatorBps: params.fees.creatorBps,
        contributorsBps: params.fees.contributorsBps,
      };
      const hash = await router.hashSchedule(schedule);
      await router.distribute(schedule, hash, i === 2 ? ZeroAddress : operator!, i, { value: fee });
    }
    const total = fees.reduce((sum, fee) => sum + fee, 0n);
    // A gift counts as revenue of the token, not as a fee.
    await ann!.sendTransaction({ to: launches[0]!.token, value: 12_345n });
    await networkHelpers.time.increase(2 * 86_400);
    for (const { token } of launches) {
      const { snapshotId } = await snapshot(ann!, token);
      await networkHelpers.time.increase(1);
      await claim(ann!, token, { snapshotIds: [snapshotId] });
      const shares = await ethers.getContractAt("RevShareToken", token);
      await burn(bob!, token, { amount: await shares.balanceOf(bob!) });
    }
    await withdrawFees(operator!, at);
    await withdrawFees(protocol!, at);

    const report = await revenueReport(launcher!, at);
    expect(report.conservationError).to.equal(0n);
    expect(report.fees.total).to.equal(total);
    const { protocol: p, operator: o, creator: c, contributors: d, holders: h } = report.fees;
    expect(p + o + c + d + h).to.equal(total);
    const of = (account: string) => report.recipients.find((it) => it.account === account);
    expect(of(operator!.address)).to.include({ fees: o, withdrawn: o, claimed: 0n });
    expect(of(protocol!.address)).to.include({ fees: p, withdrawn: p });
    expect(of(creator!.address)).to.include({ fees: c, withdrawn: 0n });
    expect(of(ann!.address)!.claimed).to.equal(report.tokens.reduce((sum, { claimed }) => sum + claimed, 0n));
    expect(of(bob!.address)!.redeemed).to.equal(report.tokens.reduce((sum, { redeemed }) => sum + redeemed, 0n));
    expect(report.unclaimedFees).to.equal(c + d);
    expect(report.tokens).to.have.lengthOf(2);
    for (const { received, claimed, redeemed, reserved, pool, pending } of report.tokens) {
      expect(received).to.equal(claimed + redeemed + reserved + pool + pending);
    }
    expect(report.tokens.reduce((sum, { received }) => sum + received, 0n)).to.equal(h + 12_345n);
  });
});
