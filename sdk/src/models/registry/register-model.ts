import { ZeroAddress, type ContractRunner, type ContractTransactionReceipt } from "ethers";

import { IModelRegistry__factory } from "../../../../types/ethers-contracts/factories/models/interfaces/IModelRegistry__factory.ts";
import { eventOf } from "../../events.ts";
import { transact } from "../../transact.ts";
import type { MachineRoots } from "../package/roots.ts";
import { registryErrors } from "./errors.ts";

export interface RegisterModelParams {
  /** The first version; its program must be registered. `openPackage(...).machine` is one. */
  readonly machine: MachineRoots;
  /** Content id of the published package. */
  readonly contentId: string;
  /** Who may add and retire versions, set prices and the fee schedule. */
  readonly controller: string;
  /** The model that this one was made from. Default: none. */
  readonly parent?: bigint;
  readonly pricing: {
    /** Wei for one inference. */
    readonly fee: bigint;
    /** Wei for each unit of gas reserved for the callback. */
    readonly callbackGasPrice: bigint;
    /** ERC-20 accepted instead of ETH for the fee, and units of it for one inference. Default: none. */
    readonly token?: string;
    readonly tokenFee?: bigint;
  };
}

/**
 * Registers a model with its first version, outside an offering (`launch` registers the model that it offers).
 *
 * @param registry address of the ModelRegistry
 * @throws ContractError: UnknownProgram, ContentIdEmpty, ControllerZero, InvalidTraceSize
 */
export async function registerModel(
  runner: ContractRunner,
  registry: string,
  { machine, contentId, controller, parent = 0n, pricing }: RegisterModelParams,
): Promise<{ readonly modelId: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IModelRegistry__factory.connect(registry, runner);
  const { fee, callbackGasPrice, token = ZeroAddress, tokenFee = 0n } = pricing;
  const receipt = await transact(
    contract.registerModel(machine, contentId, parent, controller, { fee, callbackGasPrice, token, tokenFee }),
    registryErrors,
  );
  const { modelId } = eventOf(receipt, registry, contract.interface, "ModelRegistered");
  return { modelId: modelId as bigint, receipt };
}
