import { expect } from "chai";

import { BinaryKind, Code, DType, Space, UnaryKind } from "../../sdk/src/models/generated.ts";
import { packLinear } from "../../sdk/src/models/pack.ts";
import type { Entry, Graph, Tensor } from "../../sdk/src/models/table.ts";
import { bytesOf, expectClose, graphOf, Random, runOperator, wild } from "./support/operators.ts";
import { compared, runFast, runTwins } from "./support/twins.ts";

const random = new Random(5);

/** Tensors by name, laid out one after the other in working memory. */
class Builder {
  readonly tensors: Tensor[] = [];
  private cursor = 0;
  work(dims: number[], dtype: Tensor["dtype"] = DType.FLOAT32): number {
    const offset = this.cursor;
    this.cursor += Math.ceil((4 * dims.reduce((p, d) => p * d, 1)) / 16) * 16;
    return this.tensors.push({ dtype, space: Space.WORK, dims, offset }) - 1;
  }
  input(dims: number[], dtype: Tensor["dtype"], offset: number): number {
    return this.tensors.push({ dtype, space: Space.INPUT, dims, offset }) - 1;
  }
  constant(values: Float32Array, dims: number[]): number {
    return this.tensors.push({ dtype: DType.FLOAT32, space: Space.WEIGHTS, dims, data: bytesOf(values) }) - 1;
  }
}

const [VOCABULARY, WIDTH, HEADS, KV_HEADS, DIM] = [11, 8, 4, 2, 4];
const SETTINGS = 64;

interface Decoder {
  graph: Graph;
  embedding: Float32Array;
  cos: Float32Array;
  sin: Float32Array;
  wq: Float32Array;
  wk: Float32Array;
  wv: Float32Array;
  head: Float32Array;
}

/** Embed, rotate, attend, predict: one layer of grouped-query attention. Input: settings, then a prompt. */
function decoder(steps: number, tokenBytes: 1 | 2 | 4, capacity: number, endToken = -1): Decoder {
  const at = new Builder();
  const [seed, temperature] = [at.input([1], DType.INT32, 0), at.input([1], DType.FLOAT32, 16)];
  const [topK, topP] = [at.input([1], DType.INT32, 32), at.input([1], DType.FLOAT32, 48)];
  const [embedding, cos, sin] = [
    random.floats(VOCABULARY * WIDTH),
    random.floats((steps * DIM) / 2, -1, 1),
    random.floats((steps * DIM) / 2, -1, 1),
  ];
  const [wq, wk, wv] = [
    random.floats(WIDTH * HEADS * DIM),
    random.floats(WIDTH * KV_HEADS * DIM),
    random.floats(WIDTH * KV_HEADS * DIM),
  ];
  const head = random.floats(HEADS * DIM * VOCABULARY);
  const [last, token, x] = [at.work([1], DType.INT32), at.work([1], DType.INT32), at.work([1, WIDTH])];
  const [q, k, v, y] = [
    at.work([HEADS, DIM]),
    at.work([KV_HEADS, DIM]),
    at.work([KV_HEADS, DIM]),
    at.work([1, HEADS * DIM]),
  ];
  const [keys, values] = [at.work([KV_HEADS, steps, DIM]), at.work([KV_HEADS, steps, DIM])];
  const [scores, logits] = [at.work([HEADS, steps]), at.work([1, VOCABULARY])];
  const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
  const linear = (output: number, input: number, weights: Float32Array, n: number, fanIn: number): Entry => ({
    op: "Linear",
    outputs: [output],
    inputs: [input, at.constant(packLinear(weights, fanIn, n), [Math.ceil(n / 4), fanIn, 4])],
    attributes: { k: fanIn, n, ...none },
  });
  const [cosTable, sinTable] = [at.constant(cos, [steps, DIM / 2]), at.constant(sin, [steps, DIM / 2])];
  const rope = (tensor: number, heads: number): Entry => ({
    op: "Rope",
    outputs: [tensor],
    inputs: [tensor, cosTable, sinTable],
    attributes: { heads, dim: DIM, interleaved: 0 },
  });
  const attention = (units: [number, number]): Entry => ({
    op: "Attention",
    outputs: [y, keys, values, scores],
    inputs: [q, k, v],
    attributes: { heads: HEADS, kvHeads: KV_HEADS, dim: DIM, scale: 0.5 },
    units,
  });
  const entries: Entry[] = [
    { op: "Token", outputs: [token], inputs: [last], attributes: { vocabulary: VOCABULARY } },
    {
      op: "Gather",
      outputs: [x],
      inputs: [at.constant(embedding, [VOCABULARY, WIDTH]), token],
      attributes: { n: VOCABULARY, inner: WIDTH },
    },
    linear(q, x, wq, HEADS * DIM, WIDTH),
    linear(k, x, wk, KV_HEADS * DIM, WIDTH),
    linear(v, x, wv, KV_HEADS * DIM, WIDTH),
    rope(q, HEADS),
    rope(k, KV_HEADS),
    attention([0, 1]),
    attention([1, HEADS]),
    { ...linear(logits, y, head, VOCABULARY, HEADS * DIM), afterPrompt: true },
    {
      op: "Sample",
      outputs: [last],
      inputs: [logits, seed, temperature, topK, topP],
      attributes: { vocabulary: VOCABULARY, endToken },
    },
  ];
  const graph: Graph = {
    tensors: at.tensors,
    entries,
    steps,
    inputBytes: [SETTINGS + tokenBytes, SETTINGS + steps * tokenBytes],
    outputBytes: capacity * tokenBytes,
    inputs: [seed, temperature, topK, topP],
    outputs: [],
    tokensOffset: SETTINGS,
    tokenBytes,
  };
  return { graph, embedding, cos, sin, wq, wk, wv, head };
}

function prompt(
  tokens: number[],
  tokenBytes: number,
  { seed = 0, temperature = 0, topK = 0, topP = 0 } = {},
): Uint8Array {
  const input = new Uint8Array(SETTINGS + tokens.length * tokenBytes);
  const view = new DataView(input.buffer);
  view.setUint32(0, seed, true);
  view.setFloat32(16, temperature, true);
  view.setUint32(32, topK, true);
  view.setFloat32(48, topP, true);
  tokens.forEach((token, i) => (input[SETTINGS + i * tokenBytes] = token));
  return input;
}

/** The decoder in float64, greedy. */
function greedy(model: Decoder, tokens: number[], steps: number, capacity: number): number[] {
  const mul = (x: number[], w: Float32Array, n: number) =>
    Array.from({ length: n }, (_, c) => x.reduce((sum, value, r) => sum + value * w[r * n + c]!, 0));
  const rotate = (x: number[], t: number) =>
    x.map((value, i) => {
      const [base, j] = [Math.floor(i / DIM) * DIM, i % DIM];
      const half = DIM / 2;
      const [c, s] = [model.cos[t * half + (j % half)]!, model.sin[t * half + (j % half)]!];
      return j < half ? value * c - x[base + j + half]! * s : value * c + x[base + j - half]! * s;
    });
  const [keys, values]: [number[][], number[][]] = [[], []];
  const out: number[] = [];
  for (let t = 0; t < steps && out.length < capacity; t++) {
    const token = tokens[t] ?? out.at(-1)!;
    const x = [...model.embedding.slice(token * WIDTH, (token + 1) * WIDTH)];
    const q = rotate(mul(x, model.wq, HEADS * DIM), t);
    keys.push(rotate(mul(x, model.wk, KV_HEADS * DIM), t));
    values.push(mul(x, model.wv, KV_HEADS * DIM));
    const y = Array.from({ length: HEADS * DIM }, (_, i) => {
      const [h, d] = [Math.floor(i / DIM), i % DIM];
      const kv = Math.floor(h / (HEADS / KV_HEADS)) * DIM;
      const weights = keys.map((key) => {
        let dot = 0;
        for (let j = 0; j < DIM; j++) dot += q[h * DIM + j]! * key[kv + j]!;
        return Math.exp(dot * 0.5);
      });
      const total = weights.reduce((a, b) => a + b, 0);
      return weights.reduce((sum, w, j) => sum + (w / total) * values[j]![kv + d]!, 0);
    });
    const logits = mul(y, model.head, VOCABULARY);
    if (t + 1 >= tokens.length) out.push(logits.indexOf(Math.max(...logits)));
  }
  return out;
}

const tokensOf = (output: Uint8Array, width: number) =>
  Array.from(
    { length: output.length / width },
    (_, i) => output[i * width]! + (width > 1 ? output[i * width + 1]! << 8 : 0),
  );

describe("guest, recurrent graphs: decoders and generators", () => {
  for (const tokenBytes of [1, 2, 4] as const)
    it(`decodes greedily with a KV cache, tokens of ${tokenBytes} bytes`, async () => {
      const model = decoder(9, tokenBytes, 5);
      const { result } = await runTwins(model.graph, prompt([3, 1, 4], tokenBytes));
      if (result.fault) throw new Error(result.reason);
      expect(tokensOf(result.output, tokenBytes)).to.deep.equal(greedy(model, [3, 1, 4], 9, 5));
    });

  it("stops at the last step when the prompt is long, and at the end token", async () => {
    const model = decoder(6, 1, 5);
    const { result } = await runTwins(model.graph, prompt([1, 2, 3, 4, 5], 1));
    if (result.fault) throw new Error(result.reason);
    const tokens = tokensOf(result.output, 1);
    expect(tokens)
      .to.deep.equal(greedy(model, [1, 2, 3, 4, 5], 6, 5))
      .and.to.have.length(2);

    const ends: Graph = {
      ...model.graph,
      entries: model.graph.entries.map((entry) =>
        entry.op === "Sample" ? { ...entry, attributes: { ...entry.attributes, endToken: tokens[1]! } } : entry,
      ),
    };
    const stopped = (await runTwins(ends, prompt([1, 2, 3, 4, 5], 1))).result;
    expect(stopped).to.deep.equal({
      fault: false,
      output: Uint8Array.from(tokens[0] === tokens[1] ? [] : [tokens[0]!]),
    });
  });

  it("a token outside the vocabulary fails the run", async () => {
    const { result } = await runTwins(decoder(4, 1, 2).graph, prompt([3, VOCABULARY], 1));
    expect(result).to.include({ fault: true, code: Code.INDEX });
  });

  it("samples from the distribution that temperature, top-k and top-p leave", async () => {
    const logits = Float32Array.from([2, 1, NaN, 0, 1.5, -1, -Infinity, 0.5]);
    const at = new Builder();
    const [seed, heat, k, p] = [
      at.input([1], DType.INT32, 0),
      at.input([1], DType.FLOAT32, 16),
      at.input([1], DType.INT32, 32),
      at.input([1], DType.FLOAT32, 48),
    ];
    const steps = 400;
    const graph: Graph = {
      tensors: at.tensors,
      entries: [
        {
          op: "Sample",
          outputs: [at.work([1], DType.INT32)],
          inputs: [at.constant(logits, [8]), seed, heat, k, p],
          attributes: { vocabulary: 8, endToken: -1 },
        },
      ],
      steps,
      inputBytes: [SETTINGS, SETTINGS + 4],
      outputBytes: steps,
      inputs: [seed, heat, k, p],
      outputs: [],
      tokensOffset: SETTINGS,
      tokenBytes: 1,
    };
    const weights = (temperature: number) =>
      [...logits].map((logit) => (Number.isNaN(logit) ? 0 : Math.exp(logit / temperature)));
    const order = [0, 4, 1, 7, 3, 5];
    const cases = [
      { settings: { temperature: 0 }, allowed: [0] },
      { settings: { temperature: 1 }, allowed: order },
      { settings: { temperature: 0.5, topK: 3 }, allowed: order.slice(0, 3) },
      { settings: { temperature: 1, topP: 0.7 }, allowed: order.slice(0, 3) },
      { settings: { temperature: 1, topK: 2, topP: 0.99 }, allowed: order.slice(0, 2) },
    ];
    for (const { settings, allowed } of cases) {
      const fast = await runFast(graph, prompt([], 1, { seed: 7, ...settings }));
      if (fast.fault) throw new Error(fast.reason);
      const all = weights(settings.temperature || 1);
      const total = allowed.reduce((sum, token) => sum + all[token]!, 0);
      for (let token = 0; token < 8; token++) {
        const share = fast.output.filter((other) => other === token).length / steps;
        const want =
          settings.temperature === 0 ? Number(token === 0) : allowed.includes(token) ? all[token]! / total : 0;
        expect(Math.abs(share - want), `token ${token}`).to.be.lessThan(want === 0 ? 1e-9 : 0.08);
      }
      const short: Graph = { ...graph, steps: 12, outputBytes: 12 };
      const { result } = await runTwins(short, prompt([], 1, { seed: 7, ...settings }));
      expect(result).to.deep.equal({ fault: false, output: fast.output.slice(0, 12) });
    }
    const other = await runTwins({ ...graph, steps: 12, outputBytes: 12 }, prompt([], 1, { seed: 8, temperature: 1 }));
    const again = await runTwins({ ...graph, steps: 12, outputBytes: 12 }, prompt([], 1, { seed: 7, temperature: 1 }));
    expect(other.result).to.not.deep.equal(again.result);
  });

  it("agrees on logits of every kind", async () => {
    for (let trial = 0; trial < 8; trial++) {
      const { graph, input } = graphOf({
        op: "Sample",
        attributes: { vocabulary: 150, endToken: -1 },
        inputs: [
          { dims: [150], values: wild(random, 150) },
          { dims: [1], values: Int32Array.from([trial]) },
          { dims: [1], values: trial < 2 ? wild(random, 1) : random.floats(1, 0.1, 3) },
          { dims: [1], values: random.integers(1, 0, trial % 2 ? 200 : 0) },
          { dims: [1], values: random.floats(1, 0, 1.2) },
        ],
        outputs: [{ dims: [1], dtype: DType.INT32 }],
      });
      // An empty prompt, after the settings.
      const table: Graph = {
        ...graph,
        tensors: [{ ...graph.tensors[0]!, space: Space.WORK }, ...graph.tensors.slice(1)],
        tokensOffset: input.length,
        inputs: [],
        outputs: [],
      };
      const { result } = await runTwins(table, input);
      if (result.fault) throw new Error(result.reason);
      expect(result.output).to.have.length(4);
    }
  });

  for (const interleaved of [0, 1])
    it(`Rope${interleaved ? ", interleaved" : ""}`, async () => {
      const [x, cos, sin] = [random.floats(12), random.floats(3), random.floats(3)];
      const { outputs } = await runOperator({
        op: "Rope",
        attributes: { heads: 2, dim: 6, interleaved },
        inputs: [
          { dims: [2, 6], values: x },
          { dims: [1, 3], values: cos, constant: true },
          { dims: [1, 3], values: sin, constant: true },
        ],
        outputs: [{ dims: [2, 6] }],
      });
      const want = Array<number>(12).fill(0);
      for (let h = 0; h < 2; h++)
        for (let i = 0; i < 3; i++) {
          const [p, q] = interleaved ? [h * 6 + 2 * i, h * 6 + 2 * i + 1] : [h * 6 + i, h * 6 + i + 3];
          want[p] = x[p]! * cos[i]! - x[q]! * sin[i]!;
          want[q] = x[q]! * cos[i]! + x[p]! * sin[i]!;
        }
      expectClose(outputs[0]!, want, 1e-6);
    });

  it("StepRow takes a row a step", async () => {
    const at = new Builder();
    const rows = at.constant(Float32Array.from([1, 10, 2, 20, 3, 30]), [3, 2]);
    const [row, sum] = [at.work([2]), at.work([2])];
    const out = at.tensors.push({ dtype: DType.FLOAT32, space: Space.OUTPUT, dims: [2], offset: 0 }) - 1;
    const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
    const { result } = await runTwins(
      {
        tensors: at.tensors,
        entries: [
          { op: "StepRow", outputs: [row], inputs: [rows], attributes: {} },
          { op: "Binary", outputs: [sum], inputs: [sum, row], attributes: { kind: BinaryKind.ADD, ...none } },
          {
            op: "Unary",
            outputs: [out],
            inputs: [sum],
            attributes: { kind: UnaryKind.COPY, alpha: 0, beta: 0 },
            steps: [2, 3],
          },
        ],
        steps: 3,
        inputBytes: [0, 0],
        outputBytes: 8,
        inputs: [],
        outputs: [out],
      },
      new Uint8Array(0),
    );
    if (result.fault) throw new Error(result.reason);
    expect([...new Float32Array(result.output.buffer)]).to.deep.equal([6, 60]);
  });

  it("Random: uniform and normal, a function of seed, stream, step and element", async () => {
    const draw = async (normal: number, seed: number, stream: number, count = 4001) => {
      const { outputs } = await runOperator({
        op: "Random",
        attributes: { normal, stream },
        inputs: [{ dims: [1], values: Int32Array.from([seed]) }],
        outputs: [{ dims: [count] }],
      });
      return outputs[0]!;
    };
    const moments = (x: number[]) => {
      const mean = x.reduce((a, b) => a + b, 0) / x.length;
      return [mean, x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length] as const;
    };
    const uniform = await draw(0, 1, 0);
    expect(Math.min(...uniform)).to.be.at.least(0);
    expect(Math.max(...uniform)).to.be.below(1);
    expectClose(moments(uniform), [1 / 2, 1 / 12], 0.02);
    const normal = await draw(1, 1, 0);
    expectClose(moments(normal), [0, 1], 0.06);
    expect(await draw(1, 1, 0, 100)).to.deep.equal(normal.slice(0, 100));
    expect(await draw(1, 1, 1, 100)).to.not.deep.equal(normal.slice(0, 100));
    expect(await draw(1, 2, 0, 100)).to.not.deep.equal(normal.slice(0, 100));
  });

  after(() => expect(compared.nodes).to.be.greaterThan(100));
});
