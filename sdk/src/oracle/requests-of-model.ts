import type { ContractRunner } from "ethers";

import { listLogs } from "../opml/logs.ts";
import { oracleInterface, providerOf, requestsOf, requestTopics, type PaidRequest } from "./record.ts";

/**
 * The requests that a model was asked, oldest first.
 *
 * @param oracle address of the AIOracle
 * @param fromBlock block below which nothing is sought, such as the model's first; default the chain's start
 * @throws OracleError: NO_PROVIDER
 */
export async function* requestsOfModel(
  runner: ContractRunner,
  oracle: string,
  modelId: bigint,
  { fromBlock = 0 }: { readonly fromBlock?: number } = {},
): AsyncGenerator<PaidRequest, void, undefined> {
  const provider = providerOf(runner);
  const filter = { address: oracle, topics: [requestTopics[1]!] };
  for (const log of await listLogs(provider, filter, fromBlock, await provider.getBlockNumber())) {
    const asked = oracleInterface.decodeEventLog("AICallbackRequest", log.data, log.topics);
    if (asked.modelId !== modelId) continue;
    const receipt = await provider.getTransactionReceipt(log.transactionHash);
    yield* requestsOf(receipt?.logs ?? [], oracle).filter(({ requestId }) => requestId === asked.requestId);
  }
}
