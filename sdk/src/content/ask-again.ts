import { dataLength, type Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { transact } from "../transact.ts";
import { askedBy, requirePrice, type MintedPrompt } from "./asked.ts";
import { contentErrors } from "./errors.ts";
import { promptBytes } from "./prompt.ts";

export interface AskAgainParams {
  readonly prompt: string;
  /** The most to pay, wei. Default: what it costs now. */
  readonly maxPrice?: bigint;
}

/**
 * Anyone: asks again for a token whose request failed for good, at the price of the inference without the mint fee.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: NOT_A_PROMPT, PRICE_TOO_HIGH
 * @throws ContractError: WrongState, PaymentTooSmall
 */
export async function askAgain(
  signer: Signer,
  collection: string,
  { prompt, maxPrice }: AskAgainParams,
): Promise<MintedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const bytes = promptBytes(prompt);
  const [whole, mintFee] = await Promise.all([contract.price(dataLength(bytes)), contract.mintFee()]);
  const price = whole - mintFee;
  requirePrice(price, maxPrice);
  const receipt = await transact(contract.askAgain(bytes, { value: price }), contentErrors);
  return askedBy(receipt, collection, contract, price);
}
