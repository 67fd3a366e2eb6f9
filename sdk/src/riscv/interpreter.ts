import { DATA_BASE, Status } from "./layout.ts";
import { type Memory, WRITTEN } from "./memory.ts";

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
}

/** Where the machine's words lie in the first bytes of its memory: x0 to x31, then these. */
export const Word = {
  /** What instructions that write x0 write instead. */
  Sink: 32,
  Pc: 33,
  Status: 34,
} as const;

/**
 * Executes instructions until the machine halts or `limit` of them are done.
 *
 * @param memory the machine, its registers in the first words
 * @param code decoded text: the instruction at byte offset pc is the four words from pc on
 * @returns number of instructions executed, the one that halted the machine included
 */
export function interpret(memory: Memory, code: Int32Array, limit: number): number {
  const u8 = memory.bytes;
  const i32 = memory.words;
  const x = new Int32Array(memory.store.buffer, 0, 64);
  const end = code.length;
  let pc = x[Word.Pc]!;
  let done = 0;
  if (x[Word.Status] !== Status.Running) return 0;

  run: while (done < limit) {
    if (pc >>> 0 >= end || (pc & 3) !== 0) {
      x[Word.Status] = Status.Faulted;
      done++;
      break;
    }
    const op = code[pc]!;
    const a = code[pc + 1]!;
    const b = code[pc + 2]!;
    const c = code[pc + 3]!;
    done++;
    switch (op) {
      case Op.Lui:
        x[a] = b;
        break;
      case Op.Auipc:
        x[a] = b;
        break;
      case Op.Jal:
        x[a] = pc + 4;
        pc = b;
        continue;
      case Op.Jalr: {
        const target = (x[b]! + c) & ~1;
        if (target & 2) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = pc + 4;
        pc = target;
        continue;
      }
      case Op.Beq:
        if (x[a] === x[b]) {
          pc = c;
          continue;
        }
        break;
      case Op.Bne:
        if (x[a] !== x[b]) {
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
      case Op.Lw: {
        const address = x[b]! + c;
        if ((address & 3) !== 0 || ((address - DATA_BASE) >>> 0 >= 0x3ff00000 && !ready(memory, u8, address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = i32[address >>> 2]!;
        break;
      }
      case Op.Lb: {
        const address = x[b]! + c;
        if ((address - DATA_BASE) >>> 0 >= 0x3ff00000 && !ready(memory, u8, address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (i32[address >>> 2]! << (24 - ((address & 3) << 3))) >> 24;
        break;
      }
      case Op.Lbu: {
        const address = x[b]! + c;
        if ((address - DATA_BASE) >>> 0 >= 0x3ff00000 && !ready(memory, u8, address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (i32[address >>> 2]! >>> ((address & 3) << 3)) & 0xff;
        break;
      }
      case Op.Lh: {
        const address = x[b]! + c;
        if ((address & 1) !== 0 || ((address - DATA_BASE) >>> 0 >= 0x3ff00000 && !ready(memory, u8, address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (i32[address >>> 2]! << (16 - ((address & 2) << 3))) >> 16;
        break;
      }
      case Op.Lhu: {
        const address = x[b]! + c;
        if ((address & 1) !== 0 || ((address - DATA_BASE) >>> 0 >= 0x3ff00000 && !ready(memory, u8, address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        x[a] = (i32[address >>> 2]! >>> ((address & 2) << 3)) & 0xffff;
        break;
      }
      case Op.Sh: {
        const address = x[a]! + c;
        if ((address & 1) !== 0 || (u8[address >>> 12] !== WRITTEN && !writable(memory, address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        u8[address >>> 0] = x[b]!;
        u8[(address + 1) >>> 0] = x[b]! >> 8;
        break;
      }
      case Op.Sb: {
        const address = x[a]! + c;
        if (u8[address >>> 12] !== WRITTEN && !writable(memory, address)) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        u8[address >>> 0] = x[b]!;
        break;
      }
      case Op.Sw: {
        const address = x[a]! + c;
        if ((address & 3) !== 0 || (u8[address >>> 12] !== WRITTEN && !writable(memory, address))) {
          x[Word.Status] = Status.Faulted;
          break run;
        }
        i32[address >>> 2] = x[b]!;
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
        x[a] = x[b]! + x[c]!;
        break;
      case Op.Sub:
        x[a] = x[b]! - x[c]!;
        break;
      case Op.Sll:
        x[a] = x[b]! << x[c]!;
        break;
      case Op.Slt:
        x[a] = x[b]! < x[c]! ? 1 : 0;
        break;
      case Op.Sltu:
        x[a] = x[b]! >>> 0 < x[c]! >>> 0 ? 1 : 0;
        break;
      case Op.Xor:
        x[a] = x[b]! ^ x[c]!;
        break;
      case Op.Srl:
        x[a] = x[b]! >>> x[c]!;
        break;
      case Op.Sra:
        x[a] = x[b]! >> x[c]!;
        break;
      case Op.Or:
        x[a] = x[b]! | x[c]!;
        break;
      case Op.And:
        x[a] = x[b]! & x[c]!;
        break;
      case Op.Fence:
        break;
      case Op.Ecall:
        x[Word.Status] = x[17] === 93 ? Status.Exited : Status.Faulted;
        break run;
      case Op.Mul:
        x[a] = Math.imul(x[b]!, x[c]!);
        break;
      case Op.Mulhu: {
        x[a] = mulhu(x[b]!, x[c]!);
        break;
      }
      case Op.Mulh:
        x[a] = mulhu(x[b]!, x[c]!) - (x[b]! < 0 ? x[c]! : 0) - (x[c]! < 0 ? x[b]! : 0);
        break;
      case Op.Mulhsu:
        x[a] = mulhu(x[b]!, x[c]!) - (x[b]! < 0 ? x[c]! : 0);
        break;
      case Op.Div:
        x[a] = x[c] === 0 ? -1 : x[b]! / x[c]!;
        break;
      case Op.Divu:
        x[a] = x[c] === 0 ? -1 : (x[b]! >>> 0) / (x[c]! >>> 0);
        break;
      case Op.Rem:
        x[a] = x[c] === 0 ? x[b]! : x[b]! % x[c]!;
        break;
      case Op.Remu:
        x[a] = x[c] === 0 ? x[b]! : (x[b]! >>> 0) % (x[c]! >>> 0);
        break;
      default:
        x[Word.Status] = Status.Faulted;
        break run;
    }
    pc += 4;
  }
  x[Word.Pc] = pc;
  return done;
}

function ready(memory: Memory, u8: Uint8Array, address: number): boolean {
  if (address >>> 0 < DATA_BASE) return false;
  if (u8[address >>> 12] === 0) memory.fill(address >>> 12);
  return true;
}
function writable(memory: Memory, address: number): boolean {
  if (address >>> 0 < DATA_BASE) return false;
  memory.touch(address >>> 12);
  return true;
}
function mulhu(a: number, b: number): number {
  const a0 = a & 0xffff,
    a1 = a >>> 16,
    b0 = b & 0xffff,
    b1 = b >>> 16;
  const low = Math.imul(a0, b0) >>> 16;
  const mid = (Math.imul(a1, b0) >>> 0) + low;
  const mid2 = (Math.imul(a0, b1) >>> 0) + (mid & 0xffff);
  return (Math.imul(a1, b1) + ((mid / 65536) | 0) + ((mid2 / 65536) | 0)) | 0;
}
