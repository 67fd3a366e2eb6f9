import { expect } from "chai";

import { Comparison } from "../../sdk/src/models/equality.ts";
import {
  buildPackage,
  graphRuntime,
  importGraph,
  type ImportedModel,
  ModelError,
  readOnnx,
  type Runtime,
  Session,
} from "../../sdk/src/models/index.ts";
import { type ModelSpec, type NodeSpec, onnx, type TensorSpec } from "./support/onnx.ts";

const table = (shape: readonly number[], of: (index: number) => number): TensorSpec => ({
  dtype: "float32",
  shape,
  data: Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, (_, i) => Math.fround(of(i))),
});
const imo = (op: string, inputs: string, output: string, attributes: NodeSpec["attributes"] = {}): NodeSpec => ({
  op,
  domain: "openimo",
  inputs: inputs.split(" "),
  outputs: [output],
  attributes,
});
const std = (op: string, inputs: string, output: string, attributes: NodeSpec["attributes"] = {}): NodeSpec => ({
  ...imo(op, inputs, output, attributes),
  domain: "",
});

const STEPS = 6;

/** x' = tanh(W x + b[step]) from x = input * 2, six times; the output is 10 x'. */
const iterated: ModelSpec = {
  inputs: [{ name: "start", dtype: "float32", shape: [4] }],
  outputs: [{ name: "y", dtype: "float32" }],
  nodes: [
    std("Mul", "start two", "doubled"),
    imo("State", "doubled", "x", { name: "x" }),
    std("MatMul", "w x", "wx"),
    imo("StepRow", "b", "row"),
    std("Add", "wx row", "sum"),
    // Depends on the input alone, and is needed at every step.
    std("Exp", "doubled", "exp"),
    std("Reciprocal", "exp", "gate"),
    std("Mul", "sum gate", "gated"),
    std("Tanh", "gated", "next"),
    imo("SetState", "next", "after", { name: "x" }),
    std("Mul", "after ten", "y"),
  ],
  constants: {
    two: table([], () => 2),
    ten: table([], () => 10),
    w: table([4, 4], (i) => Math.sin(i + 1)),
    b: table([STEPS, 4], (i) => Math.cos(3 * i)),
  },
};

function iterate(start: readonly number[]): number[] {
  const { w, b } = iterated.constants as Record<"w" | "b", TensorSpec>;
  const doubled = start.map((value) => 2 * value);
  let x = doubled;
  for (let step = 0; step < STEPS; step++) {
    x = x.map((_, i) => {
      const sum = x.reduce((total, value, j) => total + w.data[4 * i + j]! * value, b.data[4 * step + i]!);
      return Math.tanh(sum * Math.exp(-doubled[i]!));
    });
  }
  return x.map((value) => 10 * value);
}

const [VOCABULARY, DIM, HEADS, KV, LENGTH, CONTEXT] = [13, 8, 2, 1, 5, 9];
const HALF = DIM / HEADS / 2;

/** One layer of attention over a prompt of bytes, with residual and tied output weights. */
const decoder = (sampled: boolean): ModelSpec => ({
  inputs: [
    { name: "prompt", dtype: "uint8", shape: [CONTEXT - 1] },
    ...(sampled
      ? ([
          { name: "seed", dtype: "int32", shape: [1] },
          { name: "temperature", dtype: "float32", shape: [1] },
          { name: "topK", dtype: "int32", shape: [1] },
          { name: "topP", dtype: "float32", shape: [1] },
        ] as const)
      : []),
  ],
  outputs: [{ name: "reply", dtype: "uint8" }],
  nodes: [
    imo("Token", "prompt", "token", { vocabulary: VOCABULARY }),
    std("Gather", "embedding token", "e"),
    std("Gemm", "e wq", "q"),
    std("Gemm", "e wk", "k"),
    std("Gemm", "e wv", "v"),
    imo("Rope", "q cos sin", "qr", { heads: HEADS }),
    imo("Rope", "k cos sin", "kr", { heads: KV }),
    imo("CausalAttention", "qr kr v", "a", { heads: HEADS, kv_heads: KV }),
    std("Gemm", "a wo", "o"),
    std("Add", "o e", "h"),
    std("Gemm", "h wl", "logits"),
    imo("Sample", sampled ? "logits seed temperature topK topP" : "logits", "reply", {
      length: LENGTH,
      bytes: 1,
      end_token: 0,
    }),
  ],
  constants: weights,
});

const weights: Record<string, TensorSpec> = {
  embedding: table([VOCABULARY, DIM], (i) => Math.sin(i * 7.7)),
  wq: table([DIM, DIM], (i) => Math.sin(i * 1.3 + 1)),
  wk: table([DIM, (DIM / HEADS) * KV], (i) => Math.sin(i * 2.1 + 2)),
  wv: table([DIM, (DIM / HEADS) * KV], (i) => Math.sin(i * 3.7 + 3)),
  wo: table([DIM, DIM], (i) => Math.sin(i * 0.9 + 4)),
  wl: table([DIM, VOCABULARY], (i) => Math.sin(i * 5.3 + 5)),
  cos: table([CONTEXT, HALF], (i) => Math.cos(Math.floor(i / HALF) * 0.5 ** (i % HALF))),
  sin: table([CONTEXT, HALF], (i) => Math.sin(Math.floor(i / HALF) * 0.5 ** (i % HALF))),
};

/** The decoder's greedy reply, in double precision. */
function reply(prompt: readonly number[]): number[] {
  const times = (x: readonly number[], name: string): number[] => {
    const { data, shape } = weights[name]!;
    return Array.from({ length: shape[1]! }, (_, n) =>
      x.reduce((sum, value, k) => sum + value * data[k * shape[1]! + n]!, 0),
    );
  };
  const turned = (x: readonly number[], step: number): number[] =>
    x.map((value, i) => {
      const at = i % (2 * HALF);
      const angle = step * HALF + (at % HALF);
      const [cos, sin] = [weights.cos!.data[angle]!, weights.sin!.data[angle]!];
      return at < HALF ? value * cos - x[i + HALF]! * sin : value * cos + x[i - HALF]! * sin;
    });
  const keys: number[][] = [];
  const values: number[][] = [];
  const output: number[] = [];
  for (let step = 0; step < CONTEXT; step++) {
    const token = prompt[step] ?? output.at(-1)!;
    const e = Array.from({ length: DIM }, (_, i) => weights.embedding!.data[token * DIM + i]!);
    keys.push(turned(times(e, "wk"), step));
    values.push(times(e, "wv"));
    const q = turned(times(e, "wq"), step);
    const attended = Array.from({ length: DIM }, (_, i) => {
      const head = Math.floor(i / (DIM / HEADS)) * (DIM / HEADS);
      const scores = keys.map((key) => Math.exp(key.reduce((sum, value, j) => sum + value * q[head + j]!, 0) / 2));
      const total = scores.reduce((sum, score) => sum + score, 0);
      return scores.reduce((sum, score, t) => sum + (score / total) * values[t]![i - head]!, 0);
    });
    if (step + 1 < prompt.length) continue;
    const logits = times(
      times(attended, "wo").map((value, i) => value + e[i]!),
      "wl",
    );
    const best = logits.indexOf(Math.max(...logits));
    if (best === 0 || output.push(best) === LENGTH) break;
  }
  return output;
}

describe("recurrent models", () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await graphRuntime();
  });

  async function runBoth(imported: ImportedModel, input: Uint8Array): Promise<Uint8Array> {
    const session = await Session.open(imported.weights, runtime.module);
    const result = session.run(input);
    if (result.fault) throw new Error(result.reason);
    const { worst } = (await Comparison.open(imported, runtime)).run({ first: 0, inputs: [input] });
    worst.forEach((steps, node) => {
      const { bound, label } = imported.entries[node % imported.entries.length]!;
      expect(steps, `node ${node}, ${label}`).to.be.at.most(bound);
    });
    return result.output;
  }

  it("carries a state from step to step", async () => {
    const imported = importGraph(readOnnx(onnx(iterated)), { steps: STEPS });
    const start = [0.1, -0.4, 0.7, 0.2];
    const output = await runBoth(imported, new Uint8Array(Float32Array.from(start).buffer));
    const found = Array.from(new Float32Array(output.buffer));
    iterate(start).forEach((value, i) => expect(Math.abs(found[i]! - value)).to.be.lessThan(1e-4));
    expect(2 ** imported.logNodes).to.be.at.least(imported.entries.length * STEPS);
  });

  it("runs what depends on the input alone once, and what only the output needs at the end", () => {
    const { entries } = importGraph(readOnnx(onnx(iterated)), { steps: STEPS });
    const steps = new Map(entries.map(({ entry, label }) => [label, entry.steps]));
    expect(steps.get("exp")).to.deep.equal([0, 1]);
    expect(steps.get("wx")).to.deep.equal([0, STEPS]);
    expect(steps.get("y")).to.deep.equal([STEPS - 1, STEPS]);
    expect(steps.get("after")).to.deep.equal([0, STEPS - 1]);
  });

  it("takes the steps from the model's properties, or from the caller", () => {
    expect(() => importGraph(readOnnx(onnx(iterated)))).to.throw(ModelError, /6 rows for 1 steps/);
  });

  it("decodes greedily, prompts of any length", async () => {
    const imported = importGraph(readOnnx(onnx(decoder(false))), { steps: CONTEXT });
    expect(imported.graph.inputBytes).to.deep.equal([1, CONTEXT - 1]);
    let tokens = 0;
    for (const prompt of [[1], [5, 2, 9], [12, 11, 10, 9, 8], [3, 3, 3, 3, 3, 3, 3, 4]]) {
      const output = await runBoth(imported, Uint8Array.from(prompt));
      expect(Array.from(output), `after ${prompt}`).to.deep.equal(reply(prompt));
      tokens += output.length;
    }
    expect(tokens).to.be.greaterThan(8);
  });

  it("computes logits only from the prompt's end on", () => {
    const { entries } = importGraph(readOnnx(onnx(decoder(false))), { steps: CONTEXT });
    const late = entries.filter(({ entry }) => entry.afterPrompt).map(({ label }) => label);
    expect(late).to.include("logits").and.to.include("o").and.to.not.include("k");
  });

  it("samples by a seed, the same with the same and another with another", async () => {
    const imported = importGraph(readOnnx(onnx(decoder(true))), { steps: CONTEXT });
    const { tokensOffset, inputBytes } = imported.graph;
    expect(inputBytes[0]).to.equal(tokensOffset! + 1);
    const replies = new Set<string>();
    for (let seed = 0; seed < 12; seed++) {
      const input = new Uint8Array(tokensOffset! + 2);
      const view = new DataView(input.buffer);
      const at = (name: string): number => {
        const index = imported.typed.inputs.findIndex((value) => value.name === name);
        return imported.graph.tensors[imported.graph.inputs[index]!]!.offset!;
      };
      view.setInt32(at("seed"), seed % 6, true);
      view.setFloat32(at("temperature"), 2, true);
      view.setInt32(at("topK"), 8, true);
      view.setFloat32(at("topP"), 0.95, true);
      input.set([4, 7], tokensOffset);
      replies.add(`${seed % 6}: ${Array.from(await runBoth(imported, input)).join(" ")}`);
    }
    expect(replies.size).to.equal(6);
    expect(new Set([...replies].map((text) => text.slice(3))).size).to.be.greaterThan(2);
  });

  it("fails on a token outside the vocabulary, in both builds", async () => {
    const imported = importGraph(readOnnx(onnx(decoder(false))), { steps: CONTEXT });
    const session = await Session.open(imported.weights, runtime.module);
    const result = session.run(Uint8Array.of(1, 99));
    expect(result.fault && result.reason).to.match(/index/);
    (await Comparison.open(imported, runtime)).run({ first: 0, inputs: [Uint8Array.of(1, 99)] });
  });

  it("finds a text's words, and keeps what Once was given", async () => {
    const listed = ["red", "ring", "on", "navy"];
    const model: ModelSpec = {
      inputs: [
        { name: "seed", dtype: "int32", shape: [1] },
        { name: "text", dtype: "uint8", shape: [24] },
      ],
      outputs: [{ name: "y", dtype: "float32" }],
      nodes: [
        imo("Words", "text", "words", { words: listed.join(" "), length: 4 }),
        std("Gather", "rows words", "found"),
        imo("Random", "seed", "noise", { shape: [4], normal: 0 }),
        imo("Once", "noise", "first"),
        std("Mul", "found first", "product"),
        imo("State", "product", "sum", { name: "sum" }),
        std("Add", "sum product", "next"),
        imo("SetState", "next", "y", { name: "sum" }),
      ],
      constants: { rows: table([5], (i) => i) },
    };
    const imported = importGraph(readOnnx(onnx(model)), { steps: 3, shortest: 0 });
    expect(imported.graph.inputBytes).to.deep.equal([16, 40]);
    const input = (text: string): Uint8Array => {
      const bytes = new TextEncoder().encode(`${"\0".repeat(16)}${text}`);
      bytes[0] = 9;
      return bytes;
    };
    const found = new Float32Array((await runBoth(imported, input("Ring on navy"))).buffer);
    const ones = new Float32Array((await runBoth(imported, input("red red red red"))).buffer);
    [2, 3, 4, 0].forEach((number, i) => expect(Math.abs(found[i]! - number * ones[i]!)).to.be.lessThan(1e-5));
    expect(ones[0]).to.be.within(0.01, 4);
    // Without samples of the author's, a build makes up some of the least and the greatest length.
    const named = { name: "words", version: "1.0.0", task: "test", licence: "MIT" };
    const { manifest } = await buildPackage(onnx(model), { ...named, steps: 3, shortest: 0 });
    expect(manifest.samples.count).to.equal(2);
    const session = await Session.open(imported.weights, runtime.module);
    const result = session.run(input("a ring"));
    expect(result.fault && result.reason).to.match(/a word that the model does not know/);
  });

  it("refuses lists of words that are none", () => {
    const build = (words: string): unknown =>
      importGraph(
        readOnnx(
          onnx({
            inputs: [{ name: "text", dtype: "uint8", shape: [8] }],
            outputs: [{ name: "y", dtype: "int64" }],
            nodes: [imo("Words", "text", "y", { words, length: 2 })],
          }),
        ),
      );
    expect(() => build("red Ring")).to.throw(ModelError, /"Ring" is no word/);
    expect(() => build("red  ring")).to.throw(ModelError, /"" is no word/);
    expect(() => build("red ring red")).to.throw(ModelError, /"red" is there twice/);
  });

  it("refuses states that are not set, set twice, or of another shape", () => {
    const build = (nodes: readonly NodeSpec[]): unknown =>
      importGraph(
        readOnnx(
          onnx({
            inputs: [{ name: "x", dtype: "float32", shape: [3] }],
            outputs: [{ name: "y", dtype: "float32" }],
            nodes,
          }),
        ),
        { steps: 3 },
      );
    const read = imo("State", "x", "s", { name: "s" });
    const set = imo("SetState", "s", "t", { name: "s" });
    expect(() => build([read, std("Exp", "s", "y")])).to.throw(ModelError, /nothing sets the state "s"/);
    expect(() => build([read, set, imo("SetState", "t", "y", { name: "s" })])).to.throw(ModelError, /set twice/);
    expect(() => build([imo("SetState", "x", "y", { name: "s" })])).to.throw(ModelError, /no state of this name/);
    expect(() =>
      build([read, std("Concat", "s s", "c", { axis: 0 }), imo("SetState", "c", "y", { name: "s" })]),
    ).to.throw(ModelError, /no value of a state/);
  });
});
