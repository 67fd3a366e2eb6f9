import { Op, Word } from "./interpreter.ts";

/** One decoded instruction. */
export interface Instruction {
  readonly op: Op;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  /** Sign-extended immediate; the shift amount of an immediate shift. */
  readonly imm: number;
}

const OP_IMM = [Op.Addi, Op.Slli, Op.Slti, Op.Sltiu, Op.Xori, Op.Srli, Op.Ori, Op.Andi];
const OP_REG = [Op.Add, Op.Sll, Op.Slt, Op.Sltu, Op.Xor, Op.Srl, Op.Or, Op.And];
const OP_MUL = [Op.Mul, Op.Mulh, Op.Mulhsu, Op.Mulhu, Op.Div, Op.Divu, Op.Rem, Op.Remu];
const BRANCH = [Op.Beq, Op.Bne, Op.Illegal, Op.Illegal, Op.Blt, Op.Bge, Op.Bltu, Op.Bgeu];
const LOAD = [Op.Lb, Op.Lh, Op.Lw, Op.Illegal, Op.Lbu, Op.Lhu, Op.Illegal, Op.Illegal];
const STORE = [Op.Sb, Op.Sh, Op.Sw];

/** Decodes a word. Whatever the manual does not assign to RV32IM is illegal; every fence is the one fence. */
export function decode(word: number): Instruction {
  const rd = (word >>> 7) & 31;
  const funct3 = (word >>> 12) & 7;
  const rs1 = (word >>> 15) & 31;
  const rs2 = (word >>> 20) & 31;
  const funct7 = word >>> 25;
  const immI = word >> 20;
  const make = (op: Op, imm: number): Instruction => ({ op, rd, rs1, rs2, imm });
  switch (word & 0x7f) {
    case 0x37:
      return make(Op.Lui, word & 0xfffff000);
    case 0x17:
      return make(Op.Auipc, word & 0xfffff000);
    case 0x6f:
      return make(Op.Jal, ((word >> 31) << 20) | (word & 0xff000) | ((word >>> 9) & 0x800) | ((word >>> 20) & 0x7fe));
    case 0x67:
      return make(funct3 === 0 ? Op.Jalr : Op.Illegal, immI);
    case 0x63:
      return make(
        BRANCH[funct3]!,
        ((word >> 31) << 12) | ((word << 4) & 0x800) | ((word >>> 20) & 0x7e0) | ((word >>> 7) & 0x1e),
      );
    case 0x03:
      return make(LOAD[funct3]!, immI);
    case 0x23:
      return make(STORE[funct3] ?? Op.Illegal, ((word >> 25) << 5) | rd);
    case 0x13:
      if (funct3 === 1) return make(funct7 === 0 ? Op.Slli : Op.Illegal, rs2);
      if (funct3 === 5) return make(funct7 === 0 ? Op.Srli : funct7 === 0x20 ? Op.Srai : Op.Illegal, rs2);
      return make(OP_IMM[funct3]!, immI);
    case 0x33:
      if (funct7 === 0) return make(OP_REG[funct3]!, 0);
      if (funct7 === 1) return make(OP_MUL[funct3]!, 0);
      if (funct7 === 0x20 && funct3 === 0) return make(Op.Sub, 0);
      if (funct7 === 0x20 && funct3 === 5) return make(Op.Sra, 0);
      return make(Op.Illegal, 0);
    case 0x0f:
      return make(funct3 === 0 ? Op.Fence : Op.Illegal, 0);
    case 0x73:
      return make(word === 0x73 ? Op.Ecall : Op.Illegal, 0);
    default:
      return make(Op.Illegal, 0);
  }
}

/**
 * Decodes a whole text for `interpret`: four words for each instruction, at the instruction's own byte offset. What
 * can be computed once is: targets of jumps and branches, and the values of `lui` and `auipc`.
 *
 * @param text whole words, little-endian
 */
export function decodeText(text: Uint8Array): Int32Array {
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  const code = new Int32Array(text.length);
  for (let pc = 0; pc < text.length; pc += 4) {
    const { op, rd, rs1, rs2, imm } = decode(view.getInt32(pc, true));
    const to = rd === 0 ? Word.Sink : rd;
    code[pc] = op;
    switch (format(op)) {
      case "value":
        code.set([to, op === Op.Auipc ? pc + imm : imm], pc + 1);
        break;
      case "jump":
        code.set([to, pc + imm], pc + 1);
        break;
      case "branch":
        code.set([rs1, rs2, pc + imm], pc + 1);
        break;
      case "store":
        code.set([rs1, rs2, imm], pc + 1);
        break;
      case "immediate":
        code.set([to, rs1, imm], pc + 1);
        break;
      case "register":
        code.set([to, rs1, rs2], pc + 1);
        break;
    }
  }
  return code;
}

function format(op: Op): "value" | "jump" | "branch" | "store" | "immediate" | "register" {
  if (op === Op.Lui || op === Op.Auipc) return "value";
  if (op === Op.Jal) return "jump";
  if (op >= Op.Beq && op <= Op.Bgeu) return "branch";
  if (op >= Op.Sb && op <= Op.Sw) return "store";
  if (op === Op.Jalr || (op >= Op.Lb && op <= Op.Lhu) || (op >= Op.Addi && op <= Op.Srai)) return "immediate";
  return "register";
}
