import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IModelRegistry__factory } from "../../../../types/ethers-contracts/factories/models/interfaces/IModelRegistry__factory.ts";
import { transact } from "../../transact.ts";
import { programRootOf } from "../package/roots.ts";
import { registryErrors } from "./errors.ts";

export interface RegisterProgramParams {
  /** Merkle root of the instructions, depth 15. */
  readonly textRoot: string;
  /** Merkle root of the first quarter of data memory at the start, depth 25. */
  readonly dataRoot: string;
  /** Byte offset into the text of the first instruction. */
  readonly entry: number;
  /** Content id or URI of the published image. */
  readonly contentId: string;
}

/**
 * Registers a guest program, so that models can be registered for it. One that is registered already is left as it is.
 *
 * @param registry address of the ModelRegistry
 * @returns the program's root; no receipt when it was registered before
 * @throws ContractError: ContentIdEmpty, InvalidEntry
 * @example
 * const { roots } = await graphRuntime();
 * const { programRoot } = await registerProgram(signer, registry, { ...roots, contentId: "ipfs://bafy..." });
 */
export async function registerProgram(
  runner: ContractRunner,
  registry: string,
  { textRoot, dataRoot, entry, contentId }: RegisterProgramParams,
): Promise<{ readonly programRoot: string; readonly receipt?: ContractTransactionReceipt }> {
  const contract = IModelRegistry__factory.connect(registry, runner);
  const programRoot = await programRootOf({ textRoot, dataRoot, entry });
  if (await contract.isProgram(programRoot)) return { programRoot };
  const receipt = await transact(contract.registerProgram(textRoot, dataRoot, entry, contentId), registryErrors);
  return { programRoot, receipt };
}
