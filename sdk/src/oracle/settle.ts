import {
  hexlify,
  toBeHex,
  ZeroAddress,
  ZeroHash,
  type ContractRunner,
  type Signer,
  type TransactionReceipt,
} from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import type { IFeeRouter } from "../../../types/ethers-contracts/revenue/interfaces/IFeeRouter.ts";
import type { Hash } from "../opml/hex.ts";
import { logsBackwards } from "../opml/logs.ts";
import type { Call } from "../opml/sender.ts";
import { OracleError } from "./errors.ts";
import { getRequest, type GetRequestParams } from "./get-request.ts";
import { getResult } from "./get-result.ts";
import { oracleInterface, providerOf, recordStruct } from "./record.ts";
import { send } from "./send.ts";

/**
 * Anyone: pays out the escrow of a request whose answer is final, which frees the operator's bond, and makes the callback
 * that waited for it. All that the contract needs is gathered from the chain's logs.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: NO_RESULT, OUTPUT_NOT_POSTED, UNKNOWN_REQUEST, UNKNOWN_SCHEDULE, NO_PROVIDER
 * @throws ContractError: NotFinal, WrongPhase (settled before), CallbackGasNotSupplied
 */
export async function settle(signer: Signer, oracle: string, params: GetRequestParams): Promise<TransactionReceipt> {
  return send(signer, await settleCall(signer, oracle, params));
}

/** `settle` as a call, for a sender that manages nonces and fees. */
export async function settleCall(runner: ContractRunner, oracle: string, params: GetRequestParams): Promise<Call> {
  const [{ record, callbackData, requestId }, { stage, latest }] = await Promise.all([
    getRequest(runner, oracle, params),
    getResult(runner, oracle, params),
  ]);
  if (!latest || stage === "open" || stage === "unanswered") {
    throw new OracleError("NO_RESULT", `request ${requestId} has no standing claim`);
  }
  const called = record.delivery === "final" && record.callbackContract !== ZeroAddress;
  if (called && latest.kind === "output" && !latest.output) {
    throw new OracleError("OUTPUT_NOT_POSTED", `the output of request ${requestId} was claimed by its root`);
  }
  const schedule = await scheduleOf(runner, oracle, record.modelId, record.schedule, params.fromBlock ?? 0);
  const data = oracleInterface.encodeFunctionData("settle", [
    requestId,
    recordStruct(record),
    latest.result,
    schedule,
    called && latest.output ? hexlify(latest.output) : "0x",
    called ? callbackData : "0x",
  ]);
  return { to: oracle, data };
}

/** No schedule: of a request without a fee. */
const none: IFeeRouter.ScheduleStruct = {
  holders: ZeroAddress,
  creator: ZeroAddress,
  contributors: ZeroAddress,
  holdersBps: 0,
  operatorBps: 0,
  creatorBps: 0,
  contributorsBps: 0,
};

/** The schedule that a hash stands for, from the router's events. */
export async function scheduleOf(
  runner: ContractRunner,
  oracle: string,
  modelId: bigint,
  scheduleHash: Hash,
  fromBlock: number,
): Promise<IFeeRouter.ScheduleStruct> {
  if (scheduleHash === ZeroHash) return none;
  const router = await AIOracle__factory.connect(oracle, runner).router();
  const contract = IFeeRouter__factory.createInterface();
  const topics = [contract.getEvent("ScheduleSet").topicHash, toBeHex(modelId, 32), scheduleHash];
  for await (const log of logsBackwards(providerOf(runner), { address: router, topics }, fromBlock)) {
    const { schedule } = contract.decodeEventLog("ScheduleSet", log.data, log.topics);
    return schedule.toObject() as IFeeRouter.ScheduleStruct;
  }
  throw new OracleError("UNKNOWN_SCHEDULE", `no event of ${router} spells out schedule ${scheduleHash}`);
}
