import { expect } from "chai";

import { decode, loadStep, Machine, Op, Program, Status } from "../../sdk/src/riscv/index.ts";
import { Word } from "../../sdk/src/riscv/interpreter.ts";
import { encode, type Operation, OPS, wordsToBytes } from "./support/assembler.ts";
import { Random } from "./support/random.ts";
import { deployStepper, type StepCall } from "./support/stepper.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Random states compared; set STEP_STATES for more. */
const STATES = Number(process.env.STEP_STATES ?? 20_000);
const SEED = Number(process.env.STEP_SEED ?? 1);
/** Instructions of one random program, and so states tried on it. */
const PROGRAM_LENGTH = 2048;
const BATCH = 3000;

/** Ways in which an instruction goes, and so what the states must have covered. */
const FAULTS = [
  "illegal word",
  "ebreak",
  "other ecall",
  "misaligned load",
  "misaligned store",
  "low load",
  "low store",
  "misaligned jal",
  "misaligned jalr",
  "misaligned branch",
  "pc outside the text's 1 MiB",
  "pc after the last instruction",
  "misaligned pc",
  "exited machine",
  "faulted machine",
] as const;
type Fault = (typeof FAULTS)[number];

const LOADS: readonly Operation[] = [Op.Lb, Op.Lh, Op.Lw, Op.Lbu, Op.Lhu];
const STORES: readonly Operation[] = [Op.Sb, Op.Sh, Op.Sw];
const BRANCHES: readonly Operation[] = [Op.Beq, Op.Bne, Op.Blt, Op.Bge, Op.Bltu, Op.Bgeu];
const WIDE: readonly Operation[] = [Op.Lh, Op.Lw, Op.Lhu];

/** Places where memory is awkward, one in each quarter at least. */
const PLACES = [0x00100000, 0x3ffffff0, 0x40000000, 0x40400000, 0x7ffffff0, 0x80000000, 0xc0000000, 0xfffffff0];

const operands = (random: Random) => ({
  rd: random.below(32),
  rs1: random.below(32),
  rs2: random.below(32),
  imm: random.pick([random.word(), random.below(64) - 32, 0]),
});

function randomWord(random: Random): number {
  if (random.below(12) !== 0) {
    const op = random.pick(OPS);
    const fields = operands(random);
    if (op === Op.Jal)
      return encode(op, { ...fields, imm: (random.below(0x400) - 0x200) << random.pick([1, 2, 2, 10]) });
    if (BRANCHES.includes(op))
      return encode(op, { ...fields, imm: (random.below(256) - 128) << random.pick([1, 2, 2]) });
    return encode(op, fields);
  }
  // Words that are nearly instructions, and words that are not.
  const bit = 1 << random.below(32);
  return random.pick([random.word(), 0x00100073, 0, (encode(random.pick(OPS), operands(random)) ^ bit) >>> 0]);
}

/** Puts a machine before the instruction at `pc`, in a state in which it does something worth comparing. */
function prepare(machine: Machine, random: Random, pc: number, word: number): void {
  const words = machine.memory.machine;
  for (let i = 1; i < 32; i++) words[i] = random.operand();
  words[Word.Status] = Status.Running;
  words[Word.Pc] = pc;
  const { op, rs1, rs2, imm } = decode(word);
  if (op >= Op.Beq && op <= Op.Bgeu && random.below(2) === 0) words[rs2] = words[rs1]!;
  if (op === Op.Ecall && random.below(2) === 0) words[17] = 93;
  if (op === Op.Jalr && random.below(4) !== 0) words[rs1] = random.below(PROGRAM_LENGTH) * 4 - imm;
  if (op >= Op.Lb && op <= Op.Sw) {
    let address = random.pick([random.word(), random.pick(PLACES) + random.below(16)]);
    if (random.below(8) !== 0) address = address - (address % 4);
    if (random.below(16) === 0) address = random.pick([0x000fffff, 0x000ffffc, 0, 4, 0x00000ffc]);
    words[rs1] = address - imm;
    if (address >= 0x00100000 && random.below(4) !== 0) {
      machine.memory.write(address - (address % 32), random.bytes(32));
    }
  }
  words[0] = 0;
  switch (random.below(200)) {
    case 0:
      words[Word.Status] = random.pick([Status.Exited, Status.Faulted]);
      break;
    case 1:
      words[Word.Pc] = random.pick([0x00100000, 0x00100004, 0x80000000, 0xfffffffc, random.word() | 0x00100000]);
      break;
    case 2:
      words[Word.Pc] = pc + random.pick([1, 2, 3]);
      break;
    case 3:
      words[Word.Pc] = PROGRAM_LENGTH * 4 + random.below(1024) * 4;
      break;
  }
}

/** Which fault, if any, a machine is about to commit, told from the state alone. */
function faultOf(machine: Machine, word: number): Fault | undefined {
  if (machine.status === Status.Exited) return "exited machine";
  if (machine.status === Status.Faulted) return "faulted machine";
  if (machine.pc >= 0x00100000) return "pc outside the text's 1 MiB";
  if (machine.pc % 4 !== 0) return "misaligned pc";
  if (machine.pc >= PROGRAM_LENGTH * 4) return "pc after the last instruction";
  if (word === 0x00100073) return "ebreak";
  const { op, rs1, rs2, imm } = decode(word);
  if (op === Op.Illegal) return "illegal word";
  if (op === Op.Ecall) return machine.register(17) === 93 ? undefined : "other ecall";
  const [a, b] = [machine.register(rs1), machine.register(rs2)];
  const address = (a + imm) >>> 0;
  if (LOADS.includes(op as Operation)) {
    if (address < 0x00100000) return "low load";
    const size = op === Op.Lw ? 4 : WIDE.includes(op as Operation) ? 2 : 1;
    return address % size !== 0 ? "misaligned load" : undefined;
  }
  if (STORES.includes(op as Operation)) {
    if (address < 0x00100000) return "low store";
    return address % (op === Op.Sw ? 4 : op === Op.Sh ? 2 : 1) !== 0 ? "misaligned store" : undefined;
  }
  if (op === Op.Jal) return imm % 4 !== 0 ? "misaligned jal" : undefined;
  if (op === Op.Jalr) return (address & ~1) % 4 !== 0 ? "misaligned jalr" : undefined;
  if (BRANCHES.includes(op as Operation) && imm % 4 !== 0) {
    const [sa, sb] = [a | 0, b | 0];
    const taken = [a === b, a !== b, sa < sb, sa >= sb, a < b, a >= b][op - Op.Beq];
    if (taken) return "misaligned branch";
  }
  return undefined;
}

/** Which bits of a word say that it is this operation, as the manual's tables have it. */
function opcodeMask(op: Operation): number {
  if (op === Op.Lui || op === Op.Auipc || op === Op.Jal) return 0x7f;
  if (op === Op.Ecall) return 0xffffffff;
  const seven = (op >= Op.Slli && op <= Op.And) || (op >= Op.Mul && op <= Op.Remu);
  return seven ? 0xfe00707f : 0x707f;
}

interface Sample extends StepCall {
  readonly postState: Uint8Array;
  readonly what: string;
}

describe("RiscVStep", () => {
  it(`executes ${STATES} random states like the machine and like its twin`, async function () {
    this.timeout(600_000);
    const run = await deployStepper();
    const step = await loadStep();
    const random = new Random(SEED);
    const executed = new Map<Op, number>();
    const faulted = new Map<Fault, number>();
    const pending: Sample[] = [];
    let compared = 0;

    const compare = async () => {
      const outcomes = await run(pending);
      pending.forEach(({ postState, what }, i) => {
        if (outcomes[i] !== hex(postState)) expect.fail(`${what}: ${outcomes[i]} instead of ${hex(postState)}`);
      });
      compared += pending.length;
      pending.length = 0;
    };

    while (compared + pending.length < STATES) {
      const text = Array.from({ length: PROGRAM_LENGTH }, () => randomWord(random));
      const program = await Program.fromImage({ entry: 0, text: wordsToBytes(text), data: [] });
      const machine = await Machine.create(program);
      for (let i = 0; i < PROGRAM_LENGTH && compared + pending.length < STATES; i++) {
        prepare(machine, random, 4 * i, text[i]!);
        const before = machine.state();
        const preState = machine.stateHash();
        const witness = machine.witness();
        const fault = faultOf(machine, text[i]!);
        const done = machine.run(1);
        const postState = machine.stateHash();
        const what = `0x${text[i]!.toString(16)} at ${before.pc}: ${fault ?? Op[decode(text[i]!).op]}`;

        expect(done, what).to.equal(before.status === Status.Running ? 1 : 0);
        if (fault === undefined) {
          const { op } = decode(text[i]!);
          executed.set(op, (executed.get(op) ?? 0) + 1);
          expect(machine.status, what).to.equal(op === Op.Ecall ? Status.Exited : Status.Running);
        } else {
          faulted.set(fault, (faulted.get(fault) ?? 0) + 1);
          const status = before.status === Status.Running ? Status.Faulted : before.status;
          expect(machine.state(), what).to.deep.equal({ ...before, status });
        }
        expect(hex(step(program.textRoot, preState, witness)), what).to.equal(hex(postState));
        pending.push({ textRoot: program.textRoot, preState, witness, postState, what });
        if (pending.length === BATCH) await compare();
      }
    }
    await compare();

    expect(compared).to.be.at.least(STATES);
    for (const op of OPS) expect(executed.get(op) ?? 0, Op[op]).to.be.at.least(STATES / 400);
    for (const fault of FAULTS) expect(faulted.get(fault) ?? 0, fault).to.be.at.least(STATES / 2000);
  });

  it("takes every assigned encoding for what it is, and faults on every other", async () => {
    const run = await deployStepper();
    const step = await loadStep();
    // rs1 is sp, so that loads and stores find memory; a7 says exit.
    const fields = [0, 1, 0x20, 0x21, 0x7f].flatMap((seven) =>
      Array.from({ length: 8 }, (_, three) => ((seven << 25) | (5 << 20) | (2 << 15) | (three << 12) | (9 << 7)) >>> 0),
    );
    const known = new Set(OPS.map((op) => encode(op) & 0x7f));
    const opcodes = Array.from({ length: 128 }, (_, opcode) => opcode);
    const words = [
      ...opcodes.flatMap((opcode) => (known.has(opcode) ? fields : fields.slice(0, 1)).map((rest) => rest | opcode)),
      ...OPS.map((op) => encode(op, { rd: 9, rs1: 2, rs2: 5, imm: 8 })),
    ];
    const calls: StepCall[] = [];
    const expected: string[] = [];
    let [assigned, faults] = [0, 0];
    const program = await Program.fromImage({ entry: 0, text: wordsToBytes(words), data: [] });
    const machine = await Machine.create(program);
    for (let i = 0; i < words.length; i++) {
      const registers = machine.memory.machine;
      registers[Word.Status] = Status.Running;
      registers[Word.Pc] = 4 * i;
      registers[2] = 0x40000000;
      registers[17] = 93;
      const what = `0x${(words[i]! >>> 0).toString(16)}`;
      const call = { textRoot: program.textRoot, preState: machine.stateHash(), witness: machine.witness() };
      machine.run(1);
      const operation = OPS.find((op) => (words[i]! & opcodeMask(op)) >>> 0 === encode(op) >>> 0);
      if (operation === undefined) {
        expect(machine.status, what).to.equal(Status.Faulted);
        faults++;
      } else {
        expect(decode(words[i]!).op, what).to.equal(operation);
        assigned++;
      }
      expected.push(hex(machine.stateHash()));
      expect(hex(step(call.textRoot, call.preState, call.witness)), what).to.equal(expected[i]);
      calls.push(call);
    }
    expect(await run(calls)).to.deep.equal(expected);
    expect(assigned).to.be.at.least(OPS.length);
    expect(faults).to.be.at.least(300);
  });
});
