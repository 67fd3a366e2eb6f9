/**
 * How many RV32IM instructions the proof build takes, predicted from shapes. The numbers were measured on the emulator
 * (`npm run bench -- models`); a build checks its predictions against the emulator's counts.
 */
import { UnaryKind } from "../generated.ts";
import { elements, type Entry, type Tensor } from "../table.ts";

/** Start of a node: registers, the record, its operands. */
export const NODE_OVERHEAD = 3_000;

/** One multiply-add of a panel's lane, and one float32 addition or the like. */
const MAC = 60;
const FLOAT = 60;
/** Moving one element, with its share of index arithmetic. */
const MOVE = 30;

/** Instructions of each activation on one element; those not listed take {@link FLOAT}. */
const UNARY_COST: Readonly<Partial<Record<number, number>>> = {
  [UnaryKind.COPY]: 15,
  [UnaryKind.RELU]: 20,
  [UnaryKind.SIGMOID]: 2_000,
  [UnaryKind.TANH]: 2_000,
  [UnaryKind.ELU]: 1_500,
  [UnaryKind.SELU]: 1_500,
  [UnaryKind.GELU]: 3_000,
  [UnaryKind.GELU_TANH]: 3_000,
  [UnaryKind.ERF]: 3_000,
  [UnaryKind.SILU]: 2_000,
  [UnaryKind.HARD_SIGMOID]: 250,
  [UnaryKind.HARD_SWISH]: 350,
  [UnaryKind.EXP]: 1_500,
  [UnaryKind.LOG]: 1_500,
  [UnaryKind.SQRT]: 500,
  [UnaryKind.RSQRT]: 900,
  [UnaryKind.RECIPROCAL]: 400,
  [UnaryKind.SOFTPLUS]: 3_000,
  [UnaryKind.SIN]: 2_000,
  [UnaryKind.COS]: 2_000,
};

const unary = (kind: number): number => UNARY_COST[kind] ?? FLOAT;

/** Predicted instructions of one unit of an entry. */
export function unitCost(entry: Entry, tensors: readonly Tensor[]): number {
  const tensor = (index: number | null | undefined): Tensor => tensors[index ?? -1]!;
  const y = tensor(entry.outputs[0]);
  const dim = (of: Tensor, axis: number): number => of.dims[axis] ?? 1;
  const input = (index: number): Tensor => tensor(entry.inputs[index]);
  switch (entry.op) {
    case "Unary":
      return unary(entry.attributes.kind) + MOVE;
    case "Binary":
      return 2.5 * FLOAT + MOVE + unary(entry.attributes.activation) + (entry.attributes.kind === 6 ? 4_000 : 0);
    case "Linear":
    case "LinearInt8":
      return 4 * (entry.attributes.k * MAC + unary(entry.attributes.activation)) + 150;
    case "MatMul":
      return dim(y, y.dims.length - 1) * (dim(input(0), input(0).dims.length - 1) * 2 * MAC + FLOAT + 50);
    case "Conv":
    case "ConvInt8": {
      const { group, kernelH, kernelW, activation } = entry.attributes;
      const perGroup = Math.ceil(dim(y, 1) / group / 4) * 4;
      const taps = (dim(input(0), 1) / group) * kernelH * kernelW;
      const rows = (dim(input(0), 1) / group) * kernelH;
      return dim(y, 3) * group * perGroup * (taps * MAC + rows * 10 + unary(activation) + 60);
    }
    case "ConvDepthwise": {
      const { kernelH, kernelW, activation } = entry.attributes;
      return dim(y, 3) * (kernelH * kernelW * 2 * MAC + unary(activation) + 100);
    }
    case "ConvTranspose": {
      const { group, kernelH, kernelW, activation } = entry.attributes;
      const perGroup = Math.ceil(dim(y, 1) / group / 4) * 4;
      const taps = (dim(input(0), 1) / group) * kernelH * kernelW;
      return dim(y, 3) * group * perGroup * (taps * (MAC + 10) + unary(activation) + 60);
    }
    case "Pool":
      return dim(y, 3) * (entry.attributes.kernelH * entry.attributes.kernelW * (FLOAT + 20) + 500);
    case "Reduce":
      return entry.attributes.n * 2 * FLOAT + 500;
    case "Softmax":
      return entry.attributes.n * 2_500 + 1_000;
    case "ArgReduce":
      return entry.attributes.n * FLOAT + 200;
    case "Normalize":
      return entry.attributes.n * (8 * FLOAT + unary(entry.attributes.activation)) + 2_000;
    case "Gather":
      return entry.attributes.inner * MOVE + 200;
    case "Resize":
      return dim(y, 3) * (entry.attributes.mode === 0 ? 600 : 1_500) + 500;
    case "Cast":
      return 6 * FLOAT;
    case "Quantize":
      return 6 * FLOAT;
    case "CumSum":
      return entry.attributes.n * (FLOAT + 30) + 200;
    case "TopK":
      return entry.attributes.n * entry.attributes.k * 40 + 500;
    case "Rope":
      return entry.attributes.dim * 6 * FLOAT + 300;
    case "Attention": {
      const steps = dim(tensor(entry.outputs[1]), 1);
      return steps * (entry.attributes.dim * 4 * MAC + 3_000) + entry.attributes.dim * 200 + 2_000;
    }
    case "Sample":
      return entry.attributes.vocabulary * 6_000 + 5_000;
    case "Random":
      return entry.attributes.normal === 1 ? 6_000 : 500;
    default:
      return 2 * MOVE;
  }
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
