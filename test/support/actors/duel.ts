import { Player, Sender, type Outcome, type PlayedMove, type Side, type Trace } from "../../../sdk/src/opml/index.ts";
import type { Actor } from "./actors.ts";
import type { Chain } from "./chain.ts";

/** More than any game of these tests takes. */
const MOST_TURNS = 400;

export interface Duel {
  readonly chain: Chain;
  readonly gameId: bigint;
  /** The honest side. */
  readonly side: Side;
  /** A fresh honest trace: the player is replaced by a new one before every turn. */
  readonly trace: () => Promise<Trace>;
  readonly liar: Actor;
}

/** Plays a game between the SDK's player and a liar to its end; who has nothing to do lets time pass. */
export async function duel({
  chain,
  gameId,
  side,
  trace,
  liar,
}: Duel): Promise<{ outcome: Outcome; moves: PlayedMove[] }> {
  const signer = side === "defender" ? chain.operator : chain.challenger;
  const moves: PlayedMove[] = [];
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const sender = new Sender(signer, { pollEvery: 0.01 });
    const player = new Player({ court: chain.court, sender, gameId, side, trace: await trace() });
    const turn = await player.turn();
    if (turn.kind === "over") return { outcome: turn.outcome, moves };
    if (turn.kind === "moved") {
      moves.push(turn.move);
      continue;
    }
    if (await liar.turn(gameId)) continue;
    if (turn.for !== "opponent") throw new Error(`the honest player is waiting for ${turn.for}`);
    await chain.setTime(turn.until + 1);
  }
  throw new Error(`game ${gameId} does not end`);
}
