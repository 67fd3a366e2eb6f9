import type { ContractRunner } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { isTransient } from "../errors.ts";

/**
 * Whether a sale has a fixed price or finds it by auction.
 *
 * @param sale address of the sale
 */
export async function saleKind(runner: ContractRunner, sale: string): Promise<"fixed" | "auction"> {
  try {
    await IAuction__factory.connect(sale, runner).tickSize();
    return "auction";
  } catch (error) {
    // Nodes put a call of a function that is not there in different words.
    if (isTransient(error)) throw error;
    return "fixed";
  }
}
