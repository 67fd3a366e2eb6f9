import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";
import { transact } from "../transact.ts";
import { proceedsErrors } from "./types.ts";

/**
 * Opens the refund of a model that has not served by its date. By anyone. Settle whoever has not settled, and take a
 * snapshot of the token, at least a second before: both decide who is refunded.
 *
 * @throws ContractError: RefundTooEarly, AlreadyServed, SnapshotMissing, NobodyEligible, NotReleasing
 */
export async function openRefund(runner: ContractRunner, proceeds: string): Promise<ContractTransactionReceipt> {
  return transact(IProceeds__factory.connect(proceeds, runner).openRefund(), proceedsErrors);
}
