import { expect } from "chai";
import { id } from "ethers";

import { loadKeccak, type Keccak } from "../../sdk/src/merkle/index.ts";
import { FAULT, type FinalState, type Hash, type Trace } from "../../sdk/src/opml/index.ts";
import { type Actor, dawdling, traceActor, vanishing } from "../support/actors/actors.ts";
import { challengeClaim, claimOn, startChain, type Chain } from "../support/actors/chain.ts";
import { duel } from "../support/actors/duel.ts";
import { LyingTrace } from "../support/actors/lie.ts";
import { divergence, hashOf, wantedOpening, wantedResult } from "../support/actors/toy-lies.ts";
import { doneOpening, ToyTrace, type ToyOptions } from "../support/actors/toy-trace.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const wrong = { output: bytes("5") };
const random = (seed: string) => id(seed) as Hash;

interface Scenario {
  readonly name: string;
  readonly toy?: Partial<ToyOptions>;
  /** The lying defender's trace. */
  readonly lie: (keccak: Keccak, truth: ToyTrace) => Trace;
  /** What becomes of the defender who plays the lie. */
  readonly behave?: (chain: Chain, actor: Actor) => Actor;
}

/** A right trace with a wrong end: what everybody who just wants another answer starts from. */
const wrongEnd = (keccak: Keccak, truth: ToyTrace) => ({
  result: wantedResult(wrong),
  ...wantedOpening(keccak, truth.input, wrong),
});

const scenarios: readonly Scenario[] = [
  {
    name: "a lie that is consistent from the middle on",
    lie: (keccak, truth) => divergence(keccak, truth, 37, 300n, wrong),
  },
  {
    name: "a lie from the first instruction of the first node on",
    lie: (keccak, truth) => divergence(keccak, truth, 0, 0n, wrong),
  },
  {
    name: "a lie in the last instruction of the last node",
    lie: (keccak, truth) => divergence(keccak, truth, 63, 1023n, wrong),
  },
  {
    name: "random roots in the middle, whatever was said before",
    lie: (keccak, truth) => {
      const { opening, result, root } = wrongEnd(keccak, truth);
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node) => (node === 64 ? root : random(`node ${node}`)),
        stateHash: (node, step) => random(`state ${node} ${step}`),
      });
    },
  },
  {
    name: "right roots all the way, only the end is wrong",
    lie: (keccak, truth) => {
      const { opening, result, root } = wrongEnd(keccak, truth);
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node, honest) => (node === 64 ? root : honest()),
        finalState: async (node, honest) => (node === 63 ? { ...(await honest()), arenaRoot: root } : honest()),
      });
    },
  },
  {
    name: "the same root over and over",
    lie: (keccak, truth) => {
      const { opening, result } = wrongEnd(keccak, truth);
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: () => truth.arenaRoot(0),
        stateHash: async (node) => (await truth.enter(node)).stateHash(0n),
      });
    },
  },
  {
    name: "the roots of another range, replayed",
    lie: (keccak, truth) => {
      const { opening, result } = wrongEnd(keccak, truth);
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node) => truth.arenaRoot((node + 7) % 64),
        stateHash: async (node, step) => (await truth.enter(node)).stateHash((step + 99n) % 1024n),
      });
    },
  },
  {
    name: "a start that is another input's",
    lie: (keccak, truth) => {
      const { opening, result, root } = wrongEnd(keccak, truth);
      const other = ToyTrace.create({
        logNodes: 6,
        logSteps: 10,
        input: bytes("what is 2 + 3?"),
        output: wrong.output,
      });
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: async (node) => (node === 64 ? root : (await other).arenaRoot(node)),
        stateHash: async (node, step) => (await (await other).enter(node)).stateHash(step),
        finalState: async (node) => (await (await other).enter(node)).finalState(),
      });
    },
  },
  {
    name: "states of another node, stale but true once",
    lie: (keccak, truth) => {
      const lie = divergence(keccak, truth, 12, 5n, wrong);
      return new LyingTrace(lie, {
        stateHash: async (node, step) => (await truth.enter(Math.max(0, node - 1))).stateHash(step),
      });
    },
  },
  {
    name: "an early halt: exited where the machine still runs",
    lie: (keccak, truth) => {
      const { opening, result, root } = wrongEnd(keccak, truth);
      const halt = async (node: number): Promise<FinalState> => {
        const final = await (await truth.enter(node)).finalState();
        return { ...final, status: 1, pc: 68, arenaRoot: node === 63 ? root : random(`early ${node + 1}`) };
      };
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node, honest) => (node <= 20 ? honest() : node === 64 ? root : random(`early ${node}`)),
        stateHash: async (node, step, honest) => (step <= 1n ? honest() : hashOf(keccak, await halt(node))),
        finalState: (node) => halt(node),
      });
    },
  },
  {
    name: "an endless loop that there is not",
    lie: (keccak, truth) => {
      const { opening, result } = { result: wantedResult("fault"), ...wantedOpening(keccak, truth.input, "fault") };
      const endless = async (node: number, step: bigint): Promise<FinalState> => {
        const { dataRoot, weightsRoot } = truth.machine;
        const registers = `0x${"00".repeat(124)}` as const;
        return {
          dataRoot,
          weightsRoot,
          arenaRoot: await truth.arenaRoot(node),
          pc: Number(step),
          status: 0,
          registers,
        };
      };
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node, honest) => (node <= 30 ? honest() : FAULT),
        stateHash: async (node, step, honest) => (step === 0n ? honest() : hashOf(keccak, await endless(node, step))),
        finalState: (node) => endless(node, 1024n),
      });
    },
  },
  {
    name: "a fault that there is not",
    lie: (keccak, truth) => divergence(keccak, truth, 40, 700n, "fault"),
  },
  {
    name: "a run that says it did not finish",
    lie: (keccak, truth) => divergence(keccak, truth, 2, 9n, "unfinished"),
  },
  {
    name: "a fault hidden behind an output",
    toy: { fails: { faultNode: 33 } },
    lie: (keccak, truth) => divergence(keccak, truth, 33, 767n, wrong),
  },
  {
    name: "an endless node said to have ended",
    toy: { fails: { endlessNode: 5 } },
    lie: (keccak, truth) => divergence(keccak, truth, 5, 1023n, wrong),
  },
  {
    name: "a fault admitted, then risen from",
    toy: { fails: { faultNode: 33 } },
    lie: (keccak, truth) => {
      const { opening, result, root } = wrongEnd(keccak, truth);
      return new LyingTrace(truth, {
        result,
        opening,
        arenaRoot: (node, honest) => (node === 64 ? root : node > 50 ? random(`risen ${node}`) : honest()),
      });
    },
  },
  {
    name: "an unfinished run said to be done",
    toy: { fails: "unfinished" },
    lie: (keccak, truth) => divergence(keccak, truth, 63, 0n, wrong),
  },
  {
    name: "the right output over a wrong arena",
    lie: (keccak, truth) => {
      const other = doneOpening(keccak, truth.input, bytes("4"));
      const opening = { ...other.opening, siblings: [random("other memory"), other.opening.siblings[1]!] };
      return new LyingTrace(truth, { opening });
    },
  },
  {
    name: "the right bytes with a wrong length",
    lie: (keccak, truth) => {
      const padded = { output: bytes("4\0") };
      return divergence(keccak, truth, 63, 500n, padded);
    },
  },
  {
    name: "delay: a third of the time left before every move",
    lie: (keccak, truth) => divergence(keccak, truth, 21, 77n, wrong),
    behave: (chain, actor) => dawdling(chain, "defender", actor, 0.3),
  },
  {
    name: "delay to the last second, then no time for the rest",
    lie: (keccak, truth) => divergence(keccak, truth, 21, 77n, wrong),
    behave: (chain, actor) => dawdling(chain, "defender", actor, 1),
  },
  ...(["open", "bisect", "enterNode", "step"] as const).map((stage): Scenario => ({
    name: `a defender who is gone at ${stage}`,
    lie: (keccak, truth) => divergence(keccak, truth, 44, 512n, wrong),
    behave: (chain, actor) => vanishing(chain, actor, stage),
  })),
  {
    name: "a defender who is gone in the second round over the instructions",
    lie: (keccak, truth) => divergence(keccak, truth, 44, 512n, wrong),
    behave: (chain, actor) => vanishing(chain, actor, "bisect", 4),
  },
];

describe("an honest challenger, killed before every turn, refutes", () => {
  let chain: Chain;
  let keccak: Keccak;
  let games = 0;

  before(async () => {
    chain = await startChain();
    keccak = await loadKeccak();
  });

  for (const { name, toy, lie, behave } of scenarios) {
    it(name, async () => {
      const truth = () => ToyTrace.create({ logNodes: 6, logSteps: 10, ...toy });
      const lying = lie(keccak, await truth());
      const { input } = await truth();
      const { taskId } = await claimOn(chain, lying, input);
      const gameId = await challengeClaim(chain, taskId);
      const actor = traceActor(chain, "defender", lying);
      const before = await chain.provider.getBalance(chain.challenger.address);
      const { outcome, moves } = await duel({
        chain,
        gameId,
        side: "challenger",
        trace: truth,
        liar: behave ? behave(chain, actor) : actor,
      });
      expect(outcome).to.deep.equal({ gameId, stage: "challengerWon", won: true });
      expect((await chain.court.statusOf(taskId)).phase).to.equal("refuted");
      expect(moves.at(-1)?.name).to.equal("withdrawCredit");
      expect(await chain.court.creditOf(chain.challenger.address)).to.equal(0n);
      expect(await chain.provider.getBalance(chain.challenger.address)).to.be.greaterThan(before);
      games += 1;
    });
  }

  after(() => expect(games).to.equal(scenarios.length));
});
