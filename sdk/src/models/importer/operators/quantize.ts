import { DType as Code } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import type { Emitter, Ref } from "../program.ts";
import { broadcastStrides, count, forEachOffset, type Shape, type Tensor } from "../tensor.ts";

/** One scale and zero point for a whole tensor of int8; those of uint8 are moved by 128. */
export interface Quantization {
  readonly scale: number;
  readonly zero: number;
}

/** How much uint8 is above int8. */
const SHIFT = 128;

/** Scale and zero point of a node of QuantizeLinear or DequantizeLinear, one for all elements. */
function parameters(operation: Operation, unsigned: boolean): Quantization {
  const scale = operation.constant(1, "scale").data;
  const zero = operation.optionalConstant(2, "zero_point")?.data[0] ?? 0;
  if (scale.length !== 1) throw operation.unsupported("one scale for each channel of an activation", "scale");
  if (!(scale[0]! > 0)) throw operation.malformed(`is ${scale[0]}`, "scale");
  return { scale: scale[0]!, zero: unsigned ? zero - SHIFT : zero };
}

function readAttributes(operation: Operation): void {
  operation.int("axis", 1);
  operation.ignore("saturate"); // concerns 8-bit floats
  if (operation.int("block_size", 0) !== 0) throw operation.unsupported("scales for blocks", "block_size");
  if (operation.int("output_dtype", 0) !== 0)
    throw operation.unsupported("given otherwise than by zero_point", "output_dtype");
}

const quantizeLinear: Operator = {
  name: "QuantizeLinear",
  note: "to int8 and uint8; one scale for all elements",
  infer(operation) {
    operation.expect(operation.input(0), "float32");
    readAttributes(operation);
    const dtype = operation.optional(2)?.dtype ?? "uint8";
    if (dtype !== "int8" && dtype !== "uint8")
      throw operation.unsupported(`to ${dtype}`, "zero_point", ["int8", "uint8"]);
    parameters(operation, dtype === "uint8");
    return single(dtype, operation.input(0).shape);
  },
  lower(operation, out) {
    const y = operation.output();
    const unsigned = y.dtype === "uint8";
    const quantization = parameters(operation, unsigned);
    const x = out.ref(operation.input(0));
    const signed = unsigned ? out.temporary(Code.INT8, x.shape) : out.make(y);
    out.emit("Quantize", [signed], [x], quantization);
    out.quantized.set(y.name, { ref: signed, quantization });
    if (!unsigned) return;
    // Through float32, which holds all of them.
    const wide = out.temporary(Code.FLOAT32, x.shape);
    out.emit("Cast", [wide], [signed], { nearest: 0, scale: 1, offset: SHIFT });
    out.emit("Cast", [out.make(y)], [wide], { nearest: 0, scale: 1, offset: 0 });
  },
};

const dequantizeLinear: Operator = {
  name: "DequantizeLinear",
  note: "of int8 and uint8; scales for each channel only of constants",
  infer(operation) {
    const x = operation.input(0);
    readAttributes(operation);
    if (x.constant === undefined) {
      operation.expect(x, "int8", "uint8");
      parameters(operation, false);
    }
    operation.constant(1, "scale");
    return single("float32", x.shape);
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const scale = operation.constant(1, "scale");
    const zero = operation.optionalConstant(2, "zero_point");
    const axis = scale.data.length === 1 ? 0 : operation.axis(operation.int("axis", 1), x.shape.length);
    if (scale.data.length !== 1 && scale.data.length !== x.shape[axis]) {
      throw operation.malformed(`${scale.data.length} scales for [${x.shape}]`, "scale");
    }
    const perChannel: Shape = scale.data.length === 1 ? [] : x.shape.map((dim, i) => (i === axis ? dim : 1));
    const data = new Float32Array(count(x.shape));
    forEachOffset(x.shape, [broadcastStrides(perChannel, x.shape)], (index, [channel]) => {
      const point = zero?.data[zero.data.length === 1 ? 0 : channel!] ?? 0;
      data[index] = (x.data[index]! - point) * scale.data[channel!]!;
    });
    const symmetric = x.data instanceof Int8Array && (zero === undefined || zero.data.every((point) => point === 0));
    const weights = symmetric
      ? { quantized: { data: x.data as Int8Array, scales: Float32Array.from(scale.data), axis } }
      : {};
    return [{ dtype: "float32", shape: x.shape, data, ...weights }];
  },
  lower(operation, out) {
    const value = operation.input(0);
    const unsigned = value.dtype === "uint8";
    const { scale, zero } = parameters(operation, unsigned);
    const found = out.quantized.get(value.name);
    const y = operation.output();
    if (found !== undefined && found.quantization.scale === scale && found.quantization.zero === zero) {
      // A convolution or product of this value takes the int8 as it is.
      out.quantized.set(y.name, found);
      out.emit("Cast", [out.make(y)], [found.ref], { nearest: 0, scale, offset: -zero * scale });
      return;
    }
    const offset = -(unsigned ? zero + SHIFT : zero) * scale;
    out.emit("Cast", [out.make(y)], [out.ref(value)], { nearest: 0, scale, offset });
  },
};

/** The operands of a convolution or product in int8. */
export interface Int8Operands {
  readonly x: Ref;
  readonly quantization: Quantization;
  readonly weights: Int8Array;
  /** One for each output channel. */
  readonly scales: Ref;
}

/**
 * The int8 operands of an operation whose weights are constant: of a model that is quantised already where both are in
 * its file, or by the ranges a calibration found. `undefined` when it is to be computed in float32.
 *
 * @param axis The axis of the weights that counts output channels.
 */
export function int8Operands(
  operation: Operation,
  out: Emitter,
  weights: Tensor,
  axis: number,
): Int8Operands | undefined {
  const input = operation.input(0);
  const channels = weights.shape[axis]!;
  const given = out.quantized.get(input.name);
  const stored = weights.quantized;
  if (given !== undefined && stored !== undefined && (stored.axis === axis || stored.scales.length === 1)) {
    const scales = stored.scales.length === 1 ? new Float32Array(channels).fill(stored.scales[0]!) : stored.scales;
    return {
      x: { ...given.ref, shape: input.shape },
      quantization: given.quantization,
      weights: stored.data,
      scales: scalesRef(out, scales),
    };
  }
  const range = out.ranges?.get(operation.output().name);
  if (range === undefined) return undefined;
  const quantization = quantizationOf(range);
  const key = `${input.name} / ${quantization.scale} + ${quantization.zero}`;
  let x = out.int8.get(key);
  if (x === undefined) {
    x = out.temporary(Code.INT8, input.shape);
    out.emit("Quantize", [x], [out.ref(input)], quantization);
    out.int8.set(key, x);
  }
  const own = quantizeWeights(weights, axis);
  return { x, quantization, weights: own.data, scales: scalesRef(out, own.scales) };
}

function scalesRef(out: Emitter, scales: Float32Array): Ref {
  return out.constant({ dtype: "float32", shape: [scales.length], data: scales });
}

/** Least and greatest of a value over the calibration's inputs. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** int8 for a range of values: 0 is exact, as padding needs it to be. */
export function quantizationOf({ low, high }: ValueRange): Quantization {
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = Math.fround((to - from) / 255) || 1;
  return { scale, zero: Math.max(-128, Math.min(127, Math.round(-128 - from / scale))) };
}

/** Weights in int8 with a scale for each channel, symmetric around 0. */
function quantizeWeights(weights: Tensor, axis: number): { data: Int8Array; scales: Float32Array } {
  const channels = weights.shape[axis]!;
  const inner = count(weights.shape.slice(axis + 1));
  const channelOf = (index: number): number => Math.floor(index / inner) % channels;
  const scales = new Float32Array(channels);
  weights.data.forEach((element, i) => {
    const channel = channelOf(i);
    scales[channel] = Math.max(scales[channel]!, Math.abs(element) / 127);
  });
  const data = Int8Array.from(weights.data, (element, i) => {
    const scale = scales[channelOf(i)]!;
    return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(element / scale)));
  });
  return { data, scales };
}

export const quantizing: readonly Operator[] = [quantizeLinear, dequantizeLinear];
