import { expect } from "chai";

import { gasOf, playForGas, playLoadingForGas, type MeasuredMove } from "../../scripts/bench/moves.ts";
import { bondBasis, courtParameters } from "../../scripts/deploy/court.ts";

const { burnBps, claimBond, challengeBond } = courtParameters;

/** Wei that the winner gets of the loser's bond. */
const rewardOf = (bond: bigint) => bond - (bond * BigInt(burnBps)) / 10_000n;

/** Wei that gas costs at the price and margin that the bonds are reckoned with. */
const costOf = (gas: number) => (BigInt(gas) * bondBasis.gasPrice * bondBasis.margin) / 100n;

describe("the court's economics", () => {
  // The dearest game there is: 2^32 nodes of 2^40 instructions, an input in blobs, the longest proofs, the winner makes the
  // last move.
  let defended: MeasuredMove[];
  let refuted: MeasuredMove[];

  before(async () => {
    defended = await playForGas(32, 40, "defender", true);
    refuted = await playForGas(32, 40, "challenger", true);
  });

  it("the dearest game has every move in it", () => {
    for (const moves of [defended, refuted]) {
      expect(moves).to.have.length(36);
      expect(new Set(moves.map(({ name }) => name.split(" ")[0]))).to.deep.equal(
        new Set(["challenge", "open", "acceptInput", "bisect", "select", "enterNode", "step", "withdrawCredit"]),
      );
    }
  });

  it("a challenger's bond makes the defender whole", () => {
    expect(rewardOf(challengeBond) >= costOf(gasOf(defended, "defender"))).to.equal(true);
  });

  it("a claim's bond makes the challenger whole", () => {
    expect(rewardOf(claimBond) >= costOf(gasOf(refuted, "challenger"))).to.equal(true);
  });

  it("a game about the input alone is no dearer", async () => {
    const [kept, lost] = [await playLoadingForGas("defender"), await playLoadingForGas("challenger")];
    expect(kept.filter(({ name }) => name === "loadInput")).to.have.length(1);
    expect(gasOf(kept, "defender")).to.be.below(gasOf(defended, "defender"));
    expect(gasOf(lost, "challenger")).to.be.below(gasOf(refuted, "challenger"));
  });

  it("neither bond is more than twice what that takes", () => {
    expect(rewardOf(challengeBond) < 2n * costOf(gasOf(defended, "defender"))).to.equal(true);
    expect(rewardOf(claimBond) < 4n * costOf(gasOf(refuted, "challenger"))).to.equal(true);
  });

  it("a spammer loses more than it makes the defender spend", () => {
    const spent = BigInt(gasOf(defended, "challenger")) * bondBasis.gasPrice + challengeBond;
    expect(spent > 2n * BigInt(gasOf(defended, "defender")) * bondBasis.gasPrice).to.equal(true);
  });

  it("who challenges itself loses what is burned", () => {
    expect(claimBond - rewardOf(claimBond) > 0n && challengeBond - rewardOf(challengeBond) > 0n).to.equal(true);
  });

  it("the moves of a whole dispute keep their price", async () => {
    const moves = await playForGas(13, 30, "challenger");
    const total = gasOf(moves, "defender") + gasOf(moves, "challenger");
    const dearest = (name: string) => Math.max(...moves.filter((m) => m.name === name).map(({ gas }) => gas));
    // A round that fills an empty slot is dearer by 17,100, once or twice a game.
    const rounds = moves.filter(({ name }) => name === "bisect 32").map(({ gas }) => gas);
    expect(total).to.be.below(1_400_000);
    expect(moves.length).to.be.at.most(25);
    expect(dearest("select 32")).to.be.below(36_000);
    expect(Math.min(...rounds)).to.be.below(66_500);
    expect(dearest("bisect 32")).to.be.below(84_000);
    expect(dearest("challenge")).to.be.below(100_000);
    expect(dearest("open")).to.be.below(85_000);
    expect(dearest("enterNode")).to.be.below(63_000);
  });
});
