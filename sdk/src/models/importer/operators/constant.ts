import { DType as Code } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { allocate, count, type Tensor, tensor } from "../tensor.ts";

/** Constants of more elements than this are not spelt out in the weights, but made when the model runs. */
export const MAX_FOLDED_FILL = 2 ** 12;

function constantValue(operation: Operation): Tensor {
  const values: (Tensor | undefined)[] = [operation.tensor("value")];
  if (operation.has("value_float")) values.push(tensor("float32", [], [operation.float("value_float", 0)]));
  if (operation.has("value_int")) values.push(tensor("int64", [], [operation.int("value_int", 0)]));
  const floats = operation.floats("value_floats");
  if (floats !== undefined) values.push(tensor("float32", [floats.length], floats));
  const ints = operation.ints("value_ints");
  if (ints !== undefined) values.push(tensor("int64", [ints.length], ints));
  const given = values.filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw operation.unsupported("must be given once, dense and numeric", "value", [
      "value",
      "value_float",
      "value_floats",
      "value_int",
      "value_ints",
    ]);
  }
  return given[0]!;
}

const constant: Operator = {
  name: "Constant",
  infer: (operation) => [constantValue(operation)],
  evaluate: (operation) => [constantValue(operation)],
  lower: () => undefined,
};

const shape: Operator = {
  name: "Shape",
  infer: (operation) => single("int64", [shapeRange(operation).length]),
  evaluate: (operation) => [tensor("int64", operation.output().shape, shapeRange(operation))],
  lower: () => undefined,
};

function shapeRange(operation: Operation): number[] {
  return operation
    .input(0)
    .shape.slice(operation.int("start", 0), operation.has("end") ? operation.int("end", 0) : undefined);
}

const size: Operator = {
  name: "Size",
  infer: () => single("int64", []),
  evaluate: (operation) => [tensor("int64", [], [count(operation.input(0).shape)])],
  lower: () => undefined,
};

const constantOfShape: Operator = {
  name: "ConstantOfShape",
  infer: (operation) => single(fillValue(operation).dtype, operation.integers(0, "input")),
  evaluate(operation) {
    const { dtype, data } = fillValue(operation);
    const { shape } = operation.output();
    return [{ dtype, shape, data: allocate(dtype, count(shape)).fill(data[0]!) }];
  },
  lower(operation, out) {
    const { data } = fillValue(operation);
    const y = out.make(operation.output());
    const bits = new DataView(new ArrayBuffer(4));
    if (y.dtype === Code.FLOAT32) bits.setFloat32(0, data[0]!, true);
    else bits.setInt32(0, data[0]!, true);
    out.emit("Fill", [y], [], { bits: bits.getUint32(0, true) });
  },
};

function fillValue(operation: Operation): Tensor {
  const value = operation.tensor("value") ?? tensor("float32", [1], [0]);
  if (value.data.length !== 1) throw operation.malformed("must have one element", "value");
  return value;
}

const range: Operator = {
  name: "Range",
  note: "bounds must be constants",
  infer(operation) {
    const { dtype } = operation.input(0);
    const [start, limit, delta] = bounds(operation);
    if (delta === 0) throw operation.malformed("must not be zero", "delta");
    return single(dtype, [Math.max(0, Math.ceil((limit! - start!) / delta!))]);
  },
  evaluate(operation) {
    const { dtype, shape } = operation.output();
    const [start, , delta] = bounds(operation);
    const data = allocate(dtype, count(shape));
    for (let i = 0; i < data.length; i++) data[i] = start! + i * delta!;
    return [{ dtype, shape, data }];
  },
  lower: () => undefined,
};

function bounds(operation: Operation): number[] {
  return ["start", "limit", "delta"].map((what, i) => operation.constant(i, what).data[0] ?? 0);
}

/** Operators whose outputs are known as soon as the shapes of their inputs are. */
export const SHAPE_ONLY: ReadonlySet<string> = new Set(["Shape", "Size", "Constant"]);

export const constants: readonly Operator[] = [constant, shape, size, constantOfShape, range];
