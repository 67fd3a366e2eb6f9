import type { ContractTransactionReceipt, Signer } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventsOf } from "../events.ts";
import { transact } from "../transact.ts";
import { tokenErrors } from "./errors.ts";

export interface ClaimParams {
  /** Ids of snapshots; those with nothing to claim are skipped. */
  readonly snapshotIds: readonly bigint[];
  /** Whose revenue. Default: the signer's. Anyone may claim for anyone; it is paid to the holder. */
  readonly account?: string;
  /** Who is paid the signer's revenue. Default: the signer. Not together with `account`. */
  readonly to?: string;
}

/**
 * Claims revenue in ETH from several snapshots, in one payment.
 *
 * @param token address of a RevShareToken
 * @returns wei claimed; 0n when there was nothing
 * @throws ContractError: PaymentFailed (the recipient refuses ETH)
 */
export async function claim(
  signer: Signer,
  token: string,
  { snapshotIds, account, to }: ClaimParams,
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  if (account !== undefined && to !== undefined) {
    throw new TypeError("only a holder itself can say where its revenue goes: give `account` or `to`, not both");
  }
  const contract = IRevShareToken__factory.connect(token, signer);
  const ids = [...snapshotIds];
  const sent =
    account === undefined
      ? contract.claimBatchTo(ids, to ?? (await signer.getAddress()))
      : contract.claimBatchFor(account, ids);
  const receipt = await transact(sent, tokenErrors);
  const claims = eventsOf(receipt, token, contract.interface, "RevenueClaimed");
  return { amount: claims.reduce((sum, { amount }) => sum + (amount as bigint), 0n), receipt };
}
