import { branch, jal } from "./control.ts";
import { opcode, Opcode, rd, rs1, rs2 } from "./instruction.ts";
import { Status } from "./layout.ts";
import { type Memory, PAGE_SHIFT, WRITTEN } from "./memory.ts";
import { EXIT } from "./system.ts";

/**
 * Operations of RV32IM, in the order of the instruction-set manual's tables. `Illegal` stands for every word that is
 * not an instruction of the machine.
 *
 * The enum lives next to the switch over it so that every case is a literal, and the switch a jump table.
 */
export enum Op {
  Illegal,
  Lui,
  Auipc,
  Jal,
  Jalr,
  Beq,
  Bne,
  Blt,
  Bge,
  Bltu,
  Bgeu,
  Lb,
  Lh,
  Lw,
  Lbu,
  Lhu,
  Sb,
  Sh,
  Sw,
  Addi,
  Slti,
  Sltiu,
  Xori,
  Ori,
  Andi,
  Slli,
  Srli,
  Srai,
  Add,
  Sub,
  Sll,
  Slt,
  Sltu,
  Xor,
  Srl,
  Sra,
  Or,
  And,
  Fence,
  Ecall,
  Mul,
  Mulh,
  Mulhsu,
  Mulhu,
  Div,
  Divu,
  Rem,
  Remu,
  /** A jump or branch whose target is outside the text or not a multiple of 4. */
  Stray,
  /** The end of the text. */
  End,
}

/** What the machine's own words are: x0 to x31, then these. */
export const Word = {
  /** What instructions that write x0 write instead. */
  Sink: 32,
  Pc: 33,
  Status: 34,
  /** Number of words that make a machine's state. */
  Count: 35,
  /** Instructions that translated code has not used of those it might execute. */
  Left: 35,
} as const;

/** Instructions executed by one call of `execute`: few enough that it is soon called often, and so compiled well. */
const SLICE = 2 ** 18;

/**
 * The registers, pc and status of the machine that is being interpreted. One array for all machines, so that the
 * compiler knows its address and its length.
 */
const x = new Int32Array(64);

/**
 * Executes instructions until the machine halts or `limit` of them are done.
 *
 * @param memory the machine's
 * @param code the text, decoded by `decodeText`
 * @returns number of instructions executed, the one that halted the machine included
 */
export function interpret(memory: Memory, code: Int32Array, limit: number): number {
  const { machine } = memory;
  x.set(machine);
  let done = 0;
  while (done < limit && x[Word.Status] === Status.Running) {
    const pc = x[Word.Pc]!;
    if (pc >>> 0 >= textLength(code) || (pc & 3) !== 0) {
      x[Word.Status] = Status.Faulted;
      done++;
    } else {
      done += execute(memory, code, Math.min(limit - done, SLICE));
    }
  }
  machine.set(x);
  machine[Word.Sink] = 0;
  return done;
}

/**
 * Executes up to `limit` instructions from a pc in the text, fewer if the machine halts or the pc leaves the text.
 *
 * Operands: `a` is the register written, or the first one compared, or a store's base; `b` the first register read, or
 * the second one compared, or stored; `c` the immediate, the target, or the second register read.
 */
function execute(memory: Memory, code: Int32Array, limit: number): number {
  const { bytes, words } = memory;
  const end = textLength(code);
  let pc = x[Word.Pc]!;
  let done = 0;
  run: while (done < limit) {
    const head = code[pc >> 1]!;
    const a = (head >> 8) & 63;
    const b = (head >> 16) & 63;
    const c = code[(pc >> 1) + 1]!;
    done++;
    switch (head & 63) {
      case Op.Lui:
        x[a] = c;
        break;
      case Op.Auipc:
        x[a] = c;
        break;
      case Op.Jal:
        x[a] = pc + 4;
        pc = c;
        continue;
      case Op.Jalr: {
        const target = (x[b]! + c) & ~1;
        if ((target & 2) !== 0) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = pc + 4;
        pc = target;
        if (pc >>> 0 >= end) break run;
        continue;
      }
      case Op.Beq:
        if (x[a]! === x[b]!) {
          pc = c;
          continue;
        }
        break;
      case Op.Bne:
        if (x[a]! !== x[b]!) {
          pc = c;
          continue;
        }
        break;
      case Op.Blt:
        if (x[a]! < x[b]!) {
          pc = c;
          continue;
        }
        break;
      case Op.Bge:
        if (x[a]! >= x[b]!) {
          pc = c;
          continue;
        }
        break;
      case Op.Bltu:
        if (x[a]! >>> 0 < x[b]! >>> 0) {
          pc = c;
          continue;
        }
        break;
      case Op.Bgeu:
        if (x[a]! >>> 0 >= x[b]! >>> 0) {
          pc = c;
          continue;
        }
        break;
      case Op.Lb: {
        const address = (x[b]! + c) | 0;
        if (bytes[address >>> PAGE_SHIFT] === 0 && !memory.loadable(address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (words[address >>> 2]! << (24 - 8 * (address & 3))) >> 24;
        break;
      }
      case Op.Lh: {
        const address = (x[b]! + c) | 0;
        if ((address & 1) !== 0 || (bytes[address >>> PAGE_SHIFT] === 0 && !memory.loadable(address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (words[address >>> 2]! << (16 - 8 * (address & 2))) >> 16;
        break;
      }
      case Op.Lw: {
        const address = (x[b]! + c) | 0;
        if ((address & 3) !== 0 || (bytes[address >>> PAGE_SHIFT] === 0 && !memory.loadable(address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = words[address >>> 2]!;
        break;
      }
      case Op.Lbu: {
        const address = (x[b]! + c) | 0;
        if (bytes[address >>> PAGE_SHIFT] === 0 && !memory.loadable(address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (words[address >>> 2]! >>> (8 * (address & 3))) & 0xff;
        break;
      }
      case Op.Lhu: {
        const address = (x[b]! + c) | 0;
        if ((address & 1) !== 0 || (bytes[address >>> PAGE_SHIFT] === 0 && !memory.loadable(address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (words[address >>> 2]! >>> (8 * (address & 2))) & 0xffff;
        break;
      }
      case Op.Sb: {
        const address = (x[a]! + c) | 0;
        if (bytes[address >>> PAGE_SHIFT] !== WRITTEN && !memory.storable(address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        bytes[address >>> 0] = x[b]!;
        break;
      }
      case Op.Sh: {
        const address = (x[a]! + c) | 0;
        if ((address & 1) !== 0 || (bytes[address >>> PAGE_SHIFT] !== WRITTEN && !memory.storable(address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        bytes[address >>> 0] = x[b]!;
        bytes[(address + 1) >>> 0] = x[b]! >> 8;
        break;
      }
      case Op.Sw: {
        const address = (x[a]! + c) | 0;
        if ((address & 3) !== 0 || (bytes[address >>> PAGE_SHIFT] !== WRITTEN && !memory.storable(address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        words[address >>> 2] = x[b]!;
        break;
      }
      case Op.Addi:
        x[a] = x[b]! + c;
        break;
      case Op.Slti:
        x[a] = x[b]! < c ? 1 : 0;
        break;
      case Op.Sltiu:
        x[a] = x[b]! >>> 0 < c >>> 0 ? 1 : 0;
        break;
      case Op.Xori:
        x[a] = x[b]! ^ c;
        break;
      case Op.Ori:
        x[a] = x[b]! | c;
        break;
      case Op.Andi:
        x[a] = x[b]! & c;
        break;
      case Op.Slli:
        x[a] = x[b]! << c;
        break;
      case Op.Srli:
        x[a] = x[b]! >>> c;
        break;
      case Op.Srai:
        x[a] = x[b]! >> c;
        break;
      case Op.Add:
        x[a] = x[b]! + x[c & 63]!;
        break;
      case Op.Sub:
        x[a] = x[b]! - x[c & 63]!;
        break;
      case Op.Sll:
        x[a] = x[b]! << x[c & 63]!;
        break;
      case Op.Slt:
        x[a] = x[b]! < x[c & 63]! ? 1 : 0;
        break;
      case Op.Sltu:
        x[a] = x[b]! >>> 0 < x[c & 63]! >>> 0 ? 1 : 0;
        break;
      case Op.Xor:
        x[a] = x[b]! ^ x[c & 63]!;
        break;
      case Op.Srl:
        x[a] = x[b]! >>> x[c & 63]!;
        break;
      case Op.Sra:
        x[a] = x[b]! >> x[c & 63]!;
        break;
      case Op.Or:
        x[a] = x[b]! | x[c & 63]!;
        break;
      case Op.And:
        x[a] = x[b]! & x[c & 63]!;
        break;
      case Op.Fence:
        break;
      case Op.Ecall:
        x[Word.Status] = x[17] === EXIT ? Status.Exited : Status.Faulted;
        break run;
      case Op.Mul:
        x[a] = Math.imul(x[b]!, x[c & 63]!);
        break;
      case Op.Mulh:
        x[a] = multiplyHigh(x[b]!, x[c & 63]!) - (x[b]! < 0 ? x[c & 63]! : 0) - (x[c & 63]! < 0 ? x[b]! : 0);
        break;
      case Op.Mulhsu:
        x[a] = multiplyHigh(x[b]!, x[c & 63]!) - (x[b]! < 0 ? x[c & 63]! : 0);
        break;
      case Op.Mulhu:
        x[a] = multiplyHigh(x[b]!, x[c & 63]!);
        break;
      case Op.Div:
        x[a] = x[c & 63]! === 0 ? -1 : x[b]! / x[c & 63]!;
        break;
      case Op.Divu:
        x[a] = x[c & 63]! === 0 ? -1 : (x[b]! >>> 0) / (x[c & 63]! >>> 0);
        break;
      case Op.Rem:
        x[a] = x[c & 63]! === 0 ? x[b]! : x[b]! % x[c & 63]!;
        break;
      case Op.Remu:
        x[a] = x[c & 63]! === 0 ? x[b]! : (x[b]! >>> 0) % (x[c & 63]! >>> 0);
        break;
      case Op.Stray: {
        const target = stray(c, pc);
        if (target === undefined) x[Word.Status] = Status.Faulted;
        else pc = target;
        break run;
      }
      case Op.End:
        done--;
        break run;
      default:
        x[Word.Status] = Status.Faulted;
        break run;
    }
    pc += 4;
  }
  x[Word.Pc] = pc;
  return done;
}

/** Upper half of the unsigned product. */
function multiplyHigh(a: number, b: number): number {
  const low = Math.imul(a & 0xffff, b & 0xffff) >>> 16;
  const middle = (Math.imul(a >>> 16, b & 0xffff) >>> 0) + low;
  const carry = (Math.imul(a & 0xffff, b >>> 16) >>> 0) + (middle % 0x10000);
  return Math.imul(a >>> 16, b >>> 16) + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
}

/** Executes a jump or branch that may leave the text: its target, or undefined if it faults. */
function stray(word: number, pc: number): number | undefined {
  if (opcode(word) === Opcode.BRANCH) return branch(word, pc, x[rs1(word)]! >>> 0, x[rs2(word)]! >>> 0);
  const target = jal(word, pc);
  if (target !== undefined && rd(word) !== 0) x[rd(word)] = pc + 4;
  return target;
}

function textLength(code: Int32Array): number {
  return 2 * (code.length - 2);
}
