import { hexlify, toBeHex, type BytesLike, type ContractRunner } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { promptBytes } from "./prompt.ts";

export interface VerifyContentParams {
  readonly prompt: string;
  /** What the model is said to have made of it. */
  readonly data: BytesLike;
  /** The oracle's request that says so. */
  readonly requestId: bigint;
}

/**
 * Whether this is the content of the prompt's token, and can no longer change.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: NOT_A_PROMPT
 */
export async function verifyContent(
  runner: ContractRunner,
  collection: string,
  { prompt, data, requestId }: VerifyContentParams,
): Promise<boolean> {
  const contract = AigcNft__factory.connect(collection, runner);
  return contract.verify(promptBytes(prompt), hexlify(data), toBeHex(requestId, 32));
}
