import { funct3, immB, immI, immJ } from "./instruction.ts";

// Control transfer: JAL, JALR, BRANCH. Twin of Control.sol. A target that is not a multiple of 4 makes the jump itself
// fault; `undefined` stands for a fault.

export function jal(word: number, pc: number): number | undefined {
  return aligned((pc + immJ(word)) >>> 0);
}

export function jalr(word: number, a: number): number | undefined {
  if (funct3(word) !== 0) return undefined;
  return aligned(((a + immI(word)) & ~1) >>> 0);
}

/** beq, bne, blt, bge, bltu, bgeu */
export function branch(word: number, pc: number, a: number, b: number): number | undefined {
  const f = funct3(word);
  if (f === 2 || f === 3) return undefined;
  let holds: boolean;
  if (f < 4) holds = a === b;
  else if (f < 6) holds = (a | 0) < (b | 0);
  else holds = a < b;
  // Odd numbers are the opposite condition.
  const taken = holds !== ((f & 1) === 1);
  return aligned((taken ? pc + immB(word) : pc + 4) >>> 0);
}

function aligned(target: number): number | undefined {
  return (target & 3) === 0 ? target : undefined;
}
