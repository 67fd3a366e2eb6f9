import { expect } from "chai";

import { BinaryKind, DType, UnaryKind } from "../../sdk/src/models/generated.ts";
import { expectClose, Random, runOperator, wild } from "./support/operators.ts";
import { compared } from "./support/twins.ts";

/** Abramowitz and Stegun 7.1.5 by its series; good to float64 for |x| < 5. */
function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return Math.abs(x) > 5 ? Math.sign(x) : (2 / Math.sqrt(Math.PI)) * sum;
}
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const halfEven = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
const clip = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

interface Unary {
  f: (x: number) => number;
  low?: number;
  high?: number;
  alpha?: number;
  beta?: number;
  tolerance?: number;
}
const unaries: Record<keyof typeof UnaryKind, Unary> = {
  COPY: { f: (x) => x, tolerance: 0 },
  RELU: { f: (x) => Math.max(0, x), tolerance: 0 },
  LEAKY_RELU: { f: (x) => (x < 0 ? x * 0.125 : x), alpha: 0.125, tolerance: 0 },
  SIGMOID: { f: sigmoid, low: -20, high: 20 },
  HARD_SIGMOID: { f: (x) => clip(0.25 * x + 0.5, 0, 1), alpha: 0.25, beta: 0.5 },
  TANH: { f: Math.tanh },
  ELU: { f: (x) => (x < 0 ? 1.5 * Math.expm1(x) : x), alpha: 1.5 },
  SELU: { f: (x) => 1.05 * (x < 0 ? 1.67 * Math.expm1(x) : x), alpha: 1.67, beta: 1.05 },
  GELU: { f: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)) },
  GELU_TANH: { f: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) },
  ERF: { f: erf },
  SILU: { f: (x) => x * sigmoid(x) },
  HARD_SWISH: { f: (x) => x * clip(x / 6 + 0.5, 0, 1) },
  CLIP: { f: (x) => clip(x, -0.5, 1.25), alpha: -0.5, beta: 1.25, tolerance: 0 },
  EXP: { f: Math.exp, low: -80, high: 80 },
  LOG: { f: Math.log, low: 1e-6, high: 100 },
  SQRT: { f: (x) => Math.fround(Math.sqrt(x)), low: 0, high: 100, tolerance: 0 },
  RSQRT: { f: (x) => 1 / Math.sqrt(x), low: 0.1, high: 100 },
  RECIPROCAL: { f: (x) => Math.fround(1 / x), tolerance: 0 },
  ABS: { f: Math.abs, tolerance: 0 },
  NEG: { f: (x) => -x, tolerance: 0 },
  FLOOR: { f: Math.floor, low: -9, high: 9, tolerance: 0 },
  CEIL: { f: Math.ceil, low: -9, high: 9, tolerance: 0 },
  ROUND: { f: halfEven, low: -9, high: 9, tolerance: 0 },
  SOFTPLUS: { f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), low: -10, high: 10 },
  SIGN: { f: Math.sign, tolerance: 0 },
  SIN: { f: Math.sin, low: -100, high: 100 },
  COS: { f: Math.cos, low: -100, high: 100 },
};

const binaries: Record<keyof typeof BinaryKind, (a: number, b: number) => number> = {
  ADD: (a, b) => a + b,
  SUB: (a, b) => a - b,
  MUL: (a, b) => a * b,
  DIV: (a, b) => a / b,
  MIN: Math.min,
  MAX: Math.max,
  POW: (a, b) => a ** b,
  PRELU: (a, b) => (a < 0 ? a * b : a),
  EQUAL: (a, b) => Number(a === b),
  GREATER: (a, b) => Number(a > b),
  GREATER_OR_EQUAL: (a, b) => Number(a >= b),
  LESS: (a, b) => Number(a < b),
  LESS_OR_EQUAL: (a, b) => Number(a <= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  XOR: (a, b) => Number((a !== 0) !== (b !== 0)),
};
const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };

describe("guest, element by element: the builds agree, and both agree with float64", () => {
  const random = new Random(2);

  for (const [name, { f, low = -4, high = 4, alpha = 0, beta = 0, tolerance = 5e-7 }] of Object.entries(unaries))
    it(`Unary ${name}`, async () => {
      const kind = UnaryKind[name as keyof typeof UnaryKind];
      // Halves and small whole numbers too: where rounding and signs of zero matter.
      const x = Float32Array.from([...random.floats(203, low, high), -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 1, -1]);
      if (low >= 0) x.forEach((value, i) => (x[i] = Math.abs(value)));
      const run = (values: Float32Array) =>
        runOperator({
          op: "Unary",
          attributes: { kind, alpha, beta },
          inputs: [{ dims: [values.length], values }],
          outputs: [{ dims: [values.length] }],
        });
      expectClose((await run(x)).outputs[0]!, [...x].map(f), tolerance);
      await run(wild(random, 500));
    });

  it("Unary: limits are exact", async () => {
    const run = async (kind: number, values: number[]) =>
      (
        await runOperator({
          op: "Unary",
          attributes: { kind, alpha: 0, beta: 0 },
          inputs: [{ dims: [values.length], values: Float32Array.from(values) }],
          outputs: [{ dims: [values.length] }],
        })
      ).outputs[0];
    expect(await run(UnaryKind.EXP, [Infinity, -Infinity, 0, 200, -200])).to.deep.equal([Infinity, 0, 1, Infinity, 0]);
    expect(await run(UnaryKind.LOG, [0, 1, Infinity, -1])).to.deep.equal([-Infinity, 0, Infinity, NaN]);
    expect(await run(UnaryKind.TANH, [Infinity, -Infinity, 0])).to.deep.equal([1, -1, 0]);
    expect(await run(UnaryKind.ERF, [Infinity, -Infinity, 0])).to.deep.equal([1, -1, 0]);
    expect(await run(UnaryKind.SIGMOID, [Infinity, -Infinity, 0])).to.deep.equal([1, 0, 0.5]);
    expect(await run(UnaryKind.RELU, [NaN, -0, -Infinity])).to.deep.equal([NaN, 0, 0]);
  });

  const shapes = [
    { a: [3, 4, 5], b: [3, 4, 5], y: [3, 4, 5] },
    { a: [2, 3, 4, 4], b: [3, 1, 1], y: [2, 3, 4, 4] },
    { a: [4, 1, 5], b: [3, 1], y: [4, 3, 5] },
    { a: [], b: [7], y: [7] },
  ];
  for (const [name, f] of Object.entries(binaries))
    it(`Binary ${name}`, async () => {
      const kind = BinaryKind[name as keyof typeof BinaryKind];
      const logic = kind >= BinaryKind.AND;
      const boolean = kind >= BinaryKind.EQUAL;
      for (const { a, b, y } of shapes) {
        const size = (dims: number[]) => dims.reduce((p, d) => p * d, 1);
        const make = (count: number) =>
          logic
            ? Uint8Array.from(random.integers(count, 0, 2))
            : boolean
              ? Float32Array.from(random.integers(count, -1, 1))
              : kind === BinaryKind.POW
                ? random.floats(count, 0.1, 3)
                : random.floats(count);
        const [left, right] = [make(size(a)), make(size(b))];
        const { outputs } = await runOperator({
          op: "Binary",
          attributes: { kind, ...none },
          inputs: [
            { dims: a, values: left },
            { dims: b, values: right },
          ],
          outputs: [{ dims: y, dtype: boolean ? DType.UINT8 : DType.FLOAT32 }],
        });
        const at = (dims: number[], index: number) => {
          let [offset, stride, rest] = [0, 1, index];
          for (let axis = y.length - 1; axis >= 0; axis--) {
            const dim = dims[axis - (y.length - dims.length)] ?? 1;
            if (dim > 1) offset += (rest % y[axis]!) * stride;
            stride *= dim;
            rest = Math.floor(rest / y[axis]!);
          }
          return offset;
        };
        const want = Array.from({ length: size(y) }, (_, i) => f(left[at(a, i)]!, right[at(b, i)]!));
        expectClose(outputs[0]!, want, kind === BinaryKind.POW ? 2e-6 : 1e-6);
      }
      if (logic) return;
      await runOperator({
        op: "Binary",
        attributes: { kind, ...none, activation: boolean ? UnaryKind.COPY : UnaryKind.LEAKY_RELU, alpha: 0.5 },
        inputs: [
          { dims: [1500], values: wild(random, 1500) },
          { dims: [1500], values: wild(random, 1500) },
        ],
        outputs: [{ dims: [1500], dtype: boolean ? DType.UINT8 : DType.FLOAT32 }],
      });
    });

  it("Binary POW: whole and half exponents", async () => {
    const pairs = [
      [-2, 3, -8],
      [-2, -2, 0.25],
      [-2, 0.5, NaN],
      [0, 0, 1],
      [NaN, 0, 1],
      [9, 0.5, 3],
      [-2, 101, -(2 ** 101)],
      [2, 0.25, 2 ** 0.25],
      [-1, 2 ** 25, 1],
    ] as const;
    const { outputs } = await runOperator({
      op: "Binary",
      attributes: { kind: BinaryKind.POW, ...none },
      inputs: [
        { dims: [pairs.length], values: Float32Array.from(pairs, ([a]) => a) },
        { dims: [pairs.length], values: Float32Array.from(pairs, ([, b]) => b) },
      ],
      outputs: [{ dims: [pairs.length] }],
    });
    expectClose(
      outputs[0]!,
      pairs.map(([, , want]) => want),
      2e-5,
    );
  });

  it("Binary on int32", async () => {
    const a = Int32Array.from([7, -7, 2 ** 31 - 1, -(2 ** 31), 5, 0]);
    const b = Int32Array.from([2, 2, 1, -1, 0, -3]);
    const wants: [number, (a: number, b: number) => number][] = [
      [BinaryKind.ADD, (x, y) => (x + y) | 0],
      [BinaryKind.SUB, (x, y) => (x - y) | 0],
      [BinaryKind.MUL, Math.imul],
      [BinaryKind.DIV, (x, y) => (y === 0 ? 0 : (x / y) | 0)],
      [BinaryKind.MIN, Math.min],
      [BinaryKind.MAX, Math.max],
      [BinaryKind.LESS, (x, y) => Number(x < y)],
    ];
    for (const [kind, f] of wants) {
      const { outputs } = await runOperator({
        op: "Binary",
        attributes: { kind, ...none },
        inputs: [
          { dims: [6], values: a },
          { dims: [6], values: b },
        ],
        outputs: [{ dims: [6], dtype: kind === BinaryKind.LESS ? DType.UINT8 : DType.INT32 }],
      });
      expect(outputs[0]).to.deep.equal([...a].map((x, i) => f(x, b[i]!)));
    }
  });

  it("Where", async () => {
    const { outputs } = await runOperator({
      op: "Where",
      attributes: {},
      inputs: [
        { dims: [2, 1, 4], values: Uint8Array.from([0, 1, 0, 2, 1, 0, 0, 1]) },
        { dims: [3, 1], values: Float32Array.from([10, 20, 30]) },
        { dims: [4], values: Float32Array.from([1, 2, 3, 4]) },
      ],
      outputs: [{ dims: [2, 3, 4] }],
    });
    expect(outputs[0]).to.deep.equal(
      [10, 20, 30].flatMap((v) => [1, v, 3, v]).concat([10, 20, 30].flatMap((v) => [v, 2, 3, v])),
    );
  });

  const plain = { nearest: 0, scale: 1, offset: 0 };
  it("Cast saturates, rounds as asked, and takes NaN for 0", async () => {
    const x = Float32Array.from([1.5, 2.5, -1.5, 300, -300, 3e9, -3e9, NaN, Infinity, -0.4, 127.6, 254.5]);
    const cast = async (dtype: (typeof DType)[keyof typeof DType], attributes = plain) =>
      (
        await runOperator({
          op: "Cast",
          attributes,
          inputs: [{ dims: [x.length], values: x }],
          outputs: [{ dims: [x.length], dtype }],
        })
      ).outputs[0];
    const [low, high] = [-(2 ** 31), 2 ** 31 - 1];
    expect(await cast(DType.INT32)).to.deep.equal([1, 2, -1, 300, -300, high, low, 0, high, 0, 127, 254]);
    expect(await cast(DType.INT8)).to.deep.equal([1, 2, -1, 127, -128, 127, -128, 0, 127, 0, 127, 127]);
    expect(await cast(DType.UINT8, { ...plain, nearest: 1 })).to.deep.equal([
      2, 2, 0, 255, 0, 255, 0, 0, 255, 0, 128, 254,
    ]);
    expect(await cast(DType.UINT8, { nearest: 1, scale: 0.5, offset: 100 })).to.deep.equal([
      101, 101, 99, 250, 0, 255, 0, 0, 255, 100, 164, 227,
    ]);
    for (const dtype of Object.values(DType))
      await runOperator({
        op: "Cast",
        attributes: { nearest: 1, scale: 3, offset: -1 },
        inputs: [{ dims: [400], values: wild(random, 400) }],
        outputs: [{ dims: [400], dtype }],
      });
  });

  it("Cast between integers, and to float32", async () => {
    const run = async (
      values: Int32Array | Int8Array | Uint8Array,
      dtype: (typeof DType)[keyof typeof DType],
      attributes = plain,
    ) =>
      (
        await runOperator({
          op: "Cast",
          attributes,
          inputs: [{ dims: [values.length], values }],
          outputs: [{ dims: [values.length], dtype }],
        })
      ).outputs[0];
    expect(await run(Int32Array.from([-5, 5, 300]), DType.UINT8)).to.deep.equal([0, 5, 255]);
    expect(await run(Int8Array.from([-5, 5, -128]), DType.INT32)).to.deep.equal([-5, 5, -128]);
    expect(
      await run(Uint8Array.from([0, 128, 255]), DType.FLOAT32, { nearest: 0, scale: 2, offset: -1 }),
    ).to.deep.equal([-1, 255, 509]);
    const large = Int32Array.from([2 ** 31 - 1, -(2 ** 31), 16777217, -16777219, 2 ** 30 + 65]);
    expect(await run(large, DType.FLOAT32)).to.deep.equal([...large].map(Math.fround));
  });

  it("Quantize", async () => {
    const x = Float32Array.from([0, 0.26, -0.26, 0.375, 0.125, 1e9, -1e9, NaN, Infinity]);
    const { outputs } = await runOperator({
      op: "Quantize",
      attributes: { scale: 0.25, zero: 3 },
      inputs: [{ dims: [x.length], values: x }],
      outputs: [{ dims: [x.length], dtype: DType.INT8 }],
    });
    expect(outputs[0]).to.deep.equal([3, 4, 2, 5, 3, 127, -128, 3, 127]);
    await runOperator({
      op: "Quantize",
      attributes: { scale: 0.02, zero: -7 },
      inputs: [{ dims: [500], values: wild(random, 500) }],
      outputs: [{ dims: [500], dtype: DType.INT8 }],
    });
  });

  after(() => expect(compared.nodes).to.be.greaterThan(100));
});
