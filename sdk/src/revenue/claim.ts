import { ZeroAddress, type ContractTransactionReceipt, type Signer } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventsOf } from "../events.ts";
import { transact } from "../transact.ts";
import { tokenErrors } from "./errors.ts";

export interface ClaimParams {
  /** Ids of snapshots; those with nothing to claim are skipped. */
  readonly snapshotIds: readonly bigint[];
  /** An ERC-20 that is shared, or once was. Default: ETH. */
  readonly asset?: string;
  /** Whose revenue. Default: the signer's. Anyone may claim for anyone; it is paid to the holder. */
  readonly account?: string;
  /** Who is paid the signer's revenue. Default: the signer. Not together with `account`. */
  readonly to?: string;
}

/**
 * Claims revenue in one asset from several snapshots, in one payment. Where the token holds less of an ERC-20 than it owes
 * (`earnings` tells), the signer's own claim is paid with a cut.
 *
 * @param token address of a RevShareToken
 * @returns wei, or units of the asset, that were sent; 0n when there was nothing
 * @throws ContractError: PaymentFailed (the recipient refuses ETH), TokenShort (a claim for another account would be cut, or
 * nothing is left), PaymentExceeded, and whatever the ERC-20 refuses with
 */
export async function claim(
  signer: Signer,
  token: string,
  { snapshotIds, asset = ZeroAddress, account, to }: ClaimParams,
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  if (account !== undefined && to !== undefined) {
    throw new TypeError("only a holder itself can say where its revenue goes: give `account` or `to`, not both");
  }
  const contract = IRevShareToken__factory.connect(token, signer);
  const ids = [...snapshotIds];
  const receiver = to ?? (await signer.getAddress());
  const sent =
    asset === ZeroAddress
      ? account === undefined
        ? contract.claimBatchTo(ids, receiver)
        : contract.claimBatchFor(account, ids)
      : account === undefined
        ? contract.claimERC20(asset, ids, receiver)
        : contract.claimERC20For(account, asset, ids);
  const receipt = await transact(sent, tokenErrors);
  const claims = eventsOf(receipt, token, contract.interface, "RevenueClaimed");
  return { amount: claims.reduce((sum, { amount }) => sum + (amount as bigint), 0n), receipt };
}
