import { id, type ContractRunner, type ContractTransactionReceipt } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { governanceErrors, unzip, type Proposal } from "./types.ts";

export interface Queued {
  readonly proposalId: bigint;
  /** Unix time, seconds, from which it can be executed. */
  readonly executableAt: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * Hands a proposal that has passed to the timelock, where its delay runs. By anyone.
 *
 * @param governor address of the ModelGovernor
 * @throws ContractError: GovernorUnexpectedProposalState (not passed)
 */
export async function queue(runner: ContractRunner, governor: string, proposal: Proposal): Promise<Queued> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  const receipt = await transact(contract.queue(...unzip(proposal), id(proposal.description)), governanceErrors);
  const { proposalId, etaSeconds } = eventOf(receipt, governor, contract.interface, "ProposalQueued");
  return { proposalId, executableAt: etaSeconds, receipt } as Queued;
}
