import { id, type ContractRunner, type ContractTransactionReceipt } from "ethers";

import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { transact } from "../transact.ts";
import { governanceErrors, unzip, type Proposal } from "./types.ts";

/**
 * Has the timelock do what was voted for, once its delay is over. By anyone.
 *
 * @param governor address of the ModelGovernor
 * @throws ContractError: GovernorUnexpectedProposalState (not queued), TimelockUnexpectedOperationState (too early), and
 * whatever a call is refused for
 */
export async function execute(
  runner: ContractRunner,
  governor: string,
  proposal: Proposal,
): Promise<ContractTransactionReceipt> {
  const contract = ModelGovernor__factory.connect(governor, runner);
  return transact(contract.execute(...unzip(proposal), id(proposal.description)), governanceErrors);
}
