import type { ContractTransactionReceipt, Signer } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { transact } from "../transact.ts";
import { oracleErrors } from "./errors.ts";
import { priceQuestion, type QuestionParams } from "./question.ts";
import { requestsOf, type PaidRequest } from "./record.ts";

/**
 * Asks several questions in one transaction: all are taken, or none.
 *
 * @param oracle address of the AIOracle
 * @returns the requests, in the order of the questions
 * @throws ContractError: EmptyBatch, and what `request` throws
 */
export async function requestBatch(
  signer: Signer,
  oracle: string,
  questions: readonly QuestionParams[],
): Promise<{ readonly requests: PaidRequest[]; readonly receipt: ContractTransactionReceipt }> {
  const priced = await Promise.all(questions.map((params) => priceQuestion(signer, oracle, params)));
  const value = priced.reduce((sum, one) => sum + one.value, 0n);
  const contract = AIOracle__factory.connect(oracle, signer);
  const sent = contract.requestBatch(
    priced.map(({ question }) => question),
    { value },
  );
  const receipt = await transact(sent, oracleErrors);
  return { requests: requestsOf(receipt.logs, oracle), receipt };
}
