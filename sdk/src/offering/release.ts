import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { proceedsErrors } from "./types.ts";

/**
 * Pays the developer what it has earned, or the treasury its part. By anyone.
 *
 * @throws ContractError: NothingToRelease, TransferFailed
 */
export async function release(
  runner: ContractRunner,
  proceeds: string,
  to: "developer" | "treasury",
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IProceeds__factory.connect(proceeds, runner);
  const sent = to === "developer" ? contract.releaseToDeveloper() : contract.releaseToTreasury();
  const receipt = await transact(sent, proceedsErrors);
  return { amount: eventOf(receipt, proceeds, contract.interface, "Released").amount as bigint, receipt };
}
