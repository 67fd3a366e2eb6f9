import { decode } from "./decode.ts";
import { Op } from "./interpreter.ts";
import { DATA_BASE, TEXT_LIMIT } from "./layout.ts";
import type { MachineState } from "./state.ts";
import { EXIT } from "./system.ts";

const NAMES =
  "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split(" ");

/** An address or a word, eight digits wide. */
const hex = (value: number) => `0x${(value >>> 0).toString(16).padStart(8, "0")}`;

/**
 * An instruction as an assembler writes it, registers by their ABI names.
 *
 * @param word the instruction
 * @param pc where it is: targets of jumps and branches are told as offsets into the text
 */
export function formatInstruction(word: number, pc: number): string {
  const { op, rd, rs1, rs2, imm } = decode(word);
  const [d, a, b] = [NAMES[rd]!, NAMES[rs1]!, NAMES[rs2]!];
  const name = Op[op].toLowerCase();
  if (op === Op.Illegal) return `.word ${hex(word)}`;
  if (op === Op.Ecall || op === Op.Fence) return name;
  if (op === Op.Lui || op === Op.Auipc) return `${name} ${d}, 0x${(imm >>> 12).toString(16)}`;
  if (op === Op.Jal) return `${name} ${d}, ${hex(pc + imm)}`;
  if (op >= Op.Beq && op <= Op.Bgeu) return `${name} ${a}, ${b}, ${hex(pc + imm)}`;
  if (op === Op.Jalr || (op >= Op.Lb && op <= Op.Lhu)) return `${name} ${d}, ${imm}(${a})`;
  if (op >= Op.Sb && op <= Op.Sw) return `${name} ${b}, ${imm}(${a})`;
  if (op >= Op.Addi && op <= Op.Srai) return `${name} ${d}, ${a}, ${imm}`;
  return `${name} ${d}, ${a}, ${b}`;
}

/**
 * Why a machine has faulted, in words.
 *
 * @param state a faulted machine's: pc, registers and memory are those before the instruction
 * @param text its program's text
 */
export function explainFault({ pc, registers }: MachineState, text: Uint8Array): string {
  if (pc % 4 !== 0) return `fetch at ${hex(pc)}, which is not a multiple of 4`;
  if (pc >= TEXT_LIMIT) return `fetch at ${hex(pc)}, outside the text's 1 MiB`;
  if (pc >= text.length) return `fetch at ${hex(pc)}, behind the program's last instruction`;
  const word = new DataView(text.buffer, text.byteOffset).getUint32(pc, true);
  const { op, rs1, imm } = decode(word);
  if (op === Op.Illegal) return `${hex(word)} at ${hex(pc)} is no instruction of RV32IM`;
  if (op === Op.Ecall) return `ecall at ${hex(pc)} with a7 = ${registers[17]!}: the only call is ${EXIT}, exit`;
  const what = `${formatInstruction(word, pc)} at ${hex(pc)}`;
  if (op < Op.Lb || op > Op.Sw) return `${what} jumps to an address that is not a multiple of 4`;
  const address = (registers[rs1]! + imm) >>> 0;
  return address < DATA_BASE
    ? `${what} accesses ${hex(address)}, below the data's first address ${hex(DATA_BASE)}`
    : `${what} accesses ${hex(address)}, which is not a multiple of its size`;
}
