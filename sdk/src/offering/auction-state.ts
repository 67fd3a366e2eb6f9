import type { ContractRunner } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { saleState, type SaleStatus } from "./sale-state.ts";

/** An auction's terms and how far it is. Prices are those of all the shares, in units of currency. */
export interface AuctionStatus extends SaleStatus {
  readonly tickSize: bigint;
  readonly ticks: number;
  /** Whether the price is final; until then it is what it would be if the window closed now. */
  readonly cleared: boolean;
  /** 0n if too little is bid for the auction to succeed. */
  readonly price: bigint;
  /** The rung at the margin: higher ones are filled in full. */
  readonly marginTick: number;
  /** What is taken from all bids, units of currency. */
  readonly proceeds: bigint;
}

/**
 * Reads an auction.
 *
 * @param auction address of the Auction
 */
export async function auctionState(runner: ContractRunner, auction: string): Promise<AuctionStatus> {
  const contract = IAuction__factory.connect(auction, runner);
  const [sale, tickSize, ticks, clearing] = await Promise.all([
    saleState(runner, auction),
    contract.tickSize(),
    contract.ticks(),
    contract.clearing(),
  ]);
  return {
    ...sale,
    tickSize,
    ticks: Number(ticks),
    cleared: clearing.done,
    price: clearing.price,
    marginTick: Number(clearing.tick),
    proceeds: clearing.proceeds,
  };
}

/**
 * The highest rung that costs no more than a price per share.
 *
 * @param auction as `auctionState` reads it, or its terms
 * @param perShare units of currency for `unit` of the token
 * @param unit units of the token that make a share; default 10^18
 * @throws RangeError below the reserve
 */
export function tickFor(
  auction: Pick<AuctionStatus, "cap" | "shares" | "tickSize" | "ticks">,
  perShare: bigint,
  unit: bigint = 10n ** 18n,
): number {
  const whole = (perShare * auction.shares) / unit;
  if (whole < auction.cap) throw new RangeError(`${perShare} a share is below the reserve`);
  const tick = Number((whole - auction.cap) / auction.tickSize);
  return Math.min(tick, auction.ticks - 1);
}
