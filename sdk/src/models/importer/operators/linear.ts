import { BinaryKind, DType as Code, UnaryKind } from "../../generated.ts";
import { packLinear, packLinearInt8 } from "../../pack.ts";
import { type Operation, single, type Value } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { type Emitter, type Ref, view } from "../program.ts";
import { broadcast, count, type Shape } from "../tensor.ts";
import { emitBinary } from "./binary.ts";
import { type Int8Operands, int8Operands } from "./quantize.ts";

/** Float32 elements as packed weights. */
export function packed(out: Emitter, data: Float32Array, shape: Shape): Ref {
  return out.weights(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), Code.FLOAT32, shape);
}

/** int8 elements as packed weights. */
export function packedInt8(out: Emitter, data: Int8Array): Ref {
  return out.weights(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), Code.INT8, [data.length]);
}

/** y = x W + bias in int8, x seen as rows of k. */
function emitLinearInt8(
  out: Emitter,
  y: Ref,
  int8: Int8Operands,
  k: number,
  n: number,
  transposed: boolean,
  bias?: Ref,
): void {
  const panels = packedInt8(out, packLinearInt8(int8.weights, k, n, transposed));
  out.emit("LinearInt8", [y], [int8.x, panels, int8.scales, bias], {
    k,
    n,
    xScale: int8.quantization.scale,
    xZero: int8.quantization.zero,
    activation: UnaryKind.COPY,
    alpha: 0,
    beta: 0,
  });
}

/** y = x W + bias, x seen as rows of k. `bias` has n elements. */
function emitLinear(out: Emitter, y: Ref, x: Ref, weights: Float32Array, k: number, n: number, bias?: Ref): void {
  const panels = packed(out, weights, [Math.ceil(n / 4), k, 4]);
  out.emit("Linear", [y], [x, panels, bias], { k, n, activation: UnaryKind.COPY, alpha: 0, beta: 0 });
}

/** The elements of a bias that is one number a column, or `undefined`. */
function columnBias(c: Value, n: number): Float32Array | undefined {
  if (c.constant === undefined) return undefined;
  if (count(c.shape) === 1) return new Float32Array(n).fill(c.constant.data[0]!);
  return count(c.shape) === n && c.shape.at(-1) === n ? Float32Array.from(c.constant.data) : undefined;
}

const gemm: Operator = {
  name: "Gemm",
  infer(operation) {
    const [a, b, c] = [operation.input(0), operation.input(1), operation.optional(2)];
    for (const value of [a, b, ...(c === undefined ? [] : [c])]) operation.expect(value, "float32");
    operation.expectRank(a, 2);
    operation.expectRank(b, 2);
    operation.float("alpha", 1);
    operation.float("beta", 1);
    const [m, k] = operation.flag("transA", false) ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
    const [k2, n] = operation.flag("transB", false) ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
    if (k !== k2) throw operation.malformed(`matrices [${a.shape}] and [${b.shape}] do not multiply`);
    if (c !== undefined) {
      const shape = broadcast(c.shape, [m, n]);
      if (shape === undefined || count(shape) !== m * n) {
        throw operation.malformed(`a bias of shape [${c.shape}] does not broadcast to [${m},${n}]`);
      }
    }
    return single("float32", [m, n]);
  },
  lower(operation, out) {
    const [a, b, c] = [operation.input(0), operation.input(1), operation.optional(2)];
    const [alpha, beta] = [operation.float("alpha", 1), operation.float("beta", 1)];
    const y = out.make(operation.output());
    const [m, n] = operation.output().shape as [number, number];
    const k = count(a.shape) / m;

    const transposed = operation.flag("transB", false);
    const plain = !operation.flag("transA", false) && alpha === 1;
    const int8 = b.constant && plain ? int8Operands(operation, out, b.constant, transposed ? 0 : 1) : undefined;
    let x = out.ref(a);
    if (operation.flag("transA", false)) {
      const turned = out.temporary(x.dtype, [m, k]);
      out.emit("Transpose", [turned], [x], { perm: [1, 0] });
      x = turned;
    }
    const bias = c === undefined || beta === 0 ? undefined : columnBias(c, n);
    const foldedBias =
      bias &&
      packed(
        out,
        bias.map((element) => Math.fround(element * beta)),
        [n],
      );
    const rest = bias === undefined && c !== undefined && beta !== 0;
    const product = rest ? out.temporary(y.dtype, y.shape) : y;
    if (int8 !== undefined) {
      emitLinearInt8(out, product, int8, k, n, transposed, foldedBias);
    } else if (b.constant !== undefined) {
      const weights = Float32Array.from(b.constant.data, (element) => Math.fround(element * alpha));
      emitLinear(out, product, x, packLinear(weights, k, n, transposed), k, n, foldedBias);
    } else {
      const target = foldedBias === undefined ? product : out.temporary(y.dtype, y.shape);
      out.emit("MatMul", [target], [x, out.ref(b)], { transposeB: transposed ? 1 : 0, scale: alpha });
      if (foldedBias !== undefined) emitBinary(out, BinaryKind.ADD, product, target, foldedBias);
    }
    if (!rest) return;
    let addend = out.ref(c!);
    if (beta !== 1) {
      const scaled = out.temporary(addend.dtype, addend.shape);
      emitBinary(out, BinaryKind.MUL, scaled, addend, out.scalar(beta));
      addend = scaled;
    }
    emitBinary(out, BinaryKind.ADD, y, product, addend);
  },
};

/** Shapes of the operands of a MatMul with at least two dimensions, and of the result before ones are dropped again. */
function matrices(operation: Operation): { a: number[]; b: number[]; y: number[] } {
  const [x, z] = [operation.input(0), operation.input(1)];
  if (x.shape.length === 0 || z.shape.length === 0) throw operation.malformed("operands must have a dimension");
  const a = x.shape.length === 1 ? [1, x.shape[0]!] : [...x.shape];
  const b = z.shape.length === 1 ? [z.shape[0]!, 1] : [...z.shape];
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  if (batch === undefined || a.at(-1) !== b.at(-2)) {
    throw operation.malformed(`matrices [${x.shape}] and [${z.shape}] do not multiply`);
  }
  return { a, b, y: [...batch, a.at(-2)!, b.at(-1)!] };
}

const matMul: Operator = {
  name: "MatMul",
  infer(operation) {
    operation.expect(operation.input(0), "float32");
    operation.expect(operation.input(1), "float32");
    const { y } = matrices(operation);
    const shape = y.filter(
      (_, axis) =>
        !(axis === y.length - 2 && operation.input(0).shape.length === 1) &&
        !(axis === y.length - 1 && operation.input(1).shape.length === 1),
    );
    return single("float32", shape);
  },
  lower(operation, out) {
    const { a, b, y } = matrices(operation);
    const result = view(out.make(operation.output()), y);
    const x = view(out.ref(operation.input(0)), a);
    const right = operation.input(1);
    const [k, n] = b.slice(-2) as [number, number];
    if (right.constant !== undefined && count(b) === k * n && a.length >= b.length) {
      const int8 = right.shape.length === 2 ? int8Operands(operation, out, right.constant, 1) : undefined;
      if (int8 !== undefined) return emitLinearInt8(out, result, int8, k, n, false);
      return emitLinear(out, result, x, packLinear(right.constant.data as Float32Array, k, n), k, n);
    }
    out.emit("MatMul", [result], [x, view(out.ref(right), b)], { transposeB: 0, scale: 1 });
  },
};

export const linear: readonly Operator[] = [gemm, matMul];
