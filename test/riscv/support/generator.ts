import { Op } from "../../../sdk/src/riscv/index.ts";
import { encode, makeElf, type Operation, wordsToBytes } from "./assembler.ts";
import { Random } from "./random.ts";

/**
 * Registers with a purpose: generated code changes them only for it. All others hold whatever comes up.
 */
const RETURN = 1; // return address of a function
const STACK = 2;
const RECURSION = 26; // counts a recursion down
const INNER = 27; // counts an inner loop down
const TEMP = 28; // addresses and jump targets, used at once
const LINK = 29; // return address of a call without a function
const OUTER = 30; // counts the program's repetitions down
const BASE = 31; // middle of the scratch memory
const FIRST_FREE = 3;
const LAST_FREE = 25;

const TEXT_BASE = 0x10000;
const SCRATCH = 0x00180000;
const SCRATCH_SIZE = 4096;
/** A table of functions, and the stack, behind what the program writes. */
const TABLE = SCRATCH + 2 * SCRATCH_SIZE;
const STACK_TOP = SCRATCH + 32 * SCRATCH_SIZE;
/** Calls in a recursion: more than the translator lets nest. */
const RECURSIONS = 1500;
const FUNCTIONS = 8;
/** What a finished program writes: the scratch memory, and the registers behind it. */
export const DUMP_ADDRESS = SCRATCH;
export const DUMP_SIZE = SCRATCH_SIZE + 128;

const COMPUTE: readonly Operation[] = [
  ...[Op.Add, Op.Sub, Op.Sll, Op.Slt, Op.Sltu, Op.Xor, Op.Srl, Op.Sra, Op.Or, Op.And],
  ...[Op.Mul, Op.Mulh, Op.Mulhsu, Op.Mulhu, Op.Div, Op.Divu, Op.Rem, Op.Remu],
] as Operation[];
const IMMEDIATE = [Op.Addi, Op.Slti, Op.Sltiu, Op.Xori, Op.Ori, Op.Andi, Op.Slli, Op.Srli, Op.Srai] as Operation[];
const LOADS = [Op.Lb, Op.Lh, Op.Lw, Op.Lbu, Op.Lhu] as Operation[];
const STORES = [Op.Sb, Op.Sh, Op.Sw] as Operation[];
const BRANCHES = [Op.Beq, Op.Bne, Op.Blt, Op.Bge, Op.Bltu, Op.Bgeu] as Operation[];
const SIZE = new Map<Op, number>([
  [Op.Lb, 1],
  [Op.Lbu, 1],
  [Op.Sb, 1],
  [Op.Lh, 2],
  [Op.Lhu, 2],
  [Op.Sh, 2],
  [Op.Lw, 4],
  [Op.Sw, 4],
]);

/**
 * A random program that always ends: straight code, forward branches, counted loops, functions called directly, through
 * a table and recursively, computed jumps, and loads and stores of every size. When it is done it asks for a Linux `write` of its scratch memory and registers to
 * the standard output: an emulator of Linux does so; on the machine, which knows no such call, it faults there.
 *
 * @param seed which program
 * @param repetitions how often its body runs: a few hundred instructions or more each time
 */
export function generateProgram(seed: number, repetitions: number): Uint8Array {
  const random = new Random(seed);
  const words: number[] = [];
  const emit = (op: Operation, operands: Parameters<typeof encode>[1] = {}) => words.push(encode(op, operands));
  const free = () => FIRST_FREE + random.below(LAST_FREE - FIRST_FREE + 1);
  const source = () => random.pick([free(), free(), free(), 0, BASE]);

  const constant = (rd: number, value: number) => {
    const low = (value << 20) >> 20;
    emit(Op.Lui, { rd, imm: (value - low) >>> 0 });
    emit(Op.Addi, { rd, rs1: rd, imm: low });
  };
  const simple = () => {
    switch (random.below(12)) {
      case 0:
        return emit(random.pick([Op.Lui, Op.Auipc]), { rd: free(), imm: random.word() });
      case 1: {
        const op = random.pick(LOADS);
        return emit(op, { rd: free(), rs1: BASE, imm: (random.below(4096) & -SIZE.get(op)!) - 2048 });
      }
      case 2: {
        const op = random.pick(STORES);
        return emit(op, { rs2: source(), rs1: BASE, imm: (random.below(4096) & -SIZE.get(op)!) - 2048 });
      }
      case 3: {
        const op = random.pick([...LOADS, ...STORES]);
        emit(Op.Andi, { rd: TEMP, rs1: free(), imm: 0x7fc });
        emit(Op.Sub, { rd: TEMP, rs1: BASE, rs2: TEMP });
        return emit(op, { rd: free(), rs1: TEMP, rs2: source(), imm: random.below(8) * 4 });
      }
      case 4:
      case 5:
      case 6:
        return emit(random.pick(IMMEDIATE), { rd: free(), rs1: source(), imm: random.word() });
      case 7:
        return random.below(10) === 0 ? emit(Op.Fence) : constant(free(), random.operand());
      default:
        return emit(random.pick(COMPUTE), { rd: free(), rs1: source(), rs2: source() });
    }
  };
  const straight = (length: number) => {
    for (let i = 0; i < length; i++) simple();
  };
  /** A branch, to be aimed once the code that it skips is there. */
  const skip = (op: Operation, rs1: number, rs2: number, body: () => void) => {
    const from = words.push(0) - 1;
    body();
    words[from] = encode(op, { rs1, rs2, imm: 4 * (words.length - from) });
  };
  /** Where functions start, as far as there are any. */
  const functions: number[] = [];
  const callFunction = (): void => {
    if (functions.length === 0) return;
    const from = words.length;
    const to = random.pick(functions);
    const distance = 4 * (to - from);
    switch (random.below(3)) {
      case 0:
        return void emit(Op.Jal, { rd: RETURN, imm: distance });
      case 1: {
        const low = (distance << 20) >> 20;
        emit(Op.Auipc, { rd: RETURN, imm: (distance - low) >>> 0 });
        return void emit(Op.Jalr, { rd: RETURN, rs1: RETURN, imm: low });
      }
      default:
        constant(TEMP, TABLE + 4 * functions.indexOf(to));
        emit(Op.Lw, { rd: TEMP, rs1: TEMP });
        return void emit(Op.Jalr, { rd: RETURN, rs1: TEMP });
    }
  };
  const addFunction = (body: () => void) => {
    const start = words.length;
    emit(Op.Addi, { rd: STACK, rs1: STACK, imm: -16 });
    emit(Op.Sw, { rs1: STACK, rs2: RETURN, imm: 12 });
    emit(Op.Sw, { rs1: STACK, rs2: INNER, imm: 8 });
    body();
    emit(Op.Lw, { rd: RETURN, rs1: STACK, imm: 12 });
    emit(Op.Lw, { rd: INNER, rs1: STACK, imm: 8 });
    emit(Op.Addi, { rd: STACK, rs1: STACK, imm: 16 });
    // The last call may be a jump.
    if (functions.length > 0 && random.below(4) === 0) {
      emit(Op.Jal, { rd: 0, imm: 4 * (random.pick(functions) - words.length) });
    } else emit(Op.Jalr, { rd: 0, rs1: RETURN });
    functions.push(start);
  };
  const block = (depth: number): void => {
    straight(1 + random.below(12));
    switch (random.below(depth > 0 ? 8 : 4)) {
      case 0:
        return skip(random.pick(BRANCHES), source(), source(), () => straight(1 + random.below(6)));
      case 1: {
        // A jump to one of four places in the straight code behind it.
        emit(Op.Andi, { rd: TEMP, rs1: free(), imm: 12 });
        emit(Op.Auipc, { rd: LINK, imm: 0 });
        emit(Op.Add, { rd: TEMP, rs1: TEMP, rs2: LINK });
        emit(Op.Jalr, { rd: random.pick([0, LINK, TEMP, RETURN]), rs1: TEMP, imm: 12 });
        for (let i = 0; i < 4; i++) emit(random.pick(COMPUTE), { rd: free(), rs1: source(), rs2: source() });
        return straight(1);
      }
      case 2: {
        // A call of the code behind the next jump.
        const call = words.push(0) - 1;
        const over = words.push(0) - 1;
        words[call] = encode(Op.Jal, { rd: LINK, imm: 8 });
        straight(1 + random.below(8));
        emit(Op.Jalr, { rd: 0, rs1: LINK, imm: 0 });
        words[over] = encode(Op.Jal, { rd: 0, imm: 4 * (words.length - over) });
        return;
      }
      case 3:
        return callFunction();
      case 4:
      case 5:
        return skip(random.pick(BRANCHES), source(), source(), () => block(depth - 1));
      default: {
        if (depth < 2) return block(depth - 1);
        emit(Op.Addi, { rd: INNER, rs1: 0, imm: 1 + random.below(20) });
        const start = words.length;
        block(0);
        block(0);
        emit(Op.Addi, { rd: INNER, rs1: INNER, imm: -1 });
        return void emit(Op.Bne, { rs1: INNER, rs2: 0, imm: 4 * (start - words.length) });
      }
    }
  };

  const over = words.push(0) - 1;
  for (let i = 0; i < FUNCTIONS; i++) {
    addFunction(() => {
      block(1);
      block(0);
    });
  }
  const recursion = words.length;
  skip(Op.Beq, RECURSION, 0, () => {
    emit(Op.Addi, { rd: STACK, rs1: STACK, imm: -16 });
    emit(Op.Sw, { rs1: STACK, rs2: RETURN, imm: 4 });
    emit(Op.Addi, { rd: RECURSION, rs1: RECURSION, imm: -1 });
    straight(3);
    emit(Op.Jal, { rd: RETURN, imm: 4 * (recursion - words.length) });
    straight(2);
    emit(Op.Lw, { rd: RETURN, rs1: STACK, imm: 4 });
    emit(Op.Addi, { rd: STACK, rs1: STACK, imm: 16 });
  });
  emit(Op.Jalr, { rd: 0, rs1: RETURN });
  words[over] = encode(Op.Jal, { rd: 0, imm: 4 * (words.length - over) });

  for (let rd = FIRST_FREE; rd <= LAST_FREE; rd++) constant(rd, random.operand());
  constant(RETURN, 0);
  constant(LINK, 0);
  constant(INNER, 0);
  constant(BASE, SCRATCH + SCRATCH_SIZE / 2);
  constant(STACK, STACK_TOP);
  constant(OUTER, repetitions);
  const start = words.length;
  for (let i = 0; i < 24; i++) block(2);
  constant(RECURSION, RECURSIONS);
  emit(Op.Jal, { rd: RETURN, imm: 4 * (recursion - words.length) });
  emit(Op.Addi, { rd: OUTER, rs1: OUTER, imm: -1 });
  emit(Op.Beq, { rs1: OUTER, rs2: 0, imm: 8 });
  emit(Op.Jal, { rd: 0, imm: 4 * (start - words.length) });

  // The registers behind the scratch memory, then write(1, DUMP_ADDRESS, DUMP_SIZE) and exit(0).
  constant(TEMP, SCRATCH + SCRATCH_SIZE);
  for (let i = 1; i < 32; i++) emit(Op.Sw, { rs1: TEMP, rs2: i, imm: 4 * i });
  constant(10, 1);
  constant(11, DUMP_ADDRESS);
  constant(12, DUMP_SIZE);
  constant(17, 64);
  emit(Op.Ecall);
  constant(10, 0);
  constant(17, 93);
  emit(Op.Ecall);

  return makeElf(
    [
      { address: TEXT_BASE, bytes: wordsToBytes(words), executable: true },
      { address: SCRATCH, bytes: random.bytes(SCRATCH_SIZE), executable: false, size: 2 * SCRATCH_SIZE },
      { address: TABLE, bytes: wordsToBytes(functions.map((i) => TEXT_BASE + 4 * i)), executable: false },
      { address: STACK_TOP - 4096 * 8, bytes: new Uint8Array(4096 * 8), executable: false },
    ],
    TEXT_BASE,
  );
}
