import type { ContractRunner } from "ethers";

import { sleep, type Wait } from "../opml/wait.ts";
import { ContentError } from "./errors.ts";
import { getContent, type Content } from "./get-content.ts";

export interface WaitForContentParams {
  readonly tokenId: bigint;
  /** "posted": as soon as an operator answers; a dispute may still change it. "finalized": once it can no longer change. */
  readonly finality: "posted" | "finalized";
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Seconds after which the wait ends. Default: never. */
  readonly timeout?: number;
  /** Seconds between looks. Default: 4. */
  readonly pollEvery?: number;
  /** How time passes. Default: by the machine's clock. */
  readonly wait?: Wait;
}

/**
 * Waits until a token has its answer. Its state is then `answered`, `final`, or `unstored`: call `update` then.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: TIMEOUT; FAILED when the request came to nothing (`askAgain`)
 * @throws ContractError: ERC721NonexistentToken; the signal's reason when it is aborted
 */
export async function waitForContent(
  runner: ContractRunner,
  collection: string,
  { tokenId, finality, signal, timeout = Infinity, pollEvery = 4, wait = sleep }: WaitForContentParams,
): Promise<Content> {
  for (let waited = 0; ; waited += pollEvery) {
    signal?.throwIfAborted();
    const content = await getContent(runner, collection, { tokenId });
    const { state, finalized } = content;
    const failed = state === "unanswered" || (state === "faulted" && finalized);
    if (failed) throw new ContentError("FAILED", `the request of token ${tokenId} came to nothing: ${state}`);
    const answered = state !== "pending" && state !== "faulted";
    if (answered && (finalized || finality === "posted")) return content;
    if (waited >= timeout) throw new ContentError("TIMEOUT", `token ${tokenId} is ${state} after ${timeout} s`);
    await wait(Math.min(pollEvery, timeout - waited), signal);
  }
}
