import type { ContractTransactionReceipt, Signer } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { tokenErrors } from "./errors.ts";

/**
 * Takes out what burning shares has credited to the signer in an ERC-20.
 *
 * @param token address of a RevShareToken
 * @param asset address of the ERC-20
 * @param to who is paid. Default: the signer
 * @returns units of the asset that were sent
 * @throws ContractError: NothingToWithdraw, TokenShort, PaymentExceeded, and whatever the ERC-20 refuses with
 */
export async function withdrawCredit(
  signer: Signer,
  token: string,
  asset: string,
  to?: string,
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IRevShareToken__factory.connect(token, signer);
  const receipt = await transact(contract.withdrawCredit(asset, to ?? (await signer.getAddress())), tokenErrors);
  return { amount: eventOf(receipt, token, contract.interface, "CreditWithdrawn").amount as bigint, receipt };
}
