import { funct3, funct7, immB, immI, immJ, immS, immU, opcode, Opcode, rd, rs1, rs2 } from "./instruction.ts";
import { Op, Word } from "./interpreter.ts";

/** Operations by funct3. */
const BRANCH = [Op.Beq, Op.Bne, Op.Illegal, Op.Illegal, Op.Blt, Op.Bge, Op.Bltu, Op.Bgeu];
const LOAD = [Op.Lb, Op.Lh, Op.Lw, Op.Illegal, Op.Lbu, Op.Lhu, Op.Illegal, Op.Illegal];
const STORE = [Op.Sb, Op.Sh, Op.Sw, Op.Illegal, Op.Illegal, Op.Illegal, Op.Illegal, Op.Illegal];
const OP_IMM = [Op.Addi, Op.Slli, Op.Slti, Op.Sltiu, Op.Xori, Op.Srli, Op.Ori, Op.Andi];
const OP = [Op.Add, Op.Sll, Op.Slt, Op.Sltu, Op.Xor, Op.Srl, Op.Or, Op.And];
const MULTIPLY = [Op.Mul, Op.Mulh, Op.Mulhsu, Op.Mulhu, Op.Div, Op.Divu, Op.Rem, Op.Remu];

/** One decoded instruction. */
export interface Instruction {
  readonly op: Op;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  /** Immediate as a signed number; the amount of an immediate shift. */
  readonly imm: number;
}

/** Decodes a word. Whatever the manual does not assign to RV32IM is illegal; every fence is the one fence. */
export function decode(word: number): Instruction {
  const [op, imm] = operation(word);
  return { op, rd: rd(word), rs1: rs1(word), rs2: rs2(word), imm: imm | 0 };
}

function operation(word: number): readonly [Op, number] {
  const f3 = funct3(word);
  const f7 = funct7(word);
  switch (opcode(word)) {
    case Opcode.LUI:
      return [Op.Lui, immU(word)];
    case Opcode.AUIPC:
      return [Op.Auipc, immU(word)];
    case Opcode.JAL:
      return [Op.Jal, immJ(word)];
    case Opcode.JALR:
      return [f3 === 0 ? Op.Jalr : Op.Illegal, immI(word)];
    case Opcode.BRANCH:
      return [BRANCH[f3]!, immB(word)];
    case Opcode.LOAD:
      return [LOAD[f3]!, immI(word)];
    case Opcode.STORE:
      return [STORE[f3]!, immS(word)];
    case Opcode.OP_IMM:
      if (f3 === 1) return [f7 === 0 ? Op.Slli : Op.Illegal, rs2(word)];
      if (f3 === 5) return [f7 === 0 ? Op.Srli : f7 === 0x20 ? Op.Srai : Op.Illegal, rs2(word)];
      return [OP_IMM[f3]!, immI(word)];
    case Opcode.OP:
      if (f7 === 0) return [OP[f3]!, 0];
      if (f7 === 1) return [MULTIPLY[f3]!, 0];
      if (f7 === 0x20 && f3 === 0) return [Op.Sub, 0];
      if (f7 === 0x20 && f3 === 5) return [Op.Sra, 0];
      return [Op.Illegal, 0];
    case Opcode.MISC_MEM:
      return [f3 === 0 ? Op.Fence : Op.Illegal, 0];
    case Opcode.SYSTEM:
      return [word >>> 0 === Opcode.SYSTEM ? Op.Ecall : Op.Illegal, 0];
    default:
      return [Op.Illegal, 0];
  }
}

/**
 * Decodes a whole text for `interpret`: two words for each instruction, `op | a << 8 | b << 16` and `c`, and an end
 * mark. What can be computed once is: targets of jumps and branches, and the values of `lui` and `auipc`.
 *
 * @param text whole words, little-endian
 */
export function decodeText(text: Uint8Array): Int32Array {
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  const code = new Int32Array(text.length / 2 + 2);
  for (let pc = 0; pc < text.length; pc += 4) {
    const word = view.getInt32(pc, true);
    code.set(pack(decode(word), word, pc, text.length), pc / 2);
  }
  code[text.length / 2] = Op.End;
  return code;
}

function pack({ op, rd, rs1, rs2, imm }: Instruction, word: number, pc: number, end: number): [number, number] {
  const head = (a: number, b: number) => op | (a << 8) | (b << 16);
  const to = rd === 0 ? Word.Sink : rd;
  if (op === Op.Lui) return [head(to, 0), imm];
  if (op === Op.Auipc) return [head(to, 0), pc + imm];
  if (op === Op.Jal || (op >= Op.Beq && op <= Op.Bgeu)) {
    const target = pc + imm;
    if (target < 0 || target >= end || target % 4 !== 0) return [Op.Stray, word];
    return [op === Op.Jal ? head(to, 0) : head(rs1, rs2), target];
  }
  if (op >= Op.Sb && op <= Op.Sw) return [head(rs1, rs2), imm];
  if (op === Op.Jalr || (op >= Op.Lb && op <= Op.Lhu) || (op >= Op.Addi && op <= Op.Srai)) return [head(to, rs1), imm];
  return [head(to, rs1), rs2];
}
