import type { ContractRunner } from "ethers";

import { readResult, resultTopics, type PostedResult } from "./get-result.ts";
import { providerOf } from "./record.ts";
import { watch, type Watched, type WatchParams } from "./watch.ts";

/**
 * The results claimed at an oracle, as they are mined. Each may be refuted until it is final; one that follows for the
 * same request replaces it.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: NO_PROVIDER
 */
export async function* watchResults(
  runner: ContractRunner,
  oracle: string,
  params: WatchParams = {},
): AsyncGenerator<Watched<PostedResult>, void, undefined> {
  const filter = { address: oracle, topics: [[...resultTopics]] };
  yield* watch(
    providerOf(runner),
    filter,
    (logs) => Promise.all(logs.map(async (log) => ({ value: await readResult(log), log }))),
    params,
  );
}
