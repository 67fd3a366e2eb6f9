import { expect } from "chai";

import { loadKeccak, type Keccak } from "../../sdk/src/merkle/index.ts";
import { type Game, type Trace } from "../../sdk/src/opml/index.ts";
import {
  absent,
  cheeky,
  dawdling,
  pointingActor,
  traceActor,
  vanishing,
  type Actor,
} from "../support/actors/actors.ts";
import { challengeClaim, claimOn, startChain, WINDOW, type Chain } from "../support/actors/chain.ts";
import { duel } from "../support/actors/duel.ts";
import { divergence } from "../support/actors/toy-lies.ts";
import { ToyTrace, type ToyOptions } from "../support/actors/toy-trace.ts";

interface Scenario {
  readonly name: string;
  readonly toy?: Partial<ToyOptions>;
  readonly challenger: (chain: Chain, keccak: Keccak, truth: ToyTrace) => Actor;
}

const wrong = { output: new TextEncoder().encode("5") };

const believer = (lie: (keccak: Keccak, truth: ToyTrace) => Trace) => (chain: Chain, keccak: Keccak, truth: ToyTrace) =>
  traceActor(chain, "challenger", lie(keccak, truth));

const pointer = (choose: (segments: number, game: Game) => number) => (chain: Chain) => pointingActor(chain, choose);

/** Deterministic, and without a pattern. */
const scattered = (salt: number) => (segments: number, game: Game) =>
  Number((game.packedPosition * 2654435761n + BigInt(salt) * 40503n + game.id) % 65521n) % segments;

const scenarios: readonly Scenario[] = [
  {
    name: "a challenger who believes another answer from the middle on",
    challenger: believer((keccak, truth) => divergence(keccak, truth, 37, 300n, wrong)),
  },
  {
    name: "a challenger who disputes the very first instruction",
    challenger: believer((keccak, truth) => divergence(keccak, truth, 0, 0n, wrong)),
  },
  {
    name: "a challenger who disputes the last instruction of the last node",
    challenger: believer((keccak, truth) => divergence(keccak, truth, 63, 1023n, wrong)),
  },
  {
    name: "a challenger who disputes the instruction by which a node exits",
    challenger: believer((keccak, truth) => divergence(keccak, truth, 9, 767n, wrong)),
  },
  {
    name: "a challenger who sees a fault where there is none",
    challenger: believer((keccak, truth) => divergence(keccak, truth, 17, 3n, "fault")),
  },
  {
    name: "a challenger who sees no fault where there is one",
    toy: { fails: { faultNode: 17 } },
    challenger: believer((keccak, truth) => divergence(keccak, truth, 17, 767n, wrong)),
  },
  {
    name: "a challenger who sees an end where there is none",
    toy: { fails: { endlessNode: 50 } },
    challenger: believer((keccak, truth) => divergence(keccak, truth, 50, 1000n, wrong)),
  },
  {
    name: "a challenger who thinks that the run finished",
    toy: { fails: "unfinished" },
    challenger: believer((keccak, truth) => divergence(keccak, truth, 63, 5n, wrong)),
  },
  { name: "a challenger who always points at the first segment", challenger: pointer(() => 0) },
  { name: "a challenger who always points at the last segment", challenger: pointer((segments) => segments - 1) },
  {
    name: "a challenger who points at the nodes after a fault",
    toy: { fails: { faultNode: 3 } },
    challenger: pointer((segments) => segments - 1),
  },
  {
    name: "a challenger who points at the instructions after the exit",
    challenger: pointer((segments, { position }) => (position.phase === "nodes" ? 1 : segments - 1)),
  },
  ...[1, 2, 3].map((salt): Scenario => ({
    name: `a challenger who points at random (${salt})`,
    challenger: pointer(scattered(salt)),
  })),
  {
    name: "a challenger who points at random, in a trace that faults",
    toy: { fails: { faultNode: 30 } },
    challenger: pointer(scattered(4)),
  },
  {
    name: "delay: a third of the time left before every selection",
    challenger: (chain, keccak, truth) =>
      dawdling(chain, "challenger", traceActor(chain, "challenger", divergence(keccak, truth, 5, 5n, wrong)), 0.3),
  },
  {
    name: "delay to the last second, then no time for the rest",
    challenger: (chain) => dawdling(chain, "challenger", pointingActor(chain, scattered(5)), 1),
  },
  { name: "a challenger who is gone after the challenge", challenger: () => absent },
  ...[2, 3, 4].map((count): Scenario => ({
    name: `a challenger who is gone at selection ${count}`,
    challenger: (chain) => vanishing(chain, pointingActor(chain, scattered(count)), "select", count),
  })),
  {
    name: "a challenger who tries to move twice, out of range, for the defender, out of time and to void the game",
    challenger: (chain) =>
      cheeky(chain, pointingActor(chain, scattered(6)), (game) => [
        ["timeout", [game.id]],
        ["voidGame", [game.id]],
        ["bisect", [game.id, game.packedPosition, []]],
        ["select", [game.id, game.packedPosition, game.commitment, 64]],
        ["select", [game.id, game.packedPosition + 1n, game.commitment, 0]],
      ]),
  },
];

describe("an honest defender, killed before every turn, withstands", () => {
  let chain: Chain;
  let keccak: Keccak;
  let games = 0;

  before(async () => {
    chain = await startChain();
    keccak = await loadKeccak();
  });

  for (const { name, toy, challenger } of scenarios) {
    it(name, async () => {
      const truth = () => ToyTrace.create({ logNodes: 6, logSteps: 10, ...toy });
      const { taskId } = await claimOn(chain, await truth(), (await truth()).input);
      const gameId = await challengeClaim(chain, taskId);
      const liar = challenger(chain, keccak, await truth());
      const { outcome, moves } = await duel({ chain, gameId, side: "defender", trace: truth, liar });
      expect(outcome).to.deep.equal({ gameId, stage: "defenderWon", won: true });
      expect(moves.at(-1)?.name).to.equal("withdrawCredit");
      expect(await chain.court.creditOf(chain.operator.address)).to.equal(0n);
      const status = await chain.court.statusOf(taskId);
      expect(status.phase).to.equal("claimed");
      expect(status.openGames).to.equal(0);
      await chain.setTime(Math.max(status.postedAt + WINDOW, (await chain.court.now()) + 1));
      expect(await chain.court.isFinal(taskId)).to.equal(true);
      games += 1;
    });
  }

  after(() => expect(games).to.equal(scenarios.length));
});
