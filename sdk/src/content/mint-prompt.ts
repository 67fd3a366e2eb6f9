import { dataLength, type Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import type { Hash } from "../opml/hex.ts";
import { explained, transact } from "../transact.ts";
import { askedBy, requirePrice, type MintedPrompt } from "./asked.ts";
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
  /** The most to pay, wei, the mint fee included. Default: what it costs now, which the model's controller may have raised. */
  readonly maxPrice?: bigint;
}

/**
 * Second step of a mint: tells the prompt, mints its token and asks the model, at today's price of the inference and the mint
 * fee of the commitment.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: NOT_A_PROMPT; PRICE_TOO_HIGH; MINT_FEE_TOO_HIGH (the commitment had expired, and somebody renewed it at
 * another fee)
 * @throws ContractError: NotCommitted, RevealTooEarly, CommitmentExpired, PromptTaken, PromptTooLong, PaymentTooSmall (the
 * price rose meanwhile), NoActiveVersion, VersionIsRetired, NoSchedule
 */
export async function mintPrompt(
  signer: Signer,
  collection: string,
  { prompt, to, salt, mintFee, maxPrice }: MintPromptParams,
): Promise<MintedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const bytes = promptBytes(prompt);
  const commitment = await contract.commitmentOf(to, bytes, salt);
  const { fixedFee, inference } = await explained(contract.priceOf(commitment, dataLength(bytes)), contentErrors);
  if (fixedFee > mintFee) {
    throw new ContentError("MINT_FEE_TOO_HIGH", `the commitment is to a mint fee of ${fixedFee} wei, not ${mintFee}`);
  }
  const value = fixedFee + inference;
  requirePrice(value, maxPrice);
  const receipt = await transact(contract.mint(to, bytes, salt, { value }), contentErrors);
  return askedBy(receipt, collection, contract, value);
}
