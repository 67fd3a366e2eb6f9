import { expect } from "chai";

import { equalBytes, foldPath, loadKeccak, rootOfBytes, zeroSubtrees } from "../../sdk/src/merkle/index.ts";
import {
  bytesSource,
  composeRoot,
  hashed,
  initialState,
  Machine,
  Memory,
  Op,
  packState,
  PAGE_SIZE,
  Program,
  Status,
  unpackState,
} from "../../sdk/src/riscv/index.ts";
import { encode, makeElf, wordsToBytes } from "./support/assembler.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Adds a0 numbers from the data segment into the arena and the weights, then exits. */
const WORDS = [
  encode(Op.Lui, { rd: 5, imm: 0x00100000 }),
  encode(Op.Lui, { rd: 6, imm: 0x40000000 }),
  encode(Op.Lui, { rd: 7, imm: 0x80000000 }),
  encode(Op.Lw, { rd: 8, rs1: 5, imm: 16 }),
  encode(Op.Lw, { rd: 9, rs1: 6, imm: 4 }),
  encode(Op.Lw, { rd: 11, rs1: 7, imm: 8 }),
  encode(Op.Add, { rd: 8, rs1: 8, rs2: 9 }),
  encode(Op.Add, { rd: 8, rs1: 8, rs2: 11 }),
  encode(Op.Sw, { rs1: 6, rs2: 8, imm: 0 }),
  encode(Op.Sw, { rs1: 2, rs2: 10, imm: -4 }),
  encode(Op.Sb, { rs1: 7, rs2: 8, imm: -1 }),
  encode(Op.Addi, { rd: 17, imm: 93 }),
  encode(Op.Ecall),
];

const arena = new Uint8Array(5000).map((_, i) => i * 7);
const weights = new Uint8Array(9001).map((_, i) => i * 13);
const data = new Uint8Array(100).map((_, i) => i * 3);

async function start(): Promise<Machine> {
  const program = await Program.fromElf(
    makeElf([
      { address: 0, bytes: wordsToBytes(WORDS), executable: true },
      { address: 0x00100000, bytes: data, executable: false },
    ]),
  );
  return Machine.create(program, { node: 7, arena: bytesSource(arena), weights: bytesSource(weights) });
}

describe("Machine", () => {
  it("starts in the composed state", async () => {
    const keccak = await loadKeccak();
    const zeros = zeroSubtrees(keccak, 28);
    const machine = await start();
    const arenaRoot = rootOfBytes(keccak, arena, 25, zeros);
    const weightsRoot = rootOfBytes(keccak, weights, 26, zeros);
    const { dataRoot } = machine.program;
    expect(hex(machine.memory.subtreeRoot(0, 25))).to.equal(hex(dataRoot));
    expect(hex(machine.memory.subtreeRoot(0x40000000, 25))).to.equal(hex(arenaRoot));
    expect(hex(machine.memory.subtreeRoot(0x80000000, 26))).to.equal(hex(weightsRoot));
    expect(hex(machine.memory.root())).to.equal(hex(composeRoot(keccak, dataRoot, arenaRoot, weightsRoot)));
    const state = initialState(keccak, { dataRoot, arenaRoot, weightsRoot }, 0, 7);
    expect(hex(machine.stateHash())).to.equal(hex(keccak(packState(state))));
    expect(unpackState(packState(state))).to.deep.equal(state);
  });

  it("runs to the exit, in one go or step by step", async () => {
    const whole = await start();
    expect(whole.run()).to.equal(WORDS.length);
    expect(whole.status).to.equal(Status.Exited);
    expect(whole.pc).to.equal(4 * (WORDS.length - 1));
    expect(whole.run()).to.equal(0);
    const single = await start();
    for (let i = 0; i < WORDS.length; i++) expect(single.run(1)).to.equal(1);
    expect(single.run(1)).to.equal(0);
    expect(single.steps).to.equal(WORDS.length);
    expect(hex(single.stateHash())).to.equal(hex(whole.stateHash()));

    const word = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer).getUint32(at, true);
    const sum = (word(data, 16) + word(arena, 4) + word(weights, 8)) >>> 0;
    expect(whole.register(8)).to.equal(sum);
    expect(word(whole.memory.read(0x40000000, 4), 0)).to.equal(sum);
    expect(whole.memory.read(0x3ffffffc, 4)[0]).to.equal(7);
    expect(whole.memory.read(0x7fffffff, 1)[0]).to.equal(sum & 255);
    expect(hex(whole.memory.read(0x80000000, 20))).to.equal(hex(weights.slice(0, 20)));
    expect(word(data, 16), "inputs are left alone").to.equal(0x39363330);
  });

  it("goes back to a snapshot", async () => {
    const machine = await start();
    const hashes: string[] = [];
    const snapshots = [];
    for (let i = 0; i <= WORDS.length; i++) {
      snapshots.push(machine.snapshot());
      hashes.push(hex(machine.stateHash()));
      machine.run(1);
    }
    for (const i of [13, 0, 9, 10, 11, 3, 12, 1]) {
      machine.restore(snapshots[i]!);
      expect(machine.steps).to.equal(i);
      expect(hex(machine.stateHash()), `after ${i} steps`).to.equal(hashes[i]);
      machine.run(1);
      expect(hex(machine.stateHash()), `one step after ${i}`).to.equal(hashes[Math.min(i + 1, WORDS.length)]);
    }
  });
});

describe("Nodes", () => {
  it("start afresh but for the arena", async () => {
    const keccak = await loadKeccak();
    const machine = await start();
    machine.run();
    const arenaRoot = machine.memory.subtreeRoot(0x40000000, 25);
    machine.startNode(8);
    const { program, memory } = machine;
    const weightsRoot = (await start()).memory.subtreeRoot(0x80000000, 26);
    const state = initialState(keccak, { dataRoot: program.dataRoot, arenaRoot, weightsRoot }, 0, 8);
    expect(hex(machine.stateHash())).to.equal(hex(keccak(packState(state))));
    expect(memory.read(0x7fffffff, 1)[0], "the arena's last byte").not.to.equal(0);
    expect(machine.steps).to.equal(0);
    machine.run();
    expect(machine.status).to.equal(Status.Exited);
  });
});

describe("Memory", () => {
  it("proves leaves and subtrees", async () => {
    const keccak = await loadKeccak();
    const zeros = zeroSubtrees(keccak, 28);
    const machine = await start();
    machine.run();
    const root = machine.memory.root();
    let proven = 0;
    for (const address of [0, 0x00100010, 0x3ffffffc, 0x40000000, 0x40001380, 0x80000000, 0x80002328, 0xffffffff]) {
      const leaf = machine.memory.prove(address);
      expect(hex(foldPath(keccak, leaf, zeros))).to.equal(hex(root));
      expect(hex(leaf.node)).to.equal(hex(machine.memory.read(address - (address % 32), 32)));
      for (const [from, to] of [
        [5, 27],
        [7, 27],
        [9, 25],
        [0, 5],
        [3, 26],
        [0, 25],
        [26, 27],
      ] as const) {
        const size = 32 * 2 ** from;
        const path = machine.memory.prove(address - (address % size), from, to);
        const top = 32 * 2 ** to;
        expect(hex(foldPath(keccak, path, zeros))).to.equal(
          hex(machine.memory.subtreeRoot(address - (address % top), to)),
        );
        proven++;
      }
    }
    expect(proven).to.equal(56);
  });

  it("hashes what random writes leave", async () => {
    const keccak = await loadKeccak();
    const zeros = zeroSubtrees(keccak, 28);
    const memory = await Memory.create([{ address: 0x00100000, source: await hashed(bytesSource(data)) }]);
    const mirror = new Uint8Array(0x00110000);
    mirror.set(data, 0x00100000);
    for (let i = 0; i < 200; i++) {
      const address = 0x00100000 + ((i * 7919) % 60000);
      const bytes = new Uint8Array(i % 70).fill(i % 3 === 0 ? 0 : i);
      memory.write(address, bytes);
      mirror.set(bytes, address);
      if (i % 20 === 0) expect(hex(memory.root())).to.equal(hex(rootOfBytes(keccak, mirror, 27, zeros)));
    }
    expect(equalBytes(memory.read(0x00100000, 0x10000), mirror.subarray(0x00100000))).to.equal(true);
  });

  it("refuses what has no place", async () => {
    const memory = await Memory.create();
    expect(() => memory.write(0x000fffff, new Uint8Array(1))).to.throw(RangeError);
    expect(() => memory.write(0xffffffff, new Uint8Array(2))).to.throw(RangeError);
    expect(() => memory.read(0xffffffff, 2)).to.throw(RangeError);
    expect(() => memory.subtreeRoot(32, 1)).to.throw(RangeError);
    const source = bytesSource(new Uint8Array(5000));
    const failures = await Promise.all(
      [
        [{ address: 0, source }],
        [{ address: 0x00100020, source }],
        [{ address: 0xfffff000, source }],
        [{ address: 0x40000000, source: { ...source, pageRoots: new Uint8Array(64) } }],
        [
          { address: 0x40000000 + PAGE_SIZE, source: bytesSource(new Uint8Array(PAGE_SIZE + 1)) },
          { address: 0x40000000 + 2 * PAGE_SIZE, source },
        ],
      ].map(async (mappings) =>
        Memory.create(mappings).then(
          () => "created",
          (error: unknown) => error,
        ),
      ),
    );
    for (const failure of failures) expect(failure).to.be.instanceOf(RangeError);
  });
});
