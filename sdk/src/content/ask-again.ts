import type { Signer } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";
import type { MintedPrompt } from "./mint-prompt.ts";
import { promptBytes } from "./prompt.ts";

/**
 * Anyone: asks again for a token whose request failed for good, at the price of the inference without the mint fee.
 *
 * @param collection address of the AigcNft
 * @throws ContentError: NOT_A_PROMPT
 * @throws ContractError: WrongState, PaymentTooSmall
 */
export async function askAgain(
  signer: Signer,
  collection: string,
  { prompt }: { readonly prompt: string },
): Promise<MintedPrompt> {
  const contract = AigcNft__factory.connect(collection, signer);
  const bytes = promptBytes(prompt);
  const [whole, mintFee] = await Promise.all([contract.price((bytes.length - 2) / 2), contract.mintFee()]);
  const price = whole - mintFee;
  const receipt = await transact(contract.askAgain(bytes, { value: price }), contentErrors);
  const asked = eventOf(receipt, collection, contract.interface, "Asked");
  return { tokenId: asked.tokenId as bigint, requestId: asked.requestId as bigint, price, receipt };
}
