import { ZeroAddress, type ContractTransactionReceipt, type Signer } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { oracleErrors } from "./errors.ts";
import { oracleInterface } from "./record.ts";

export interface WithdrawCreditParams {
  /** Default: ETH. */
  readonly token?: string;
  /** Who is paid. Default: the signer. */
  readonly to?: string;
}

/**
 * Takes out what the oracle owes the signer and could not push: refunds, excess, callback fees.
 *
 * @param oracle address of the AIOracle
 * @returns wei, or units of the token
 * @throws ContractError: NothingToWithdraw, TransferFailed
 */
export async function withdrawCredit(
  signer: Signer,
  oracle: string,
  { token = ZeroAddress, to }: WithdrawCreditParams = {},
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = AIOracle__factory.connect(oracle, signer);
  const receipt = await transact(contract.withdrawCredit(token, to ?? (await signer.getAddress())), oracleErrors);
  return { amount: eventOf(receipt, oracle, oracleInterface, "CreditWithdrawn").amount as bigint, receipt };
}
