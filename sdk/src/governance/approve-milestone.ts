import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import { transact } from "../transact.ts";
import { governanceErrors } from "./types.ts";

/**
 * Approves the next milestone of a grant, as its reviewer.
 *
 * @param grants address of Grants
 * @param milestone its index, counted from 0
 * @throws ContractError: NotReviewer, WrongMilestone, GrantIsCancelled, UnknownGrant
 */
export async function approveMilestone(
  runner: ContractRunner,
  grants: string,
  grantId: bigint,
  milestone: number,
): Promise<ContractTransactionReceipt> {
  return transact(IGrants__factory.connect(grants, runner).approve(grantId, milestone), governanceErrors);
}
