import { expect } from "chai";

import { graphSvg, graphText, graphView } from "../../sdk/src/models/inspect.ts";
import { graphRuntime, importGraph, type ImportedModel, readOnnx, type Runtime } from "../../sdk/src/models/index.ts";
import { arenaRange, readTable } from "../../sdk/src/models/table.ts";
import { TOLERANCE } from "./support/cases.ts";
import { type ModelSpec, type NodeSpec, onnx, type TensorSpec } from "./support/onnx.ts";
import { compare, type NamedDrawn } from "./support/reference.ts";

const x = (...shape: number[]): NamedDrawn => ({ name: "x", dtype: "float32", shape, low: -2, high: 2 });

function constant(shape: readonly number[], of: (index: number) => number): TensorSpec {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: "float32", shape, data: Array.from({ length: count }, (_, i) => Math.fround(of(i))) };
}
const spread = (...shape: number[]): TensorSpec => constant(shape, (i) => Math.sin(7.3 * i + 1));
const positive = (...shape: number[]): TensorSpec => constant(shape, (i) => 0.5 + (i % 5) / 4);
const scalar = (value: number): TensorSpec => constant([], () => value);
const whole = (...data: number[]): TensorSpec => ({ dtype: "int64", shape: [data.length], data });

const node = (op: string, inputs: string, output: string, attributes: NodeSpec["attributes"] = {}): NodeSpec => ({
  op,
  inputs: inputs.split(" "),
  outputs: output.split(" "),
  attributes,
});

interface Net {
  readonly input: NamedDrawn;
  readonly nodes: readonly NodeSpec[];
  readonly constants: Readonly<Record<string, TensorSpec>>;
  readonly opset?: number;
}

const specOf = ({ input, nodes, constants, opset }: Net): ModelSpec => ({
  opset,
  inputs: [input],
  outputs: [{ name: "y", dtype: "float32" }],
  nodes,
  constants,
});

/** The guest's operators that a net becomes, tiles taken together. */
const operatorsOf = (net: Net): string[] =>
  graphView(importGraph(readOnnx(onnx(specOf(net)))).weights).nodes.map(({ operator, detail }) =>
    `${operator} ${detail}`.trim(),
  );

const nets: Readonly<Record<string, { readonly net: Net; readonly becomes: readonly string[] }>> = {
  "batch normalisation and an activation into a convolution": {
    net: {
      input: x(1, 3, 6, 6),
      nodes: [
        node("Conv", "x w b", "c", { pads: [1, 1, 1, 1] }),
        node("BatchNormalization", "c s o m v", "n"),
        node("Relu", "n", "y"),
      ],
      constants: { w: spread(8, 3, 3, 3), b: spread(8), s: positive(8), o: spread(8), m: spread(8), v: positive(8) },
    },
    becomes: ["Conv 3x3 + relu"],
  },
  "batch normalisation into a transposed convolution of groups": {
    net: {
      input: x(1, 4, 3, 3),
      nodes: [node("ConvTranspose", "x w", "c", { group: 2 }), node("BatchNormalization", "c s o m v", "y")],
      constants: { w: spread(4, 3, 2, 2), s: positive(6), o: spread(6), m: spread(6), v: positive(6) },
    },
    becomes: ["ConvTranspose 2x2 group 2"],
  },
  "batch normalisation into a product": {
    net: {
      input: x(3, 5),
      nodes: [node("Gemm", "x w b", "c", { transB: 1 }), node("BatchNormalization", "c s o m v", "y")],
      constants: { w: spread(4, 5), b: spread(4), s: positive(4), o: spread(4), m: spread(4), v: positive(4) },
    },
    becomes: ["Linear 5 to 4"],
  },
  "batch normalisation of what something else reads too": {
    net: {
      input: x(1, 2, 4, 4),
      nodes: [node("Conv", "x w", "c"), node("BatchNormalization", "c s o m v", "n"), node("Add", "n c", "y")],
      constants: { w: spread(4, 2, 1, 1), s: positive(4), o: spread(4), m: spread(4), v: positive(4) },
    },
    becomes: ["Conv 1x1", "Binary mul", "Binary add", "Binary add"],
  },
  "a product, its bias and an activation": {
    net: {
      input: x(2, 3, 5),
      nodes: [node("MatMul", "x w", "m"), node("Add", "b m", "a"), node("Tanh", "a", "y")],
      constants: { w: spread(5, 7), b: spread(7) },
    },
    becomes: ["Linear 5 to 7 + tanh"],
  },
  "a product of a transpose, scaled": {
    net: {
      input: x(2, 3, 4),
      nodes: [node("Transpose", "x", "t", { perm: [0, 2, 1] }), node("MatMul", "x t", "m"), node("Mul", "m s", "y")],
      constants: { s: scalar(0.3) },
    },
    becomes: ["MatMul"],
  },
  "an activation of what something else reads too": {
    net: {
      input: x(2, 5),
      nodes: [node("Gemm", "x w", "g"), node("Relu", "g", "r"), node("Add", "r g", "y")],
      constants: { w: spread(5, 5) },
    },
    becomes: ["Linear 5 to 5", "Unary relu", "Binary add"],
  },
  "x * Sigmoid(x)": {
    net: { input: x(9), nodes: [node("Sigmoid", "x", "s"), node("Mul", "s x", "y")], constants: {} },
    becomes: ["Unary silu"],
  },
  "Gelu by Erf": {
    net: {
      input: x(40),
      nodes: [
        node("Div", "x r", "d"),
        node("Erf", "d", "e"),
        node("Add", "e one", "a"),
        node("Mul", "x a", "m"),
        node("Mul", "m half", "y"),
      ],
      constants: { r: scalar(Math.SQRT2), one: scalar(1), half: scalar(0.5) },
    },
    becomes: ["Unary gelu"],
  },
  "Gelu by Tanh": {
    net: {
      input: x(40),
      nodes: [
        node("Pow", "x three", "p"),
        node("Mul", "p c", "q"),
        node("Add", "x q", "s"),
        node("Mul", "s k", "t"),
        node("Tanh", "t", "h"),
        node("Add", "h one", "a"),
        node("Mul", "x half", "b"),
        node("Mul", "b a", "y"),
      ],
      constants: {
        three: scalar(3),
        c: scalar(0.044715),
        k: scalar(Math.sqrt(2 / Math.PI)),
        one: scalar(1),
        half: scalar(0.5),
      },
    },
    becomes: ["Unary gelu_tanh"],
  },
  "layer normalisation in steps": {
    net: {
      input: x(2, 3, 8),
      nodes: [
        node("ReduceMean", "x", "mean", { axes: [-1] }),
        node("Sub", "x mean", "d"),
        node("Pow", "d two", "q"),
        node("ReduceMean", "q", "v", { axes: [-1] }),
        node("Add", "v eps", "e"),
        node("Sqrt", "e", "r"),
        node("Div", "d r", "n"),
        node("Mul", "n w", "s"),
        node("Add", "s b", "y"),
      ],
      constants: { two: scalar(2), eps: scalar(1e-3), w: spread(8), b: spread(8) },
    },
    becomes: ["Normalize"],
  },
  "RMS normalisation in steps": {
    net: {
      input: x(2, 3, 8),
      nodes: [
        node("Mul", "x x", "q"),
        node("ReduceMean", "q", "v", { axes: [2] }),
        node("Add", "v eps", "e"),
        node("Sqrt", "e", "r"),
        node("Reciprocal", "r", "i"),
        node("Mul", "x i", "n"),
        node("Mul", "w n", "y"),
      ],
      constants: { eps: scalar(1e-6), w: spread(8) },
    },
    becomes: ["Normalize"],
  },
  "normalisation of groups in steps, and an activation": {
    net: {
      input: x(2, 6, 3, 3),
      nodes: [
        node("Reshape", "x three", "r"),
        node("InstanceNormalization", "r ones zeros", "n"),
        node("Reshape", "n back", "g"),
        node("Mul", "g w", "s"),
        node("Add", "s b", "a"),
        node("Relu", "a", "y"),
      ],
      constants: {
        three: whole(0, 3, -1),
        back: whole(2, 6, 3, 3),
        ones: constant([3], () => 1),
        zeros: constant([3], () => 0),
        w: spread(6, 1, 1),
        b: spread(6, 1, 1),
      },
    },
    becomes: ["Normalize + relu"],
  },
  "a shape computed in steps": {
    net: {
      input: x(2, 3, 4),
      nodes: [
        node("Shape", "x", "s"),
        node("Gather", "s zero", "n"),
        node("Unsqueeze", "n axis", "u"),
        node("Concat", "u rest", "t", { axis: 0 }),
        node("Reshape", "x t", "r"),
        node("Exp", "r", "y"),
      ],
      constants: { zero: { dtype: "int64", shape: [], data: [0] }, axis: whole(0), rest: whole(-1) },
    },
    becomes: ["Unary exp"],
  },
};

describe("importer", () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await graphRuntime();
  });

  for (const [what, { net, becomes }] of Object.entries(nets)) {
    it(`joins ${what}`, async () => {
      expect(operatorsOf(net)).to.deep.equal(becomes);
      const compared = await compare(onnx(specOf(net)), [net.input], runtime, () => TOLERANCE);
      expect(compared).to.be.greaterThan(0);
    });
  }

  it("scales in the cast where that rounds alike", () => {
    const scaled = (op: string, by: number): string[] => {
      const spec: ModelSpec = {
        inputs: [{ name: "x", dtype: "uint8", shape: [8] }],
        outputs: [{ name: "y", dtype: "float32" }],
        nodes: [node("Cast", "x", "f", { to: 1 }), node(op, "f s", "y")],
        constants: { s: scalar(by) },
      };
      return graphView(importGraph(readOnnx(onnx(spec))).weights).nodes.map(({ operator }) => operator);
    };
    expect(scaled("Div", 16)).to.deep.equal(["Cast"]);
    expect(scaled("Mul", 0.1)).to.deep.equal(["Cast"]);
    expect(scaled("Div", 255)).to.deep.equal(["Cast", "Binary"]);
  });

  it("gives no two values that are needed at once the same memory", () => {
    const spec = specOf({
      input: x(64),
      nodes: [
        node("Exp", "x", "a"),
        node("Sin", "x", "b"),
        node("Cos", "a", "c"),
        node("Softmax", "b", "d"),
        node("Concat", "a b c d", "e", { axis: 0 }),
        node("Reshape", "e s", "f"),
        node("Transpose", "f", "g"),
        node("MatMul", "g f", "y"),
      ],
      constants: { s: whole(16, 16) },
    });
    const imported = importGraph(readOnnx(onnx(spec)));
    const { entries, tensors } = imported.graph;
    /** Which tensors will be read again before they are written, after each entry. */
    const needed = new Set<number>(imported.graph.outputs);
    let overlaps = 0;
    for (const entry of [...entries].reverse()) {
      for (const output of entry.outputs) {
        for (const other of needed) {
          const apart = disjoint(imported, output, other);
          const same = tensors[output]!.offset === tensors[other]!.offset && output !== other;
          if (other !== output && !apart && entry.op !== "Place")
            expect(same, `tensors ${output}, ${other}`).to.equal(false);
          if (!apart) overlaps++;
        }
        if (entry.op !== "Place") needed.delete(output);
      }
      for (const input of entry.inputs) if (input !== null) needed.add(input);
    }
    expect(overlaps).to.be.greaterThan(0);
    expect(imported.workBytes).to.be.lessThan(64 * 4 * 16);
  });

  it("cuts work into nodes that fit, and covers all of it", () => {
    const spec = specOf({
      input: x(1, 16, 24, 24),
      nodes: [node("Conv", "x w", "c", { pads: [1, 1, 1, 1] }), node("Softmax", "c", "y", { axis: 1 })],
      constants: { w: spread(30, 16, 3, 3) },
    });
    const { entries, graph, logNodes, logSteps } = importGraph(readOnnx(onnx(spec)));
    expect(entries.length)
      .to.be.greaterThan(4)
      .and.at.most(2 ** logNodes);
    for (const { bound } of entries) expect(bound).to.be.at.most(2 ** logSteps);
    const channels = new Map<number, number>();
    let softmax = 0;
    for (const { entry } of entries) {
      const [start = 0, end = 0] = entry.units ?? [];
      if (entry.op === "Softmax") softmax += entry.units === undefined ? 24 * 24 : end - start;
      else {
        const own = graph.tensors[entry.outputs[0]!]!.dims[1]!;
        const rows = entry.units === undefined ? 24 : end - start;
        channels.set(entry.outputs[0]!, (channels.get(entry.outputs[0]!) ?? 0) + rows * own);
      }
    }
    expect(softmax).to.equal(24 * 24);
    expect([...channels.values()].reduce((sum, done) => sum + done, 0)).to.equal(24 * 30);
  });

  it("computes the same whether channels are split or not", async () => {
    const net: Net = {
      input: x(1, 2, 5, 16),
      nodes: [
        node("Conv", "x w b", "c", { pads: [1, 1, 1, 1] }),
        node("ConvTranspose", "c v", "y", { strides: [2, 2] }),
      ],
      constants: { w: spread(38, 2, 3, 3), b: spread(38), v: spread(38, 10, 1, 1) },
    };
    const parts = operatorsOf(net).map((operator) => operator.split(" ")[0]);
    expect(parts).to.deep.equal(["Conv", "Conv", "ConvTranspose", "ConvTranspose", "ConvTranspose"]);
    await compare(onnx(specOf(net)), [net.input], runtime, () => 1e-4);
  });

  it("stores equal constants once, and nothing that is not read", () => {
    const big = spread(32, 32);
    const sizeOf = (constants: Record<string, TensorSpec>, second: string): number =>
      importGraph(
        readOnnx(
          onnx(
            specOf({
              input: x(1, 32),
              nodes: [node("MatMul", "x v", "a"), node("MatMul", `a ${second}`, "y")],
              constants,
            }),
          ),
        ),
      ).weights.length;
    const once = sizeOf({ v: big }, "v");
    // A descriptor more, and what aligns after it.
    expect(sizeOf({ v: big, w: { ...big }, unused: spread(99) }, "w")).to.be.closeTo(once, 64);
    expect(sizeOf({ v: big, w: constant([32, 32], (i) => i) }, "w")).to.be.closeTo(once + 32 * 32 * 4, 64);
  });

  it("puts an output in its place even when it is an input, a constant, or another output", async () => {
    const spec: ModelSpec = {
      inputs: [x(2, 3)],
      outputs: ["a", "b", "c", "x", "d"].map((name) => ({ name, dtype: "float32" as const })),
      nodes: [node("Exp", "x", "a"), node("Identity", "a", "b"), node("Reshape", "a s", "c"), node("Add", "k k", "d")],
      constants: { s: whole(6), k: spread(5) },
    };
    expect(await compare(onnx(spec), [x(2, 3)], runtime, () => TOLERANCE)).to.equal(4 * 6 + 5);
  });

  it("draws the graph", () => {
    const net = nets["a product, its bias and an activation"]!.net;
    const view = graphView(importGraph(readOnnx(onnx(specOf(net)))).weights);
    expect(graphText(view).split("\n")).to.deep.equal([
      "input  float32[2,3,5]",
      "#0  Linear 5 to 7 + tanh <- input  ->  float32[2,3,7]",
      "output float32[2,3,7]",
    ]);
    const svg = graphSvg(view);
    expect(svg)
      .to.match(/^<svg /)
      .and.to.contain("Linear 5 to 7 + tanh");
    expect(svg.match(/<path d="M[^"]*" marker/g)).to.have.length(1);
  });
});

/** Do two tensors share no byte? */
function disjoint({ weights }: ImportedModel, a: number, b: number): boolean {
  const { tensors } = readTable(weights);
  if (tensors[a]!.space === 0 || tensors[b]!.space === 0) return true;
  const [[from, to], [start, end]] = [arenaRange(tensors[a]!), arenaRange(tensors[b]!)];
  return to <= start || end <= from;
}
