import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import type { ProposedCall } from "./types.ts";

/** The call, to be proposed, that ends a grant: the timelock gets back what is not earned. */
export function cancelGrant(grants: string, grantId: bigint): ProposedCall {
  return { target: grants, data: IGrants__factory.createInterface().encodeFunctionData("cancel", [grantId]) };
}
