import { BinaryKind, DType, ReduceKind, Space, UnaryKind } from "../../../sdk/src/models/generated.ts";
import type { OperatorAttributes, OperatorName } from "../../../sdk/src/models/generated.ts";
import { NODE_OVERHEAD, unitBound } from "../../../sdk/src/models/importer/cost.ts";
import { packConv, packConvTranspose, packLinear, packLinearInt8 } from "../../../sdk/src/models/pack.ts";
import { elements, unitsOf } from "../../../sdk/src/models/table.ts";
import type { DTypeCode, Entry, Graph, Tensor } from "../../../sdk/src/models/table.ts";
import { bytesOf, dtypeOf, Random, wild } from "./operators.ts";
import type { Values } from "./operators.ts";
import { runTwins } from "./twins.ts";

/** An operator with shapes to measure it on; `work` is what its cost is quoted per (elements, multiply-adds, taps). */
export interface CostCase {
  readonly name: string;
  readonly entry: Entry;
  readonly work: number;
}

export interface Cost {
  /** Instructions per piece of work, on ordinary numbers and on the worst data tried. */
  readonly typical: number;
  readonly worst: number;
  /** The worst, as a share of what the importer allows for. */
  readonly ratio: number;
}

const FLOATS = 2048;
const random = new Random(6);
const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
const window3 = {
  kernelH: 3,
  kernelW: 3,
  strideH: 1,
  strideW: 1,
  padTop: 1,
  padLeft: 1,
  dilationH: 1,
  dilationW: 1,
};
const point = { ...window3, kernelH: 1, kernelW: 1, padTop: 0, padLeft: 0 };

/** All cases in one table: entries that read the same input and write to places of their own. */
class Cases {
  readonly tensors: Tensor[] = [];
  readonly list: CostCase[] = [];
  private cursor = 0;

  /** The first elements of the input, as float32. */
  x = (...dims: number[]): number =>
    this.tensors.push({ dtype: DType.FLOAT32, space: Space.INPUT, dims, offset: 0 }) - 1;
  constant = (values: Values, ...dims: number[]): number =>
    this.tensors.push({ dtype: dtypeOf(values), space: Space.WEIGHTS, dims, data: bytesOf(values) }) - 1;
  weights = (...dims: number[]): number => this.constant(random.floats(elements(dims)), ...dims);
  y = (dims: number[], dtype: DTypeCode = DType.FLOAT32): number => {
    const offset = this.cursor;
    this.cursor += Math.ceil((4 * elements(dims)) / 16) * 16;
    return this.tensors.push({ dtype, space: Space.WORK, dims, offset }) - 1;
  };
  add<Name extends OperatorName>(
    name: string,
    op: Name,
    attributes: OperatorAttributes[Name],
    inputs: number[],
    outputs: number[],
    work = elements(this.tensors[outputs[0]!]!.dims),
  ): void {
    this.list.push({ name, entry: { op, attributes, inputs, outputs } as Entry, work });
  }
}

function cases(): Cases {
  const at = new Cases();
  const { x, y, weights, constant } = at;
  for (const [name, kind] of Object.entries(UnaryKind))
    at.add(`Unary ${name}`, "Unary", { kind, alpha: name === "CLIP" ? -1 : 0.5, beta: 1 }, [x(256)], [y([256])]);
  for (const [name, kind] of Object.entries(BinaryKind).filter(([, kind]) => kind < BinaryKind.AND))
    at.add(
      `Binary ${name}`,
      "Binary",
      { kind, ...none },
      [x(2, 256), x(256)],
      [y([2, 256], kind < BinaryKind.EQUAL ? DType.FLOAT32 : DType.UINT8)],
    );
  at.add(
    "Linear, a MAC",
    "Linear",
    { k: 64, n: 64, ...none },
    [x(1, 64), constant(packLinear(random.floats(4096), 64, 64), 16, 64, 4)],
    [y([1, 64])],
    4096,
  );
  at.add("MatMul, a MAC", "MatMul", { transposeB: 0, scale: 1 }, [x(16, 32), x(32, 16)], [y([16, 16])], 8192);
  at.add(
    "Conv 3x3, a MAC",
    "Conv",
    { ...window3, group: 1, ...none },
    [x(1, 8, 16, 16), constant(packConv(random.floats(576), [8, 8, 3, 3], 1), 576)],
    [y([1, 8, 16, 16])],
    64 * 46 * 46,
  );
  at.add(
    "Conv 1x1, a MAC",
    "Conv",
    { ...point, group: 1, ...none },
    [x(1, 16, 8, 8), constant(packConv(random.floats(256), [16, 16, 1, 1], 1), 256)],
    [y([1, 16, 8, 8])],
    256 * 64,
  );
  at.add(
    "ConvDepthwise 3x3, a MAC",
    "ConvDepthwise",
    { ...window3, ...none },
    [x(1, 4, 16, 16), weights(4, 1, 3, 3)],
    [y([1, 4, 16, 16])],
    4 * 46 * 46,
  );
  at.add(
    "ConvTranspose 4x4, stride 2, a MAC",
    "ConvTranspose",
    { ...window3, kernelH: 4, kernelW: 4, strideH: 2, strideW: 2, group: 1, ...none },
    [x(1, 8, 8, 8), constant(packConvTranspose(random.floats(1024), [8, 8, 4, 4], 1), 1024)],
    [y([1, 8, 16, 16])],
    64 * 30 * 30,
  );
  const pool = { ...window3, padBottom: 1, padRight: 1, countIncludePad: 0 };
  at.add("Pool, a tap of MAX", "Pool", { ...pool, kind: 0 }, [x(1, 4, 16, 16)], [y([1, 4, 16, 16])], 4 * 46 * 46);
  at.add("Pool, a tap of AVERAGE", "Pool", { ...pool, kind: 1 }, [x(1, 4, 16, 16)], [y([1, 4, 16, 16])], 4 * 46 * 46);
  for (const [name, kind] of Object.entries(ReduceKind))
    at.add(`Reduce ${name}, an element of x`, "Reduce", { kind, n: 64, inner: 1 }, [x(8, 64)], [y([8])], 512);
  at.add("Softmax", "Softmax", { n: 32, inner: 1, log: 0 }, [x(8, 32)], [y([8, 32])]);
  at.add("Softmax, logarithm", "Softmax", { n: 32, inner: 1, log: 1 }, [x(8, 32)], [y([8, 32])]);
  const max = { kind: 0, n: 32, inner: 1, last: 0 };
  at.add("ArgReduce, an element of x", "ArgReduce", max, [x(8, 32)], [y([8], DType.INT32)], 256);
  const norm = { n: 64, epsilon: 1e-5, scaleInner: 1, scaleCount: 64, ...none };
  at.add("Normalize LAYER", "Normalize", { kind: 0, ...norm }, [x(8, 64), weights(64), weights(64)], [y([8, 64])]);
  at.add("Normalize RMS", "Normalize", { kind: 1, ...norm }, [x(8, 64), weights(64)], [y([8, 64])]);
  at.add("Transpose", "Transpose", { perm: [1, 0] }, [x(16, 16)], [y([16, 16])]);
  at.add("Slice", "Slice", { starts: [1, 1], steps: [1, 1] }, [x(17, 17)], [y([16, 16])]);
  at.add("Place", "Place", { starts: [1, 1] }, [x(16, 16)], [y([17, 17])], 256);
  const indices = constant(random.integers(16, 0, 15), 16);
  at.add("Gather of vectors of 16", "Gather", { n: 16, inner: 16 }, [x(16, 16), indices], [y([16, 16])]);
  at.add("Pad", "Pad", { mode: 1, value: 0, before: [1, 1] }, [x(16, 16)], [y([18, 18])]);
  const twice = { coordinate: 0, rounding: 2, scaleH: 2, scaleW: 2 };
  at.add("Resize NEAREST", "Resize", { mode: 0, ...twice }, [x(1, 2, 8, 8)], [y([1, 2, 16, 16])]);
  at.add("Resize LINEAR", "Resize", { mode: 1, ...twice }, [x(1, 2, 8, 8)], [y([1, 2, 16, 16])]);
  at.add("Tile", "Tile", {}, [x(8, 8)], [y([16, 16])]);
  const condition = constant(Uint8Array.from(random.integers(256, 0, 1)), 256);
  at.add("Where", "Where", {}, [condition, x(256), x(256)], [y([256])]);
  const rounded = { nearest: 1, scale: 255, offset: 0.5 };
  at.add("Cast to uint8, scaled, rounded", "Cast", rounded, [x(256)], [y([256], DType.UINT8)]);
  at.add("Cast from uint8", "Cast", { nearest: 0, scale: 1, offset: 0 }, [condition], [y([256])]);
  at.add("Quantize", "Quantize", { scale: 0.1, zero: 1 }, [x(256)], [y([256], DType.INT8)]);
  at.add("Fill", "Fill", { bits: 0 }, [], [y([256])]);
  at.add("CumSum", "CumSum", { n: 32, inner: 1, exclusive: 0, reverse: 0 }, [x(8, 32)], [y([8, 32])]);
  const top = { n: 32, inner: 1, k: 8, largest: 1 };
  at.add("TopK 8 of 32, an element of x", "TopK", top, [x(8, 32)], [y([8, 8]), y([8, 8], DType.INT32)], 256);
  at.add("StepRow", "StepRow", {}, [weights(1, 256)], [y([256])]);
  const rope = { heads: 4, dim: 32, interleaved: 0 };
  at.add("Rope", "Rope", rope, [x(4, 32), weights(1, 16), weights(1, 16)], [y([4, 32])]);
  const seed = constant(Int32Array.from([7]), 1);
  at.add("Random, uniform", "Random", { normal: 0, stream: 0 }, [seed], [y([256])]);
  at.add("Random, normal", "Random", { normal: 1, stream: 0 }, [seed], [y([256])]);
  const [one, forty] = [constant(Float32Array.from([1]), 1), constant(Int32Array.from([128]), 1)];
  const vocabulary = { vocabulary: 256, endToken: -1 };
  const bytes = constant(Int8Array.from(random.integers(64, -128, 127)), 1, 64);
  const int8 = packLinearInt8(Int8Array.from(random.integers(2048, -128, 127)), 64, 32);
  at.add(
    "LinearInt8, a MAC",
    "LinearInt8",
    { k: 64, n: 32, xScale: 0.1, xZero: 1, ...none },
    [bytes, constant(int8, 2048), weights(32)],
    [y([1, 32])],
    2048,
  );
  // These end the run's only step, so they come last.
  const heads = { heads: 2, kvHeads: 2, dim: 16, scale: 0.25 };
  at.add(
    "Attention, a head at its first step",
    "Attention",
    heads,
    [x(2, 16), x(2, 16), x(2, 16)],
    [y([2, 16]), y([2, 1, 16]), y([2, 1, 16]), y([2, 1])],
    2,
  );
  at.add("Sample, a logit, top 128", "Sample", vocabulary, [x(256), seed, one, forty], [y([1], DType.INT32)], 256);
  return at;
}

const bits = (make: () => number): Float32Array => new Float32Array(Uint32Array.from({ length: FLOATS }, make).buffer);
const between = (low: number, high: number) => (random.bits() & 0x807fffff) | ((low + random.below(high - low)) << 23);

/** Data to be slow on: by exponent, and in order. */
const data: Record<string, () => Float32Array> = {
  ordinary: () => bits(() => between(120, 130)),
  positive: () => bits(() => between(120, 130) & 0x7fffffff),
  ascending: () => bits(() => between(120, 130)).sort(),
  zero: () => new Float32Array(FLOATS),
  subnormal: () => bits(() => random.bits() & 0x807fffff),
  "positive and subnormal": () => bits(() => random.bits() & 0x7fffff),
  "nearly subnormal": () => bits(() => between(1, 4)),
  "products subnormal": () => bits(() => between(62, 66)),
  "products at the top": () => bits(() => between(189, 193)),
  huge: () => bits(() => between(250, 254)),
  "exp subnormal": () => random.floats(FLOATS, -104, -87),
  infinite: () => bits(() => 0x7f800000),
  NaN: () => bits(() => 0x7fc00000),
  mixed: () => wild(random, FLOATS),
};

/** Measures every case on every kind of data, both builds compared along the way. */
export async function measureCosts(): Promise<Map<string, Cost>> {
  const { tensors, list } = cases();
  const graph: Graph = {
    tensors,
    entries: list.map(({ entry }) => entry),
    steps: 1,
    inputBytes: [4 * FLOATS, 4 * FLOATS],
    outputBytes: 4,
    inputs: [],
    outputs: [],
    tokensOffset: 4 * FLOATS,
  };
  const bounds = list.map(({ entry }) => NODE_OVERHEAD + unitBound(entry, tensors) * unitsOf(entry, tensors));
  const worst = list.map(() => 0);
  let typical: number[] = [];
  for (const [name, make] of Object.entries(data)) {
    const { instructions, result } = await runTwins(graph, bytesOf(make()));
    if (result.fault) throw new Error(`${name}: ${result.reason}`);
    if (instructions.length !== list.length) throw new Error(`${name}: the run ended early`);
    if (name === "ordinary") typical = instructions;
    instructions.forEach((count, index) => (worst[index] = Math.max(worst[index]!, count)));
  }
  return new Map(
    list.map(({ name, work }, index) => [
      name,
      { typical: typical[index]! / work, worst: worst[index]! / work, ratio: worst[index]! / bounds[index]! },
    ]),
  );
}
