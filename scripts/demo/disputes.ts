// What both fraud steps share: a trace that lies, and the figures of a dispute.
import { OUTPUT_OFFSET, SessionRunner, stages, type ModelImage, type ModelTrace } from "@openimo/sdk/opml";
import { pokedTrace } from "@openimo/sdk/opml/drill";
import { ARENA_BASE } from "@openimo/sdk/riscv";

import type { Deployment } from "./1-deploy.ts";
import type { Demo } from "./context.ts";
import type { DisputeFigures } from "./figures.ts";
import type { Narrowing } from "./narrowing.ts";

/** A trace that is honest but for one byte, changed just before the last node exits: the digit. */
export async function traceWithWrongDigit(image: ModelImage, input: Uint8Array, digit: number): Promise<ModelTrace> {
  const { machine, program, weights } = image;
  const session = await image.session();
  const options = { machine, program, weights, input, runner: new SessionRunner(session) };
  const bytes = Uint8Array.of((digit + 1) % 10);
  return pokedTrace(options, { node: session.nodes - 1, step: "end", address: ARENA_BASE + OUTPUT_OFFSET, bytes });
}

/** What a finished game cost and moved. */
export async function figuresOf(
  { chain }: Demo,
  { opml }: Deployment,
  narrowing: Narrowing,
  what: { case: DisputeFigures["case"]; claimGas: bigint; milliseconds: number },
): Promise<DisputeFigures> {
  const gameId = narrowing.moves[0]!.gameId;
  const court = await chain.ethers.getContractAt("OpML", opml);
  const [resolved] = await court.queryFilter(court.filters.Resolved(gameId));
  const defenderWon = stages[Number(resolved!.args.outcome)] === "defenderWon";
  const bond = defenderWon ? await court.challengeBond() : await court.claimBond();
  return {
    case: what.case,
    winner: defenderWon ? "defender" : "challenger",
    rounds: narrowing.rounds,
    transactions: narrowing.moves.length + 1,
    gas: Number(narrowing.gas + what.claimGas),
    seconds: what.milliseconds / 1000,
    stepGas: Number(narrowing.stepGas),
    loserPaid: bond.toString(),
    winnerGot: resolved!.args.reward.toString(),
    burned: (bond - resolved!.args.reward).toString(),
  };
}
