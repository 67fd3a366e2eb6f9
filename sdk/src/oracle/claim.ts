import { hexlify, ZeroHash, type Signer, type TransactionReceipt } from "ethers";

import type { Hash } from "../opml/hex.ts";
import type { Call } from "../opml/sender.ts";
import { oracleInterface, recordStruct, type PaidRequest } from "./record.ts";
import { send } from "./send.ts";

/** What an operator answers: the output; its root and length where that is enough; "fault" when there is none. */
export type Answer = Uint8Array | { readonly root: Hash; readonly length: number } | "fault";

export interface ClaimParams {
  /** What is answered: of `getRequest` or `watchRequests`. */
  readonly request: Pick<PaidRequest, "requestId" | "record" | "callbackData">;
  readonly answer: Answer;
  /** Hash of the refuted result that this claim follows (`getResult`: `latest.resultHash`). Default: a first claim. */
  readonly previousResult?: Hash;
}

/**
 * Operator: posts an answer, backed by the signer's stake for the oracle in OpML. A wrong one costs the bond.
 *
 * @param oracle address of the AIOracle
 * @throws ContractError: StakeTooSmall, WrongPhase (somebody was faster), WrongPreimage, DeadlinePassed,
 * CallbackGasNotSupplied, OutputNeeded (this request's output cannot be claimed by root), OutputTooLong (`settle` could
 * not deliver it)
 */
export function claim(signer: Signer, oracle: string, params: ClaimParams): Promise<TransactionReceipt> {
  return send(signer, claimCall(oracle, params));
}

/** `claim` as a call, for a sender that manages nonces and fees. */
export function claimCall(oracle: string, { request, answer, previousResult }: ClaimParams): Call {
  const common = [request.requestId, recordStruct(request.record), previousResult ?? ZeroHash] as const;
  let data: string;
  if (answer === "fault") {
    data = oracleInterface.encodeFunctionData("claimFault", [...common, request.callbackData]);
  } else if (answer instanceof Uint8Array) {
    data = oracleInterface.encodeFunctionData("claim", [...common, hexlify(answer), request.callbackData]);
  } else {
    data = oracleInterface.encodeFunctionData("claimRoot", [...common, answer.root, answer.length]);
  }
  return { to: oracle, data };
}
