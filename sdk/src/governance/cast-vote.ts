import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { governanceErrors } from "./types.ts";

/** As the governor numbers them. */
const supports = ["against", "for", "abstain"] as const;
export type Support = (typeof supports)[number];

export interface Vote {
  /** Shares that the vote counts, in the smallest unit. */
  readonly weight: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * Votes on a proposal, with the shares delegated to the signer when the vote started.
 *
 * @param governor address of the ModelGovernor
 * @param reason shown in the event; default none
 * @throws ContractError: GovernorUnexpectedProposalState (not open), GovernorAlreadyCastVote, GovernorNonexistentProposal
 */
export async function castVote(
  runner: ContractRunner,
  governor: string,
  proposalId: bigint,
  support: Support,
  reason = "",
): Promise<Vote> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  const number = supports.indexOf(support);
  const sent =
    reason === "" ? contract.castVote(proposalId, number) : contract.castVoteWithReason(proposalId, number, reason);
  const receipt = await transact(sent, governanceErrors);
  const { weight } = eventOf(receipt, governor, contract.interface, "VoteCast");
  return { weight, receipt } as Vote;
}
