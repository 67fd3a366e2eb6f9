import type { Keccak } from "../merkle/keccak.ts";
import { hashPair, zeroSubtrees } from "../merkle/zero.ts";
import { heightOf } from "./merkle-bytes.ts";

// Twin of contracts/opml/lib/Arena.sol: what the chain knows of an arena, computed from an input and an output alone.

/** Levels of a quarter of memory. */
export const ARENA_DEPTH = 25;
/** Height of one MiB: header and padding, input, output, padding are one each. */
export const REGION_HEIGHT = 15;
/** Height of the first 4 MiB, all that the chain can compute of a finished arena. */
export const HEAD_HEIGHT = REGION_HEIGHT + 2;
/** Most bytes of an input or an output. */
export const REGION_BYTES = 1 << 20;
export const INPUT_OFFSET = REGION_BYTES;
export const OUTPUT_OFFSET = 2 * REGION_BYTES;
/** Where a program's working memory starts. */
export const WORK_OFFSET = 4 * REGION_BYTES;
/** First address of the arena in the proof build. */
export const ARENA_BASE = 0x40000000;

export const ARENA_RUNNING = 0;
export const ARENA_DONE = 1;
export const ARENA_FAILED = 2;

/** A root and how many bytes it is the root of (see `bytesRoot`). */
export interface BytesCommitment {
  readonly root: Uint8Array;
  /** Number of bytes, 0 to 1 MiB. */
  readonly length: number;
}

/** Root of the arena before the first node: the input and its length, all else zero. */
export function initialArenaRoot(keccak: Keccak, input: BytesCommitment): Uint8Array {
  const head = headRoot(keccak, headerLeaf(input.length, 0, ARENA_RUNNING), input, undefined);
  return raise(keccak, head, HEAD_HEIGHT, ARENA_DEPTH);
}

/** Root of the first 4 MiB of an arena that is done. */
export function finalHeadRoot(keccak: Keccak, input: BytesCommitment, output: BytesCommitment): Uint8Array {
  return headRoot(keccak, headerLeaf(input.length, output.length, ARENA_DONE), input, output);
}

/** The first leaf of an arena, when the program kept the layout: code and padding zero. */
export function headerLeaf(inputLength: number, outputLength: number, status: number): Uint8Array {
  const leaf = new Uint8Array(32);
  const view = new DataView(leaf.buffer);
  view.setUint32(0, inputLength, true);
  view.setUint32(4, outputLength, true);
  view.setUint32(8, status, true);
  return leaf;
}

/** Status in a header leaf. */
export function statusOf(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, 32).getUint32(8, true);
}

/** Output length in a header leaf. */
export function outputLengthOf(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, 32).getUint32(4, true);
}

/** Root of the first 4 MiB. */
function headRoot(
  keccak: Keccak,
  header: Uint8Array,
  input: BytesCommitment,
  output: BytesCommitment | undefined,
): Uint8Array {
  const zeros = zeroSubtrees(keccak, REGION_HEIGHT + 1);
  const empty = zeros[REGION_HEIGHT]!;
  const region = (bytes: BytesCommitment) => raise(keccak, bytes.root, heightOf(bytes.length), REGION_HEIGHT);
  const lower = hashPair(keccak, raise(keccak, header, 0, REGION_HEIGHT), region(input));
  const upper = hashPair(keccak, output === undefined ? empty : region(output), empty);
  return hashPair(keccak, lower, upper);
}

/** Root of the tree of height `to` whose leftmost subtree of height `from` is `node` and all else zero. */
function raise(keccak: Keccak, node: Uint8Array, from: number, to: number): Uint8Array {
  const zeros = zeroSubtrees(keccak, to);
  for (let height = from; height < to; height++) node = hashPair(keccak, node, zeros[height]!);
  return node;
}
