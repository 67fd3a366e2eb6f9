import { expect } from "chai";

import { bytesSource, Machine, Op, Program, Status } from "../../sdk/src/riscv/index.ts";
import { Word } from "../../sdk/src/riscv/interpreter.ts";
import { encode, type Operation, OPS, wordsToBytes } from "./support/assembler.ts";
import { generateProgram } from "./support/generator.ts";
import { Random } from "./support/random.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The same program under both engines. */
async function pair(program: Program, options: Parameters<typeof Machine.create>[1] = {}): Promise<[Machine, Machine]> {
  return [
    await Machine.create(program, { ...options, engine: "interpreter" }),
    await Machine.create(program, { ...options, engine: "translator" }),
  ];
}

/** Registers, pc and status. */
const words = (machine: Machine) => [...machine.memory.machine.slice(0, Word.Count)];

describe("Translator", () => {
  it("agrees with the interpreter wherever generated programs are stopped", async () => {
    let checkpoints = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const random = new Random(seed);
      const [interpreted, translated] = await pair(await Program.fromElf(generateProgram(seed, 2)));
      while (interpreted.status === Status.Running) {
        const steps = random.below(random.pick([2, 10, 100, 1000, 10_000]));
        const what = `program ${seed}, ${steps} after ${interpreted.steps}`;
        expect(translated.run(steps), what).to.equal(interpreted.run(steps));
        expect(words(translated), what).to.deep.equal(words(interpreted));
        if (random.below(4) === 0) expect(hex(translated.stateHash()), what).to.equal(hex(interpreted.stateHash()));
        checkpoints++;
      }
      expect(hex(translated.stateHash())).to.equal(hex(interpreted.stateHash()));
      expect(translated.steps).to.equal(interpreted.steps);
    }
    expect(checkpoints).to.be.greaterThan(100);
  });

  it("stops after exactly as many instructions as it may", async () => {
    const program = await Program.fromElf(generateProgram(11, 1));
    const [interpreted, translated] = await pair(program);
    const start = translated.snapshot();
    for (let steps = 0; steps < 400; steps++) {
      translated.restore(start);
      expect(translated.run(steps)).to.equal(steps);
      expect(words(translated), `${steps} steps`).to.deep.equal(words(interpreted));
      interpreted.run(1);
    }
  });

  it("agrees on random code, and on every way to fault in it", async () => {
    const random = new Random(3);
    const ends = new Map<string, number>();
    const places = [0x00100000, 0x00200000, 0x3ffffff0, 0x40000000, 0x80000000, 0xfffffff0];
    const length = 600;
    for (let round = 0; round < 12; round++) {
      const text = Array.from({ length }, () => randomWord(random));
      const program = await Program.fromImage({ entry: 0, text: wordsToBytes(text), data: [] });
      const { enterable } = program.translation;
      const entrances = [...enterable.keys()].filter((i) => enterable[i] === 1);
      expect(entrances.length).to.be.greaterThan(10);
      const [interpreted, translated] = await pair(program, { arena: bytesSource(random.bytes(100_000)) });
      for (let trial = 0; trial < 150; trial++) {
        const pc = 4 * (random.below(8) === 0 ? random.below(length) : random.pick(entrances));
        const state = Int32Array.from({ length: Word.Count }, () =>
          random.below(3) === 0 ? random.operand() : random.pick(places) + 4 * random.below(64),
        );
        if (random.below(2) === 0) state[17] = 93;
        state[0] = state[Word.Sink] = 0;
        state[Word.Pc] = pc;
        state[Word.Status] = Status.Running;
        for (const machine of [interpreted, translated]) machine.memory.machine.set(state);
        const limit = random.pick([1 + random.below(20), 1000]);
        const what = `round ${round}, trial ${trial} from ${pc}`;
        expect(translated.run(limit), what).to.equal(interpreted.run(limit));
        expect(words(translated), what).to.deep.equal(words(interpreted));
        const { status } = interpreted;
        const word = text[interpreted.pc / 4];
        const end = status === Status.Faulted ? `fault ${word === undefined ? "fetch" : word & 0x7f}` : `${status}`;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
      expect(hex(translated.memory.root()), `round ${round}`).to.equal(hex(interpreted.memory.root()));
    }
    // Running, exited; faults of a fetch, loads, stores, branches, jalr, jal, ecall and words that are no instructions.
    for (const end of [
      "0",
      "1",
      "fault fetch",
      "fault 3",
      "fault 35",
      "fault 99",
      "fault 103",
      "fault 111",
      "fault 115",
    ]) {
      expect(ends.get(end) ?? 0, `${end} of ${[...ends.keys()].join(", ")}`).to.be.greaterThan(0);
    }
  });

  it("goes back to snapshots and on to other nodes", async () => {
    const program = await Program.fromElf(generateProgram(21, 1));
    const [interpreted, translated] = await pair(program);
    const snapshots = [];
    for (let i = 0; i < 6; i++) {
      snapshots.push([interpreted.snapshot(), translated.snapshot()] as const);
      for (const machine of [interpreted, translated]) machine.run(777);
    }
    for (const i of [2, 5, 0, 3]) {
      interpreted.restore(snapshots[i]![0]);
      translated.restore(snapshots[i]![1]);
      for (const machine of [interpreted, translated]) machine.run(5000);
      expect(hex(translated.stateHash()), `from snapshot ${i}`).to.equal(hex(interpreted.stateHash()));
    }
    for (const machine of [interpreted, translated]) {
      machine.startNode(5);
      machine.run(3000);
    }
    expect(hex(translated.stateHash())).to.equal(hex(interpreted.stateHash()));
  });

  it("takes over from the interpreter when that is worth while", async () => {
    const program = await Program.fromElf(generateProgram(31, 40));
    program.patience = 100_000;
    const auto = await Machine.create(program);
    const interpreted = await Machine.create(program, { engine: "interpreter" });
    const before = program.patience;
    auto.run();
    expect(program.patience).to.equal(0);
    expect(auto.steps).to.be.greaterThan(before);
    interpreted.run();
    expect(hex(auto.stateHash())).to.equal(hex(interpreted.stateHash()));
  });
});

/** Instructions that keep to registers and memory that have a meaning, jump about, and now and then are none. */
function randomWord(random: Random): number {
  if (random.below(40) === 0) return random.pick([0, 0x00100073, random.word()]);
  const register = () => random.pick([0, 1, 2, 5, 8, 10, 11, 12, 17, 31]);
  const op = random.pick([...OPS, Op.Addi, Op.Lw, Op.Sw, Op.Beq, Op.Bne, Op.Jal, Op.Jalr] as Operation[]);
  const align = random.below(6) === 0 ? 1 : 4;
  const near = (random.below(40) - 16) * (random.below(30) === 0 ? 2 : 4);
  const jumps = op === Op.Jal || (op >= Op.Beq && op <= Op.Bgeu);
  const imm = jumps ? near : op === Op.Lui || op === Op.Auipc ? random.word() : (random.below(128) - 64) * align;
  return encode(op, { rd: register(), rs1: register(), rs2: register(), imm });
}
