import { BinaryKind, UnaryKind } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import type { Emitter, Ref } from "../program.ts";
import { allocate, type Tensor } from "../tensor.ts";

interface Parameters {
  readonly kind: number;
  readonly alpha: number;
  readonly beta: number;
}

interface Description {
  readonly name: string;
  /** Kind and parameters; reads the attributes. */
  parameters(operation: Operation): Parameters;
  /** The exact result, for functions that have one. */
  exact?(x: number, parameters: Parameters): number;
  /** The function on int32, where it means something. */
  integer?(x: Ref, y: Ref, out: Emitter, parameters: Parameters): void;
  readonly note?: string;
}

const plain = (kind: number) => (): Parameters => ({ kind, alpha: 0, beta: 0 });

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (!(rest >= 0.5)) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}

function integer(out: Emitter, kind: number, y: Ref, a: Ref, b: Ref): void {
  out.emit("Binary", [y], [a, b], { kind, alpha: 0, beta: 0, activation: UnaryKind.COPY });
}

/** The bounds of Clip: attributes up to opset 10, constant inputs after. */
function clipBounds(operation: Operation): Parameters {
  const bound = (attribute: "min" | "max", index: number, fallback: number): number => {
    if (operation.opset < 11) return operation.float(attribute, fallback);
    const tensor = operation.optionalConstant(index, attribute);
    if (tensor === undefined) return fallback;
    if (tensor.data.length !== 1) throw operation.malformed("must be a scalar", attribute);
    return tensor.data[0]!;
  };
  return { kind: UnaryKind.CLIP, alpha: bound("min", 1, -Infinity), beta: bound("max", 2, Infinity) };
}

const descriptions: readonly Description[] = [
  {
    name: "Relu",
    parameters: plain(UnaryKind.RELU),
    exact: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
    integer: (x, y, out) => integer(out, BinaryKind.MAX, y, x, out.integer(0)),
  },
  {
    name: "LeakyRelu",
    parameters: (operation) => ({ kind: UnaryKind.LEAKY_RELU, alpha: operation.float("alpha", 0.01), beta: 0 }),
    exact: (x, { alpha }) => (x < 0 ? Math.fround(Math.fround(alpha) * x) : x),
  },
  { name: "Sigmoid", parameters: plain(UnaryKind.SIGMOID) },
  {
    name: "HardSigmoid",
    parameters: (operation) => ({
      kind: UnaryKind.HARD_SIGMOID,
      alpha: operation.float("alpha", 0.2),
      beta: operation.float("beta", 0.5),
    }),
  },
  { name: "Tanh", parameters: plain(UnaryKind.TANH) },
  {
    name: "Elu",
    parameters: (operation) => ({ kind: UnaryKind.ELU, alpha: operation.float("alpha", 1), beta: 0 }),
  },
  {
    name: "Selu",
    parameters: (operation) => ({
      kind: UnaryKind.SELU,
      alpha: operation.float("alpha", 1.67326319217681884765625),
      beta: operation.float("gamma", 1.05070102214813232421875),
    }),
  },
  {
    name: "Gelu",
    parameters: (operation) => ({
      kind: operation.string("approximate", "none", ["none", "tanh"]) === "tanh" ? UnaryKind.GELU_TANH : UnaryKind.GELU,
      alpha: 0,
      beta: 0,
    }),
  },
  { name: "Erf", parameters: plain(UnaryKind.ERF) },
  { name: "HardSwish", parameters: plain(UnaryKind.HARD_SWISH) },
  { name: "Softplus", parameters: plain(UnaryKind.SOFTPLUS) },
  {
    name: "Clip",
    parameters: clipBounds,
    exact: (x, { alpha, beta }) => (x < alpha ? alpha : x > beta ? beta : x),
    integer: (x, y, out, { alpha, beta }) => {
      const low = Number.isFinite(alpha) ? alpha : -(2 ** 31);
      const high = Number.isFinite(beta) ? beta : 2 ** 31 - 1;
      const raised = out.temporary(y.dtype, y.shape);
      integer(out, BinaryKind.MAX, raised, x, out.integer(low));
      integer(out, BinaryKind.MIN, y, raised, out.integer(high));
    },
    note: "bounds must be constants",
  },
  { name: "Exp", parameters: plain(UnaryKind.EXP) },
  { name: "Log", parameters: plain(UnaryKind.LOG) },
  { name: "Sqrt", parameters: plain(UnaryKind.SQRT), exact: (x) => Math.fround(Math.sqrt(x)) },
  { name: "Reciprocal", parameters: plain(UnaryKind.RECIPROCAL), exact: (x) => Math.fround(1 / x) },
  {
    name: "Abs",
    parameters: plain(UnaryKind.ABS),
    exact: Math.abs,
    integer: (x, y, out) => {
      const negated = out.temporary(y.dtype, y.shape);
      integer(out, BinaryKind.SUB, negated, out.integer(0), x);
      integer(out, BinaryKind.MAX, y, x, negated);
    },
  },
  {
    name: "Neg",
    parameters: plain(UnaryKind.NEG),
    exact: (x) => -x,
    integer: (x, y, out) => integer(out, BinaryKind.SUB, y, out.integer(0), x),
  },
  { name: "Floor", parameters: plain(UnaryKind.FLOOR), exact: Math.floor },
  { name: "Ceil", parameters: plain(UnaryKind.CEIL), exact: Math.ceil },
  { name: "Round", parameters: plain(UnaryKind.ROUND), exact: roundHalfToEven },
  { name: "Sign", parameters: plain(UnaryKind.SIGN), exact: Math.sign },
  { name: "Sin", parameters: plain(UnaryKind.SIN) },
  { name: "Cos", parameters: plain(UnaryKind.COS) },
  { name: "Silu", parameters: plain(UnaryKind.SILU), note: "also found as x * Sigmoid(x)" },
  { name: "Rsqrt", parameters: plain(UnaryKind.RSQRT), note: "found as 1 / Sqrt(x)" },
];

/** Operators the importer makes itself, out of patterns; no file names them. */
const INTERNAL = new Set(["Silu", "Rsqrt"]);

function describe({ name, parameters, exact, integer: onIntegers, note }: Description): Operator {
  return {
    name,
    domain: INTERNAL.has(name) ? "openimo" : "",
    internal: INTERNAL.has(name),
    note,
    infer(operation) {
      const x = operation.input(0);
      parameters(operation);
      if (onIntegers === undefined) operation.expect(x, "float32");
      else if (x.constant === undefined) operation.expect(x, "float32", "int32", "int64");
      return single(x.dtype, x.shape);
    },
    evaluate:
      exact === undefined
        ? undefined
        : (operation) => {
            const { constant } = operation.input(0);
            const values = parameters(operation);
            return [map(constant!, (x) => exact(x, values))];
          },
    lower(operation, out) {
      const x = out.ref(operation.input(0));
      const y = out.make(operation.output());
      if (operation.output().dtype === "float32") out.emit("Unary", [y], [x], parameters(operation));
      else onIntegers!(x, y, out, parameters(operation));
    },
  };
}

function map(x: Tensor, f: (x: number) => number): Tensor {
  const data = allocate(x.dtype, x.data.length);
  x.data.forEach((element, i) => (data[i] = f(element)));
  return { dtype: x.dtype, shape: x.shape, data };
}

export const unary: readonly Operator[] = descriptions.map(describe);
