import type { ContractRunner } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import { explained } from "../transact.ts";
import { governanceErrors } from "./types.ts";

/** A grant. Amounts in units of its currency. */
export interface GrantStatus {
  readonly funder: string;
  readonly recipient: string;
  /** The zero address: nobody but the funder approves. */
  readonly reviewer: string;
  /** The zero address for ETH. */
  readonly currency: string;
  /** Set aside; after a cancellation, what had been earned. */
  readonly total: bigint;
  readonly earned: bigint;
  readonly withdrawn: bigint;
  /** Empty for a stream. */
  readonly milestones: readonly bigint[];
  /** Milestones approved. */
  readonly approved: number;
  readonly cancelled: boolean;
}

/**
 * Reads a grant.
 *
 * @param grants address of Grants
 * @throws ContractError: UnknownGrant
 */
export async function grantState(runner: ContractRunner, grants: string, grantId: bigint): Promise<GrantStatus> {
  const contract = IGrants__factory.connect(grants, runner);
  const grant = await explained(contract.grantOf(grantId), governanceErrors);
  const [earned, milestones] = await Promise.all([contract.earned(grantId), contract.milestonesOf(grantId)]);
  const { funder, recipient, reviewer, currency, total, withdrawn, approved, cancelled } = grant;
  return {
    funder,
    recipient,
    reviewer,
    currency,
    total,
    earned,
    withdrawn,
    milestones: [...milestones],
    approved: Number(approved),
    cancelled,
  };
}
