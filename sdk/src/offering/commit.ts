import { ZeroAddress, type ContractTransactionReceipt, type Signer } from "ethers";

import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";
import { transact } from "../transact.ts";
import { Erc20 } from "./erc20.ts";
import { saleErrors } from "./types.ts";

export interface CommitParams {
  /** Units of the sale's currency (wei, in ETH). */
  readonly amount: bigint;
  /** The buyer's place in the allow-list; left out where there is none. */
  readonly proof?: readonly string[];
  /** Sign the approval (ERC-2612) instead of sending it. Default false. Means nothing in ETH. */
  readonly permit?: boolean;
}

/**
 * Commits money to a sale, for good. In an ERC-20, what the sale is not approved for yet is approved first: by a
 * transaction, or by a signature with `permit`.
 *
 * @param signer the buyer
 * @param sale address of the Offering
 * @throws ContractError: NotOpen, AmountZero, NotAllowed, LimitExceeded, SharesMissing, CurrencyMismatch
 */
export async function commit(
  signer: Signer,
  sale: string,
  { amount, proof = [], permit = false }: CommitParams,
): Promise<ContractTransactionReceipt> {
  const offering = IOffering__factory.connect(sale, signer);
  const { currency, closesAt } = await offering.terms();
  if (currency === ZeroAddress) {
    return transact(offering.commit(amount, [...proof], { value: amount }), saleErrors);
  }
  const coin = new Erc20(currency, signer);
  if ((await coin.allowance(sale)) < amount) {
    if (permit) {
      const { v, r, s } = await coin.permit(sale, amount, closesAt);
      return transact(offering.commitWithPermit(amount, [...proof], closesAt, v, r, s), saleErrors);
    }
    await transact(coin.approve(sale, amount), saleErrors);
  }
  return transact(offering.commit(amount, [...proof]), saleErrors);
}
