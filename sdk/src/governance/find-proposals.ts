import type { ContractRunner } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import type { ProposalCreatedEvent } from "../../../types/ethers-contracts/governance/ModelGovernor.ts";
import { eventsSince } from "../events.ts";
import type { Proposal } from "./types.ts";

/** A proposal as it was made: what `queue` and `execute` want back. */
export interface MadeProposal extends Proposal {
  readonly proposalId: bigint;
  readonly proposer: string;
}

/**
 * The proposals made to a governor, oldest first.
 *
 * @param governor address of the ModelGovernor
 * @param fromBlock where to start looking; default the chain's start
 */
export async function findProposals(
  runner: ContractRunner,
  governor: string,
  { fromBlock = 0 }: { readonly fromBlock?: number } = {},
): Promise<MadeProposal[]> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  const topics = await contract.filters.ProposalCreated().getTopicFilter();
  const made = await eventsSince(runner, governor, contract.interface, topics, fromBlock);
  return made.map((args) => {
    const [proposalId, proposer, targets, values, , calldatas, , , description] =
      args as unknown as ProposalCreatedEvent.OutputTuple;
    const calls = targets.map((target, i) => ({ target, value: values[i]!, data: calldatas[i]! }));
    return { proposalId, proposer, calls, description };
  });
}
