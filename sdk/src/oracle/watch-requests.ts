import type { ContractRunner, Log } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { providerOf, requestsOf, requestTopics, type PaidRequest } from "./record.ts";
import { watch, type ReadLog, type Watched, type WatchParams } from "./watch.ts";

/**
 * The requests made to an oracle, as they are mined.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: NO_PROVIDER
 * @example
 * for await (const { value, removed, cursor } of watchRequests(provider, oracle, { after: saved, signal })) {
 *   if (!removed) await serve(value);
 *   save(cursor);
 * }
 */
export async function* watchRequests(
  runner: ContractRunner,
  oracle: string,
  params: WatchParams = {},
): AsyncGenerator<Watched<PaidRequest>, void, undefined> {
  const provider = providerOf(runner);
  const court = await AIOracle__factory.connect(oracle, runner).opml();
  const filter = { address: [oracle, court], topics: [[...requestTopics]] };
  yield* watch(provider, filter, (logs) => readRequests(logs, oracle), params);
}

function readRequests(logs: readonly Log[], oracle: string): ReadLog<PaidRequest>[] {
  const asked = logs.filter(({ topics }) => topics[0] === requestTopics[1]);
  return requestsOf(logs, oracle).map((value) => ({
    value,
    log: asked.find(
      ({ topics, transactionHash }) =>
        transactionHash === value.transactionHash && BigInt(topics[2]!) === value.requestId,
    )!,
  }));
}
