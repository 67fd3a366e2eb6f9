import { ZeroAddress } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import type { ProposedCall } from "./types.ts";

export interface MilestoneGrant {
  readonly recipient: string;
  /** Who may approve milestones besides the timelock; default nobody. */
  readonly reviewer?: string;
  /** Units of the currency for each, 32 at most. */
  readonly milestones: readonly bigint[];
  readonly purpose: string;
  readonly currency?: string;
}

/** The call, to be proposed, that sets a grant aside which is earned by milestones. */
export function milestoneGrant(grants: string, grant: MilestoneGrant): ProposedCall {
  const currency = grant.currency ?? ZeroAddress;
  const data = IGrants__factory.createInterface().encodeFunctionData("create", [
    grant.recipient,
    grant.reviewer ?? ZeroAddress,
    currency,
    [...grant.milestones],
    grant.purpose,
  ]);
  const total = grant.milestones.reduce((sum, amount) => sum + amount, 0n);
  return { target: grants, value: currency === ZeroAddress ? total : 0n, data };
}
