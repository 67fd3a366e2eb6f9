import type { ContractRunner } from "ethers";

import { ISale__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/ISale__factory.ts";
import { saleStates, type SaleState } from "./types.ts";

/** A sale's terms and how far it is. Amounts in units of currency, shares in units of the token, times in Unix seconds. */
export interface SaleStatus {
  readonly state: SaleState;
  readonly token: string;
  readonly shares: bigint;
  /** The zero address for ETH. */
  readonly currency: string;
  readonly floor: bigint;
  /** Price of all shares: of a sale at a fixed price, or the reserve of an auction. */
  readonly cap: bigint;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly proceedsTo: string;
  readonly unsoldTo: string;
  readonly allowRoot: string;
  readonly limit: bigint;
  readonly totalCommitted: bigint;
  readonly totalSettled: bigint;
  readonly finalized: boolean;
}

/**
 * Reads a sale.
 *
 * @param sale address of the sale, of either kind
 */
export async function saleState(runner: ContractRunner, sale: string): Promise<SaleStatus> {
  const contract = ISale__factory.connect(sale, runner);
  const [terms, state, totalCommitted, totalSettled, finalized] = await Promise.all([
    contract.terms(),
    contract.state(),
    contract.totalCommitted(),
    contract.totalSettled(),
    contract.finalized(),
  ]);
  return {
    state: saleStates[Number(state)]!,
    token: terms.token,
    shares: terms.shares,
    currency: terms.currency,
    floor: terms.floor,
    cap: terms.cap,
    opensAt: Number(terms.opensAt),
    closesAt: Number(terms.closesAt),
    proceedsTo: terms.proceedsTo,
    unsoldTo: terms.unsoldTo,
    allowRoot: terms.allowRoot,
    limit: terms.limit,
    totalCommitted,
    totalSettled,
    finalized,
  };
}
