import { ZeroAddress } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import type { ProposedCall } from "./types.ts";

export interface StreamGrant {
  readonly recipient: string;
  /** Units of the currency, in all. */
  readonly amount: bigint;
  /** Unix time, seconds; may lie in the past. */
  readonly start: number;
  /** Seconds. */
  readonly duration: number;
  /** What for: text or a URI. */
  readonly purpose: string;
  /** An ERC-20, which the timelock must have approved; default ETH. */
  readonly currency?: string;
}

/**
 * The call, to be proposed, that sets a grant aside which is earned by the second.
 *
 * @param grants address of Grants
 */
export function streamGrant(grants: string, grant: StreamGrant): ProposedCall {
  const currency = grant.currency ?? ZeroAddress;
  const data = IGrants__factory.createInterface().encodeFunctionData("stream", [
    grant.recipient,
    currency,
    grant.amount,
    grant.start,
    grant.duration,
    grant.purpose,
  ]);
  return { target: grants, value: currency === ZeroAddress ? grant.amount : 0n, data };
}
