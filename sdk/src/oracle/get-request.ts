import { toBeHex, type ContractRunner } from "ethers";

import { logsBackwards } from "../opml/logs.ts";
import { OracleError } from "./errors.ts";
import { providerOf, requestsOf, requestTopics, type PaidRequest } from "./record.ts";

export interface GetRequestParams {
  readonly requestId: bigint;
  /** Block of the oracle's deployment; nothing is sought below it. Default: 0. */
  readonly fromBlock?: number;
}

/**
 * A request as paid, from its events.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: UNKNOWN_REQUEST, NO_PROVIDER
 */
export async function getRequest(
  runner: ContractRunner,
  oracle: string,
  { requestId, fromBlock = 0 }: GetRequestParams,
): Promise<PaidRequest> {
  const provider = providerOf(runner);
  const filter = { address: oracle, topics: [requestTopics[1]!, null, toBeHex(requestId, 32)] };
  for await (const { transactionHash } of logsBackwards(provider, filter, fromBlock)) {
    const receipt = await provider.getTransactionReceipt(transactionHash);
    const found = requestsOf(receipt?.logs ?? [], oracle).find((request) => request.requestId === requestId);
    if (found) return found;
  }
  throw new OracleError("UNKNOWN_REQUEST", `no request ${requestId} of ${oracle} down to block ${fromBlock}`);
}
