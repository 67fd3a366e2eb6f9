import type { ContractRunner } from "ethers";

import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";

/** What a buyer has in a sale. */
export interface Position {
  /** Committed and not settled, units of currency. */
  readonly committed: bigint;
  /** What it comes to as things stand: final once the window has closed, an estimate while it is open. */
  readonly shares: bigint;
  readonly paid: bigint;
  readonly refund: bigint;
}

/**
 * A buyer's commitment and what it comes to.
 *
 * @param sale address of the Offering
 */
export async function position(runner: ContractRunner, sale: string, buyer: string): Promise<Position> {
  const offering = IOffering__factory.connect(sale, runner);
  const committed = await offering.commitmentOf(buyer);
  const { shares, paid, refund } = await offering.quote(committed);
  return { committed, shares, paid, refund };
}
