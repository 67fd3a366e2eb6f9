import type { Interface } from "ethers";

import { Currency__factory } from "../../../types/ethers-contracts/factories/governance/Currency__factory.ts";
import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { ModelTimelock__factory } from "../../../types/ethers-contracts/factories/governance/ModelTimelock__factory.ts";
import { IGrants__factory } from "../../../types/ethers-contracts/factories/governance/interfaces/IGrants__factory.ts";

/** One call that the timelock is to make. */
export interface ProposedCall {
  readonly target: string;
  /** Wei of the timelock's that go with it. Default 0n. */
  readonly value?: bigint;
  readonly data: string;
}

/** What is voted on. Its id follows from all of this, so whoever queues or executes it brings it back. */
export interface Proposal {
  readonly calls: readonly ProposedCall[];
  readonly description: string;
}

/** Where the custom errors of governor, timelock and grants are declared. */
export const governanceErrors: readonly Interface[] = [
  ModelGovernor__factory.createInterface(),
  ModelTimelock__factory.createInterface(),
  IGrants__factory.createInterface(),
  Currency__factory.createInterface(),
];

/** As the governor wants it. */
export function unzip(proposal: Proposal): [targets: string[], values: bigint[], calldatas: string[]] {
  return [
    proposal.calls.map(({ target }) => target),
    proposal.calls.map(({ value }) => value ?? 0n),
    proposal.calls.map(({ data }) => data),
  ];
}
