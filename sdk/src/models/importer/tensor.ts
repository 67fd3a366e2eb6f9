import { ModelError } from "../errors.ts";

/** Element types that may appear in a graph. */
export type DType =
  "float32" | "float64" | "int64" | "int32" | "int16" | "int8" | "uint8" | "uint16" | "uint32" | "bool";

/** Element storage of a constant; 64-bit and double values are held as doubles. */
export type Elements =
  Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array | Uint16Array | Uint32Array;

export type Shape = readonly number[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A tensor whose elements are known when the model is built; row-major. */
export interface Tensor extends TensorType {
  readonly data: Elements;
  /** Of weights that a quantised model stores as int8: what they were before they were dequantised. */
  readonly quantized?: { readonly data: Int8Array; readonly scales: Float32Array; readonly axis: number };
}

/** No value may have more elements than this: what an arena or the weights could hold at one byte each. */
export const MAX_ELEMENTS = 2 ** 30;
/** No shape may have more dimensions than this. */
export const MAX_RANK = 8;

const STORAGE = {
  float32: Float32Array,
  float64: Float64Array,
  int64: Float64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const;

export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/** Storage for `count` elements, zeroed. */
export function allocate(dtype: DType, count: number): Elements {
  return new STORAGE[dtype](count);
}

/** Number of elements of a shape; throws when it is no shape, or has more than {@link MAX_ELEMENTS}. */
export function count(shape: Shape): number {
  if (shape.length > MAX_RANK) {
    throw new ModelError("UNSUPPORTED", `a shape of ${shape.length} dimensions; at most ${MAX_RANK} are supported`);
  }
  let elements = 1;
  for (const dim of shape) {
    if (!Number.isSafeInteger(dim) || dim < 0) throw new ModelError("MALFORMED", `impossible shape [${shape}]`);
    elements *= dim;
    if (elements > MAX_ELEMENTS) throw new ModelError("TOO_LARGE", `shape [${shape}] has more than 2^30 elements`);
  }
  return elements;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** Row-major strides, in elements. */
export function strides(shape: Shape): number[] {
  const result = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) result[i] = result[i + 1]! * shape[i + 1]!;
  return result;
}

/** The shape two operands broadcast to by numpy's rule, or `undefined` when they do not. */
export function broadcast(a: Shape, b: Shape): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    result.push(x === 1 ? y : x);
  }
  return result;
}

/** Strides that read an operand of `shape` as if it had been broadcast to `target`: 0 where it repeats. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = strides(shape);
  const lead = target.length - shape.length;
  return target.map((_, i) => (i < lead || shape[i - lead] === 1 ? 0 : own[i - lead]!));
}

/** Calls `visit` with the source offset of every element of `shape`, in row-major order, for given source strides. */
export function forEachOffset(
  shape: Shape,
  sources: readonly (readonly number[])[],
  visit: (index: number, offsets: readonly number[]) => void,
): void {
  const total = count(shape);
  const position = new Array<number>(shape.length).fill(0);
  const offsets = new Array<number>(sources.length).fill(0);
  for (let index = 0; index < total; index++) {
    visit(index, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position[axis]!++;
      for (let s = 0; s < sources.length; s++) offsets[s]! += sources[s]![axis]!;
      if (position[axis]! < shape[axis]!) break;
      for (let s = 0; s < sources.length; s++) offsets[s]! -= sources[s]![axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
}

/** A constant from its elements. */
export function tensor(dtype: DType, shape: Shape, values: ArrayLike<number>): Tensor {
  const data = allocate(dtype, count(shape));
  if (values.length !== data.length) {
    throw new ModelError("MALFORMED", `${values.length} elements given for shape [${shape}]`);
  }
  data.set(values);
  return { dtype, shape, data };
}

/** The elements of an integer constant, as numbers. */
export function integers(value: Tensor): number[] {
  return Array.from(value.data);
}
