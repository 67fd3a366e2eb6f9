import type { ContractRunner } from "ethers";

import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";
import { eventsSince } from "../events.ts";

/**
 * The grants that a funder has made, oldest first: ids and what for.
 *
 * @param grants address of Grants
 * @param funder a model's timelock
 * @param fromBlock where to start looking; default the chain's start
 */
export async function grantsOf(
  runner: ContractRunner,
  grants: string,
  funder: string,
  { fromBlock = 0 }: { readonly fromBlock?: number } = {},
): Promise<{ readonly grantId: bigint; readonly purpose: string }[]> {
  const contract = IGrants__factory.connect(grants, runner);
  const topics = await contract.filters.GrantCreated(undefined, funder).getTopicFilter();
  const made = await eventsSince(runner, grants, contract.interface, topics, fromBlock);
  return made.map((args) => ({ grantId: args.grantId as bigint, purpose: args.purpose as string }));
}
