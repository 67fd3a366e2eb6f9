import { ArgKind, DType as Code, ReduceKind, UnaryKind } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import type { Emitter, Ref } from "../program.ts";
import { count, integers, type Shape } from "../tensor.ts";

/** A shape seen as [outer][n][inner] around one axis, or a run of them. */
export function around(shape: Shape, first: number, last = first): { outer: number; n: number; inner: number } {
  return {
    outer: count(shape.slice(0, first)),
    n: count(shape.slice(first, last + 1)),
    inner: count(shape.slice(last + 1)),
  };
}

/** The axes of a reduction: an attribute, or from some operator set on a constant input; all of them by default. */
function reducedAxes(operation: Operation, inputSince: number): number[] {
  const rank = operation.input(0).shape.length;
  const given =
    operation.opset >= inputSince
      ? operation.inputs[1] === undefined
        ? undefined
        : operation.integers(1, "axes")
      : operation.ints("axes");
  const empty = operation.flag("noop_with_empty_axes", false);
  if (given === undefined || given.length === 0) return empty ? [] : Array.from({ length: rank }, (_, axis) => axis);
  return operation.axes(given, rank);
}

/** Emits a reduction over `axes`, whose result has as many elements as `y`. */
export function emitReduce(out: Emitter, kind: number, y: Ref, x: Ref, axes: readonly number[]): void {
  const rank = x.shape.length;
  let source = x;
  let [first, last] = [axes[0] ?? rank, axes.at(-1) ?? rank - 1];
  const contiguous = axes.length > 0 && last - first === axes.length - 1;
  if (!contiguous && axes.length > 0) {
    // Bring the reduced axes to the end.
    const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
    const perm = [...kept, ...axes];
    source = out.temporary(
      x.dtype,
      perm.map((axis) => x.shape[axis]!),
    );
    out.emit("Transpose", [source], [x], { perm });
    [first, last] = [kept.length, rank - 1];
  }
  const { n, inner } = axes.length === 0 ? { n: 1, inner: 1 } : around(source.shape, first, last);
  out.emit("Reduce", [y], [source], { kind, n, inner });
}

interface Description {
  readonly name: string;
  readonly kind: number;
  /** Operator set from which the axes are an input. */
  readonly inputSince: number;
  /** Applied to x before. */
  readonly before?: number;
}

const reductions: readonly Description[] = [
  { name: "ReduceSum", kind: ReduceKind.SUM, inputSince: 13 },
  { name: "ReduceMean", kind: ReduceKind.MEAN, inputSince: 18 },
  { name: "ReduceMax", kind: ReduceKind.MAX, inputSince: 18 },
  { name: "ReduceMin", kind: ReduceKind.MIN, inputSince: 18 },
  { name: "ReduceProd", kind: ReduceKind.PROD, inputSince: 18 },
  { name: "ReduceSumSquare", kind: ReduceKind.SUM_SQUARE, inputSince: 18 },
  { name: "ReduceL1", kind: ReduceKind.SUM, inputSince: 18, before: UnaryKind.ABS },
  { name: "ReduceL2", kind: ReduceKind.L2, inputSince: 18 },
];

function describe({ name, kind, inputSince, before }: Description): Operator {
  return {
    name,
    infer(operation) {
      const x = operation.input(0);
      const axes = reducedAxes(operation, inputSince);
      const keep = operation.flag("keepdims", true);
      if (x.constant === undefined || name !== "ReduceProd") operation.expect(x, "float32");
      if (axes.some((axis) => x.shape[axis] === 0)) throw operation.unsupported("reducing no elements");
      return single(
        x.dtype,
        x.shape.flatMap((dim, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [dim])),
      );
    },
    // Products of shapes are folded; other reductions run in the guest, whose order of summation is part of the model.
    evaluate:
      name !== "ReduceProd"
        ? undefined
        : (operation) => {
            const x = operation.input(0).constant!;
            const axes = reducedAxes(operation, inputSince);
            if (axes.length !== x.shape.length || x.dtype !== "int64") {
              throw operation.unsupported("only the product of a whole shape is folded");
            }
            const { shape } = operation.output();
            return [{ dtype: x.dtype, shape, data: Float64Array.of(integers(x).reduce((a, b) => a * b, 1)) }];
          },
    lower(operation, out) {
      let x = out.ref(operation.input(0));
      const y = out.make(operation.output());
      const axes = reducedAxes(operation, inputSince);
      if (before !== undefined) {
        const changed = out.temporary(x.dtype, x.shape);
        out.emit("Unary", [changed], [x], { kind: before, alpha: 0, beta: 0 });
        x = changed;
      }
      emitReduce(out, kind, y, x, axes);
    },
  };
}

function globalPool(name: string, kind: number): Operator {
  return {
    name,
    infer(operation) {
      const x = operation.input(0);
      operation.expect(x, "float32");
      if (x.shape.length < 3) throw operation.malformed(`an input of shape [${x.shape}]`);
      return single(
        "float32",
        x.shape.map((dim, axis) => (axis < 2 ? dim : 1)),
      );
    },
    lower(operation, out) {
      const x = out.ref(operation.input(0));
      const axes = x.shape.map((_, axis) => axis).slice(2);
      emitReduce(out, kind, out.make(operation.output()), x, axes);
    },
  };
}

function softmax(name: string, log: 0 | 1): Operator {
  const view = (operation: Operation) => {
    const { shape } = operation.input(0);
    if (operation.opset >= 13) return around(shape, operation.axis(operation.int("axis", -1), shape.length));
    // Up to opset 12, everything from the axis on is one vector.
    const given = operation.int("axis", 1);
    const axis = given === shape.length ? given : operation.axis(given, shape.length);
    return around(shape, axis, shape.length - 1);
  };
  return {
    name,
    infer(operation) {
      operation.expect(operation.input(0), "float32");
      view(operation);
      return single("float32", operation.input(0).shape);
    },
    lower(operation, out) {
      const { n, inner } = view(operation);
      out.emit("Softmax", [out.make(operation.output())], [out.ref(operation.input(0))], { n, inner, log });
    },
  };
}

function argReduce(name: string, kind: number): Operator {
  return {
    name,
    infer(operation) {
      const x = operation.input(0);
      operation.expect(x, "float32", "int32", "int64");
      const axis = operation.axis(operation.int("axis", 0), x.shape.length);
      const keep = operation.flag("keepdims", true);
      operation.flag("select_last_index", false);
      if (x.shape[axis] === 0) throw operation.unsupported("reducing no elements");
      return single(
        "int64",
        x.shape.flatMap((dim, i) => (i === axis ? (keep ? [1] : []) : [dim])),
      );
    },
    lower(operation, out) {
      const x = out.ref(operation.input(0));
      const { n, inner } = around(x.shape, operation.axis(operation.int("axis", 0), x.shape.length));
      const last = operation.flag("select_last_index", false) ? 1 : 0;
      out.emit("ArgReduce", [out.make(operation.output())], [x], { kind, n, inner, last });
    },
  };
}

const cumSum: Operator = {
  name: "CumSum",
  infer(operation) {
    const x = operation.input(0);
    operation.expect(x, "float32", "int32", "int64");
    const [axis = 0] = operation.integers(1, "axis");
    operation.axis(axis, x.shape.length);
    operation.flag("exclusive", false);
    operation.flag("reverse", false);
    return single(x.dtype, x.shape);
  },
  lower(operation, out) {
    const x = out.ref(operation.input(0));
    const [axis = 0] = operation.integers(1, "axis");
    const { n, inner } = around(x.shape, operation.axis(axis, x.shape.length));
    const exclusive = operation.flag("exclusive", false) ? 1 : 0;
    const reverse = operation.flag("reverse", false) ? 1 : 0;
    out.emit("CumSum", [out.make(operation.output())], [x], { n, inner, exclusive, reverse });
  },
};

const topK: Operator = {
  name: "TopK",
  note: "k must be a constant",
  infer(operation) {
    const x = operation.input(0);
    operation.expect(x, "float32");
    const axis = operation.axis(operation.int("axis", -1), x.shape.length);
    const k = topCount(operation);
    operation.flag("largest", true);
    operation.ignore("sorted"); // sorted results are one of the orders that "unsorted" allows
    if (k < 1 || k > x.shape[axis]!) throw operation.unsupported(`k = ${k} of ${x.shape[axis]} elements`, "k");
    const shape = x.shape.map((dim, i) => (i === axis ? k : dim));
    return [
      { dtype: "float32", shape },
      { dtype: "int64", shape },
    ];
  },
  lower(operation, out) {
    const x = out.ref(operation.input(0));
    const { n, inner } = around(x.shape, operation.axis(operation.int("axis", -1), x.shape.length));
    const { shape } = operation.output();
    const values = operation.wants(0) ? out.make(operation.output(0)) : out.temporary(Code.FLOAT32, shape);
    const indices = operation.wants(1) ? out.make(operation.output(1)) : out.temporary(Code.INT32, shape);
    const largest = operation.flag("largest", true) ? 1 : 0;
    out.emit("TopK", [values, indices], [x], { n, inner, k: topCount(operation), largest });
  },
};

function topCount(operation: Operation): number {
  return operation.opset < 10 ? operation.requiredInt("k") : (operation.integers(1, "k")[0] ?? 0);
}

export const reducing: readonly Operator[] = [
  ...reductions.map(describe),
  globalPool("GlobalAveragePool", ReduceKind.MEAN),
  globalPool("GlobalMaxPool", ReduceKind.MAX),
  softmax("Softmax", 0),
  softmax("LogSoftmax", 1),
  argReduce("ArgMax", ArgKind.MAX),
  argReduce("ArgMin", ArgKind.MIN),
  cumSum,
  topK,
];
