import type { ContractTransactionReceipt, Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { eventOf } from "../events.ts";
import { getResult } from "../oracle/get-result.ts";
import { settle } from "../oracle/settle.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";

/**
 * Anyone: credits the price of an inference to who paid it, when the model gives no output for the prompt and that is
 * final. Settles the request first if nobody has. What is credited, `withdraw` pays out.
 *
 * @param collection address of the AigcNft
 * @returns wei credited
 * @throws ContractError: NothingToReclaim (not final, or no fault), NotReturnedYet
 */
export async function reclaim(
  signer: Signer,
  collection: string,
  { requestId }: { readonly requestId: bigint },
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = AigcNft__factory.connect(collection, signer);
  const oracle = await contract.aiOracle();
  const { stage, settled } = await getResult(signer, oracle, { requestId });
  if (stage === "finalized" && !settled) await settle(signer, oracle, { requestId });
  const receipt = await transact(contract.reclaim(requestId), contentErrors);
  return { amount: eventOf(receipt, collection, contract.interface, "Credited").amount as bigint, receipt };
}

/**
 * Takes out what a collection has credited to the signer.
 *
 * @param collection address of the AigcNft
 * @param params `to`: who is paid. Default: the signer
 * @returns wei
 * @throws ContractError: NothingToWithdraw, TransferFailed
 */
export async function withdraw(
  signer: Signer,
  collection: string,
  { to }: { readonly to?: string } = {},
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = AigcNft__factory.connect(collection, signer);
  const receipt = await transact(contract.withdraw(to ?? (await signer.getAddress())), contentErrors);
  return { amount: eventOf(receipt, collection, contract.interface, "Withdrawn").amount as bigint, receipt };
}
