import type { ContractTransactionReceipt, Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { eventOf } from "../events.ts";
import type { Hash } from "../opml/hex.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";
import { promptBytes } from "./prompt.ts";

export interface MintPromptParams {
  readonly prompt: string;
  /** Who will own the token, as committed. */
  readonly to: string;
  /** The commitment's. */
  readonly salt: Hash;
}

export interface MintedPrompt {
  readonly tokenId: bigint;
  /** The oracle's. */
  readonly requestId: bigint;
  /** Wei that it cost, the mint fee included, gas not. */
  readonly price: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * Second step of a mint: tells the prompt, mints its token and asks the model, at today's price of the inference and the mint
 * fee of the commitment.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: NOT_A_PROMPT
 * @throws ContractError: NotCommitted, RevealTooEarly, CommitmentExpired, PromptTaken, PromptTooLong, PaymentTooSmall (the
 * price rose meanwhile), NoActiveVersion, VersionIsRetired, NoSchedule
 */
export async function mintPrompt(
  signer: Signer,
  collection: string,
  { prompt, to, salt }: MintPromptParams,
): Promise<MintedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const bytes = promptBytes(prompt);
  const [price, fee, committed] = await Promise.all([
    contract.price((bytes.length - 2) / 2),
    contract.mintFee(),
    contract.commitmentOf(to, bytes, salt).then((commitment) => contract.mintFeeOf(commitment)),
  ]);
  const value = price - fee + committed;
  const receipt = await transact(contract.mint(to, bytes, salt, { value }), contentErrors);
  const asked = eventOf(receipt, collection, contract.interface, "Asked");
  return { tokenId: asked.tokenId as bigint, requestId: asked.requestId as bigint, price: value, receipt };
}
