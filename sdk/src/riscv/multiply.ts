import { funct3 } from "./instruction.ts";

// Multiplication and division: the M extension. Twin of Multiply.sol. Division never traps: by zero it gives all ones,
// and the dividend as the remainder; the most negative number by -1 gives itself, and remainder 0.

/** mul, mulh, mulhsu, mulhu, div, divu, rem, remu */
export function register(word: number, a: number, b: number): number {
  const f = funct3(word);
  if (f === 0) return Math.imul(a, b) >>> 0;
  if (f === 1) return high(signed(a) * signed(b));
  if (f === 2) return high(signed(a) * BigInt(b));
  if (f === 3) return high(BigInt(a) * BigInt(b));
  if (f === 4) return b === 0 ? 0xffffffff : ((a | 0) / (b | 0)) >>> 0;
  if (f === 5) return b === 0 ? 0xffffffff : (a / b) >>> 0;
  if (f === 6) return b === 0 ? a : ((a | 0) % (b | 0)) >>> 0;
  return b === 0 ? a : a % b;
}

function signed(a: number): bigint {
  return BigInt(a | 0);
}

function high(product: bigint): number {
  return Number(BigInt.asUintN(32, product >> 32n));
}
