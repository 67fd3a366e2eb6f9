import { Op, Program } from "../../../sdk/src/riscv/index.ts";
import { encode, type Operands, type Operation, wordsToBytes } from "../../riscv/support/assembler.ts";

type Line = string | [op: Operation, operands: Operands, target?: string];

/** Instructions with labels: a string names the next one; a target's offset becomes the immediate. */
export function assemble(lines: readonly Line[]): Uint8Array {
  const labels = new Map<string, number>();
  const instructions: Exclude<Line, string>[] = [];
  for (const line of lines) {
    if (typeof line === "string") labels.set(line, 4 * instructions.length);
    else instructions.push(line);
  }
  const words = instructions.map(([op, operands, target], index) => {
    if (target === undefined) return encode(op, operands);
    return encode(op, { ...operands, imm: labels.get(target)! - 4 * index });
  });
  return wordsToBytes(words);
}

const [node, header, input, output, work, value, count, kind, scratch] = [10, 5, 6, 7, 8, 9, 18, 19, 20];
const exit: Line[] = [
  [Op.Addi, { rd: 17, imm: 93 }],
  [Op.Ecall, {}],
];

/** First byte of the input: how the program behaves. */
export const Behaviour = { Sum: 0, Fault: 1, Endless: 2, Failed: 3, BadLayout: 4, Scribble: 5 } as const;

/** Node in which the tiny program goes wrong, when it is told to. */
export const WRONG_NODE = 3;
/** Node after which it is done. */
export const LAST_NODE = 5;

/**
 * A model of a few instructions: every node stirs each byte of the input, and its own number, into a word of working
 * memory; the last one writes that word out. What it does wrong, the first byte of the input tells.
 */
export async function tinyProgram(): Promise<Program> {
  const text = assemble([
    [Op.Lui, { rd: header, imm: 0x40000000 }],
    [Op.Lui, { rd: input, imm: 0x40100000 }],
    [Op.Lui, { rd: output, imm: 0x40200000 }],
    [Op.Lui, { rd: work, imm: 0x40400000 }],
    // A finished run is left as it is.
    [Op.Lw, { rd: scratch, rs1: header, imm: 8 }],
    [Op.Bne, { rs1: scratch, rs2: 0 }, "exit"],
    [Op.Lbu, { rd: kind, rs1: input }],
    [Op.Addi, { rd: scratch, imm: WRONG_NODE }],
    [Op.Bne, { rs1: node, rs2: scratch }, "stir"],
    [Op.Addi, { rd: scratch, imm: Behaviour.Fault }],
    [Op.Bne, { rs1: kind, rs2: scratch }, "not a fault"],
    [Op.Lw, { rd: value, rs1: 0 }],
    "not a fault",
    [Op.Addi, { rd: scratch, imm: Behaviour.Endless }],
    "endless",
    [Op.Beq, { rs1: kind, rs2: scratch }, "endless"],
    [Op.Addi, { rd: scratch, imm: Behaviour.Failed }],
    [Op.Bne, { rs1: kind, rs2: scratch }, "not failed"],
    [Op.Addi, { rd: scratch, imm: 2 }],
    [Op.Sw, { rs1: header, rs2: scratch, imm: 8 }],
    "not failed",
    [Op.Addi, { rd: scratch, imm: Behaviour.Scribble }],
    [Op.Bne, { rs1: kind, rs2: scratch }, "stir"],
    [Op.Sw, { rs1: header, rs2: scratch, imm: 32 }],
    "stir",
    [Op.Lw, { rd: count, rs1: header }],
    [Op.Lw, { rd: value, rs1: work }],
    [Op.Add, { rd: value, rs1: value, rs2: node }],
    "next",
    [Op.Beq, { rs1: count, rs2: 0 }, "stirred"],
    [Op.Lbu, { rd: scratch, rs1: input }],
    [Op.Xor, { rd: value, rs1: value, rs2: scratch }],
    [Op.Lui, { rd: scratch, imm: 0x01000000 }],
    [Op.Addi, { rd: scratch, rs1: scratch, imm: 0x193 }],
    [Op.Mul, { rd: value, rs1: value, rs2: scratch }],
    [Op.Addi, { rd: input, rs1: input, imm: 1 }],
    [Op.Addi, { rd: count, rs1: count, imm: -1 }],
    [Op.Jal, {}, "next"],
    "stirred",
    [Op.Sw, { rs1: work, rs2: value }],
    [Op.Addi, { rd: scratch, imm: LAST_NODE }],
    [Op.Bne, { rs1: node, rs2: scratch }, "exit"],
    [Op.Sw, { rs1: output, rs2: value }],
    [Op.Addi, { rd: scratch, imm: 4 }],
    [Op.Addi, { rd: kind, rs1: kind, imm: -Behaviour.BadLayout }],
    [Op.Bne, { rs1: kind, rs2: 0 }, "write length"],
    // Four bytes were written, and three are told of.
    [Op.Addi, { rd: scratch, imm: 3 }],
    "write length",
    [Op.Sw, { rs1: header, rs2: scratch, imm: 4 }],
    [Op.Addi, { rd: scratch, imm: 1 }],
    [Op.Sw, { rs1: header, rs2: scratch, imm: 8 }],
    "exit",
    ...exit,
  ]);
  return Program.fromImage({ entry: 0, text, data: [{ address: 0x00200000, bytes: new Uint8Array([1, 2, 3]) }] });
}

/** What the tiny program answers, by a formula of its own. */
export function tinyAnswer(bytes: Uint8Array): Uint8Array {
  let value = 0;
  for (let n = 0; n <= LAST_NODE; n++) {
    value += n;
    for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  }
  const answer = new Uint8Array(4);
  new DataView(answer.buffer).setInt32(0, value, true);
  return answer;
}
