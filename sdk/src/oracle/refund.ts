import { ZeroHash, type ContractRunner, type Signer, type TransactionReceipt } from "ethers";

import type { Call } from "../opml/sender.ts";
import { getRequest, type GetRequestParams } from "./get-request.ts";
import { getResult } from "./get-result.ts";
import { oracleInterface, recordStruct } from "./record.ts";
import { send } from "./send.ts";

/**
 * Anyone, once the deadline has passed and no claim stands: returns what was paid to the request's account, and tells the
 * callback contract.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: UNKNOWN_REQUEST, NO_PROVIDER
 * @throws ContractError: DeadlineNotPassed, WrongPhase (a claim stands, or it is over), CallbackGasNotSupplied
 */
export async function refund(signer: Signer, oracle: string, params: GetRequestParams): Promise<TransactionReceipt> {
  return send(signer, await refundCall(signer, oracle, params));
}

/** `refund` as a call, for a sender that manages nonces and fees. */
export async function refundCall(runner: ContractRunner, oracle: string, params: GetRequestParams): Promise<Call> {
  const [{ record, callbackData, requestId }, { latest }] = await Promise.all([
    getRequest(runner, oracle, params),
    getResult(runner, oracle, params),
  ]);
  const data = oracleInterface.encodeFunctionData("refund", [
    requestId,
    recordStruct(record),
    latest?.resultHash ?? ZeroHash,
    callbackData,
  ]);
  return { to: oracle, data };
}
