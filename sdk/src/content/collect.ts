import type { ContractTransactionReceipt, Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";

/**
 * Anyone: sends the mint fees that a collection has taken to the model's revenue token.
 *
 * @param collection address of the AigcNft or AigcNftZk
 * @returns wei sent
 * @throws ContractError: NothingToCollect, TransferFailed
 */
export async function collect(
  signer: Signer,
  collection: string,
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = AigcNft__factory.connect(collection, signer);
  const receipt = await transact(contract.collect(), contentErrors);
  return { amount: eventOf(receipt, collection, contract.interface, "Collected").amount as bigint, receipt };
}
