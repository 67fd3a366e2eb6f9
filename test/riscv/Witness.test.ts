import { expect } from "chai";
import { id } from "ethers";

import { loadKeccak, zeroSubtrees } from "../../sdk/src/merkle/index.ts";
import { bytesSource, loadStep, Machine, Op, Program, type Step } from "../../sdk/src/riscv/index.ts";
import { Word } from "../../sdk/src/riscv/interpreter.ts";
import { encode, wordsToBytes } from "./support/assembler.ts";
import { Random } from "./support/random.ts";
import { deployStepper, type StepCall } from "./support/stepper.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const selector = (signature: string) => id(signature).slice(2, 10).padEnd(64, "0");

const WRONG_STATE = selector("WrongState(bytes32,bytes32)");
const WRONG_TEXT = selector("WrongText(bytes32,bytes32)");
const WRONG_MEMORY = selector("WrongMemory(bytes32,bytes32)");
const WRONG_LENGTH = selector("WrongLength(uint256,uint256)");
const MASK_TOO_WIDE = selector("MaskTooWide(uint256,uint256)");
const ZERO_SIBLING = selector("ZeroSiblingListed(uint256)");

/** One step of each shape a witness can have. */
const STEPS: readonly {
  readonly name: string;
  readonly word: number;
  readonly pc?: number;
  readonly status?: number;
}[] = [
  { name: "alu", word: encode(Op.Add, { rd: 5, rs1: 6, rs2: 7 }) },
  { name: "taken branch", word: encode(Op.Bne, { rs1: 6, rs2: 0, imm: 8 }) },
  { name: "load", word: encode(Op.Lw, { rd: 5, rs1: 8, imm: 4 }) },
  { name: "load to x0", word: encode(Op.Lbu, { rd: 0, rs1: 8 }) },
  { name: "store", word: encode(Op.Sh, { rs1: 8, rs2: 7, imm: 2 }) },
  { name: "exit", word: encode(Op.Ecall) },
  { name: "misaligned store", word: encode(Op.Sw, { rs1: 8, rs2: 7, imm: 2 }) },
  { name: "illegal word", word: 0xffffffff },
  { name: "fetch outside the text", word: 0, pc: 0x00100000 },
  { name: "halted", word: 0, status: 1 },
];

interface Case extends StepCall {
  readonly name: string;
  readonly postState: Uint8Array;
}

async function buildCases(): Promise<Case[]> {
  const random = new Random(7);
  const words = Array.from({ length: 500 }, () => random.word());
  STEPS.forEach(({ word }, i) => (words[i] = word));
  const program = await Program.fromImage({
    entry: 0,
    text: wordsToBytes(words),
    data: [{ address: 0x00100000, bytes: random.bytes(1000) }],
  });
  const cases: Case[] = [];
  for (const [i, { name, pc, status }] of STEPS.entries()) {
    const machine = await Machine.create(program, {
      arena: bytesSource(random.bytes(5000)),
      weights: bytesSource(random.bytes(5000)),
    });
    const state = machine.memory.machine;
    for (let r = 1; r < 32; r++) state[r] = random.word();
    state[8] = 0x40000800;
    state[17] = 93;
    state[Word.Pc] = pc ?? 4 * i;
    state[Word.Status] = status ?? 0;
    const [preState, witness] = [machine.stateHash(), machine.witness()];
    machine.run(1);
    cases.push({ name, textRoot: program.textRoot, preState, witness, postState: machine.stateHash() });
  }
  return cases;
}

describe("Witness", () => {
  let run: (calls: readonly StepCall[]) => Promise<string[]>;
  let step: Step;
  let cases: Case[];

  before(async () => {
    run = await deployStepper();
    step = await loadStep();
    cases = await buildCases();
  });

  /** Every call is refused by the chain with one of the errors, and by the twin. */
  async function refused(calls: readonly (StepCall & { name: string })[], errors: readonly string[]): Promise<void> {
    expect(calls.length).to.be.greaterThan(0);
    const outcomes = await run(calls);
    calls.forEach(({ name, textRoot, preState, witness }, i) => {
      expect(errors, name).to.include(outcomes[i]);
      expect(() => step(textRoot, preState, witness), name).to.throw(/./);
    });
  }

  it("is accepted as built", async () => {
    const outcomes = await run(cases);
    cases.forEach(({ name, textRoot, preState, witness, postState }, i) => {
      expect(outcomes[i], name).to.equal(hex(postState));
      expect(hex(step(textRoot, preState, witness)), name).to.equal(hex(postState));
    });
  });

  it("is refused with any byte changed", async () => {
    const random = new Random(8);
    const calls = cases.flatMap((honest) =>
      Array.from(honest.witness, (_, i) => {
        const witness = honest.witness.slice();
        witness[i]! ^= 1 + random.below(255);
        return { ...honest, witness, name: `${honest.name}, byte ${i}` };
      }),
    );
    expect(calls.length).to.be.greaterThan(3000);
    await refused(calls, [WRONG_STATE, WRONG_TEXT, WRONG_MEMORY, WRONG_LENGTH, MASK_TOO_WIDE, ZERO_SIBLING]);
    const inState = calls.filter((_, i) => i < 161);
    await refused(inState, [WRONG_STATE]);
  });

  it("is refused when bytes are missing or left over", async () => {
    const calls = cases.flatMap((honest) =>
      [0, 1, 31, 32, 33, 160, 161, 162, 163, 194, 195, honest.witness.length - 32, honest.witness.length - 1]
        .filter((length) => length < honest.witness.length)
        .map((length) => ({ ...honest, witness: honest.witness.slice(0, length) })),
    );
    for (const honest of cases) {
      for (const extra of [1, 31, 32, 100]) {
        const witness = new Uint8Array(honest.witness.length + extra);
        witness.set(honest.witness);
        calls.push({ ...honest, witness });
      }
    }
    await refused(calls, [WRONG_LENGTH]);
  });

  it("is refused for another state or another text", async () => {
    const other = cases.map((honest) => ({ ...honest, preState: cases[0]!.postState }));
    await refused(other, [WRONG_STATE]);
    const fetched = cases.filter(({ witness }) => witness.length > 161);
    await refused(
      fetched.map((honest) => ({ ...honest, textRoot: honest.preState })),
      [WRONG_TEXT],
    );
  });

  it("is refused when it lists a sibling that is a zero root", async () => {
    const zeros = zeroSubtrees(await loadKeccak(), 27);
    const calls: Case[] = [];
    for (const honest of cases.filter(({ name }) => ["alu", "load", "store"].includes(name))) {
      const textMask = (honest.witness[161]! << 8) | honest.witness[162]!;
      calls.push({ ...honest, witness: listZero(honest.witness, 161, 2, textMask, 15, zeros) });
      if (honest.name === "alu") continue;
      const start = 195 + 32 * ones(textMask);
      const memoryMask = new DataView(honest.witness.buffer).getUint32(start);
      calls.push({ ...honest, witness: listZero(honest.witness, start, 4, memoryMask, 27, zeros) });
    }
    expect(calls.length).to.equal(5);
    await refused(calls, [ZERO_SIBLING]);
  });

  it("is refused when a mask is wider than its tree", async () => {
    const store = cases.find(({ name }) => name === "store")!;
    const textMask = (store.witness[161]! << 8) | store.witness[162]!;
    const memory = 195 + 32 * ones(textMask);
    const calls = [161, memory].map((offset) => {
      const witness = store.witness.slice();
      witness[offset]! |= offset === 161 ? 0x80 : 0x08;
      return { ...store, witness };
    });
    await refused(calls, [MASK_TOO_WIDE]);
  });
});

function ones(mask: number): number {
  return mask.toString(2).replaceAll("0", "").length;
}

/** The witness with the lowest masked-out sibling of a path listed after all. */
function listZero(
  witness: Uint8Array,
  start: number,
  maskLength: number,
  mask: number,
  depth: number,
  zeros: readonly Uint8Array[],
): Uint8Array {
  let level = 0;
  while ((mask >>> level) & 1) level++;
  expect(level).to.be.lessThan(depth);
  const wider = (mask | (1 << level)) >>> 0;
  const before = start + maskLength + 32 + 32 * ones(mask & ((1 << level) - 1));
  const changed = Buffer.concat([witness.subarray(0, before), zeros[level]!, witness.subarray(before)]);
  changed.writeUIntBE(wider, start, maskLength);
  return new Uint8Array(changed);
}
