import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";
import type { IVerifiableOracle } from "../../../types/ethers-contracts/offering/interfaces/IProceeds.ts";
import { transact } from "../transact.ts";
import { proceedsErrors } from "./types.ts";

/**
 * Shows that the model has served, from when on the developer earns. By anyone.
 *
 * @param request as it was paid
 * @param output its final output, `0x…`
 * @throws ContractError: NotServed (another model's, or not final), AlreadyServed, NotReleasing
 */
export async function recordServed(
  runner: ContractRunner,
  proceeds: string,
  requestId: bigint,
  request: IVerifiableOracle.RequestStruct,
  output: string,
): Promise<ContractTransactionReceipt> {
  return transact(
    IProceeds__factory.connect(proceeds, runner).recordServed(requestId, request, output),
    proceedsErrors,
  );
}
