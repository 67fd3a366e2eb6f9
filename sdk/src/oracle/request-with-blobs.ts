import { getBytes, type ContractTransactionReceipt, type JsonRpcApiProvider, type Provider, type Signer } from "ethers";

import type { AIOracle } from "../../../types/ethers-contracts/oracle/AIOracle.ts";
import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { blobCount, toBlobs } from "../blobs/codec.ts";
import { sidecarOf, type SidecarKind } from "../blobs/kzg.ts";
import { explained, transact } from "../transact.ts";
import { OracleError, oracleErrors } from "./errors.ts";
import { priceQuestion, type QuestionParams } from "./question.ts";
import { providerOf, requestsOf, type PaidRequest } from "./record.ts";

/** Blobs of one transaction (EIP-7594). */
const MAX_BLOBS = 6;

/** Gas that a request about blobs takes more than one about nothing: an event of a word for each, and the hash of all. */
const BLOB_REQUEST_GAS = 30_000n;

export interface RequestWithBlobsParams extends QuestionParams {
  /** The most to pay for a unit of blob gas, wei; a blob is 131,072 units. Default: twice what it costs now. */
  readonly maxFeePerBlobGas?: bigint;
  /** Default: "eip7594", as public networks want them. Hardhat's own chain wants "eip4844". */
  readonly sidecars?: SidecarKind;
}

/**
 * Asks a model about an input in blobs: cheaper than calldata from some kilobytes on, up to 761,856 bytes. Nodes keep blobs
 * for 18 days, so the deadline is at most `maxBlobPatience` away.
 *
 * @param signer one that signs by itself, as `Wallet` does: those that ask a browser's or a node's wallet send no blobs
 * @param oracle address of the AIOracle
 * @throws OracleError: INPUT_EMPTY, INPUT_TOO_LONG, DEADLINE_TOO_LATE, NO_PROVIDER; ContractError as `request`
 * @example
 * const { requestId } = await requestWithBlobs(wallet, oracle, { modelId: 1n, input: photograph });
 */
export async function requestWithBlobs(
  signer: Signer,
  oracle: string,
  params: RequestWithBlobsParams,
): Promise<PaidRequest & { readonly receipt: ContractTransactionReceipt }> {
  const { input, sidecars = "eip7594", maxFeePerBlobGas, ...rest } = params;
  const bytes = getBytes(input);
  if (bytes.length === 0) throw new OracleError("INPUT_EMPTY", "no blob holds an input of no bytes: ask by `request`");
  const count = blobCount(bytes.length);
  if (count > MAX_BLOBS) {
    throw new OracleError(
      "INPUT_TOO_LONG",
      `${bytes.length} bytes are in ${count} blobs; a transaction has ${MAX_BLOBS}`,
    );
  }
  const { question, value } = await priceQuestion(signer, oracle, { ...rest, input: "0x" });
  const contract = AIOracle__factory.connect(oracle, signer);
  // Blobs are paid for even where the transaction fails, so it is made to fail before.
  await checkDeadline(contract, providerOf(signer), params.deadline);
  // A node estimates no transaction with blobs that it has not got: the same question about nothing is estimated instead.
  const gas = await explained(contract.request.estimateGas(question, { value }), oracleErrors);
  const blobs = [];
  for (const blob of toBlobs(bytes)) blobs.push(await sidecarOf(blob, sidecars));
  const sent = contract.requestWithBlobs(question, bytes.length, 0, {
    value,
    type: 3,
    gasLimit: gas + BLOB_REQUEST_GAS,
    maxFeePerBlobGas: maxFeePerBlobGas ?? 2n * (await blobBaseFee(providerOf(signer))),
    blobs,
    blobWrapperVersion: sidecars === "eip7594" ? 1 : null,
  });
  const receipt = await transact(sent, oracleErrors);
  return { ...requestsOf(receipt.logs, oracle)[0]!, receipt };
}

async function checkDeadline(contract: AIOracle, provider: Provider, deadline = 0n): Promise<void> {
  const [block, longest, usual] = await Promise.all([
    provider.getBlock("latest"),
    contract.maxBlobPatience(),
    contract.defaultPatience(),
  ]);
  const now = BigInt(block!.timestamp);
  const asked = deadline || now + usual;
  if (asked > now + longest) {
    throw new OracleError("DEADLINE_TOO_LATE", `a deadline of ${asked} is after ${now + longest}, too late for blobs`);
  }
}

/** Wei a unit of blob gas in the next block. */
async function blobBaseFee(provider: Provider): Promise<bigint> {
  const { send } = provider as Partial<Pick<JsonRpcApiProvider, "send">>;
  if (!send) throw new OracleError("NO_PROVIDER", "this provider tells no price of blob gas: give maxFeePerBlobGas");
  return BigInt((await send.call(provider, "eth_blobBaseFee", [])) as string);
}
