import { expect } from "chai";

import {
  CoordinateKind,
  DType,
  NearestKind,
  NormKind,
  PadKind,
  ResizeKind,
  UnaryKind,
} from "../../sdk/src/models/generated.ts";
import { expectClose, Random, runOperator, wild } from "./support/operators.ts";
import type { Operand, Values } from "./support/operators.ts";
import { compared } from "./support/twins.ts";

const size = (dims: readonly number[]) => dims.reduce((p, d) => p * d, 1);
const bits = (values: Float32Array | readonly number[]) => [...new Uint32Array(Float32Array.from(values).buffer)];

/** Index along each axis of element i. */
function indexOf(i: number, dims: readonly number[]): number[] {
  const index = dims.map(() => 0);
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    index[axis] = i % dims[axis]!;
    i = Math.floor(i / dims[axis]!);
  }
  return index;
}
const flat = (index: readonly number[], dims: readonly number[]) =>
  index.reduce((at, value, axis) => at * dims[axis]! + value, 0);

describe("guest, moving and ordering: the builds agree, and both are right", () => {
  const random = new Random(3);
  /** Every type, and floats of every kind: nothing that only moves may change a bit. */
  const samples = (count: number): Values[] => [
    Float32Array.from({ length: count }, (_, i) => i),
    random.integers(count, -9, 9),
    Int8Array.from(random.integers(count, -128, 127)),
    Uint8Array.from(random.integers(count, 0, 255)),
  ];

  it("moves the bits of every float, NaN payloads too", async () => {
    const x = wild(random, 60);
    const { twins } = await runOperator({
      op: "Transpose",
      attributes: { perm: [1, 0] },
      inputs: [{ dims: [6, 10], values: x }],
      outputs: [{ dims: [10, 6] }],
    });
    if (twins.result.fault) throw new Error(twins.result.reason);
    const words = new Uint32Array(twins.result.output.buffer);
    const from = new Uint32Array(x.buffer);
    expect([...words]).to.deep.equal(Array.from({ length: 60 }, (_, i) => from[(i % 6) * 10 + Math.floor(i / 6)]));
  });

  for (const [dims, perm] of [
    [
      [3, 4],
      [1, 0],
    ],
    [
      [2, 3, 4, 5],
      [0, 2, 3, 1],
    ],
    [
      [1, 2, 2, 2, 3, 3],
      [0, 3, 4, 1, 5, 2],
    ],
    [
      [2, 1, 3],
      [2, 1, 0],
    ],
  ] as const)
    it(`Transpose ${dims.join("x")} by ${perm.join(",")}`, async () => {
      const y = perm.map((axis) => dims[axis]!);
      for (const values of samples(size(dims))) {
        const { outputs } = await runOperator({
          op: "Transpose",
          attributes: { perm },
          inputs: [{ dims, values }],
          outputs: [{ dims: y, dtype: typeOf(values) }],
        });
        const want = Array.from({ length: values.length }, (_, i) => {
          const index = indexOf(i, y);
          const from = dims.map(() => 0);
          perm.forEach((axis, position) => (from[axis] = index[position]!));
          return values[flat(from, dims)]!;
        });
        expect(outputs[0]).to.deep.equal(want);
      }
    });

  it("Slice, with steps and backwards", async () => {
    const dims = [4, 5, 6];
    for (const { y, starts, steps } of [
      { y: [2, 5, 6], starts: [1, 0, 0], steps: [1, 1, 1] },
      { y: [4, 2, 3], starts: [0, 1, 5], steps: [1, 3, -2] },
      { y: [1, 5, 1], starts: [3, 4, 2], steps: [7, -1, -9] },
    ])
      for (const values of samples(120)) {
        const { outputs } = await runOperator({
          op: "Slice",
          attributes: { starts, steps },
          inputs: [{ dims, values }],
          outputs: [{ dims: y, dtype: typeOf(values) }],
        });
        const want = Array.from({ length: size(y) }, (_, i) => {
          const index = indexOf(i, y).map((value, axis) => starts[axis]! + steps[axis]! * value);
          return values[flat(index, dims)]!;
        });
        expect(outputs[0]).to.deep.equal(want);
      }
  });

  it("Place leaves the rest alone", async () => {
    for (const values of samples(12)) {
      const { outputs } = await runOperator({
        op: "Place",
        attributes: { starts: [0, 2, 1] },
        inputs: [{ dims: [2, 2, 3], values }],
        outputs: [{ dims: [2, 5, 4], dtype: typeOf(values) }],
      });
      const want = Array<number>(40).fill(0);
      values.forEach((value, i) => {
        const index = indexOf(i, [2, 2, 3]);
        want[flat([index[0]!, index[1]! + 2, index[2]! + 1], [2, 5, 4])] = value;
      });
      expect(outputs[0]).to.deep.equal(want);
    }
  });

  it("Tile and expand", async () => {
    for (const { x, y } of [
      { x: [2, 3], y: [4, 9] },
      { x: [3, 1], y: [2, 3, 4] },
      { x: [2, 1, 3], y: [2, 5, 6] },
    ])
      for (const values of samples(size(x))) {
        const { outputs } = await runOperator({
          op: "Tile",
          attributes: {},
          inputs: [{ dims: x, values }],
          outputs: [{ dims: y, dtype: typeOf(values) }],
        });
        const want = Array.from({ length: size(y) }, (_, i) => {
          const index = indexOf(i, y).slice(y.length - x.length);
          return values[
            flat(
              index.map((v, axis) => v % x[axis]!),
              x,
            )
          ]!;
        });
        expect(outputs[0]).to.deep.equal(want);
      }
  });

  it("Gather, negative indices from the end; one out of range fails the run", async () => {
    const indices = Int32Array.from([2, -1, 0, 2]);
    for (const values of samples(2 * 4 * 3)) {
      const { outputs } = await runOperator({
        op: "Gather",
        attributes: { n: 4, inner: 3 },
        inputs: [
          { dims: [2, 4, 3], values, constant: true },
          { dims: [4], values: indices },
        ],
        outputs: [{ dims: [2, 4, 3], dtype: typeOf(values) }],
      });
      const want = [0, 1].flatMap((outer) =>
        [2, 3, 0, 2].flatMap((index) => [0, 1, 2].map((i) => values[(outer * 4 + index) * 3 + i]!)),
      );
      expect(outputs[0]).to.deep.equal(want);
    }
  });

  const padded = (mode: number, p: number, count: number): number => {
    if (p >= 0 && p < count) return p;
    if (mode === PadKind.CONSTANT) return -1;
    if (mode === PadKind.EDGE) return p < 0 ? 0 : count - 1;
    while (p < 0 || p >= count) p = p < 0 ? -p : 2 * (count - 1) - p;
    return p;
  };
  for (const [name, mode] of Object.entries(PadKind))
    it(`Pad ${name}`, async () => {
      const [dims, before, y] = [
        [2, 3, 4],
        [0, 2, -1],
        [2, 8, 9],
      ];
      const x = random.floats(24);
      const { outputs } = await runOperator({
        op: "Pad",
        attributes: { mode, value: 7.5, before },
        inputs: [{ dims, values: x }],
        outputs: [{ dims: y }],
      });
      const want = Array.from({ length: size(y) }, (_, i) => {
        const index = indexOf(i, y).map((value, axis) => padded(mode, value - before[axis]!, dims[axis]!));
        return index.some((value) => value < 0) ? 7.5 : x[flat(index, dims)]!;
      });
      expect(outputs[0]).to.deep.equal(want);
    });

  const coordinates: Record<keyof typeof CoordinateKind, (p: number, scale: number, n: number, out: number) => number> =
    {
      HALF_PIXEL: (p, scale) => (p + 0.5) / scale - 0.5,
      ALIGN_CORNERS: (p, _scale, n, out) => (out === 1 ? 0 : (p * (n - 1)) / (out - 1)),
      ASYMMETRIC: (p, scale) => p / scale,
      PYTORCH_HALF_PIXEL: (p, scale, _n, out) => (out === 1 ? 0 : (p + 0.5) / scale - 0.5),
    };
  const clamp = (v: number, n: number) => Math.min(Math.max(v, 0), n - 1);
  for (const [name, place] of Object.entries(coordinates))
    it(`Resize, ${name}`, async () => {
      const coordinate = CoordinateKind[name as keyof typeof CoordinateKind];
      for (const [h, w, oh, ow] of [
        [3, 4, 6, 8],
        [5, 4, 2, 1],
        [2, 3, 7, 5],
      ] as const) {
        const x = random.floats(2 * h * w);
        const [scaleH, scaleW] = [Math.fround(oh / h), Math.fround(ow / w)];
        const run = async (mode: number, rounding: number) =>
          (
            await runOperator({
              op: "Resize",
              attributes: { mode, coordinate, rounding, scaleH, scaleW },
              inputs: [{ dims: [1, 2, h, w], values: x }],
              outputs: [{ dims: [1, 2, oh, ow] }],
            })
          ).outputs[0]!;
        const at = (c: number, row: number, column: number) => x[(c * h + clamp(row, h)) * w + clamp(column, w)]!;
        const each = (f: (c: number, cy: number, cx: number) => number) =>
          Array.from({ length: 2 * oh * ow }, (_, i) => {
            const [c, oy, ox] = indexOf(i, [2, oh, ow]) as [number, number, number];
            return f(c, place(oy, scaleH, h, oh), place(ox, scaleW, w, ow));
          });
        const linear = each((c, cy, cx) => {
          const [y, z] = [clamp(cy, h), clamp(cx, w)];
          const [fy, fx] = [y - Math.floor(y), z - Math.floor(z)];
          const row = (r: number) => at(c, r, Math.floor(z)) * (1 - fx) + at(c, r, Math.floor(z) + 1) * fx;
          return row(Math.floor(y)) * (1 - fy) + row(Math.floor(y) + 1) * fy;
        });
        expectClose(await run(ResizeKind.LINEAR, 0), linear, 1e-5);
        if (name === "ALIGN_CORNERS") continue; // whether 1/3 * 3 is below 1 is float32's affair
        const roundings: [number, (v: number) => number][] = [
          [NearestKind.ROUND_PREFER_FLOOR, (v) => Math.ceil(v - 0.5)],
          [NearestKind.FLOOR, Math.floor],
        ];
        for (const [rounding, f] of roundings)
          expect(await run(ResizeKind.NEAREST, rounding)).to.deep.equal(
            each((c, cy, cx) => at(c, f(Math.fround(cy)), f(Math.fround(cx)))),
          );
      }
    });

  it("Fill", async () => {
    const { outputs } = await runOperator({
      op: "Fill",
      attributes: { bits: 0x3fc00000 },
      inputs: [],
      outputs: [{ dims: [9] }],
    });
    expect(outputs[0]).to.deep.equal(Array(9).fill(1.5));
  });

  for (const { exclusive, reverse } of [
    { exclusive: 0, reverse: 0 },
    { exclusive: 1, reverse: 0 },
    { exclusive: 0, reverse: 1 },
    { exclusive: 1, reverse: 1 },
  ])
    it(`CumSum${exclusive ? " exclusive" : ""}${reverse ? " reverse" : ""}`, async () => {
      for (const values of [random.floats(30), random.integers(30, -100, 100)]) {
        const { outputs } = await runOperator({
          op: "CumSum",
          attributes: { n: 5, inner: 3, exclusive, reverse },
          inputs: [{ dims: [2, 5, 3], values }],
          outputs: [{ dims: [2, 5, 3], dtype: typeOf(values) }],
        });
        const want = Array.from(values, (_, i) => {
          const [o, j, k] = indexOf(i, [2, 5, 3]) as [number, number, number];
          let sum = 0;
          for (let t = 0; t < 5; t++)
            if ((reverse ? t > j : t < j) || (t === j && !exclusive)) sum += values[(o * 5 + t) * 3 + k]!;
          return sum;
        });
        expectClose(outputs[0]!, want, 1e-6);
      }
    });

  for (const largest of [1, 0])
    it(`TopK ${largest ? "largest" : "smallest"}: sorted, ties to the lower index, NaN last`, async () => {
      const x = Float32Array.from([3, 1, 3, NaN, -2, 3, 0, 5, NaN, 5, NaN, NaN, 1, 1, 2, 0]);
      const { outputs } = await runOperator({
        op: "TopK",
        attributes: { n: 8, inner: 1, k: 6, largest },
        inputs: [{ dims: [2, 8], values: x }],
        outputs: [{ dims: [2, 6] }, { dims: [2, 6], dtype: DType.INT32 }],
      });
      const want = [0, 1].flatMap((row) =>
        Array.from({ length: 8 }, (_, i) => i)
          .sort((a, b) => {
            const [p, q] = [x[row * 8 + a]!, x[row * 8 + b]!];
            if (Number.isNaN(p) || Number.isNaN(q)) return Number(Number.isNaN(p)) - Number(Number.isNaN(q)) || a - b;
            return (largest ? q - p : p - q) || a - b;
          })
          .slice(0, 6),
      );
      expect(outputs[1]).to.deep.equal(want);
      expect(outputs[0]).to.deep.equal(want.map((index, i) => x[Math.floor(i / 6) * 8 + index]));
    });

  const norms = [
    { name: "layer", kind: NormKind.LAYER, n: 10, scaleInner: 1, scaleCount: 10 },
    { name: "rms", kind: NormKind.RMS, n: 10, scaleInner: 1, scaleCount: 10 },
    { name: "instance", kind: NormKind.LAYER, n: 6, scaleInner: 6, scaleCount: 5 },
    { name: "group", kind: NormKind.LAYER, n: 12, scaleInner: 6, scaleCount: 4 },
  ];
  for (const { name, ...shape } of norms)
    it(`Normalize: ${name}`, async () => {
      const [count, n] = [shape.n * 10, shape.n];
      for (const wildly of [false, true]) {
        const x = wildly ? wild(random, count) : random.floats(count);
        const [scale, bias] = [random.floats(shape.scaleCount), random.floats(shape.scaleCount)];
        const operand = (values: Float32Array): Operand => ({ dims: [values.length], values, constant: true });
        const { outputs } = await runOperator({
          op: "Normalize",
          attributes: { ...shape, epsilon: 1e-5, activation: UnaryKind.SILU, alpha: 0, beta: 0 },
          inputs: [{ dims: [10, n], values: x }, operand(scale), operand(bias)],
          outputs: [{ dims: [10, n] }],
        });
        if (wildly) continue;
        const want = [...x].map((value, i) => {
          const row = x.slice(Math.floor(i / n) * n, Math.floor(i / n) * n + n);
          const mean = shape.kind === NormKind.LAYER ? row.reduce((a, b) => a + b, 0) / n : 0;
          const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
          const c = Math.floor(i / shape.scaleInner) % shape.scaleCount;
          const v = ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[c]! + bias[c]!;
          return v / (1 + Math.exp(-v));
        });
        expectClose(outputs[0]!, want, 2e-6);
      }
    });

  it("a copy moves bits", async () => {
    const x = wild(random, 41);
    const { outputs } = await runOperator({
      op: "Unary",
      attributes: { kind: UnaryKind.COPY, alpha: 0, beta: 0 },
      inputs: [{ dims: [41], values: x }],
      outputs: [{ dims: [1, 41] }],
    });
    expect(bits(outputs[0]!)).to.deep.equal(bits(x));
  });

  after(() => expect(compared.nodes).to.be.greaterThan(80));
});

function typeOf(values: Values) {
  if (values instanceof Float32Array) return DType.FLOAT32;
  if (values instanceof Int32Array) return DType.INT32;
  return values instanceof Int8Array ? DType.INT8 : DType.UINT8;
}
