import type { Signer } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import type { Settlement } from "./settle.ts";
import { auctionErrors } from "./types.ts";

export interface SettleBidParams {
  /** The rung of the bid. */
  readonly tick: number;
  /** Whose bid. Default: the signer's. Anyone may settle anyone's, to the bidder itself. */
  readonly bidder?: string;
  /** Who receives the signer's shares and refund. Default: the signer. Not together with `bidder`. */
  readonly to?: string;
}

/**
 * Collects the shares and the refund of one bid, once the auction is cleared.
 *
 * @param auction address of the Auction
 * @throws ContractError: NotCleared, NothingBid, RecipientZero, TransferFailed (the recipient refuses ETH)
 */
export async function settleBid(
  signer: Signer,
  auction: string,
  { tick, bidder, to }: SettleBidParams,
): Promise<Settlement> {
  if (bidder !== undefined && to !== undefined) {
    throw new TypeError("only a bidder itself can say where its shares go: give `bidder` or `to`, not both");
  }
  const contract = IAuction__factory.connect(auction, signer);
  const sent =
    bidder === undefined ? contract.settle(tick, to ?? (await signer.getAddress())) : contract.settleFor(bidder, tick);
  const receipt = await transact(sent, auctionErrors);
  const settled = eventOf(receipt, auction, contract.interface, "BidSettled");
  const { shares, paid, refund } = settled as { shares: bigint; paid: bigint; refund: bigint };
  return { buyer: settled.bidder as string, to: settled.to as string, shares, paid, refund, receipt };
}
