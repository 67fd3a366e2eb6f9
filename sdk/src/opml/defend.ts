import { play, type PlayOptions } from "./play.ts";
import { Player, type Outcome, type PlayedMove } from "./player.ts";

/**
 * Defends a claim in one game to the end, then takes out the credit.
 *
 * Yields every transaction that this side makes. Called again after a crash, it plays on. While the node is away it tries
 * again, for ever; an error that trying again does not cure is thrown.
 *
 * @throws the signal's reason when it is aborted
 * @example
 * for await (const move of defend({ court, sender, gameId, trace })) console.log(move.name, move.first, move.count);
 */
export async function* defend(options: PlayOptions & { gameId: bigint }): AsyncGenerator<PlayedMove, Outcome> {
  return yield* play(new Player({ ...options, side: "defender" }), options);
}
