import { concat, toBeHex } from "ethers";

import { BYTES_PER_ELEMENT, ELEMENTS_PER_BLOB } from "../blobs/codec.ts";
import { commitmentTo, proveElement, versionedHashOf } from "../blobs/kzg.ts";
import type { Keccak } from "../merkle/keccak.ts";
import { LeafTree } from "../merkle/leaves.ts";
import { foldPath, sparsePath, type SparsePath } from "../merkle/path.ts";
import { hashPair, zeroSubtrees } from "../merkle/zero.ts";
import { ARENA_DEPTH, ARENA_RUNNING, headerLeaf, REGION_HEIGHT } from "./arena.ts";
import { toHex, type Hash, type Hex } from "./hex.ts";
import { heightOf } from "./merkle-bytes.ts";
import type { InputTrace } from "./trace.ts";

/** Position of the input's first leaf among the leaves of the arena. */
const FIRST_LEAF = 2 ** REGION_HEIGHT;

/**
 * The honest loading of an input from blobs, one leaf of 32 bytes after the other: what `contracts/opml/BlobLoader.sol`
 * does with each. An arena with the first leaves loaded differs from the whole one along a single path.
 */
export class BlobInput implements InputTrace {
  readonly #keccak: Keccak;
  readonly #input: Uint8Array;
  readonly #blobs: readonly Uint8Array[];
  readonly #height: number;
  readonly #zeros: readonly Uint8Array[];
  readonly #tree: LeafTree;
  /** What is to the left of the input: the header, and zeros. */
  readonly #head: Uint8Array;
  #commitments: Promise<Hex[]> | undefined;

  /**
   * @param input the bytes, as `fromBlobs` reads them
   * @param blobs all that carry it
   */
  constructor(keccak: Keccak, input: Uint8Array, blobs: readonly Uint8Array[]) {
    this.#keccak = keccak;
    this.#input = input;
    this.#blobs = blobs;
    this.#height = heightOf(input.length);
    this.#zeros = zeroSubtrees(keccak, ARENA_DEPTH + 1);
    this.#tree = new LeafTree(keccak, Math.max(1, this.#height), input);
    let head = headerLeaf(input.length, 0, ARENA_RUNNING);
    for (let level = 0; level < REGION_HEIGHT; level++) head = hashPair(keccak, head, this.#zeros[level]!);
    this.#head = head;
  }

  async arenaRoot(leaves: bigint): Promise<Hash> {
    const count = Number(leaves);
    // The last leaf that is loaded, in the tree in which no other follows; or the first, which is not.
    const path = this.#path(Math.max(0, count - 1));
    const leaf = count === 0 ? this.#zeros[0]! : this.#tree.node(0, count - 1);
    return toHex(foldPath(this.#keccak, path, this.#zeros, leaf));
  }

  async witness(leaf: bigint): Promise<Hex> {
    const index = Number(leaf);
    const { mask, siblings } = this.#path(index);
    const commitments = await (this.#commitments ??= Promise.all(this.#blobs.map(commitmentTo)));
    const elements: Hex[] = [];
    for (const element of this.#elementsOf(index)) {
      const number = Math.floor(element / ELEMENTS_PER_BLOB);
      const { value, proof } = await proveElement(this.#blobs[number]!, element % ELEMENTS_PER_BLOB);
      elements.push(value, commitments[number]!, proof);
    }
    const path = [toBeHex(mask, 32), ...siblings];
    return concat([...commitments.map(versionedHashOf), ...elements, ...path]) as Hex;
  }

  /** The field elements that a leaf lies in: none, one or two. */
  #elementsOf(leaf: number): number[] {
    const start = 32 * leaf;
    const end = Math.min(start + 32, this.#input.length);
    if (start >= end) return [];
    const first = Math.floor(start / BYTES_PER_ELEMENT);
    const last = Math.floor((end - 1) / BYTES_PER_ELEMENT);
    return first === last ? [first] : [first, last];
  }

  /** The way from a leaf of the input to the arena's root, when all leaves before it are loaded and none after it. */
  #path(leaf: number): SparsePath {
    const siblings: Uint8Array[] = [];
    for (let level = 0; level < ARENA_DEPTH; level++) {
      const position = Math.floor(leaf / 2 ** level);
      if (level === REGION_HEIGHT) siblings.push(this.#head);
      else if (level < this.#height && position % 2 === 1) siblings.push(this.#tree.node(level, position - 1));
      else siblings.push(this.#zeros[level]!);
    }
    return sparsePath(this.#zeros[0]!, 0, FIRST_LEAF + leaf, siblings, this.#zeros);
  }
}
