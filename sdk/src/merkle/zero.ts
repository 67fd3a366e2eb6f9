import type { Keccak } from "./keccak.ts";

/**
 * Roots of all-zero subtrees by height: `Z_0` is 32 zero bytes, `Z_{k+1} = keccak256(Z_k ++ Z_k)`.
 *
 * @param keccak the hash
 * @param levels how many, from height 0
 * @returns `levels` roots of 32 bytes
 */
export function zeroSubtrees(keccak: Keccak, levels: number): Uint8Array[] {
  const zeros = [new Uint8Array(32)];
  const pair = new Uint8Array(64);
  while (zeros.length < levels) {
    const below = zeros[zeros.length - 1]!;
    pair.set(below, 0);
    pair.set(below, 32);
    zeros.push(keccak(pair));
  }
  return zeros;
}
