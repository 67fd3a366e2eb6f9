import { isTransient } from "../errors.ts";
import { silentLogger, type Logger } from "./logger.ts";
import { sleep, type Wait } from "./wait.ts";

export interface PersistOptions {
  readonly wait?: Wait;
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
}

/** Seconds before the first new attempt; doubled with each, up to the last. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 60;

/** Attempts in a row after which an error that is not the node's is given up on. */
const PATIENCE = 8;

/**
 * Does something that must not fail because a node is away: tries again after growing pauses, for ever while the errors
 * are the network's, a few times while they are not (another account's transaction may have come between).
 *
 * @throws the last error when patience has run out; the signal's reason when it is aborted
 */
export async function persist<T>(options: PersistOptions, action: () => Promise<T>): Promise<T> {
  const { wait = sleep, signal, logger = silentLogger } = options;
  let pause = FIRST_PAUSE;
  for (let others = 0; ;) {
    signal?.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTransient(error) && ++others >= PATIENCE) throw error;
      logger.warn({ error: String(error), pause }, "trying again");
      await wait(pause, signal);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}
