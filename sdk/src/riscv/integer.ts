import { funct3, funct7, immI } from "./instruction.ts";

// Integer computation: OP, OP-IMM. Twin of Integer.sol. `undefined` stands for a word that is not an instruction.

/** add, sub, sll, slt, sltu, xor, srl, sra, or, and */
export function register(word: number, a: number, b: number): number | undefined {
  const alternative = funct7(word) === 0x20;
  if (alternative && funct3(word) !== 0 && funct3(word) !== 5) return undefined;
  if (!alternative && funct7(word) !== 0) return undefined;
  return compute(funct3(word), alternative, a, b);
}

/** addi, slli, slti, sltiu, xori, srli, srai, ori, andi */
export function immediate(word: number, a: number): number | undefined {
  let alternative = false;
  if (funct3(word) === 1 && funct7(word) !== 0) return undefined;
  if (funct3(word) === 5) {
    alternative = funct7(word) === 0x20;
    if (!alternative && funct7(word) !== 0) return undefined;
  }
  return compute(funct3(word), alternative, a, immI(word));
}

function compute(funct3: number, alternative: boolean, a: number, b: number): number {
  if (funct3 === 0) return (alternative ? a - b : a + b) >>> 0;
  if (funct3 === 1) return (a << (b & 31)) >>> 0;
  if (funct3 === 2) return (a | 0) < (b | 0) ? 1 : 0;
  if (funct3 === 3) return a < b ? 1 : 0;
  if (funct3 === 4) return (a ^ b) >>> 0;
  if (funct3 === 5) return (alternative ? a >> (b & 31) : a >>> (b & 31)) >>> 0;
  if (funct3 === 6) return (a | b) >>> 0;
  return (a & b) >>> 0;
}
