import { rootOfBytes } from "../merkle/bytes.ts";
import type { Keccak } from "../merkle/keccak.ts";
import { zeroSubtrees } from "../merkle/zero.ts";

// Twin of contracts/opml/lib/MerkleBytes.sol: how inputs and outputs are committed to.

/** Height of the tree over `length` bytes: log2 of the fewest 32-byte leaves, a power of two, that hold them. */
export function heightOf(length: number): number {
  const leaves = Math.max(1, Math.ceil(length / 32));
  return 32 - Math.clz32(leaves - 1);
}

/**
 * Merkle root of bytes, zero-padded to a power of two of leaves, a leaf being its own hash.
 *
 * @returns 32 bytes; zero for no bytes
 */
export function bytesRoot(keccak: Keccak, bytes: Uint8Array): Uint8Array {
  const height = heightOf(bytes.length);
  return rootOfBytes(keccak, bytes, height, zeroSubtrees(keccak, height + 1));
}
