// Gas of the offering and governance rooms, each figure the whole transaction: intrinsic gas and calldata included.
import { network } from "hardhat";

import { commit, finalize, launch, refund, settle } from "../../sdk/src/offering/index.ts";
import { deployProtocol, launchParams } from "../../test/offering/fixture.ts";

const day = 86_400;
const ether = 10n ** 18n;

/** Figures named "offering.<what>", in gas. */
export async function benchOffering(): Promise<Record<string, number>> {
  const { ethers, networkHelpers } = await network.create();
  const [launcher, , creator, contributors, ann, bob, cat] = await ethers.getSigners();
  if (!launcher || !creator || !contributors || !ann || !bob || !cat) throw new Error("too few accounts");
  const figures: Record<string, number> = {};
  const record = (name: string, receipt: { gasUsed: bigint } | null) => {
    if (receipt === null) throw new Error(`${name} was not mined`);
    figures[`offering.${name}`] = Number(receipt.gasUsed);
  };

  const protocol = await deployProtocol(ethers);
  const factory = await protocol.factory.getAddress();
  const start = async () => {
    const params = launchParams(await networkHelpers.time.latest(), creator.address, contributors.address);
    const made = await launch(launcher, factory, params);
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    return { params, made };
  };

  {
    const { params, made } = await start();
    record("launch", made.receipt);
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
    record("castVote", await (await governor.connect(bob).castVote(id, 1)).wait());
    await networkHelpers.time.increase(3 * day);
    record("queue", await (await governor.queue(targets, values, calls, hash)).wait());
    await networkHelpers.time.increase(2 * day);
    record("executeGrant", await (await governor.execute(targets, values, calls, hash)).wait());
  }
  {
    const { params, made } = await start();
    await commit(ann, made.sale, { amount: ether });
    await commit(cat, made.sale, { amount: ether });
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await refund(ann, made.sale);
    record("refund", (await refund(cat, made.sale)).receipt);
  }
  return figures;
}
