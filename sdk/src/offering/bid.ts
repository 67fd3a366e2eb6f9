import { ZeroAddress, type ContractTransactionReceipt, type Signer } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { transact } from "../transact.ts";
import { Erc20 } from "./erc20.ts";
import { auctionErrors } from "./types.ts";

export interface BidParams {
  /** The rung: the most that the bidder would pay, see `tickFor`. */
  readonly tick: number;
  /** Units of the auction's currency (wei, in ETH). */
  readonly amount: bigint;
  /** The bidder's place in the allow-list; left out where there is none. */
  readonly proof?: readonly string[];
  /** Sign the approval (ERC-2612) instead of sending it. Default false. Means nothing in ETH. */
  readonly permit?: boolean;
}

/**
 * Bids in an auction, for good. In an ERC-20, what the auction is not approved for yet is approved first: by a
 * transaction, or by a signature with `permit`.
 *
 * @param signer the bidder
 * @param auction address of the Auction
 * @throws ContractError: NotOpen, TickInvalid, AmountZero, NotAllowed, LimitExceeded, SharesMissing, CurrencyMismatch
 */
export async function bid(
  signer: Signer,
  auction: string,
  { tick, amount, proof = [], permit = false }: BidParams,
): Promise<ContractTransactionReceipt> {
  const contract = IAuction__factory.connect(auction, signer);
  const { currency, closesAt } = await contract.terms();
  if (currency === ZeroAddress) {
    return transact(contract.bid(tick, amount, [...proof], { value: amount }), auctionErrors);
  }
  const coin = new Erc20(currency, signer);
  if ((await coin.allowance(auction)) < amount) {
    if (permit) {
      const { v, r, s } = await coin.permit(auction, amount, closesAt);
      return transact(contract.bidWithPermit(tick, amount, [...proof], closesAt, v, r, s), auctionErrors);
    }
    await transact(coin.approve(auction, amount), auctionErrors);
  }
  return transact(contract.bid(tick, amount, [...proof]), auctionErrors);
}
