// Gas of the offering and governance rooms, each figure the whole transaction: intrinsic gas and calldata included.
import { network } from "hardhat";

import {
  bid,
  clear,
  commit,
  finalize,
  launch,
  refund,
  settle,
  settleBid,
  type LaunchParams,
} from "../../sdk/src/offering/index.ts";
import { deployProtocol, largestLaunch, launchParams, texts } from "../../test/offering/fixture.ts";

const day = 86_400;
const ether = 10n ** 18n;

/** What launches cost: figures named "offering.launch<what>", in gas. */
export async function benchLaunches(): Promise<Record<string, number>> {
  const { ethers, networkHelpers } = await network.create();
  const [launcher, , creator, contributors] = await ethers.getSigners();
  if (!launcher || !creator || !contributors) throw new Error("too few accounts");
  const factory = await (await deployProtocol(ethers)).factory.getAddress();
  const figures: Record<string, number> = {};
  for (const [name, change] of [
    ["launch", () => ({})],
    ["launchContributors", ({ vesting }) => ({ vesting: { ...vesting, contributorsDuration: 300 * day } })],
    ["launchCollection", () => ({ collection: texts })],
    ["launchLargest", (params) => largestLaunch(ethers, params)],
  ] satisfies [string, (params: LaunchParams) => Partial<LaunchParams> | Promise<LaunchParams>][]) {
    const defaults = launchParams(await networkHelpers.time.latest(), creator.address, contributors.address);
    const { receipt } = await launch(launcher, factory, { ...defaults, ...(await change(defaults)) });
    figures[`offering.${name}`] = Number(receipt.gasUsed);
  }
  return figures;
}

/** Figures named "offering.<what>", in gas. */
export async function benchOffering(): Promise<Record<string, number>> {
  const { ethers, networkHelpers } = await network.create();
  const [launcher, , creator, contributors, ann, bob, cat] = await ethers.getSigners();
  if (!launcher || !creator || !contributors || !ann || !bob || !cat) throw new Error("too few accounts");
  const figures = await benchLaunches();
  const record = (name: string, receipt: { gasUsed: bigint } | null) => {
    if (receipt === null) throw new Error(`${name} was not mined`);
    figures[`offering.${name}`] = Number(receipt.gasUsed);
  };

  const protocol = await deployProtocol(ethers);
  const factory = await protocol.factory.getAddress();
  const start = async (tickSize = 0n) => {
    const defaults = launchParams(await networkHelpers.time.latest(), creator.address, contributors.address);
    const params: LaunchParams = { ...defaults, sale: { ...defaults.sale, tickSize } };
    const made = await launch(launcher, factory, params);
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    return { params, made };
  };

  /** Records what a call costs as it is, and what it would cost if the contract that it calls were a clone (ERC-1167). */
  const alsoIfCloned = async (
    name: string,
    called: string,
    send: () => Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>,
  ) => {
    const state = await networkHelpers.takeSnapshot();
    const implementation = ethers.Wallet.createRandom().address;
    await networkHelpers.setCode(implementation, await ethers.provider.getCode(called));
    await networkHelpers.setCode(
      called,
      ethers.concat(["0x363d3d373d3d3d363d73", implementation, "0x5af43d82803e903d91602b57fd5bf3"]),
    );
    record(`${name}IfCloned`, await (await send()).wait());
    await state.restore();
    record(name, await (await send()).wait());
  };

  {
    const { params, made } = await start();
    record("commitFirst", await commit(ann, made.sale, { amount: 50n * ether }));
    record("commit", await commit(bob, made.sale, { amount: 50n * ether }));
    record("commitAgain", await commit(bob, made.sale, { amount: 20n * ether }));
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await settle(ann, made.sale);
    record("settle", (await settle(bob, made.sale)).receipt);
    record("finalize", await finalize(bob, made.sale));

    const token = await ethers.getContractAt("RevShareToken", made.token);
    const governor = await ethers.getContractAt("ModelGovernor", made.governor);
    const grants = await ethers.deployContract("Grants");
    const proceeds = await ethers.getContractAt("Proceeds", made.proceeds);
    await (await proceeds.releaseToTreasury()).wait();
    await (await token.connect(ann).delegate(ann)).wait();
    await (await token.connect(bob).delegate(bob)).wait();
    await networkHelpers.time.increase(params.sale.settlementPeriod);
    const now = await networkHelpers.time.latest();
    const targets = [await grants.getAddress()];
    const values = [ether];
    const calls = [
      grants.interface.encodeFunctionData("stream", [creator.address, ethers.ZeroAddress, ether, now, 100 * day, "a"]),
    ];
    const hash = ethers.id("a grant");
    const id = await governor.getProposalId(targets, values, calls, hash);
    record("propose", await (await governor.connect(ann).propose(targets, values, calls, "a grant")).wait());
    await networkHelpers.time.increase(day + 1);
    await (await governor.connect(ann).castVote(id, 1)).wait();
    await alsoIfCloned("castVote", made.governor, () => governor.connect(bob).castVote(id, 1));
    await networkHelpers.time.increase(3 * day);
    record("queue", await (await governor.queue(targets, values, calls, hash)).wait());
    await networkHelpers.time.increase(2 * day);
    record("executeGrant", await (await governor.execute(targets, values, calls, hash)).wait());

    await alsoIfCloned("transfer", made.token, () => token.connect(ann).transfer(bob, ether));
    await (await launcher.sendTransaction({ to: made.token, value: ether })).wait();
    await (await token.snapshot()).wait();
    await networkHelpers.time.increase(1);
    await alsoIfCloned("claim", made.token, () => token.connect(ann).getFunction("claim")(1));
    record("releaseToDeveloper", await (await proceeds.releaseToDeveloper()).wait());
    await networkHelpers.time.increase(100 * day);
    const vesting = await ethers.getContractAt("CreatorVesting", made.vesting);
    record("releaseVested", await (await vesting.getFunction("release(address)")(made.token)).wait());
    record("claimVesting", await (await vesting.connect(creator).claimRevenue([1], creator)).wait());
  }
  {
    const { params, made } = await start();
    await commit(ann, made.sale, { amount: ether });
    await commit(cat, made.sale, { amount: ether });
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await refund(ann, made.sale);
    record("refund", (await refund(cat, made.sale)).receipt);
  }
  {
    const { params, made } = await start(ether / 10n);
    record("launchAuction", made.receipt);
    record("bidFirst", await bid(ann, made.sale, { tick: 500, amount: ether }));
    record("bidNewRung", await bid(bob, made.sale, { tick: 400, amount: ether }));
    // A bid finds the same storage whether it is the tenth or the hundred-thousandth on its rung.
    for (let i = 0; i < 7; i++) await bid(bob, made.sale, { tick: i, amount: ether });
    record("bidAfter10", await bid(cat, made.sale, { tick: 500, amount: ether }));
    const state = await networkHelpers.takeSnapshot();
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    record("clear10Bids", await clear(cat, made.sale));
    record("settleBid", (await settleBid(cat, made.sale, { tick: 500 })).receipt);
    await state.restore();

    // A bid on every rung, below the reserve in all: the most that clearing can meet, however many bids there are.
    const auction = await ethers.getContractAt("Auction", made.sale);
    for (let tick = 0; tick < 1_024; tick++) {
      await (await auction.connect(bob).bid(tick, ether / 50n, [], { value: ether / 50n })).wait();
    }
    record("bidAfter1000", await bid(creator, made.sale, { tick: 500, amount: ether }));
    const full = await networkHelpers.takeSnapshot();
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    record("clear1000Bids", await clear(cat, made.sale));
    await full.restore();

    // 100,000 bids are simulated: what they would leave in the sums of the rungs and in the total is written into storage.
    // There is nothing else that they leave, but each bidder's own record.
    const depthSlot = 5;
    const each = 98n * (ether / 2_000n);
    for (let pair = 0; pair < 512; pair++) {
      const slot = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [pair, depthSlot]),
      );
      await networkHelpers.setStorageAt(made.sale, slot, (each << 128n) | each);
    }
    await networkHelpers.setStorageAt(made.sale, 0, 1_024n * each);
    await networkHelpers.setBalance(made.sale, 1_024n * each);
    if ((await auction.depthAt(1_023)) !== each || (await auction.totalCommitted()) !== 1_024n * each) {
      throw new Error("the auction keeps its sums elsewhere");
    }
    record("bidAfter100000Simulated", await bid(cat, made.sale, { tick: 501, amount: ether }));
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    record("clear100000BidsSimulated", await clear(cat, made.sale));
  }
  return figures;
}
