import type { ContractRunner } from "ethers";

import { IImoFactory__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IImoFactory__factory.ts";
import { explained } from "../transact.ts";

/** One thing that somebody may do and others may not. */
export interface Role {
  /** Contract and functions. */
  readonly action: string;
  readonly target: string;
  /** Who may; the zero address when a vote has moved the role elsewhere. */
  readonly holder: string;
}

/**
 * Every privileged action about a launched model, and who holds it now.
 *
 * @param factory address of the ImoFactory
 * @throws ContractError: NotLaunched
 */
export async function roles(runner: ContractRunner, factory: string, modelId: bigint): Promise<Role[]> {
  const contract = IImoFactory__factory.connect(factory, runner);
  const list = await explained(contract.roles(modelId), [contract.interface]);
  return list.map(({ action, target, holder }) => ({ action, target, holder }));
}
