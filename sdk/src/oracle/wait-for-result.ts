import type { ContractRunner } from "ethers";

import { sleep, type Wait } from "../opml/wait.ts";
import { OracleError } from "./errors.ts";
import type { GetRequestParams } from "./get-request.ts";
import { getResult, type PostedResult } from "./get-result.ts";

export interface WaitForResultParams extends GetRequestParams {
  /** "posted": as soon as somebody claims it; it may still be refuted. "finalized": once it can no longer change. */
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

/** The end of a wait: a result, or the news that the request was refunded. */
export type AwaitedResult =
  | (PostedResult & { readonly stage: "posted" | "finalized" })
  | { readonly kind: "unanswered"; readonly stage: "unanswered" };

/**
 * Waits for the answer of a request. It comes as `kind` "output" or "fault" (the model gives no output for this input),
 * or as "unanswered" when the request was refunded.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: TIMEOUT, UNKNOWN_REQUEST, NO_PROVIDER; the signal's reason when it is aborted
 * @example
 * const answer = await waitForResult(provider, oracle, { requestId, finality: "posted", timeout: 120 });
 * if (answer.kind === "output") console.log(answer.output);
 */
export async function waitForResult(
  runner: ContractRunner,
  oracle: string,
  { finality, signal, timeout = Infinity, pollEvery = 4, wait = sleep, ...request }: WaitForResultParams,
): Promise<AwaitedResult> {
  for (let waited = 0; ; waited += pollEvery) {
    signal?.throwIfAborted();
    const { stage, latest } = await getResult(runner, oracle, request);
    if (stage === "unanswered") return { kind: "unanswered", stage };
    if (latest && (stage === "finalized" || (stage === "posted" && finality === "posted"))) return { ...latest, stage };
    if (waited >= timeout) {
      throw new OracleError("TIMEOUT", `request ${request.requestId} is ${stage} after ${timeout} s`);
    }
    await wait(Math.min(pollEvery, timeout - waited), signal);
  }
}
