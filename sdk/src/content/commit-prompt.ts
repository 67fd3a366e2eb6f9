import { hexlify, randomBytes, type ContractTransactionReceipt, type Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import type { Hash } from "../opml/hex.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";
import { promptBytes } from "./prompt.ts";

export interface CommitPromptParams {
  readonly prompt: string;
  /** Who will own the token. Default: the signer. */
  readonly to?: string;
  /** 32 bytes that nobody can guess. Default: random. */
  readonly salt?: Hash;
}

/** What `mintPrompt` needs. Keep it: without the salt the commitment is worth nothing. */
export interface CommittedPrompt {
  readonly prompt: string;
  readonly to: string;
  readonly salt: Hash;
  readonly commitment: Hash;
  /** Wei of mint fee that the mint is going to cost, whatever the collection's fee becomes. */
  readonly mintFee: bigint;
  /** Unix time, seconds, from which the prompt can be minted. */
  readonly notBefore: bigint;
  /** Unix time, seconds, until which it can. */
  readonly notAfter: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * First step of a mint: commits to a prompt without telling it, at the mint fee of now.
 *
 * @param collection address of the AigcNft or AigcNftZk
 * @throws ContentError: NOT_A_PROMPT
 * @throws ContractError: AlreadyCommitted
 * @example
 * const committed = await commitPrompt(signer, collection, { prompt: "red ring on navy" });
 * // after committed.notBefore:
 * const { tokenId, requestId } = await mintPrompt(signer, collection, committed);
 */
export async function commitPrompt(
  signer: Signer,
  collection: string,
  { prompt, to, salt = hexlify(randomBytes(32)) as Hash }: CommitPromptParams,
): Promise<CommittedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const owner = to ?? (await signer.getAddress());
  const commitment = (await contract.commitmentOf(owner, promptBytes(prompt), salt)) as Hash;
  const receipt = await transact(contract.commit(commitment), contentErrors);
  const [since, mintFee, delay, window] = await Promise.all([
    contract.committedAt(commitment),
    contract.mintFeeOf(commitment),
    contract.revealDelay(),
    contract.revealWindow(),
  ]);
  const [notBefore, notAfter] = [since + delay, since + window];
  return { prompt, to: owner, salt, commitment, mintFee, notBefore, notAfter, receipt };
}
