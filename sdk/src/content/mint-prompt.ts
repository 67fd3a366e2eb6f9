import type { ContractTransactionReceipt, Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { eventOf } from "../events.ts";
import type { Hash } from "../opml/hex.ts";
import { explained, transact } from "../transact.ts";
import { ContentError, contentErrors } from "./errors.ts";
import { promptBytes } from "./prompt.ts";

export interface MintPromptParams {
  readonly prompt: string;
  /** Who will own the token, as committed. */
  readonly to: string;
  /** The commitment's. */
  readonly salt: Hash;
  /** The mint fee that the commitment fixed, wei. Nothing is minted if it is higher on the chain. */
  readonly mintFee: bigint;
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
 * @throws ContentError: NOT_A_PROMPT; MINT_FEE_TOO_HIGH (the commitment had expired, and somebody renewed it at another fee)
 * @throws ContractError: NotCommitted, RevealTooEarly, CommitmentExpired, PromptTaken, PromptTooLong, PaymentTooSmall (the
 * price rose meanwhile), NoActiveVersion, VersionIsRetired, NoSchedule
 */
export async function mintPrompt(
  signer: Signer,
  collection: string,
  { prompt, to, salt, mintFee }: MintPromptParams,
): Promise<MintedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const bytes = promptBytes(prompt);
  const commitment = await contract.commitmentOf(to, bytes, salt);
  const { fixedFee, inference } = await explained(contract.priceOf(commitment, (bytes.length - 2) / 2), contentErrors);
  if (fixedFee > mintFee) {
    throw new ContentError("MINT_FEE_TOO_HIGH", `the commitment is to a mint fee of ${fixedFee} wei, not ${mintFee}`);
  }
  const value = fixedFee + inference;
  const receipt = await transact(contract.mint(to, bytes, salt, { value }), contentErrors);
  const asked = eventOf(receipt, collection, contract.interface, "Asked");
  return { tokenId: asked.tokenId as bigint, requestId: asked.requestId as bigint, price: value, receipt };
}
