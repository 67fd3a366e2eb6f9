import type { ContractRunner } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";

/** Where the release of what was raised is: `IProceeds.Status`, in its order. */
export const proceedsStates = ["releasing", "stopped", "refunding"] as const;

/** What was raised, and where it is. Amounts in units of the sale's currency, times in Unix seconds. */
export interface ProceedsStatus {
  readonly state: (typeof proceedsStates)[number];
  /** Whether a final answer of the model has been shown. */
  readonly served: boolean;
  readonly servedBy: number;
  readonly developer: string;
  readonly treasury: string;
  readonly raised: bigint;
  /** What the developer has earned so far, paid or not. */
  readonly earned: bigint;
  readonly releasedToDeveloper: bigint;
  readonly releasedToTreasury: bigint;
  /** What goes back to holders; 0n unless refunding. */
  readonly refundPool: bigint;
}

/**
 * Reads the keeper of what a sale has raised.
 *
 * @param proceeds address of Proceeds
 */
export async function proceedsState(runner: ContractRunner, proceeds: string): Promise<ProceedsStatus> {
  const contract = IProceeds__factory.connect(proceeds, runner);
  const [terms, status, served, raised, earned, releasedToDeveloper, releasedToTreasury, refund] = await Promise.all([
    contract.terms(),
    contract.status(),
    contract.served(),
    contract.raised(),
    contract.earned(),
    contract.releasedToDeveloper(),
    contract.releasedToTreasury(),
    contract.refundOf(),
  ]);
  return {
    state: proceedsStates[Number(status)]!,
    served,
    servedBy: Number(terms.servedBy),
    developer: terms.developer,
    treasury: terms.treasury,
    raised,
    earned,
    releasedToDeveloper,
    releasedToTreasury,
    refundPool: refund.pool,
  };
}
