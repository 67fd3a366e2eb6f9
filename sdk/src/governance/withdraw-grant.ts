import type { ContractTransactionReceipt, Signer } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { governanceErrors } from "./types.ts";

/**
 * Takes out what the signer has earned of a grant.
 *
 * @param grants address of Grants
 * @param to who is paid; default the signer
 * @throws ContractError: NotRecipient, NothingEarned, TransferFailed, UnknownGrant
 */
export async function withdrawGrant(
  signer: Signer,
  grants: string,
  grantId: bigint,
  to?: string,
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IGrants__factory.connect(grants, signer);
  const receipt = await transact(contract.withdraw(grantId, to ?? (await signer.getAddress())), governanceErrors);
  return { amount: eventOf(receipt, grants, contract.interface, "GrantWithdrawn").amount as bigint, receipt };
}
