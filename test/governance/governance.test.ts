import { expect } from "chai";
import { ZeroAddress, parseEther } from "ethers";
import { network } from "hardhat";

import { ContractError } from "../../sdk/src/errors.ts";
import {
  approveMilestone,
  cancelGrant,
  castVote,
  delegate,
  execute,
  grantState,
  milestoneGrant,
  proposalState,
  propose,
  queue,
  streamGrant,
  withdrawGrant,
  type Proposal,
} from "../../sdk/src/governance/index.ts";
import {
  claimRefund,
  commit,
  finalize,
  launch,
  openRefund,
  proceedsState,
  recordServed,
  release,
  roles,
  settle,
} from "../../sdk/src/offering/index.ts";
import { snapshot } from "../../sdk/src/revenue/index.ts";
import { deployProtocol, launchParams } from "../offering/fixture.ts";

const DAY = 86_400;

const { ethers, networkHelpers } = await network.create();

/** A launch whose shares are sold, settled and delegated, and the treasury's part of what it raised. */
async function governed() {
  const protocol = await deployProtocol(ethers);
  const grants = await (await ethers.deployContract("Grants")).getAddress();
  const [launcher, , creator, contributors, ann, bob, builder, reviewer] = await ethers.getSigners();
  const params = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
  const factory = await protocol.factory.getAddress();
  const made = await launch(launcher!, factory, params);
  await networkHelpers.time.increaseTo(params.sale.opensAt);
  await commit(ann!, made.sale, { amount: parseEther("40") });
  await commit(bob!, made.sale, { amount: parseEther("20") });
  await networkHelpers.time.increaseTo(params.sale.closesAt);
  for (const buyer of [ann!, bob!]) {
    await settle(buyer, made.sale);
    await delegate(buyer, made.token);
  }
  await finalize(ann!, made.sale);
  const { amount } = await release(ann!, made.proceeds, "treasury");
  expect(amount).to.equal(parseEther("6"));
  await networkHelpers.time.increaseTo(params.sale.closesAt + params.sale.settlementPeriod);
  return {
    ...protocol,
    factory,
    grants,
    params,
    made,
    ann: ann!,
    bob: bob!,
    creator: creator!,
    builder: builder!,
    reviewer: reviewer!,
  };
}

type Governed = Awaited<ReturnType<typeof governed>>;

async function pass({ made, ann, bob }: Governed, proposal: Proposal): Promise<void> {
  const { proposalId } = await propose(ann, made.governor, proposal);
  expect((await proposalState(ann, made.governor, proposalId)).state).to.equal("pending");
  await networkHelpers.time.increase(DAY + 1);
  expect((await castVote(ann, made.governor, proposalId, "for")).weight).to.equal(parseEther("400000"));
  await castVote(bob, made.governor, proposalId, "abstain", "I know the builder");
  const open = await proposalState(ann, made.governor, proposalId);
  expect(open).to.include({ state: "active", for: parseEther("400000"), abstain: parseEther("200000"), against: 0n });
  expect(open.quorum).to.equal(parseEther("100000"));
  await networkHelpers.time.increase(3 * DAY);
  await refused(execute(ann, made.governor, proposal), "GovernorUnexpectedProposalState");
  const { executableAt } = await queue(bob, made.governor, proposal);
  await refused(execute(ann, made.governor, proposal), "TimelockUnexpectedOperationState");
  await networkHelpers.time.increaseTo(executableAt);
  await execute(bob, made.governor, proposal);
  expect((await proposalState(ann, made.governor, proposalId)).state).to.equal("executed");
}

async function refused(call: Promise<unknown>, code: string): Promise<void> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(ContractError);
  expect((error as ContractError).code).to.equal(code);
}

describe("governance: SDK", () => {
  it("passes a grant, streams it, and stops it by another vote", async () => {
    const all = await governed();
    const { made, grants, builder, creator, ann } = all;
    const start = (await networkHelpers.time.latest()) + 30 * DAY;
    const stream = streamGrant(grants, {
      recipient: builder.address,
      amount: parseEther("4"),
      start,
      duration: 100 * DAY,
      purpose: "more handwriting",
    });
    const wanted = { calls: [stream], description: "a grant" };
    await refused(propose(creator, made.governor, wanted), "GovernorInsufficientProposerVotes");
    await pass(all, wanted);
    expect(await ethers.provider.getBalance(made.timelock)).to.equal(parseEther("2"));

    await networkHelpers.time.increaseTo(start + 50 * DAY - 1);
    const { amount } = await withdrawGrant(builder, grants, 1n);
    expect(amount).to.equal(parseEther("2"));
    await refused(withdrawGrant(ann, grants, 1n), "NotRecipient");

    await pass(all, { calls: [cancelGrant(grants, 1n)], description: "stop the grant" });
    const grant = await grantState(ann, grants, 1n);
    expect(grant).to.include({ cancelled: true, funder: made.timelock, recipient: builder.address });
    expect(grant.earned).to.equal(grant.total);
    const treasury = await ethers.provider.getBalance(made.timelock);
    expect(treasury + grant.earned).to.equal(parseEther("6"));
  });

  it("pays by milestones that a reviewer approves", async () => {
    const all = await governed();
    const { grants, builder, reviewer, ann } = all;
    const grant = milestoneGrant(grants, {
      recipient: builder.address,
      reviewer: reviewer.address,
      milestones: [parseEther("1"), parseEther("2")],
      purpose: "a user interface",
    });
    await pass(all, { calls: [grant], description: "milestones" });
    await refused(withdrawGrant(builder, grants, 1n), "NothingEarned");
    await refused(approveMilestone(builder, grants, 1n, 0), "NotReviewer");
    await approveMilestone(reviewer, grants, 1n, 0);
    expect((await withdrawGrant(builder, grants, 1n, ann.address)).amount).to.equal(parseEther("1"));
    expect(await grantState(ann, grants, 1n)).to.deep.include({
      milestones: [parseEther("1"), parseEther("2")],
      approved: 1,
      earned: parseEther("1"),
      currency: ZeroAddress,
    });
    await refused(grantState(ann, grants, 9n), "UnknownGrant");
  });

  it("unwraps wrapped ETH into the treasury, which is a clone and gets 2,300 gas for it", async () => {
    const all = await governed();
    const weth = await ethers.deployContract("WrappedEther");
    const target = await weth.getAddress();
    const data = (name: "deposit" | "withdraw", args: unknown[] = []) =>
      weth.interface.encodeFunctionData(name as "withdraw", args as [bigint]) as `0x${string}`;
    await pass(all, { calls: [{ target, value: parseEther("2"), data: data("deposit") }], description: "wrap" });
    expect(await weth.balanceOf(all.made.timelock)).to.equal(parseEther("2"));
    const before = await ethers.provider.getBalance(all.made.timelock);
    await pass(all, { calls: [{ target, data: data("withdraw", [parseEther("2")]) }], description: "unwrap" });
    expect((await ethers.provider.getBalance(all.made.timelock)) - before).to.equal(parseEther("2"));
  });

  it("lists every role, all of them the timelock's, the governor's or the creator's own", async () => {
    const { factory, made, ann, creator } = await governed();
    const list = await roles(ann, factory, made.modelId);
    expect(list).to.have.lengthOf(10);
    for (const { action, holder } of list) {
      expect([made.timelock, made.governor, creator.address], action).to.include(holder);
    }
    await refused(roles(ann, factory, 9n), "NotLaunched");
  });

  it("releases what was raised as the model serves, and refunds holders when it never does", async () => {
    const { made, oracle, ann, bob, params } = await governed();
    const upfront = (parseEther("54") * 2n) / 10n;
    expect((await release(bob, made.proceeds, "developer")).amount).to.equal(upfront);
    await refused(release(bob, made.proceeds, "developer"), "NothingToRelease");
    expect(await proceedsState(ann, made.proceeds)).to.include({
      state: "releasing",
      served: false,
      raised: parseEther("60"),
      earned: upfront,
      releasedToDeveloper: upfront,
    });
    await refused(openRefund(ann, made.proceeds), "RefundTooEarly");

    const start = await networkHelpers.takeSnapshot();
    const request = {
      account: ann.address,
      modelId: made.modelId,
      version: 1,
      machine: ethers.ZeroHash,
      input: ethers.ZeroHash,
      inputForm: 0,
      delivery: 1,
      callbackContract: ZeroAddress,
      gasLimit: 0,
      callbackDataHash: ethers.ZeroHash,
      token: ZeroAddress,
      fee: 0n,
      callbackFee: 0n,
      deadline: 0,
      schedule: ethers.ZeroHash,
    };
    await refused(recordServed(ann, made.proceeds, 1n, request, "0x37"), "NotServed");
    await oracle.getFunction("add")(1n, request, "0x37");
    await recordServed(ann, made.proceeds, 1n, request, "0x37");
    await networkHelpers.time.increaseTo(params.sale.closesAt + 100 * DAY);
    const { earned, served } = await proceedsState(ann, made.proceeds);
    expect(served).to.equal(true);
    expect(earned).to.equal(upfront + (parseEther("54") - upfront) / 2n);
    await start.restore();

    await networkHelpers.time.increaseTo(params.release.servedBy + 1);
    await refused(openRefund(ann, made.proceeds), "SnapshotMissing");
    await ann.sendTransaction({ to: made.token, value: 10_000n });
    await snapshot(ann, made.token);
    await openRefund(ann, made.proceeds);
    const pool = parseEther("54") - upfront;
    expect(await proceedsState(ann, made.proceeds)).to.include({ state: "refunding", refundPool: pool });
    // 40% of the supply, of the 65% that are counted.
    expect((await claimRefund(bob, made.proceeds, { holder: ann.address })).amount).to.equal((pool * 40n) / 65n);
    expect((await claimRefund(bob, made.proceeds)).amount).to.equal((pool * 20n) / 65n);
    await refused(claimRefund(bob, made.proceeds), "NothingToRefund");
  });
});
