/**
 * Fields of an instruction word. Twin of Instruction.sol: words and values are unsigned, immediates sign-extended to 32
 * bits.
 */
export const Opcode = {
  LOAD: 0x03,
  MISC_MEM: 0x0f,
  OP_IMM: 0x13,
  AUIPC: 0x17,
  STORE: 0x23,
  OP: 0x33,
  LUI: 0x37,
  BRANCH: 0x63,
  JALR: 0x67,
  JAL: 0x6f,
  SYSTEM: 0x73,
} as const;

export function opcode(word: number): number {
  return word & 0x7f;
}

export function rd(word: number): number {
  return (word >>> 7) & 31;
}

export function funct3(word: number): number {
  return (word >>> 12) & 7;
}

export function rs1(word: number): number {
  return (word >>> 15) & 31;
}

export function rs2(word: number): number {
  return (word >>> 20) & 31;
}

export function funct7(word: number): number {
  return word >>> 25;
}

export function immI(word: number): number {
  return (word >> 20) >>> 0;
}

export function immS(word: number): number {
  return (((word >> 25) << 5) | rd(word)) >>> 0;
}

export function immB(word: number): number {
  return (((word >> 31) << 12) | ((word << 4) & 0x800) | ((word >>> 20) & 0x7e0) | ((word >>> 7) & 0x1e)) >>> 0;
}

export function immU(word: number): number {
  return (word & 0xfffff000) >>> 0;
}

export function immJ(word: number): number {
  return (((word >> 31) << 20) | (word & 0xff000) | ((word >>> 9) & 0x800) | ((word >>> 20) & 0x7fe)) >>> 0;
}
