import type { ContractTransactionReceipt, Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";

/**
 * Anyone: records that a token's data can no longer change, and tells marketplaces to look again (ERC-4906).
 *
 * @param collection address of the AigcNft
 * @throws ContractError: NotFinal, WrongState
 */
export async function announceFinal(
  signer: Signer,
  collection: string,
  { tokenId }: { readonly tokenId: bigint },
): Promise<ContractTransactionReceipt> {
  return transact(AigcNft__factory.connect(collection, signer).announceFinal(tokenId), contentErrors);
}
