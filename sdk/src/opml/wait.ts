/**
 * Lets time pass. Everything that waits takes one, so that a test or a demonstration can move an embedded chain's clock
 * instead of sleeping.
 *
 * @param seconds how long, at most
 * @param signal ends the wait early, without an error
 */
export type Wait = (seconds: number, signal?: AbortSignal) => Promise<void>;

/** Sleeps by the machine's clock. */
export const sleep: Wait = (seconds, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal?.addEventListener("abort", done, { once: true });
  });
