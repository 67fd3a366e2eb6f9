import type { ContractTransactionReceipt, Signer } from "ethers";

import { RevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/RevShareToken__factory.ts";
import { transact } from "../transact.ts";

/**
 * Lets an account vote with the signer's shares. Shares that are delegated to nobody do not vote: whoever wants to vote
 * with its own delegates to itself, before the vote starts.
 *
 * @param token address of a RevShareToken
 * @param delegatee default: the signer
 */
export async function delegate(signer: Signer, token: string, delegatee?: string): Promise<ContractTransactionReceipt> {
  const contract = RevShareToken__factory.connect(token, signer);
  return transact(contract.delegate(delegatee ?? (await signer.getAddress())), [contract.interface]);
}
