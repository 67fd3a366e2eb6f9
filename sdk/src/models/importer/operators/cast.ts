import { BinaryKind, DType as Code } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import type { Emitter, Ref } from "../program.ts";
import { allocate, type DType, isFloat, type Tensor } from "../tensor.ts";
import { emitBinary, emitNot } from "./binary.ts";

const CODES: ReadonlyMap<number, DType> = new Map([
  [1, "float32"],
  [2, "uint8"],
  [3, "int8"],
  [4, "uint16"],
  [5, "int16"],
  [6, "int32"],
  [7, "int64"],
  [9, "bool"],
  [11, "float64"],
  [12, "uint32"],
]);

const RANGES: Partial<Record<DType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

function target(operation: Operation): DType {
  if (operation.operator === "CastLike") return operation.input(1).dtype;
  const code = operation.requiredInt("to");
  const dtype = CODES.get(code);
  if (dtype === undefined) throw operation.unsupported(`element type #${code}`, "to", [...CODES.values()]);
  return dtype;
}

/** Converts constants; out of range saturates, as in the guest. */
function convert(x: Tensor, dtype: DType): Tensor {
  const data = allocate(dtype, x.data.length);
  const [low, high] = RANGES[dtype] ?? [-Infinity, Infinity];
  x.data.forEach((element, i) => {
    if (dtype === "bool") data[i] = element === 0 ? 0 : 1;
    else if (isFloat(dtype)) data[i] = element;
    else data[i] = Number.isNaN(element) ? 0 : Math.max(low, Math.min(high, Math.trunc(element)));
  });
  return { dtype, shape: x.shape, data };
}

/** y = x != 0 */
function emitBoolean(out: Emitter, y: Ref, x: Ref): void {
  let source = x;
  if (x.dtype !== Code.FLOAT32 && x.dtype !== Code.INT32) {
    source = out.temporary(Code.INT32, x.shape);
    out.emit("Cast", [source], [x], { nearest: 0, scale: 1, offset: 0 });
  }
  const zero = out.temporary(Code.UINT8, x.shape);
  emitBinary(out, BinaryKind.EQUAL, zero, source, x.dtype === Code.FLOAT32 ? out.scalar(0) : out.integer(0));
  emitNot(out, y, zero);
}

function cast(name: string, note?: string): Operator {
  return {
    name,
    note,
    infer(operation) {
      const dtype = target(operation);
      operation.ignore("saturate"); // concerns 8-bit floats
      return single(dtype, operation.input(0).shape);
    },
    evaluate: (operation) => [convert(operation.input(0).constant!, target(operation))],
    lower(operation, out) {
      const [from, to] = [operation.input(0).dtype, operation.output()];
      const x = out.ref(operation.input(0));
      if (to.dtype === "bool" && from !== "bool") return emitBoolean(out, out.make(to), x);
      // The same storage either way: 64-bit integers are held in 32 bits, booleans in bytes.
      const same =
        to.dtype === from || (isInteger(to.dtype) && isInteger(from)) || (to.dtype === "uint8" && from === "bool");
      if (same) return out.alias(to, x);
      out.emit("Cast", [out.make(to)], [x], { nearest: 0, scale: 1, offset: 0 });
    },
  };
}

const isInteger = (dtype: DType): boolean => dtype === "int32" || dtype === "int64";

export const casting: readonly Operator[] = [
  cast("Cast", "out of range saturates; 64-bit integers are held in 32 bits at run time"),
  cast("CastLike"),
];
