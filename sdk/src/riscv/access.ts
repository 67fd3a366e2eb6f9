import { funct3, immI, immS } from "./instruction.ts";
import { DATA_BASE } from "./layout.ts";

// Loads and stores. Twin of Access.sol. A leaf holds 32 bytes of memory in order of address; numbers in it are
// little-endian. `undefined` stands for a fault.

/** Where lb, lh, lw, lbu or lhu reads. */
export function loadAddress(word: number, a: number): number | undefined {
  const f = funct3(word);
  const target = (a + immI(word)) >>> 0;
  return f !== 3 && f < 6 && accessible(target, f & 3) ? target : undefined;
}

/** Where sb, sh or sw writes. */
export function storeAddress(word: number, a: number): number | undefined {
  const f = funct3(word);
  const target = (a + immS(word)) >>> 0;
  return f < 3 && accessible(target, f) ? target : undefined;
}

/** Value that a legal load takes from the leaf at its address. */
export function load(word: number, leaf: Uint8Array, target: number): number {
  const bits = wordAt(leaf, target) >>> (8 * (target & 3));
  const f = funct3(word);
  if (f === 0) return ((bits << 24) >> 24) >>> 0;
  if (f === 1) return ((bits << 16) >> 16) >>> 0;
  if (f === 2) return bits;
  if (f === 4) return bits & 0xff;
  return bits & 0xffff;
}

/** The leaf at its address after a legal store of `b`. */
export function store(word: number, leaf: Uint8Array, target: number, b: number): Uint8Array {
  const f = funct3(word);
  const mask = f === 0 ? 0xff : f === 1 ? 0xffff : 0xffffffff;
  const shift = 8 * (target & 3);
  const bits = (wordAt(leaf, target) & ~(mask << shift)) | ((b & mask) << shift);
  const stored = leaf.slice();
  new DataView(stored.buffer).setInt32(target & 28, bits, true);
  return stored;
}

/** The little-endian word of a leaf that holds the byte at `target`. */
export function wordAt(leaf: Uint8Array, target: number): number {
  return new DataView(leaf.buffer, leaf.byteOffset).getUint32(target & 28, true);
}

function accessible(target: number, logSize: number): boolean {
  return target >= DATA_BASE && (target & ((1 << logSize) - 1)) === 0;
}
