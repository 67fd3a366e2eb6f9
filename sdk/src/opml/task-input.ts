import { concat, keccak256 } from "ethers";

import { fromBlobs } from "../blobs/codec.ts";
import { versionedHashesOf } from "../blobs/kzg.ts";
import { loadKeccak } from "../merkle/keccak.ts";
import { MissingLogError } from "./court.ts";
import { toHex, type Hash } from "./hex.ts";
import { unpackInputForm } from "./input-form.ts";
import { bytesRoot } from "./merkle-bytes.ts";
import type { Task } from "./preimages.ts";

/** What a task asks about. */
export interface TaskInput {
  readonly bytes: Uint8Array;
  /** The blobs that carry the bytes, if blobs do. */
  readonly blobs?: readonly Uint8Array[];
}

/**
 * An input that is what a task commits to. A node that tells another one would have us claim, or challenge, an answer to
 * a question that nobody asked.
 *
 * @param given the bytes; of an input in blobs, all of its blobs
 * @param versionedHashes of these blobs, where they are known to be theirs. Default: computed, half a second each
 * @throws MissingLogError when it is another one
 */
export async function checkedInput(
  given: Uint8Array | readonly Uint8Array[],
  { input, inputForm }: Pick<Task, "input" | "inputForm">,
  versionedHashes?: readonly Hash[],
): Promise<TaskInput> {
  const { length, inBlobs } = unpackInputForm(inputForm);
  if (given instanceof Uint8Array) {
    const root = toHex(bytesRoot(await loadKeccak(), given));
    if (!inBlobs && root === input && given.length === length) return { bytes: given };
  } else {
    const hashes = versionedHashes ?? (await versionedHashesOf(given));
    if (inBlobs && keccak256(concat(hashes)) === input) return { bytes: fromBlobs(given, length), blobs: given };
  }
  throw new MissingLogError(`what is said to be the input that ${input} commits to is not`);
}
