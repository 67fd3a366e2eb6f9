import type { Keccak } from "../merkle/keccak.ts";

/**
 * Number of leaves under which `length` bytes are hashed: the fewest 32-byte leaves, a power of two, that hold them.
 *
 * @param length number of bytes, from 0
 */
export function leavesOf(length: number): number {
  return 2 ** heightOf(length);
}

/** Height of the tree over `length` bytes: log2 of `leavesOf`. */
export function heightOf(length: number): number {
  const leaves = Math.max(1, Math.ceil(length / 32));
  return 32 - Math.clz32(leaves - 1);
}

/**
 * Merkle root of bytes, as inputs and outputs are committed to (twin of `contracts/opml/lib/MerkleBytes.sol`): zero-padded
 * to `leavesOf` leaves, a leaf being its own hash.
 *
 * @returns 32 bytes; zero for no bytes
 */
export function bytesRoot(keccak: Keccak, bytes: Uint8Array): Uint8Array {
  let width = leavesOf(bytes.length);
  const nodes = new Uint8Array(32 * width);
  nodes.set(bytes);
  for (; width > 1; width /= 2) {
    for (let i = 0; i < width / 2; i++) nodes.set(keccak(nodes.subarray(64 * i, 64 * i + 64)), 32 * i);
  }
  return nodes.slice(0, 32);
}
