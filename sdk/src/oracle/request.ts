import type { ContractTransactionReceipt, Signer } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { transact } from "../transact.ts";
import { oracleErrors } from "./errors.ts";
import { priceQuestion, type QuestionParams } from "./question.ts";
import { requestsOf, type PaidRequest } from "./record.ts";

/**
 * Asks a model, at today's price. By default the answer is delivered when it is final.
 *
 * @param oracle address of the AIOracle
 * @throws ContractError: FeeAboveMaximum and PaymentTooSmall (the price rose meanwhile), DeadlineTooSoon,
 * CallbackNotAccepted, InvalidCallbackGas, CallbackDataTooLong, NoActiveVersion, UnknownVersion, VersionIsRetired,
 * TokenNotAccepted, NoSchedule, TooLong (the input)
 * @example
 * const { requestId } = await request(signer, oracle, { modelId: 1n, input: pixels });
 * const answer = await waitForResult(signer, oracle, { requestId, finality: "finalized" });
 * if (answer.kind === "output") console.log(answer.output);
 */
export async function request(
  signer: Signer,
  oracle: string,
  params: QuestionParams,
): Promise<PaidRequest & { readonly receipt: ContractTransactionReceipt }> {
  const { question, value } = await priceQuestion(signer, oracle, params);
  const contract = AIOracle__factory.connect(oracle, signer);
  const receipt = await transact(contract.request(question, { value }), oracleErrors);
  return { ...requestsOf(receipt.logs, oracle)[0]!, receipt };
}
