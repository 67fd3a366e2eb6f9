import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { parseEther } from "ethers";
import { network } from "hardhat";

import { ContractError } from "../../sdk/src/errors.ts";
import {
  SaleNotFailedError,
  allowList,
  commit,
  finalize,
  launch,
  launchOf,
  launchStruct,
  position,
  predictLaunch,
  refund,
  saleState,
  settle,
  sweep,
  type LaunchParams,
} from "../../sdk/src/offering/index.ts";
import { deployProtocol, largestLaunch, launchParams, texts } from "./fixture.ts";

const DAY = 86_400;

const { ethers, networkHelpers } = await network.create();

/** EIP-7825. */
const MOST_GAS = 2n ** 24n;

async function launched(change: (params: LaunchParams) => LaunchParams = (params) => params) {
  const protocol = await deployProtocol(ethers);
  const [launcher, , creator, contributors, ann, bob, cat] = await ethers.getSigners();
  const now = await networkHelpers.time.latest();
  const params = change(launchParams(now, creator!.address, contributors!.address));
  const factory = await protocol.factory.getAddress();
  const made = await launch(launcher!, factory, params);
  const token = await ethers.getContractAt("RevShareToken", made.token);
  return {
    ...protocol,
    factoryContract: protocol.factory,
    factory,
    params,
    made,
    token,
    launcher: launcher!,
    ann: ann!,
    bob: bob!,
    cat: cat!,
  };
}

async function refused(call: Promise<unknown>, code: string): Promise<void> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(ContractError);
  expect((error as ContractError).code).to.equal(code);
}

describe("offering: SDK", () => {
  it("launches in one transaction, where predicted", async () => {
    const { factory, params, made, launcher } = await launched();
    const { receipt, ...addresses } = made;
    expect(receipt.gasUsed).to.be.lessThan(MOST_GAS);
    const predicted = await predictLaunch(launcher, factory, launcher.address, params);
    expect(predicted).to.deep.equal({ ...addresses, modelId: 0n });
    expect(await launchOf(launcher, factory, made.modelId)).to.deep.equal(addresses);
    expect(await launchOf(launcher, factory, 99n)).to.equal(undefined);
  });

  it("launches all that a launch can have, where predicted, and leaves half a million gas of what a transaction may use", async () => {
    const { factory, launcher, factoryContract, params: defaults } = await launched();
    const params = await largestLaunch(ethers, defaults);
    const predicted = await predictLaunch(launcher, factory, launcher.address, params);
    const gasLimit = MOST_GAS - 500_000n;
    await (await factoryContract.connect(launcher).launch(launchStruct(params), { gasLimit })).wait();
    const made = (await launchOf(launcher, factory, 2n))!;
    expect(made).to.deep.equal({ ...predicted, modelId: 2n });
    for (const [name, address] of Object.entries(made)) {
      if (name !== "modelId") expect(await ethers.provider.getCode(address as string), name).not.to.equal("0x");
    }
  });

  it("names what a launch was refused for", async () => {
    await refused(
      launched((params) => ({ ...params, allocation: { ...params.allocation, sale: 6_001 } })),
      "AllocationInvalid",
    );
    await refused(
      launched((params) => ({ ...params, sale: { ...params.sale, floor: params.sale.cap + 1n } })),
      "FloorAboveCap",
    );
    await refused(
      launched((params) => ({ ...params, model: { ...params.model, contentId: "" } })),
      "ContentIdEmpty",
    );
    await refused(
      launched((params) => ({ ...params, token: { ...params.token, name: "x".repeat(32) } })),
      "StringTooLong",
    );
    await refused(
      launched((params) => ({ ...params, token: { ...params.token, revenueTokens: [ethers.ZeroAddress] } })),
      "RevenueTokenInvalid",
    );
    await refused(
      launched((params) => ({ ...params, vesting: { cliff: 90 * DAY, duration: 90 * DAY - 1 } })),
      "InvalidCliffDuration",
    );
    const governed = (change: Partial<LaunchParams["governance"]["settings"]>) =>
      launched((params) => {
        const { settings } = params.governance;
        return { ...params, governance: { ...params.governance, settings: { ...settings, ...change } } };
      });
    await refused(governed({ quorumBps: 10_001 }), "GovernorInvalidQuorumFraction");
    await refused(governed({ votingPeriod: 0 }), "GovernorInvalidVotingPeriod");
    await refused(
      launched((params) => ({ ...params, release: { ...params.release, treasuryBps: 10_001 } })),
      "TermsInvalid",
    );
  });

  it("names what its collection was refused for", async () => {
    const { factory, launcher, params } = await launched();
    for (const [change, code] of [
      [{ name: "" }, "CollectionNameMissing"],
      [{ outputBytes: 0 }, "InferenceInvalid"],
      [{ revealDelay: 3_601 }, "TermsInvalid"],
      [{ format: { kind: "image", width: 0, height: 1, channels: 3 } }, "FormatInvalid"],
    ] as const) {
      const collection = { ...texts, ...change };
      await refused(launch(launcher, factory, { ...params, collection, salt: ethers.id(code) }), code);
    }
  });

  it("fills three buyers pro rata over the cap, and refunds the rest to the wei", async () => {
    const { params, made, token, ann, bob, cat } = await launched();
    await refused(commit(ann, made.sale, { amount: 1n }), "NotOpen");
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    const amounts = [parseEther("50"), parseEther("25"), parseEther("15") + 1n];
    const buyers = [ann, bob, cat];
    for (const [i, buyer] of buyers.entries()) await commit(buyer, made.sale, { amount: amounts[i]! });
    await refused(settle(ann, made.sale), "NotClosed");
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    expect((await saleState(ann, made.sale)).state).to.equal("succeeded");

    const total = amounts.reduce((sum, amount) => sum + amount, 0n);
    const { cap } = params.sale;
    const shares = (params.token.supply / 10_000n) * 6_000n;
    let paid = 0n;
    for (const [i, buyer] of buyers.entries()) {
      const before = await position(ann, made.sale, buyer.address);
      const balance = await ethers.provider.getBalance(buyer.address);
      const result = await settle(cat, made.sale, { buyer: buyer.address });
      expect(result.refund).to.equal((amounts[i]! * (total - cap)) / total);
      expect(result.shares).to.equal((amounts[i]! * shares) / total);
      expect(result.paid + result.refund).to.equal(amounts[i]);
      expect(before).to.deep.equal({
        committed: amounts[i],
        shares: result.shares,
        paid: result.paid,
        refund: result.refund,
      });
      expect(await token.balanceOf(buyer)).to.equal(result.shares);
      const cost = buyer === cat ? result.receipt.fee : 0n;
      expect(await ethers.provider.getBalance(buyer.address)).to.equal(balance + result.refund - cost);
      paid += result.paid;
    }
    await refused(settle(ann, made.sale), "NothingCommitted");
    await finalize(ann, made.sale);
    await sweep(ann, made.sale);
    await refused(finalize(ann, made.sale), "AlreadyFinalized");
    expect(await ethers.provider.getBalance(made.proceeds)).to.equal(cap);
    expect(await ethers.provider.getBalance(made.timelock)).to.equal(paid - cap);
    expect(await ethers.provider.getBalance(made.sale)).to.equal(0n);
    expect(await token.balanceOf(made.sale)).to.equal(0n);
    expect(await saleState(ann, made.sale)).to.include({ totalCommitted: total, totalSettled: total, finalized: true });
  });

  it("refunds everyone below the floor, and only then", async () => {
    const { params, made, token, ann, bob } = await launched();
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    await commit(ann, made.sale, { amount: parseEther("19") });
    const early = await refund(ann, made.sale).catch((error: unknown) => error);
    expect(early).to.be.instanceOf(SaleNotFailedError).and.include({ code: "SALE_NOT_FAILED", state: "open" });
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    const result = await refund(ann, made.sale, { to: bob.address });
    expect(result).to.include({ shares: 0n, paid: 0n, refund: parseEther("19"), to: bob.address });
    await finalize(bob, made.sale);
    expect(await token.balanceOf(made.timelock)).to.equal((params.token.supply * 75n) / 100n);
  });

  it("sells for an ERC-20, approved by transaction or by signature", async () => {
    const coin = await ethers.deployContract("TestERC20");
    const currency = await coin.getAddress();
    const { params, made, ann, bob } = await launched((p) => ({ ...p, sale: { ...p.sale, currency } }));
    await coin.getFunction("mint")(ann, parseEther("40"));
    await coin.getFunction("mint")(bob, parseEther("40"));
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    await commit(ann, made.sale, { amount: parseEther("40") });
    const sent = await bob.getNonce();
    await commit(bob, made.sale, { amount: parseEther("40"), permit: true });
    expect(await bob.getNonce()).to.equal(sent + 1);
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await settle(ann, made.sale);
    await settle(bob, made.sale);
    await finalize(bob, made.sale);
    expect(await coin.getFunction("balanceOf")(ann)).to.equal(parseEther("10"));
    expect(await coin.getFunction("balanceOf")(made.proceeds)).to.equal(parseEther("60"));
  });

  it("lets in whom the allow-list names, up to the limit", async () => {
    const [, , , , ann, bob, cat] = await ethers.getSigners();
    const list = allowList([ann!.address, bob!.address, ann!.address]);
    const { params, made } = await launched((p) => ({
      ...p,
      sale: { ...p.sale, allowRoot: list.root, limit: parseEther("30") },
    }));
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    for (const buyer of [ann!, bob!]) {
      await commit(buyer, made.sale, { amount: parseEther("30"), proof: list.proofOf(buyer.address) });
    }
    await refused(commit(bob!, made.sale, { amount: 1n, proof: list.proofOf(bob!.address) }), "LimitExceeded");
    await refused(commit(cat!, made.sale, { amount: 1n, proof: list.proofOf(ann!.address) }), "NotAllowed");
    expect(() => list.proofOf(cat!.address)).to.throw(RangeError);
  });

  it("makes allow-lists of any size that verify as OpenZeppelin's do", async () => {
    const signers = await ethers.getSigners();
    let proofs = 0;
    for (let size = 1; size <= 9; size++) {
      const buyers = signers.slice(0, size).map(({ address }) => address);
      const list = allowList(buyers);
      for (const buyer of buyers) {
        expect(StandardMerkleTree.verify(list.root, ["address"], [buyer], list.proofOf(buyer))).to.equal(true);
        proofs++;
      }
    }
    expect(proofs).to.equal(45);
  });
});
