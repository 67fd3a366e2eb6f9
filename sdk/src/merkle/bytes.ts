import type { Keccak } from "./keccak.ts";

/**
 * Root of the tree of 32-byte leaves over bytes, zeros after their end.
 *
 * @param height levels between the leaves and the root: room for `32 * 2 ** height` bytes
 * @param zeros zero roots by height, at least `height + 1` of them
 * @returns 32 bytes
 * @throws RangeError when the bytes do not fit
 */
export function rootOfBytes(
  keccak: Keccak,
  bytes: Uint8Array,
  height: number,
  zeros: readonly Uint8Array[],
): Uint8Array {
  if (bytes.length > 32 * 2 ** height) throw new RangeError(`${bytes.length} bytes exceed a tree of height ${height}`);
  let count = Math.ceil(bytes.length / 32);
  if (count === 0) return zeros[height]!;
  const nodes = new Uint8Array((count + 1) * 32);
  nodes.set(bytes);
  for (let level = 0; level < height; level++) {
    nodes.set(zeros[level]!, count * 32);
    count = Math.ceil(count / 2);
    for (let i = 0; i < count; i++) nodes.set(keccak(nodes.subarray(i * 64, i * 64 + 64)), i * 32);
  }
  return nodes.slice(0, 32);
}
