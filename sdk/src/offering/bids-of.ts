import type { ContractRunner } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { eventsSince } from "../events.ts";

/** What one bidder has on one rung. Amounts in units of currency. */
export interface StandingBid {
  readonly tick: number;
  /** Bid and not settled. */
  readonly amount: bigint;
  /** What it comes to as things stand: final once the auction is cleared. */
  readonly shares: bigint;
  readonly paid: bigint;
  readonly refund: bigint;
}

/**
 * A bidder's bids that are not settled, from the highest rung down.
 *
 * @param auction address of the Auction
 * @param fromBlock where to start looking for them; default the chain's start
 */
export async function bidsOf(
  runner: ContractRunner,
  auction: string,
  bidder: string,
  { fromBlock = 0 }: { readonly fromBlock?: number } = {},
): Promise<StandingBid[]> {
  const contract = IAuction__factory.connect(auction, runner);
  const topics = await contract.filters.Bid(bidder).getTopicFilter();
  const made = await eventsSince(runner, auction, contract.interface, topics, fromBlock);
  const ticks = [...new Set(made.map(({ tick }) => Number(tick)))].sort((a, b) => b - a);
  const bids: StandingBid[] = [];
  for (const tick of ticks) {
    const amount = await contract.bidOf(bidder, tick);
    if (amount === 0n) continue;
    const { shares, paid, refund } = await contract.quote(tick, amount);
    bids.push({ tick, amount, shares, paid, refund });
  }
  return bids;
}
