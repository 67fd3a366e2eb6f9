import { BinaryKind, DType as Code, UnaryKind } from "../../generated.ts";
import { type Operation, single, type Value } from "../ir.ts";
import type { Operator } from "../operator.ts";
import type { Emitter, Ref } from "../program.ts";
import {
  allocate,
  broadcast,
  broadcastStrides,
  count,
  type DType,
  forEachOffset,
  isFloat,
  type Tensor,
} from "../tensor.ts";

/** Emits y = a kind b, without activation. */
export function emitBinary(out: Emitter, kind: number, y: Ref, a: Ref, b: Ref): void {
  out.emit("Binary", [y], [a, b], { kind, alpha: 0, beta: 0, activation: UnaryKind.COPY });
}

/** y = 1 - x on booleans. */
export function emitNot(out: Emitter, y: Ref, x: Ref): void {
  const one = out.weights(Uint8Array.of(1), Code.UINT8, []);
  emitBinary(out, BinaryKind.XOR, y, x, one);
}

function broadcastAll(operation: Operation): number[] {
  let shape: number[] = [];
  operation.inputs.forEach((_, i) => {
    const joined = broadcast(shape, operation.input(i).shape);
    if (joined === undefined) {
      const shapes = operation.inputs.map((value) => `[${value?.shape ?? ""}]`).join(" and ");
      throw operation.malformed(`shapes ${shapes} do not broadcast`);
    }
    shape = joined;
  });
  return shape;
}

function sameTypes(operation: Operation): DType {
  const { dtype } = operation.input(0);
  for (let i = 1; i < operation.inputs.length; i++) {
    if (operation.input(i).dtype !== dtype) {
      throw operation.malformed(`operands of types ${operation.inputs.map((value) => value?.dtype).join(" and ")}`);
    }
  }
  return dtype;
}

/** Applies f element by element, with broadcasting. Results are rounded to the output's type as they are stored. */
function evaluateBinary(a: Tensor, b: Tensor, dtype: DType, f: (a: number, b: number) => number): Tensor {
  const shape = broadcast(a.shape, b.shape)!;
  const data = allocate(dtype, count(shape));
  forEachOffset(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)], (index, [i, j]) => {
    data[index] = f(a.data[i!]!, b.data[j!]!);
  });
  return { dtype, shape, data };
}

const known = (operation: Operation): boolean => operation.inputs.every((value) => value?.constant !== undefined);

interface Arithmetic {
  readonly name: string;
  readonly kind: number;
  f(a: number, b: number, float: boolean): number;
  /** Takes one or more operands, from left to right. */
  readonly variadic?: boolean;
}

const isNaNPair = (a: number, b: number): boolean => Number.isNaN(a) || Number.isNaN(b);

const arithmetic: readonly Arithmetic[] = [
  { name: "Add", kind: BinaryKind.ADD, f: (a, b) => a + b },
  { name: "Sub", kind: BinaryKind.SUB, f: (a, b) => a - b },
  { name: "Mul", kind: BinaryKind.MUL, f: (a, b) => a * b },
  { name: "Div", kind: BinaryKind.DIV, f: (a, b, float) => (float ? a / b : b === 0 ? 0 : Math.trunc(a / b)) },
  { name: "Sum", kind: BinaryKind.ADD, f: (a, b) => a + b, variadic: true },
  { name: "Min", kind: BinaryKind.MIN, f: (a, b) => (isNaNPair(a, b) ? NaN : Math.min(a, b)), variadic: true },
  { name: "Max", kind: BinaryKind.MAX, f: (a, b) => (isNaNPair(a, b) ? NaN : Math.max(a, b)), variadic: true },
];

function describeArithmetic({ name, kind, f, variadic }: Arithmetic): Operator {
  return {
    name,
    infer(operation) {
      const inputs = operation.inputs.length;
      if (variadic ? inputs < 1 : inputs !== 2) throw operation.malformed(`${inputs} inputs`);
      const dtype = sameTypes(operation);
      if (!known(operation)) operation.expect(operation.input(0), "float32", "int32", "int64");
      return single(dtype, broadcastAll(operation));
    },
    evaluate(operation) {
      const constants = operation.inputs.map((_, i) => operation.input(i).constant!);
      const float = isFloat(constants[0]!.dtype);
      return [constants.reduce((a, b) => evaluateBinary(a, b, a.dtype, (x, y) => f(x, y, float)))];
    },
    lower(operation, out) {
      const y = operation.output();
      if (operation.inputs.length === 1) return out.alias(y, out.ref(operation.input(0)));
      const result = out.make(y);
      let left = out.ref(operation.input(0));
      let shape = operation.input(0).shape;
      for (let i = 1; i < operation.inputs.length; i++) {
        const right = operation.input(i);
        shape = broadcast(shape, right.shape)!;
        const target = i === operation.inputs.length - 1 ? result : out.temporary(result.dtype, shape);
        emitBinary(out, kind, target, left, out.ref(right));
        left = target;
      }
    },
  };
}

const mean: Operator = {
  name: "Mean",
  infer(operation) {
    operation.inputs.forEach((_, i) => operation.expect(operation.input(i), "float32"));
    return single("float32", broadcastAll(operation));
  },
  lower(operation, out) {
    let total = out.ref(operation.input(0));
    for (let i = 1; i < operation.inputs.length; i++) {
      const right = operation.input(i);
      const sum = out.temporary(total.dtype, broadcast(total.shape, right.shape)!);
      emitBinary(out, BinaryKind.ADD, sum, total, out.ref(right));
      total = sum;
    }
    emitBinary(out, BinaryKind.DIV, out.make(operation.output()), total, out.scalar(operation.inputs.length));
  },
};

/** The one element of a constant that has one. */
function scalarOf(value: Value): number | undefined {
  return value.constant?.data.length === 1 ? value.constant.data[0] : undefined;
}

const pow: Operator = {
  name: "Pow",
  infer(operation) {
    const [x, exponent] = [operation.input(0), operation.input(1)];
    operation.expect(x, "float32");
    if (exponent.constant === undefined) operation.expect(exponent, "float32");
    return single("float32", broadcastAll(operation));
  },
  lower(operation, out) {
    const [base, exponent] = [operation.input(0), operation.input(1)];
    const x = out.ref(base);
    const y = out.make(operation.output());
    const constant = scalarOf(exponent);
    if (count(base.shape) === count(y.shape)) {
      // Exponents with a plain meaning; the rest through exp and log.
      if (constant === 1) return void out.emit("Unary", [y], [x], { kind: UnaryKind.COPY, alpha: 0, beta: 0 });
      if (constant === 2) return emitBinary(out, BinaryKind.MUL, y, x, x);
      if (constant === 3) {
        const square = out.temporary(y.dtype, base.shape);
        emitBinary(out, BinaryKind.MUL, square, x, x);
        return emitBinary(out, BinaryKind.MUL, y, square, x);
      }
      if (constant === 0.5) return void out.emit("Unary", [y], [x], { kind: UnaryKind.SQRT, alpha: 0, beta: 0 });
      if (constant === -1) return void out.emit("Unary", [y], [x], { kind: UnaryKind.RECIPROCAL, alpha: 0, beta: 0 });
    }
    const power =
      exponent.constant === undefined
        ? out.ref(exponent)
        : out.constant({ dtype: "float32", shape: exponent.shape, data: Float32Array.from(exponent.constant.data) });
    emitBinary(out, BinaryKind.POW, y, x, power);
  },
};

const prelu: Operator = {
  name: "PRelu",
  infer(operation) {
    const [x, slope] = [operation.input(0), operation.input(1)];
    operation.expect(x, "float32");
    operation.expect(slope, "float32");
    const shape = broadcast(x.shape, slope.shape);
    if (shape === undefined || count(shape) !== count(x.shape)) {
      throw operation.malformed(`a slope of shape [${slope.shape}] does not broadcast to [${x.shape}]`);
    }
    return single("float32", x.shape);
  },
  lower(operation, out) {
    const [x, slope] = [out.ref(operation.input(0)), out.ref(operation.input(1))];
    emitBinary(out, BinaryKind.PRELU, out.make(operation.output()), x, slope);
  },
};

interface Comparison {
  readonly name: string;
  readonly kind: number;
  f(a: number, b: number): boolean;
}

const comparisons: readonly Comparison[] = [
  { name: "Equal", kind: BinaryKind.EQUAL, f: (a, b) => a === b },
  { name: "Greater", kind: BinaryKind.GREATER, f: (a, b) => a > b },
  { name: "GreaterOrEqual", kind: BinaryKind.GREATER_OR_EQUAL, f: (a, b) => a >= b },
  { name: "Less", kind: BinaryKind.LESS, f: (a, b) => a < b },
  { name: "LessOrEqual", kind: BinaryKind.LESS_OR_EQUAL, f: (a, b) => a <= b },
];

function describeComparison({ name, kind, f }: Comparison): Operator {
  return {
    name,
    infer(operation) {
      sameTypes(operation);
      if (!known(operation)) {
        operation.expect(
          operation.input(0),
          "float32",
          "int32",
          "int64",
          ...(name === "Equal" ? (["bool"] as const) : []),
        );
      }
      return single("bool", broadcastAll(operation));
    },
    evaluate: (operation) => [
      evaluateBinary(operation.input(0).constant!, operation.input(1).constant!, "bool", (a, b) => (f(a, b) ? 1 : 0)),
    ],
    lower(operation, out) {
      const [a, b] = [out.ref(operation.input(0)), out.ref(operation.input(1))];
      const y = out.make(operation.output());
      if (operation.input(0).dtype !== "bool") return emitBinary(out, kind, y, a, b);
      const different = out.temporary(y.dtype, y.shape);
      emitBinary(out, BinaryKind.XOR, different, a, b);
      emitNot(out, y, different);
    },
  };
}

const logic: readonly Comparison[] = [
  { name: "And", kind: BinaryKind.AND, f: (a, b) => a !== 0 && b !== 0 },
  { name: "Or", kind: BinaryKind.OR, f: (a, b) => a !== 0 || b !== 0 },
  { name: "Xor", kind: BinaryKind.XOR, f: (a, b) => (a !== 0) !== (b !== 0) },
];

function describeLogic({ name, kind, f }: Comparison): Operator {
  return {
    name,
    infer(operation) {
      operation.inputs.forEach((_, i) => operation.expect(operation.input(i), "bool"));
      return single("bool", broadcastAll(operation));
    },
    evaluate: (operation) => [
      evaluateBinary(operation.input(0).constant!, operation.input(1).constant!, "bool", (a, b) => (f(a, b) ? 1 : 0)),
    ],
    lower(operation, out) {
      const [a, b] = [out.ref(operation.input(0)), out.ref(operation.input(1))];
      emitBinary(out, kind, out.make(operation.output()), a, b);
    },
  };
}

const not: Operator = {
  name: "Not",
  infer(operation) {
    operation.expect(operation.input(0), "bool");
    return single("bool", operation.input(0).shape);
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    return [{ dtype: x.dtype, shape: x.shape, data: Uint8Array.from(x.data, (element) => (element === 0 ? 1 : 0)) }];
  },
  lower: (operation, out) => emitNot(out, out.make(operation.output()), out.ref(operation.input(0))),
};

export const binary: readonly Operator[] = [
  ...arithmetic.map(describeArithmetic),
  mean,
  pow,
  prelu,
  ...comparisons.map(describeComparison),
  ...logic.map(describeLogic),
  not,
];
