/**
 * The most RV32IM instructions the proof build takes for a unit of an operator, whatever the data: subnormal numbers are
 * several times slower than ordinary ones, and an input made of them must not make a node run out of its 2^logSteps
 * instructions, or the fast build would answer where the proof build fails. The figures are measured maxima over
 * zeros, subnormals, NaNs, infinities and numbers of all sizes, rounded up; the tests of the operators hold them to it.
 */
import { BinaryKind, ResizeKind, UnaryKind } from "../generated.ts";
import { elements, type Entry, type EntryInfo, type Tensor, type TensorInfo } from "../table.ts";

/** Start of a node: registers, the record, its operands. */
export const NODE_OVERHEAD = 6_000;

/** One multiply-add of a panel's lane. */
const MAC = 110;
/** One multiply-add of two activations. */
const DOT = 130;
/** One float32 addition or the like. */
const FLOAT = 100;
/** Moving one element, with its share of index arithmetic. */
const MOVE = 40;

/** Each activation on one element; those not listed take {@link FLOAT}. */
const UNARY_BOUND: Readonly<Partial<Record<number, number>>> = {
  [UnaryKind.COPY]: 15,
  [UnaryKind.RELU]: 40,
  [UnaryKind.SIGMOID]: 2_200,
  [UnaryKind.TANH]: 2_200,
  [UnaryKind.ELU]: 2_200,
  [UnaryKind.SELU]: 2_200,
  [UnaryKind.GELU]: 3_000,
  [UnaryKind.GELU_TANH]: 3_000,
  [UnaryKind.ERF]: 3_000,
  [UnaryKind.SILU]: 2_500,
  [UnaryKind.HARD_SIGMOID]: 400,
  [UnaryKind.HARD_SWISH]: 600,
  [UnaryKind.EXP]: 2_000,
  [UnaryKind.LOG]: 2_200,
  [UnaryKind.SQRT]: 800,
  [UnaryKind.RSQRT]: 1_200,
  [UnaryKind.RECIPROCAL]: 300,
  [UnaryKind.FLOOR]: 250,
  [UnaryKind.CEIL]: 250,
  [UnaryKind.ROUND]: 250,
  [UnaryKind.SOFTPLUS]: 4_000,
  [UnaryKind.SIN]: 2_500,
  [UnaryKind.COS]: 2_500,
};

const unary = (kind: number): number => UNARY_BOUND[kind] ?? FLOAT;

/** Most instructions of one unit of an entry. */
export function unitBound(entry: Entry, tensors: readonly Tensor[]): number {
  const tensor = (index: number | null | undefined): Tensor => tensors[index ?? -1]!;
  const y = tensor(entry.outputs[0]);
  const dim = (of: Tensor, axis: number): number => of.dims[axis] ?? 1;
  const input = (index: number): Tensor => tensor(entry.inputs[index]);
  switch (entry.op) {
    case "Unary":
      return unary(entry.attributes.kind) + MOVE;
    case "Binary": {
      const { kind, activation } = entry.attributes;
      return 300 + unary(activation) + (kind === BinaryKind.POW ? 5_000 : 0);
    }
    case "Linear":
      return 4 * (entry.attributes.k * MAC + unary(entry.attributes.activation)) + 200;
    case "LinearInt8":
      return 4 * (entry.attributes.k * 20 + 4 * FLOAT + unary(entry.attributes.activation)) + 300;
    case "MatMul":
      return dim(y, y.dims.length - 1) * (dim(input(0), input(0).dims.length - 1) * DOT + 2 * FLOAT) + 200;
    case "ConvTranspose": {
      const { group, kernelH, kernelW, strideH, strideW, dilationH, dilationW, activation } = entry.attributes;
      const perGroup = Math.ceil(dim(y, 1) / group / 4) * 4;
      const channels = dim(input(0), 1) / group;
      // Of the kernel's taps, one in a stride reaches a result; a dilation may let all of them.
      const reaching =
        Math.ceil(kernelH / (dilationH > 1 ? 1 : strideH)) * Math.ceil(kernelW / (dilationW > 1 ? 1 : strideW));
      const each = channels * (reaching * MAC + kernelH * kernelW * 30) + unary(activation) + 200;
      return dim(y, 3) * group * perGroup * each + 200;
    }
    case "Conv": {
      const { group, kernelH, kernelW, activation } = entry.attributes;
      const perGroup = Math.ceil(dim(y, 1) / group / 4) * 4;
      const channels = dim(input(0), 1) / group;
      const taps = channels * kernelH * kernelW;
      return dim(y, 3) * group * perGroup * (taps * MAC + channels * kernelH * 20 + unary(activation) + 100) + 200;
    }
    case "ConvInt8": {
      const { group, kernelH, kernelW, activation } = entry.attributes;
      const perGroup = Math.ceil(dim(y, 1) / group / 4) * 4;
      const taps = (dim(input(0), 1) / group) * kernelH * kernelW;
      return dim(y, 3) * group * perGroup * (taps * 25 + 4 * FLOAT + unary(activation) + 100) + 200;
    }
    case "ConvDepthwise": {
      const { kernelH, kernelW, activation } = entry.attributes;
      return dim(y, 3) * (kernelH * kernelW * DOT + unary(activation) + 150) + 200;
    }
    case "Pool":
      return dim(y, 3) * (entry.attributes.kernelH * entry.attributes.kernelW * 120 + 600) + 200;
    case "Reduce":
      return entry.attributes.n * 2.5 * FLOAT + 1_000;
    case "Softmax":
      return entry.attributes.n * 2_800 + 2_500;
    case "ArgReduce":
      return entry.attributes.n * FLOAT + 200;
    case "Normalize":
      return entry.attributes.n * (8 * FLOAT + unary(entry.attributes.activation)) + 3_000;
    case "Gather":
      return entry.attributes.inner * MOVE + 200;
    case "Resize":
      return dim(y, 3) * (entry.attributes.mode === ResizeKind.NEAREST ? 1_000 : 2_500) + 1_500;
    case "Cast":
    case "Quantize":
      return 450;
    case "CumSum":
      return entry.attributes.n * 1.5 * FLOAT + 200;
    case "TopK":
      return entry.attributes.n * (entry.attributes.k * 60 + 60) + 1_000;
    case "Rope":
      return (entry.attributes.dim / 2) * 8 * FLOAT + 300;
    case "Attention": {
      // From the size of the cache, as the guest counts it: what its dimensions say is not checked by anybody.
      const { kvHeads } = entry.attributes;
      const steps = elements(tensor(entry.outputs[1]).dims) / (kvHeads * entry.attributes.dim);
      return steps * (entry.attributes.dim * 2 * DOT + 3_500) + entry.attributes.dim * 300 + 3_000;
    }
    case "Sample":
      return entry.attributes.vocabulary * 8_000 + 10_000;
    case "Words": {
      const text = elements(input(0).dims);
      const listed = elements(input(1).dims) / entry.attributes.width;
      const words = Math.min(elements(y.dims), (text + 1) / 2);
      // Each word is compared with each of the list, as far as they agree.
      return listed * (words * 60 + text * 30) + text * 60 + elements(y.dims) * 20 + 500;
    }
    case "Random":
      return entry.attributes.normal === 1 ? 4_000 : 1_000;
    default:
      return 2.5 * MOVE;
  }
}

/** Most instructions of a tile as it is read back from a table. */
export function entryBound(info: EntryInfo, tensors: readonly TensorInfo[]): number {
  const [start, end] = info.units;
  return Math.round((end - start) * unitBound(entryOf(info), tensors) + NODE_OVERHEAD);
}

/** An entry read back from a table as it was written. */
export function entryOf(info: EntryInfo): Entry {
  const inputs = info.inputs.map((number) => (number < 0 ? null : number));
  return { ...info, inputs } as unknown as Entry;
}

/** Number of multiply-adds of an entry, for tables. */
export function multiplyAdds(entry: Entry, tensors: readonly Tensor[]): number {
  const y = tensors[entry.outputs[0]!]!;
  const x = tensors[entry.inputs[0] ?? -1];
  switch (entry.op) {
    case "Linear":
    case "LinearInt8":
      return elements(y.dims) * entry.attributes.k;
    case "MatMul":
      return elements(y.dims) * (x!.dims.at(-1) ?? 1);
    case "Conv":
    case "ConvInt8":
      return (
        (elements(y.dims) * x!.dims[1]! * entry.attributes.kernelH * entry.attributes.kernelW) / entry.attributes.group
      );
    case "ConvDepthwise":
      return elements(y.dims) * entry.attributes.kernelH * entry.attributes.kernelW;
    case "ConvTranspose":
      return (
        (elements(x!.dims) * y.dims[1]! * entry.attributes.kernelH * entry.attributes.kernelW) / entry.attributes.group
      );
    default:
      return 0;
  }
}
