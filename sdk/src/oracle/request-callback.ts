import { hexlify, type BytesLike, type ContractTransactionReceipt, type Signer } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { transact } from "../transact.ts";
import { oracleErrors } from "./errors.ts";
import type { Callback } from "./question.ts";
import { requestsOf, type PaidRequest } from "./record.ts";

export interface RequestCallbackParams {
  readonly modelId: bigint;
  /** The model's input, up to 1 MiB. */
  readonly input: BytesLike;
  readonly callback: Callback;
}

/**
 * Asks the latest version of a model through the entry point that existing dapps use: the answer is delivered as soon as
 * it is claimed, and again if a dispute changes it. `request` offers more.
 *
 * @param oracle address of the AIOracle
 * @throws ContractError: PaymentTooSmall, CallbackNotAccepted, InvalidCallbackGas, CallbackDataTooLong, NoActiveVersion,
 * NoSchedule, TooLong (the input)
 */
export async function requestCallback(
  signer: Signer,
  oracle: string,
  { modelId, input, callback: { contract: receiver, gasLimit, data = "0x" } }: RequestCallbackParams,
): Promise<PaidRequest & { readonly receipt: ContractTransactionReceipt }> {
  const contract = AIOracle__factory.connect(oracle, signer);
  const value = await contract.estimateFee(modelId, gasLimit);
  const sent = contract.requestCallback(modelId, hexlify(input), receiver, gasLimit, hexlify(data), { value });
  const receipt = await transact(sent, oracleErrors);
  return { ...requestsOf(receipt.logs, oracle)[0]!, receipt };
}
