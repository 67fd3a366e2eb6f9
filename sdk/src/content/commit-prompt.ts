import { hexlify, randomBytes, type ContractTransactionReceipt, type Signer } from "ethers";

import type { AigcNft } from "../../../types/ethers-contracts/content/AigcNft.ts";
import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import type { Hash } from "../opml/hex.ts";
import { providerOf } from "../oracle/record.ts";
import { transact } from "../transact.ts";
import { ContentError, contentErrors } from "./errors.ts";
import { promptBytes } from "./prompt.ts";

export interface CommitPromptParams {
  readonly prompt: string;
  /** Who will own the token. Default: the signer. */
  readonly to?: string;
  /** 32 bytes that nobody can guess. Default: random. Whoever gives it can try again with it after a lost connection. */
  readonly salt?: Hash;
  /** The highest mint fee to commit at, wei. Default: what it is when this is called. */
  readonly maxMintFee?: bigint;
}

/** What `mintPrompt` needs. Keep it: without the salt the commitment is worth nothing. */
export interface CommittedPrompt {
  readonly prompt: string;
  readonly to: string;
  readonly salt: Hash;
  readonly commitment: Hash;
  /** Wei of mint fee that the mint is going to cost, whatever the collection's fee becomes; `maxMintFee` at most. */
  readonly mintFee: bigint;
  /** Unix time, seconds, from which the prompt can be minted. */
  readonly notBefore: bigint;
  /** Unix time, seconds, until which it can. */
  readonly notAfter: bigint;
  /** Undefined when it was committed to already: by whoever had copied the commitment and came first, or by an earlier call. */
  readonly receipt: ContractTransactionReceipt | undefined;
}

/**
 * First step of a mint: commits to a prompt without telling it, at the mint fee of now, or is refused if it has risen.
 *
 * @param collection address of the AigcNft or AigcNftZk
 * @throws ContentError: NOT_A_PROMPT; MINT_FEE_TOO_HIGH (somebody copied the commitment and came first, when the fee was above
 * the maximum: call again, with another salt)
 * @throws ContractError: MintFeeTooHigh (the fee rose meanwhile)
 * @example
 * const committed = await commitPrompt(signer, collection, { prompt: "red ring on navy" });
 * // after committed.notBefore:
 * const { tokenId, requestId } = await mintPrompt(signer, collection, committed);
 */
export async function commitPrompt(
  signer: Signer,
  collection: string,
  { prompt, to, salt = hexlify(randomBytes(32)) as Hash, maxMintFee }: CommitPromptParams,
): Promise<CommittedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const owner = to ?? (await signer.getAddress());
  const commitment = (await contract.commitmentOf(owner, promptBytes(prompt), salt)) as Hash;
  const [most, delay, window] = await Promise.all([
    maxMintFee ?? contract.mintFee(),
    contract.revealDelay(),
    contract.revealWindow(),
  ]);
  const receipt = await transact(contract.commit(commitment, most), contentErrors).catch(async (error: unknown) => {
    // Whoever sent it, it is as good. If it came first while ours was on its way, the error does not say so: the chain does.
    if (await isCommitted(contract, commitment, window)) return undefined;
    throw error;
  });
  const [since, mintFee] = await Promise.all([contract.committedAt(commitment), contract.mintFeeOf(commitment)]);
  if (mintFee > most) {
    throw new ContentError(
      "MINT_FEE_TOO_HIGH",
      `commitment ${commitment}, of salt ${salt}, was made by somebody else, at a mint fee of ${mintFee} wei; the maximum is ${most}`,
    );
  }
  const [notBefore, notAfter] = [since + delay, since + window];
  return { prompt, to: owner, salt, commitment, mintFee, notBefore, notAfter, receipt };
}

/** Whether the commitment is there and can still be minted from; not, if the node cannot be asked. */
async function isCommitted(contract: AigcNft, commitment: Hash, window: bigint): Promise<boolean> {
  try {
    const [since, block] = await Promise.all([
      contract.committedAt(commitment),
      providerOf(contract.runner as Signer).getBlock("latest"),
    ]);
    return since !== 0n && block !== null && BigInt(block.timestamp) <= since + window;
  } catch {
    return false;
  }
}
