import type { ContractRunner } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { explained } from "../transact.ts";
import { proposalStates } from "./proposal-states.ts";
import { governanceErrors } from "./types.ts";

/** A proposal's course. Votes in shares, times in Unix seconds. */
export interface ProposalStatus {
  readonly state: (typeof proposalStates)[number];
  readonly for: bigint;
  readonly against: bigint;
  readonly abstain: bigint;
  /** Votes for and abstentions that it takes; undefined until the vote has started. */
  readonly quorum: bigint | undefined;
  readonly voteStart: bigint;
  readonly voteEnd: bigint;
  /** 0n until it is queued. */
  readonly executableAt: bigint;
}

/**
 * Reads a proposal.
 *
 * @param governor address of the ModelGovernor
 * @throws ContractError: GovernorNonexistentProposal
 */
export async function proposalState(
  runner: ContractRunner,
  governor: string,
  proposalId: bigint,
): Promise<ProposalStatus> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  const state = proposalStates[Number(await explained(contract.state(proposalId), governanceErrors))]!;
  const [votes, voteStart, voteEnd, executableAt] = await Promise.all([
    contract.proposalVotes(proposalId),
    contract.proposalSnapshot(proposalId),
    contract.proposalDeadline(proposalId),
    contract.proposalEta(proposalId),
  ]);
  return {
    state,
    for: votes.forVotes,
    against: votes.againstVotes,
    abstain: votes.abstainVotes,
    quorum: state === "pending" ? undefined : await contract.quorum(voteStart),
    voteStart,
    voteEnd,
    executableAt,
  };
}
