import { BinaryKind, UnaryKind } from "../../generated.ts";
import { packConv, packConvInt8, packConvTranspose } from "../../pack.ts";
import { type Operation, single, type Value } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { type Emitter, type Ref, view } from "../program.ts";
import { emitBinary } from "./binary.ts";
import { packed, packedInt8 } from "./linear.ts";
import { int8Operands } from "./quantize.ts";
import { planar, slidingWindow, spatialShape, transposedWindow, windowAttributes } from "./window.ts";

const NO_ACTIVATION = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };

function checkOperands(operation: Operation, outputs: number): void {
  const [x, bias] = [operation.input(0), operation.optional(2)];
  operation.expect(x, "float32");
  operation.expect(operation.input(1), "float32");
  operation.constant(1, "W");
  if (bias === undefined) return;
  operation.expect(bias, "float32");
  if (bias.shape.length !== 1 || bias.shape[0] !== outputs) {
    throw operation.malformed(`a bias of shape [${bias.shape}] for ${outputs} channels`, "B");
  }
}

function weightDims(operation: Operation, weights: Value): number[] {
  if (weights.shape.length !== operation.input(0).shape.length) {
    throw operation.malformed(`weights of shape [${weights.shape}] for an input of [${operation.input(0).shape}]`, "W");
  }
  return planar(weights.shape);
}

/** The bias as the kernel takes it, and the addition to emit afterwards when it is not a constant. */
function biasOf(operation: Operation, out: Emitter): { folded?: Ref; later?: Ref } {
  const bias = operation.optional(2);
  if (bias === undefined) return {};
  if (bias.constant !== undefined) return { folded: out.ref(bias) };
  return { later: view(out.ref(bias), [bias.shape[0]!, 1, 1]) };
}

function finish(operation: Operation, out: Emitter, emit: (y: Ref, bias?: Ref) => void, shape: number[]): void {
  const y = view(out.make(operation.output()), shape);
  const { folded, later } = biasOf(operation, out);
  const target = later === undefined ? y : out.temporary(y.dtype, shape);
  emit(target, folded);
  if (later !== undefined) emitBinary(out, BinaryKind.ADD, y, target, later);
}

const conv: Operator = {
  name: "Conv",
  note: "one or two spatial dimensions, constant weights",
  infer(operation) {
    const [x, weights] = [operation.input(0), operation.input(1)];
    const window = slidingWindow(operation, x.shape, weights.shape.slice(2));
    const [channels, perGroup] = weightDims(operation, weights);
    const group = operation.int("group", 1);
    checkOperands(operation, channels!);
    if (group < 1 || channels! % group !== 0 || perGroup! * group !== x.shape[1]) {
      throw operation.malformed(
        `weights [${weights.shape}], input [${x.shape}] and group ${group} do not fit`,
        "group",
      );
    }
    return single("float32", [x.shape[0]!, channels!, ...spatialShape(x.shape, window.output)]);
  },
  lower(operation, out) {
    const [x, weights] = [operation.input(0), operation.input(1)];
    const window = slidingWindow(operation, x.shape, weights.shape.slice(2));
    const group = operation.int("group", 1);
    const dims = planar(weights.shape);
    const data = weights.constant!.data as Float32Array;
    const int8 = int8Operands(operation, out, weights.constant!, 0);
    const shape = planar(operation.output().shape);
    const [channels, perGroup, kernelH, kernelW] = dims;
    finish(
      operation,
      out,
      (y, bias) => {
        if (int8 !== undefined) {
          const { quantization } = int8;
          const panels = packedInt8(out, packConvInt8(int8.weights, dims, group));
          out.emit("ConvInt8", [y], [view(int8.x, planar(x.shape)), panels, int8.scales, bias], {
            ...windowAttributes(window),
            group,
            xScale: quantization.scale,
            xZero: quantization.zero,
            ...NO_ACTIVATION,
          });
          return;
        }
        const input = view(out.ref(x), planar(x.shape));
        if (group === x.shape[1] && group > 1) {
          const plain = out.constant({ dtype: "float32", shape: dims, data });
          out.emit("ConvDepthwise", [y], [input, plain, bias], { ...windowAttributes(window), ...NO_ACTIVATION });
          return;
        }
        const panels = packed(out, packConv(data, dims, group), [
          group,
          Math.ceil(channels / group / 4),
          perGroup,
          kernelH,
          kernelW,
          4,
        ]);
        out.emit("Conv", [y], [input, panels, bias], { ...windowAttributes(window), group, ...NO_ACTIVATION });
      },
      shape,
    );
  },
};

const convTranspose: Operator = {
  name: "ConvTranspose",
  note: "one or two spatial dimensions, constant weights",
  infer(operation) {
    const [x, weights] = [operation.input(0), operation.input(1)];
    const window = transposedWindow(operation, x.shape, weights.shape.slice(2));
    const [channels, perGroup] = weightDims(operation, weights);
    const group = operation.int("group", 1);
    checkOperands(operation, perGroup! * group);
    if (group < 1 || channels! % group !== 0 || channels !== x.shape[1]) {
      throw operation.malformed(
        `weights [${weights.shape}], input [${x.shape}] and group ${group} do not fit`,
        "group",
      );
    }
    return single("float32", [x.shape[0]!, perGroup! * group, ...spatialShape(x.shape, window.output)]);
  },
  lower(operation, out) {
    const [x, weights] = [operation.input(0), operation.input(1)];
    const window = transposedWindow(operation, x.shape, weights.shape.slice(2));
    const group = operation.int("group", 1);
    const input = view(out.ref(x), planar(x.shape));
    const dims = planar(weights.shape);
    const [channels, perGroup, kernelH, kernelW] = dims;
    const panels = packed(out, packConvTranspose(weights.constant!.data as Float32Array, dims, group), [
      group,
      Math.ceil(perGroup / 4),
      channels / group,
      kernelH,
      kernelW,
      4,
    ]);
    finish(
      operation,
      out,
      (y, bias) =>
        void out.emit("ConvTranspose", [y], [input, panels, bias], {
          ...windowAttributes(window),
          group,
          ...NO_ACTIVATION,
        }),
      planar(operation.output().shape),
    );
  },
};

export const convolution: readonly Operator[] = [conv, convTranspose];
