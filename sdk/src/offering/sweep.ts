import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { ISale__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/ISale__factory.ts";
import { transact } from "../transact.ts";
import { saleErrors } from "./types.ts";

/**
 * Empties a finalized sale of what rounding has left, once everyone has settled. By anyone.
 *
 * @param sale address of the sale, of either kind
 * @throws ContractError: NotSettled, TransferFailed
 */
export async function sweep(runner: ContractRunner, sale: string): Promise<ContractTransactionReceipt> {
  return transact(ISale__factory.connect(sale, runner).sweep(), saleErrors);
}
