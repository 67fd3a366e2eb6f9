import type { Signer, TransactionReceipt } from "ethers";

import { OracleError } from "./errors.ts";
import { getRequest, type GetRequestParams } from "./get-request.ts";
import { getResult } from "./get-result.ts";
import { oracleInterface, recordStruct } from "./record.ts";
import { send } from "./send.ts";
import { scheduleOf } from "./settle.ts";

/**
 * Anyone: pays a fee that the router did not take when the request was settled (`DistributionFailed`).
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: NO_RESULT, UNKNOWN_REQUEST, UNKNOWN_SCHEDULE, NO_PROVIDER
 * @throws ContractError: NothingToRetry, and what the router or the token throws
 */
export async function retryDistribution(
  signer: Signer,
  oracle: string,
  params: GetRequestParams,
): Promise<TransactionReceipt> {
  const [{ record, requestId }, { latest }] = await Promise.all([
    getRequest(signer, oracle, params),
    getResult(signer, oracle, params),
  ]);
  if (!latest) throw new OracleError("NO_RESULT", `request ${requestId} has no claim`);
  const schedule = await scheduleOf(signer, oracle, record.modelId, record.schedule, params.fromBlock ?? 0);
  const data = oracleInterface.encodeFunctionData("retryDistribution", [
    requestId,
    recordStruct(record),
    schedule,
    latest.operator,
  ]);
  return send(signer, { to: oracle, data });
}
