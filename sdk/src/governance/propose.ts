import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { governanceErrors, unzip, type Proposal } from "./types.ts";

export interface Proposed {
  readonly proposalId: bigint;
  /** Unix time, seconds: shares delegated at the end of this second vote, from the next. */
  readonly voteStart: bigint;
  /** Unix time, seconds: the last of the vote. */
  readonly voteEnd: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * Puts a proposal to the vote.
 *
 * @param governor address of the ModelGovernor
 * @throws ContractError: GovernorInsufficientProposerVotes, GovernorUnexpectedProposalState (it exists),
 * GovernorInvalidProposalLength (no calls)
 */
export async function propose(runner: ContractRunner, governor: string, proposal: Proposal): Promise<Proposed> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  const receipt = await transact(contract.propose(...unzip(proposal), proposal.description), governanceErrors);
  const { proposalId, voteStart, voteEnd } = eventOf(receipt, governor, contract.interface, "ProposalCreated");
  return { proposalId, voteStart, voteEnd, receipt } as Proposed;
}
