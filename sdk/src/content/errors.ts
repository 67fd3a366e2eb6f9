import type { Interface } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { AigcNftFactory__factory } from "../../../types/ethers-contracts/factories/content/AigcNftFactory__factory.ts";
import { AigcRenderer__factory } from "../../../types/ethers-contracts/factories/content/AigcRenderer__factory.ts";
import { OpenImoError } from "../errors.ts";
import { oracleErrors } from "../oracle/errors.ts";

/** Where the custom errors are declared of every contract that a collection's call can reach. */
export const contentErrors: readonly Interface[] = [
  AigcNft__factory.createInterface(),
  AigcRenderer__factory.createInterface(),
  AigcNftFactory__factory.createInterface(),
  ...oracleErrors,
];

/**
 * - `NOT_A_PROMPT`: a text that no collection takes;
 * - `BAD_METADATA`: what should be a token URI of such a collection is not one;
 * - `UNKNOWN_REQUEST`: the node has no event of the token's request;
 * - `MINT_FEE_TOO_HIGH`: the commitment fixed a mint fee above the maximum; it costs nothing to leave it and make another;
 * - `PRICE_TOO_HIGH`: it costs more now than the most that is to be paid;
 * - `FAILED`: the token has no content, because its request failed;
 * - `NOTHING_TO_UPDATE`: the token's data is what the oracle delivered last;
 * - `TIMEOUT`: the wait took longer than allowed.
 */
export type ContentErrorCode =
  | "NOT_A_PROMPT"
  | "BAD_METADATA"
  | "UNKNOWN_REQUEST"
  | "MINT_FEE_TOO_HIGH"
  | "PRICE_TOO_HIGH"
  | "FAILED"
  | "NOTHING_TO_UPDATE"
  | "TIMEOUT";

/** Something about a token that no contract refuses; what contracts refuse is a `ContractError`. */
export class ContentError extends OpenImoError {
  override readonly name = "ContentError";
  constructor(
    readonly code: ContentErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
