import { hexlify, keccak256, toUtf8Bytes } from "ethers";

import type { Hex } from "../opml/hex.ts";
import { ContentError } from "./errors.ts";

/**
 * A prompt's bytes, as collections take them: UTF-8, not empty, without U+0000.
 *
 * @throws ContentError: NOT_A_PROMPT
 */
export function promptBytes(prompt: string): Hex {
  if (prompt.length === 0) throw new ContentError("NOT_A_PROMPT", "a prompt has at least one character");
  if (prompt.includes("\0")) throw new ContentError("NOT_A_PROMPT", "a prompt has no U+0000");
  try {
    return hexlify(toUtf8Bytes(prompt)) as Hex;
  } catch (cause) {
    throw new ContentError("NOT_A_PROMPT", "half of a surrogate pair is no character", { cause });
  }
}

/**
 * The token of a prompt: the same in every collection.
 *
 * @throws ContentError: NOT_A_PROMPT
 */
export function tokenIdOf(prompt: string): bigint {
  return BigInt(keccak256(promptBytes(prompt)));
}
