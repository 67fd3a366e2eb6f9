import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IImoFactory__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IImoFactory__factory.ts";
import { transact } from "../transact.ts";
import { launchErrors, launchStruct, type LaunchParams } from "./launch.ts";

/**
 * Deploys the wallet in which the contributors' shares of a launch vest, where they have been since. By anyone, once.
 *
 * @param factory address of the ImoFactory
 * @param launcher who launched
 * @param params as launched
 * @throws ContractError: NotLaunched, ContributorsNotVesting, FailedDeployment (it is there)
 */
export async function vestContributors(
  runner: ContractRunner,
  factory: string,
  launcher: string,
  params: LaunchParams,
): Promise<ContractTransactionReceipt> {
  const contract = IImoFactory__factory.connect(factory, runner);
  return transact(contract.vestContributors(launcher, launchStruct(params)), launchErrors);
}
