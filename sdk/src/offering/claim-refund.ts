import type { ContractTransactionReceipt, Signer } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { proceedsErrors } from "./types.ts";

/**
 * Takes out a holder's part of the refund.
 *
 * @param params `holder`: whom to pay, by default the signer; `to`: who receives the signer's part. Not both
 * @throws ContractError: RefundNotOpen, NothingToRefund, TransferFailed
 */
export async function claimRefund(
  signer: Signer,
  proceeds: string,
  { holder, to }: { readonly holder?: string; readonly to?: string } = {},
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  if (holder !== undefined && to !== undefined) {
    throw new TypeError("only a holder itself can say where its refund goes: give `holder` or `to`, not both");
  }
  const contract = IProceeds__factory.connect(proceeds, signer);
  const sent = holder === undefined ? contract.refundTo(to ?? (await signer.getAddress())) : contract.refundFor(holder);
  const receipt = await transact(sent, proceedsErrors);
  return { amount: eventOf(receipt, proceeds, contract.interface, "Refunded").amount as bigint, receipt };
}
