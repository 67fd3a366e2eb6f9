import { ZeroAddress, type ContractRunner } from "ethers";

import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { explained } from "../transact.ts";
import { oracleErrors } from "./errors.ts";

export interface QuoteFeeParams {
  readonly modelId: bigint;
  /** Default: the latest. */
  readonly version?: number;
  /** ERC-20 to pay the fee in. Default: ETH. */
  readonly token?: string;
  /** Gas for the callback. Default: 0n, no callback. */
  readonly gasLimit?: bigint;
}

export interface FeeQuote {
  /** For the inference: wei, or units of `token`. */
  readonly fee: bigint;
  /** For the callback's gas: wei. */
  readonly callbackFee: bigint;
  /** What to send with the request: wei. */
  readonly value: bigint;
}

/**
 * What a request costs now.
 *
 * @param oracle address of the AIOracle
 * @throws ContractError: NoActiveVersion, UnknownVersion, VersionIsRetired, TokenNotAccepted
 * @example
 * const { value } = await quoteFee(provider, oracle, { modelId: 1n, gasLimit: 100_000n });
 */
export async function quoteFee(
  runner: ContractRunner,
  oracle: string,
  { modelId, version = 0, token = ZeroAddress, gasLimit = 0n }: QuoteFeeParams,
): Promise<FeeQuote> {
  const contract = AIOracle__factory.connect(oracle, runner);
  const { fee, callbackFee } = await explained(contract.quoteFee(modelId, version, token, gasLimit), oracleErrors);
  return { fee, callbackFee, value: token === ZeroAddress ? fee + callbackFee : callbackFee };
}
