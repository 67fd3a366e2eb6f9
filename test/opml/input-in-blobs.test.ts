import { expect } from "chai";
import { id } from "ethers";

import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { Player, Sender, type Hash, type Side, type Trace } from "../../sdk/src/opml/index.ts";
import { traceActor, vanishing, type Actor } from "../support/actors/actors.ts";
import { challengeClaim, claimOn, startChain, type Chain } from "../support/actors/chain.ts";
import { duel } from "../support/actors/duel.ts";
import { LyingTrace } from "../support/actors/lie.ts";
import { divergence } from "../support/actors/toy-lies.ts";
import { doneOpening, ToyTrace } from "../support/actors/toy-trace.ts";

const LENGTH = 2000; // 63 leaves, in a tree of 64: two rounds
const input = Uint8Array.from({ length: LENGTH }, (_, i) => (i * 7 + 1) & 0xff);
const four = new TextEncoder().encode("4");
const five = new TextEncoder().encode("5");

/** The input with the bit of one byte changed. */
function changedAt(byte: number): Uint8Array {
  const other = input.slice();
  other[byte]! ^= 0x10;
  return other;
}

describe("a game about an input in blobs", () => {
  let chain: Chain;

  beforeEach(async () => {
    chain = await startChain();
  });

  const truth = () => ToyTrace.create({ logNodes: 3, logSteps: 4, input });

  /** Who reads another input out of the blobs; in the middle of the trace nothing tells. */
  async function misread(other: Uint8Array, output: Uint8Array): Promise<Trace> {
    const honest = await truth();
    const believed = await ToyTrace.create({ logNodes: 3, logSteps: 4, input: other });
    const { opening, root } = doneOpening(await loadKeccak(), other, output);
    return new LyingTrace(honest, {
      result: { fault: false, output },
      opening,
      arenaRoot: (node, own) => (node === 0 ? believed.arenaRoot(0) : node === 8 ? root : own()),
      loadedRoot: async (leaves) => (await believed.loading()).arenaRoot(leaves),
    });
  }

  /** A claim of `defender`, a challenge by `challenger`, of which one is the honest trace. */
  async function play(defender: Trace, honest: Side, liar: Actor) {
    const { taskId } = await claimOn(chain, defender, input, true);
    const gameId = await challengeClaim(chain, taskId);
    return duel({ chain, gameId, side: honest, trace: truth, liar });
  }

  it("is won against an operator who says something else of the input, at any leaf", async () => {
    let games = 0;
    for (const byte of [0, 31, 32, 999, LENGTH - 1]) {
      const liar = await misread(changedAt(byte), five);
      const { outcome, moves } = await play(liar, "challenger", traceActor(chain, "defender", liar));
      expect(outcome).to.include({ stage: "challengerWon", won: true });
      expect(moves.map(({ name }) => name)).to.deep.equal([
        "rejectInput",
        "select",
        "select",
        "loadInput",
        "withdrawCredit",
      ]);
      const [, , last, load] = moves;
      expect(load).to.include({ phase: "leaves", first: BigInt(Math.floor(byte / 32)), count: 1n });
      expect(last!.phase).to.equal("leaves");
      games++;
    }
    expect(games).to.equal(5);
  });

  it("is won against a challenger who says something else of the input", async () => {
    for (const byte of [0, 640, LENGTH - 1]) {
      const liar = await misread(changedAt(byte), five);
      const { outcome, moves } = await play(await truth(), "defender", traceActor(chain, "challenger", liar));
      expect(outcome).to.include({ stage: "defenderWon", won: true });
      expect(moves.map(({ name }) => name)).to.deep.equal(["open", "bisect", "bisect", "loadInput", "withdrawCredit"]);
    }
  });

  it("goes on to the trace once the input is accepted, and is won there from either side", async () => {
    const keccak = await loadKeccak();
    const liar = divergence(keccak, await truth(), 5, 3n, { output: five });
    const attack = await play(liar, "challenger", traceActor(chain, "defender", liar));
    expect(attack.outcome.won).to.equal(true);
    expect(attack.moves.map(({ name }) => name)).to.deep.equal([
      "acceptInput",
      "select",
      "select",
      "step",
      "withdrawCredit",
    ]);
    const defence = await play(await truth(), "defender", traceActor(chain, "challenger", liar));
    expect(defence.outcome.won).to.equal(true);
  });

  it("is won against an operator who answers right but opens with another input", async () => {
    const liar = await misread(changedAt(77), four);
    const { outcome } = await play(liar, "challenger", traceActor(chain, "defender", liar));
    expect(outcome).to.include({ stage: "challengerWon", won: true });
  });

  it("is won against an operator who makes up roots as it goes", async () => {
    const liar = new LyingTrace(await misread(changedAt(0), five), {
      loadedRoot: (leaves) => id(`made up ${leaves}`) as Hash,
    });
    const { outcome } = await play(liar, "challenger", traceActor(chain, "defender", liar));
    expect(outcome).to.include({ stage: "challengerWon", won: true });
  });

  it("is won by time against whoever leaves, at every stage", async () => {
    const liar = await misread(changedAt(999), five);
    for (const stage of ["open", "bisect"] as const) {
      const gone = vanishing(chain, traceActor(chain, "defender", liar), stage);
      const { outcome, moves } = await play(liar, "challenger", gone);
      expect(outcome.won, stage).to.equal(true);
      expect(moves.map(({ name }) => name)).to.include("timeout");
    }
    for (const stage of ["input", "select"] as const) {
      const gone = vanishing(chain, traceActor(chain, "challenger", liar), stage);
      const { outcome, moves } = await play(await truth(), "defender", gone);
      expect(outcome.won, stage).to.equal(true);
      expect(moves.map(({ name }) => name)).to.include("timeout");
    }
  });

  it("is played on by a new player at any move", async () => {
    const liar = await misread(changedAt(500), five);
    const { taskId } = await claimOn(chain, liar, input, true);
    const gameId = await challengeClaim(chain, taskId);
    const fresh = async (side: Side, trace: Trace) =>
      new Player({
        court: chain.court,
        sender: new Sender(side === "defender" ? chain.operator : chain.challenger, { pollEvery: 0.01 }),
        gameId,
        side,
        trace,
      }).turn();
    for (let turns = 0; turns < 40; turns++) {
      const ours = await fresh("challenger", await truth());
      if (ours.kind === "over") return expect(ours.outcome.won).to.equal(true);
      await fresh("defender", liar);
    }
    throw new Error("the game does not end");
  });
});
