import { hexlify, ZeroAddress, type BytesLike, type ContractRunner } from "ethers";

import type { IVerifiableOracle } from "../../../types/ethers-contracts/oracle/AIOracle.ts";
import { quoteFee } from "./quote-fee.ts";
import { deliveries, type Delivery } from "./record.ts";

export interface Callback {
  /** Receives `aiOracleCallback`: the signer's own contract, or one that accepts the signer's requests. */
  readonly contract: string;
  /** Gas for it, 1 to 10 million. */
  readonly gasLimit: bigint;
  /** Passed on to it. Default: nothing. */
  readonly data?: BytesLike;
}

export interface QuestionParams {
  readonly modelId: bigint;
  /** The model's input, up to 1 MiB: `Uint8Array`, or hexadecimal. */
  readonly input: BytesLike;
  /** Default: the latest. */
  readonly version?: number;
  /** When the answer is delivered. Default: "final". */
  readonly delivery?: Delivery;
  /** Default: none, the answer is only logged. */
  readonly callback?: Callback;
  /** ERC-20 to pay the fee in, of which the oracle has an allowance. Default: ETH. */
  readonly token?: string;
  /** The most it may cost: wei, the callback included; or units of `token`. Default: what it costs now. */
  readonly maxFee?: bigint;
  /** Unix time, seconds, after which nobody may answer and the money comes back. Default: in 7 days. */
  readonly deadline?: bigint;
}

export interface PricedQuestion {
  readonly question: IVerifiableOracle.QuestionStruct;
  /** Of the model, in the question's currency. */
  readonly fee: bigint;
  /** Wei to send. */
  readonly value: bigint;
}

/** A question as the contract takes it, with what it costs now. */
export async function priceQuestion(
  runner: ContractRunner,
  oracle: string,
  params: QuestionParams,
): Promise<PricedQuestion> {
  const { modelId, input, version = 0, delivery = "final", callback, token = ZeroAddress, deadline = 0n } = params;
  const gasLimit = callback?.gasLimit ?? 0n;
  const { fee, value } = await quoteFee(runner, oracle, { modelId, version, token, gasLimit });
  const question = {
    modelId,
    version,
    input: hexlify(input),
    delivery: deliveries.indexOf(delivery),
    callbackContract: callback?.contract ?? ZeroAddress,
    gasLimit,
    callbackData: hexlify(callback?.data ?? "0x"),
    token,
    maxFee: params.maxFee ?? (token === ZeroAddress ? value : fee),
    deadline,
  };
  return { question, fee, value };
}
