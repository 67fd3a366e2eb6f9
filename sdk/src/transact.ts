import type { ContractTransactionReceipt, ContractTransactionResponse, Interface } from "ethers";

import { decodeError } from "./errors.ts";

/**
 * Waits until a transaction is mined.
 *
 * @param sent what a typechain method returned
 * @param interfaces where the custom errors are declared, of every contract that the call may reach
 * @throws ContractError when a contract refuses; whatever ethers throws otherwise
 */
export async function transact(
  sent: Promise<ContractTransactionResponse>,
  interfaces: readonly Interface[],
): Promise<ContractTransactionReceipt> {
  const response = await explained(sent, interfaces);
  const receipt = await explained(response.wait(), interfaces);
  if (!receipt) throw new Error(`no receipt for ${response.hash}`);
  return receipt;
}

/** Awaits a call, with a contract's refusal turned into a `ContractError`. */
export async function explained<T>(call: Promise<T>, interfaces: readonly Interface[]): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw decodeError(error, interfaces);
  }
}
