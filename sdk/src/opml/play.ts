import type { Court } from "./court.ts";
import { persist, type PersistOptions } from "./persist.ts";
import type { Outcome, PlayedMove, Player } from "./player.ts";
import type { Sender } from "./sender.ts";
import type { Trace } from "./trace.ts";
import { sleep } from "./wait.ts";

/** How a whole game is played. The signal ends it for us, not for the chain: play on later with the same call. */
export interface PlayOptions extends PersistOptions {
  readonly court: Court;
  readonly sender: Sender;
  readonly trace: Trace;
  /** Who gets the credit of a game that was won. Default: the sender. */
  readonly payTo?: string;
  /** Seconds between looks at the chain while there is nothing to do. Default 4. */
  readonly pollEvery?: number;
}

/** Plays to the end; yields every transaction of the player's. */
export async function* play(
  player: Player,
  options: PersistOptions & { pollEvery?: number },
): AsyncGenerator<PlayedMove, Outcome> {
  const { wait = sleep, signal, pollEvery = 4 } = options;
  for (;;) {
    const turn = await persist(options, () => player.turn(signal));
    if (turn.kind === "over") return turn.outcome;
    if (turn.kind === "moved") yield turn.move;
    else await wait(pollEvery, signal);
  }
}
