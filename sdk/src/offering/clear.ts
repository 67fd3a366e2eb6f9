import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { transact } from "../transact.ts";
import { auctionErrors } from "./types.ts";

/**
 * Finds an auction's price once its window has closed. By anyone; bids are settled after it.
 *
 * @param auction address of the Auction
 * @throws ContractError: NotClosed, AlreadyCleared
 */
export async function clear(runner: ContractRunner, auction: string): Promise<ContractTransactionReceipt> {
  return transact(IAuction__factory.connect(auction, runner).clear(), auctionErrors);
}
