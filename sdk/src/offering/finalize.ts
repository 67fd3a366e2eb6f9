import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { ISale__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/ISale__factory.ts";
import { transact } from "../transact.ts";
import { saleErrors } from "./types.ts";

/**
 * Sends what was raised and the shares that were not sold where the sale's terms say. Once, by anyone, after the window.
 *
 * @param sale address of the sale, of either kind
 * @throws ContractError: NotClosed, AlreadyFinalized, TransferFailed
 */
export async function finalize(runner: ContractRunner, sale: string): Promise<ContractTransactionReceipt> {
  return transact(ISale__factory.connect(sale, runner).finalize(), saleErrors);
}
