import { expect } from "chai";

import { Code, DType, Header, Space, Status, UnaryKind } from "../../sdk/src/models/generated.ts";
import { readTable, TableError, unitsOf, writeTable } from "../../sdk/src/models/table.ts";
import type { Entry, Graph, Tensor } from "../../sdk/src/models/table.ts";
import { packLinear } from "../../sdk/src/models/pack.ts";
import { bytesOf, graphOf, Random } from "./support/operators.ts";
import { compared, openFast, runTwins } from "./support/twins.ts";

const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
const float = (space: Tensor["space"], dims: number[], offset = 0): Tensor => ({
  dtype: DType.FLOAT32,
  space,
  dims,
  offset,
});
const constant = (values: Float32Array | Int32Array, dims: number[]): Tensor => ({
  dtype: values instanceof Float32Array ? DType.FLOAT32 : DType.INT32,
  space: Space.WEIGHTS,
  dims,
  data: bytesOf(values),
});

/** y = relu(x W + b), then y W again: two entries through working memory. */
function twoLayers(random: Random, steps = 1): Graph {
  const weight = constant(packLinear(random.floats(64), 8, 8), [2, 8, 4]);
  return {
    tensors: [
      float(Space.INPUT, [3, 8]),
      weight,
      constant(random.floats(8), [8]),
      float(Space.WORK, [3, 8], 64),
      float(Space.OUTPUT, [3, 8]),
    ],
    entries: [
      {
        op: "Linear",
        outputs: [3],
        inputs: [0, 1, 2],
        attributes: { k: 8, n: 8, ...none, activation: UnaryKind.RELU },
      },
      { op: "Linear", outputs: [4], inputs: [3, 1], attributes: { k: 8, n: 8, ...none } },
    ],
    steps,
    inputBytes: [96, 96],
    outputBytes: 96,
    inputs: [0],
    outputs: [4],
  };
}

describe("guest runtime", () => {
  const random = new Random(4);
  const input = bytesOf(random.floats(24));

  it("keeps the header as the court expects it", async () => {
    const { result, arena } = await runTwins(twoLayers(random), input);
    if (result.fault) throw new Error(result.reason);
    expect(result.output).to.have.length(96);
    expect([...new Uint32Array(arena.buffer, 0, 8)]).to.deep.equal([96, 96, 1, 0, 0, 0, 0, 0]);
    const zero = (from: number, to: number) => arena.subarray(from, to).every((byte) => byte === 0);
    expect(zero(32, 0x100000)).to.equal(true);
    expect(Buffer.compare(arena.subarray(0x100000, 0x100000 + 96), input)).to.equal(0);
    expect(zero(0x100000 + 96, 0x200000)).to.equal(true);
    expect(zero(0x200000 + 96, 0x400000)).to.equal(true);
    expect(Buffer.compare(arena.subarray(0x200000, 0x200000 + 96), result.output)).to.equal(0);
  });

  it("refuses an input of the wrong length", async () => {
    for (const length of [0, 92, 100]) {
      const { result, arena, instructions } = await runTwins(twoLayers(random), new Uint8Array(length).fill(1));
      expect(result).to.deep.equal({
        fault: true,
        code: Code.INPUT_LENGTH,
        reason: "the input's length is not one the model takes",
      });
      expect([...new Uint32Array(arena.buffer, 0, 8)]).to.deep.equal([length, 0, 2, Code.INPUT_LENGTH, 0, 0, 0, 0]);
      expect(instructions).to.have.length(1);
    }
  });

  it("does nothing more once it is done or failed", async () => {
    const session = await openFast(writeTable(twoLayers(random)));
    const run = session.start(input);
    while (run.step());
    const done = run.arena.slice();
    const again = session.resume(0, done);
    expect(again.step()).to.equal(false);
    expect(Buffer.compare(again.arena, done)).to.equal(0);
  });

  it("runs entries only at their steps", async () => {
    const graph = twoLayers(random, 3);
    const bias = constant(Float32Array.from([1]), []);
    const entries: Entry[] = [
      { op: "Fill", outputs: [1], inputs: [], attributes: { bits: 0 }, steps: [0, 1] },
      { op: "Binary", outputs: [1], inputs: [1, 2], attributes: { kind: 0, ...none }, steps: [0, 2] },
      {
        op: "Unary",
        outputs: [3],
        inputs: [1],
        attributes: { kind: UnaryKind.COPY, alpha: 0, beta: 0 },
        steps: [2, 3],
      },
    ];
    const { result, instructions } = await runTwins(
      {
        ...graph,
        tensors: [graph.tensors[0]!, float(Space.WORK, [1]), bias, float(Space.OUTPUT, [1])],
        entries,
        outputBytes: 4,
        inputs: [0],
        outputs: [3],
      },
      input,
    );
    if (result.fault) throw new Error(result.reason);
    expect(new Float32Array(result.output.buffer)[0]).to.equal(2);
    expect(instructions).to.have.length(9);
  });

  it("fails on an index out of range, wherever it comes from", async () => {
    const { graph } = graphOf({
      op: "Gather",
      attributes: { n: 4, inner: 2 },
      inputs: [
        { dims: [4, 2], values: random.floats(8), constant: true },
        { dims: [2], values: Int32Array.from([0, 0]) },
      ],
      outputs: [{ dims: [2, 2] }],
    });
    for (const index of [4, -5, 2 ** 31 - 1, -(2 ** 31)]) {
      const { result } = await runTwins(graph, bytesOf(Int32Array.from([1, index])));
      expect(result).to.include({ fault: true, code: Code.INDEX });
    }
    expect((await runTwins(graph, bytesOf(Int32Array.from([3, -4])))).result.fault).to.equal(false);
  });

  it("refuses operands that overlap, and takes those that coincide where it may", async () => {
    const unary = (offset: number): Graph => ({
      tensors: [
        float(Space.INPUT, [8]),
        float(Space.WORK, [8]),
        float(Space.WORK, [8], offset),
        float(Space.OUTPUT, [8]),
      ],
      entries: [0, 1].flatMap((pass): Entry[] => [
        {
          op: "Unary",
          outputs: [pass ? 2 : 1],
          inputs: [pass ? 1 : 0],
          attributes: { kind: UnaryKind.NEG, alpha: 0, beta: 0 },
        },
      ]),
      steps: 1,
      inputBytes: [32, 32],
      outputBytes: 32,
      inputs: [0],
      outputs: [3],
    });
    const eight = bytesOf(random.floats(8));
    expect((await runTwins(unary(0), eight)).result.fault).to.equal(false);
    expect((await runTwins(unary(16), eight)).result).to.include({ fault: true, code: Code.OPERAND });
    expect((await runTwins(unary(32), eight)).result.fault).to.equal(false);
  });

  it("fails alike, and in bounds, on a table with wrong words", async () => {
    const blob = writeTable(twoLayers(random));
    const table = readTable(blob);
    const end = Math.min(...table.tensors.filter(({ space }) => space === Space.WEIGHTS).map(({ offset }) => offset));
    const words = new Uint32Array(blob.buffer);
    const session = await openFast(blob);
    expect(session.run(input).fault).to.equal(false);
    // What the header says of its own size is checked by the host; entries, steps and extent set the trace's size.
    const fixed: number[] = [Header.MAGIC, Header.VERSION, Header.SIZE, Header.ENTRIES, Header.STEPS];
    let [faults, refused] = [0, 0];
    for (let trial = 0; trial < 60; trial++) {
      const mutated = blob.slice();
      const view = new Uint32Array(mutated.buffer);
      for (let change = 0; change <= random.below(2); change++) {
        const at = random.below(end / 4);
        if (fixed.includes(at) || at === Header.ARENA_EXTENT) continue;
        const values = [
          random.below(40),
          words[at]! ^ (1 << random.below(32)),
          random.bits(),
          words[random.below(end / 4)]!,
        ];
        view[at] = values[random.below(4)]!;
      }
      try {
        readTable(mutated);
      } catch (error) {
        expect(error).to.be.instanceOf(TableError);
        refused++;
        continue;
      }
      const { result } = await runTwins(mutated, input, 50_000_000);
      if (result.fault) faults++;
    }
    expect(faults).to.be.greaterThan(20);
    expect(refused).to.be.lessThan(20);
  });

  it("a session is reused, and a run of it ends when another starts", async () => {
    const session = await openFast(writeTable(twoLayers(random)));
    const first = session.run(input);
    const other = session.run(new Uint8Array(96));
    expect(other).to.not.deep.equal(first);
    expect(session.run(new Uint8Array(3)).fault).to.equal(true);
    expect(session.run(input)).to.deep.equal(first);

    const run = session.start(input);
    run.step();
    const kept = run.arena.slice();
    session.start(new Uint8Array(96));
    expect(() => run.step()).to.throw("another run");
    const resumed = session.resume(1, kept);
    expect(() => resumed.result()).to.throw(RangeError);
    expect(resumed.step()).to.equal(true);
    expect(resumed.step()).to.equal(false);
    expect(resumed.result()).to.deep.equal(first);
    expect(resumed.status).to.equal(Status.DONE);
  });

  it("says what a node writes", async () => {
    const session = await openFast(writeTable(twoLayers(random)));
    const run = session.start(input);
    let before = run.arena.slice();
    for (let node = 0; run.step(); node++) {
      const ranges = run.writes(node);
      run.arena.forEach((byte, at) => {
        if (byte !== before[at] && !ranges.some(([from, to]) => at >= from && at < to))
          throw new Error(`node ${node} wrote ${at}`);
      });
      before = run.arena.slice();
    }
    expect(run.writes(0)).to.deep.equal([
      [0, 32],
      [0x400040, 0x400040 + 96],
    ]);
  });

  it("tables are read back as written", () => {
    const graph = twoLayers(random);
    const table = readTable(writeTable(graph));
    expect(table.entries.map(({ op }) => op)).to.deep.equal(["Linear", "Linear"]);
    expect(table.entries[1]).to.deep.include({
      outputs: [4],
      inputs: [3, 1, -1],
      units: [0, 6],
      steps: [0, 1],
      attributes: { k: 8, n: 8, activation: 0, alpha: 0, beta: 0 },
    });
    expect(table.arenaExtent).to.equal(0x400000 + 64 + 128);
    expect(table).to.deep.include({ inputBytes: [96, 96], outputBytes: 96, steps: 1, inputs: [0], outputs: [4] });
    expect(unitsOf(graph.entries[0]!, graph.tensors)).to.equal(6);
  });

  it("tables that cannot be are not written", () => {
    const graph = twoLayers(random);
    const wrong = (change: Partial<Graph>) => () => writeTable({ ...graph, ...change });
    expect(wrong({ entries: [] })).to.throw(TableError, "empty");
    expect(wrong({ outputBytes: 2 ** 21 })).to.throw(TableError, "output");
    expect(wrong({ tensors: graph.tensors.slice(0, 4) })).to.throw(TableError, "no output");
    expect(wrong({ entries: [{ ...graph.entries[0]!, units: [0, 7] }] })).to.throw(TableError, "units 0 to 7 of 6");
    expect(wrong({ entries: [{ ...graph.entries[0]!, inputs: [0] } as Entry] })).to.throw(TableError, '"weight"');
    expect(wrong({ tensors: [float(Space.INPUT, [3, 8], 4), ...graph.tensors.slice(1)] })).to.throw(
      TableError,
      "multiple of 16",
    );
    expect(() => readTable(new Uint8Array(200))).to.throw(TableError, "not a node table");
  });

  after(() => expect(compared.nodes).to.be.greaterThan(100));
});
