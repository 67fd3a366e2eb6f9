import type { ContractTransactionReceipt } from "ethers";

import type { AigcNft } from "../../../types/ethers-contracts/content/AigcNft.ts";
import { eventOf } from "../events.ts";
import { ContentError } from "./errors.ts";

/** A token that the model was asked about. */
export interface MintedPrompt {
  readonly tokenId: bigint;
  /** The oracle's. */
  readonly requestId: bigint;
  /** Wei that it cost, the mint fee included, gas not. */
  readonly price: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/** What a transaction that asked the model says, and what was paid for it. */
export function askedBy(
  receipt: ContractTransactionReceipt,
  collection: string,
  contract: AigcNft,
  price: bigint,
): MintedPrompt {
  const { tokenId, requestId } = eventOf(receipt, collection, contract.interface, "Asked");
  return { tokenId: tokenId as bigint, requestId: requestId as bigint, price, receipt };
}

/**
 * Lets nothing be paid above a maximum.
 *
 * @throws ContentError: PRICE_TOO_HIGH
 */
export function requirePrice(price: bigint, maxPrice = price): void {
  if (price > maxPrice) {
    throw new ContentError("PRICE_TOO_HIGH", `it costs ${price} wei now, and ${maxPrice} is the most to pay`);
  }
}
