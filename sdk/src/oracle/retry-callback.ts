import { hexlify, type Signer, type TransactionReceipt } from "ethers";

import { OracleError } from "./errors.ts";
import { getRequest, type GetRequestParams } from "./get-request.ts";
import { getResult } from "./get-result.ts";
import { oracleInterface, recordStruct } from "./record.ts";
import { send } from "./send.ts";

/** By number in `IVerifiableOracle.Outcome`. */
const outcomes = ["output", "fault", "unanswered"] as const;

/**
 * Anyone: makes a callback again that failed, with all the gas of the transaction.
 *
 * @param oracle address of the AIOracle
 * @param params `gasLimit` of the transaction. Default: estimated, which is enough for a callback that now succeeds
 * @throws OracleError: NO_RESULT, OUTPUT_NOT_POSTED, UNKNOWN_REQUEST, NO_PROVIDER
 * @throws ContractError: NothingToRetry, CallbackFailedAgain, CallbackGasNotSupplied
 */
export async function retryCallback(
  signer: Signer,
  oracle: string,
  { gasLimit, ...params }: GetRequestParams & { readonly gasLimit?: bigint },
): Promise<TransactionReceipt> {
  const [{ record, callbackData, requestId }, { stage, latest }] = await Promise.all([
    getRequest(signer, oracle, params),
    getResult(signer, oracle, params),
  ]);
  const outcome = stage === "unanswered" ? "unanswered" : latest?.kind;
  if (!outcome || stage === "open") throw new OracleError("NO_RESULT", `request ${requestId} has no standing claim`);
  if (outcome === "output" && !latest?.output) {
    throw new OracleError("OUTPUT_NOT_POSTED", `the output of request ${requestId} was claimed by its root`);
  }
  const output = outcome === "output" ? hexlify(latest!.output!) : "0x";
  const data = oracleInterface.encodeFunctionData("retryCallback", [
    requestId,
    recordStruct(record),
    outcomes.indexOf(outcome),
    output,
    callbackData,
  ]);
  return send(signer, { to: oracle, data, ...(gasLimit !== undefined && { gasLimit }) });
}
