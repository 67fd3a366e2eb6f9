import type { Keccak } from "./keccak.ts";

/**
 * Roots of all-zero subtrees by height: `Z_0` is 32 zero bytes, `Z_{k+1} = keccak256(Z_k ++ Z_k)`.
 *
 * @param keccak the hash
 * @param levels how many, from height 0
 * @returns `levels` roots of 32 bytes
 */
export function zeroSubtrees(keccak: Keccak, levels: number): Uint8Array[] {
  const zeros: Uint8Array[] = [new Uint8Array(32)];
  while (zeros.length < levels) {
    const below = zeros[zeros.length - 1]!;
    zeros.push(hashPair(keccak, below, below));
  }
  return zeros;
}

/** A node of a tree: `keccak256(left ++ right)`, 32 bytes each. */
export function hashPair(keccak: Keccak, left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(64);
  pair.set(left, 0);
  pair.set(right, 32);
  return keccak(pair);
}
