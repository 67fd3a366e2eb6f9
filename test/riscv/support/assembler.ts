import { Op } from "../../../sdk/src/riscv/index.ts";

/** What a word can ask for. */
export type Operation = Exclude<Op, Op.Illegal | Op.Stray | Op.End>;

/** Opcode, funct3 and, where there is one, funct7 of every operation. */
const ENCODING: Record<Operation, readonly [opcode: number, funct3: number, funct7?: number]> = {
  [Op.Lui]: [0x37, 0],
  [Op.Auipc]: [0x17, 0],
  [Op.Jal]: [0x6f, 0],
  [Op.Jalr]: [0x67, 0],
  [Op.Beq]: [0x63, 0],
  [Op.Bne]: [0x63, 1],
  [Op.Blt]: [0x63, 4],
  [Op.Bge]: [0x63, 5],
  [Op.Bltu]: [0x63, 6],
  [Op.Bgeu]: [0x63, 7],
  [Op.Lb]: [0x03, 0],
  [Op.Lh]: [0x03, 1],
  [Op.Lw]: [0x03, 2],
  [Op.Lbu]: [0x03, 4],
  [Op.Lhu]: [0x03, 5],
  [Op.Sb]: [0x23, 0],
  [Op.Sh]: [0x23, 1],
  [Op.Sw]: [0x23, 2],
  [Op.Addi]: [0x13, 0],
  [Op.Slti]: [0x13, 2],
  [Op.Sltiu]: [0x13, 3],
  [Op.Xori]: [0x13, 4],
  [Op.Ori]: [0x13, 6],
  [Op.Andi]: [0x13, 7],
  [Op.Slli]: [0x13, 1, 0x00],
  [Op.Srli]: [0x13, 5, 0x00],
  [Op.Srai]: [0x13, 5, 0x20],
  [Op.Add]: [0x33, 0, 0x00],
  [Op.Sub]: [0x33, 0, 0x20],
  [Op.Sll]: [0x33, 1, 0x00],
  [Op.Slt]: [0x33, 2, 0x00],
  [Op.Sltu]: [0x33, 3, 0x00],
  [Op.Xor]: [0x33, 4, 0x00],
  [Op.Srl]: [0x33, 5, 0x00],
  [Op.Sra]: [0x33, 5, 0x20],
  [Op.Or]: [0x33, 6, 0x00],
  [Op.And]: [0x33, 7, 0x00],
  [Op.Fence]: [0x0f, 0],
  [Op.Ecall]: [0x73, 0],
  [Op.Mul]: [0x33, 0, 0x01],
  [Op.Mulh]: [0x33, 1, 0x01],
  [Op.Mulhsu]: [0x33, 2, 0x01],
  [Op.Mulhu]: [0x33, 3, 0x01],
  [Op.Div]: [0x33, 4, 0x01],
  [Op.Divu]: [0x33, 5, 0x01],
  [Op.Rem]: [0x33, 6, 0x01],
  [Op.Remu]: [0x33, 7, 0x01],
};

/** Every operation there is. */
export const OPS = Object.keys(ENCODING).map(Number) as Operation[];

/** Operands of an instruction; those it does not have are ignored. */
export interface Operands {
  readonly rd?: number;
  readonly rs1?: number;
  readonly rs2?: number;
  /** Immediate, shift amount, or byte offset of the target from the instruction; for `lui` the whole value. */
  readonly imm?: number;
}

/** The word of one instruction. */
export function encode(op: Operation, { rd = 0, rs1 = 0, rs2 = 0, imm = 0 }: Operands = {}): number {
  const [opcode, funct3, funct7] = ENCODING[op];
  const base = opcode | (funct3 << 12);
  switch (opcode) {
    case 0x37:
    case 0x17:
      return (opcode | (rd << 7) | (imm & 0xfffff000)) >>> 0;
    case 0x6f: {
      const scattered = ((imm & 0x100000) << 11) | ((imm & 0x7fe) << 20) | ((imm & 0x800) << 9) | (imm & 0xff000);
      return (opcode | (rd << 7) | scattered) >>> 0;
    }
    case 0x63: {
      const scattered = ((imm & 0x1000) << 19) | ((imm & 0x7e0) << 20) | ((imm & 0x1e) << 7) | ((imm & 0x800) >>> 4);
      return (base | (rs1 << 15) | (rs2 << 20) | scattered) >>> 0;
    }
    case 0x23:
      return (base | (rs1 << 15) | (rs2 << 20) | ((imm & 0xfe0) << 20) | ((imm & 0x1f) << 7)) >>> 0;
    case 0x33:
      return (base | (rd << 7) | (rs1 << 15) | (rs2 << 20) | (funct7! << 25)) >>> 0;
    case 0x0f:
    case 0x73:
      return base;
    default:
      if (funct7 !== undefined) return (base | (rd << 7) | (rs1 << 15) | ((imm & 31) << 20) | (funct7 << 25)) >>> 0;
      return (base | (rd << 7) | (rs1 << 15) | (imm << 20)) >>> 0;
  }
}

/** Words as little-endian bytes. */
export function wordsToBytes(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint32(4 * i, word, true));
  return bytes;
}

/** A loadable part of an executable. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** Bytes in memory, if more than in the file. */
  readonly size?: number;
}

/** A minimal RV32 executable. Segments lie in the file as a loader that maps pages wants them. */
export function makeElf(segments: readonly Segment[], entry = 0): Uint8Array {
  const offsets: number[] = [];
  let end = 52 + 32 * segments.length;
  for (const { address, bytes } of segments) {
    end += (4096 + (address % 4096) - (end % 4096)) % 4096;
    offsets.push(end);
    end += bytes.length;
  }
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 243, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, entry, true);
  view.setUint32(28, 52, true);
  view.setUint16(40, 52, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, segments.length, true);
  segments.forEach(({ address, bytes, executable, size }, i) => {
    const header = [1, offsets[i]!, address, address, bytes.length, size ?? bytes.length, executable ? 5 : 6, 4096];
    header.forEach((word, k) => view.setUint32(52 + 32 * i + 4 * k, word, true));
    file.set(bytes, offsets[i]!);
  });
  return file;
}
