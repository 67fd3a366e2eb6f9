import { funct3, Opcode } from "./instruction.ts";

// Environment: MISC-MEM, SYSTEM. Twin of System.sol.

/** Value of a7 that makes an `ecall` exit. */
export const EXIT = 93;

/** fence: there is one hart, so it orders nothing. */
export function fence(word: number): boolean {
  return funct3(word) === 0;
}

/** ecall: exits or faults; every other word of the opcode faults. */
export function exits(word: number, a7: number): boolean {
  return word === Opcode.SYSTEM && a7 === EXIT;
}
