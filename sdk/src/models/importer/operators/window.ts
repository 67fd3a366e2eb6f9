import type { Operation } from "../ir.ts";
import type { Shape } from "../tensor.ts";

/** A sliding window over two spatial dimensions; one-dimensional ones have height 1. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** top, left, bottom, right */
  readonly pads: readonly [number, number, number, number];
  readonly output: readonly [number, number];
}

/** [N, C, L] as [N, C, 1, L]; [N, C, H, W] as it is. */
export function planar(shape: Shape): [number, number, number, number] {
  const [n, c, h, w] = shape.length === 3 ? [shape[0], shape[1], 1, shape[2]] : shape;
  return [n!, c!, h!, w!];
}

function pair(operation: Operation, attribute: string, spatial: number, fallback: number): [number, number] {
  const values = operation.ints(attribute) ?? new Array<number>(spatial).fill(fallback);
  if (values.length !== spatial) throw operation.malformed(`must have ${spatial} numbers`, attribute);
  if (values.some((value) => !Number.isInteger(value) || value < 1 || value >= 2 ** 20)) {
    throw operation.malformed(`[${values}] is not a size`, attribute);
  }
  return spatial === 1 ? [1, values[0]!] : [values[0]!, values[1]!];
}

function padding(operation: Operation, spatial: number): [number, number, number, number] {
  const values = operation.ints("pads") ?? new Array<number>(2 * spatial).fill(0);
  if (values.length !== 2 * spatial) throw operation.malformed(`must have ${2 * spatial} numbers`, "pads");
  if (values.some((value) => !Number.isInteger(value) || value < 0 || value >= 2 ** 20)) {
    throw operation.unsupported(`[${values}]: pads may not be negative`, "pads");
  }
  return spatial === 1 ? [0, values[0]!, 0, values[1]!] : [values[0]!, values[1]!, values[2]!, values[3]!];
}

const AUTO_PAD = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"] as const;

/** Number of spatial dimensions of a value shaped [N, C, ...]. */
export function spatialRank(operation: Operation, shape: Shape): number {
  const spatial = shape.length - 2;
  if (spatial !== 1 && spatial !== 2) {
    throw operation.unsupported(`${spatial} spatial dimensions (shape [${shape}])`, undefined, ["1", "2"]);
  }
  return spatial;
}

/** Reads the window attributes of Conv, MaxPool, AveragePool over an input shaped [N, C, ...]. */
export function slidingWindow(operation: Operation, shape: Shape, kernelShape?: Shape): Window {
  const spatial = spatialRank(operation, shape);
  const [, , height, width] = planar(shape);
  if (kernelShape === undefined && operation.ints("kernel_shape") === undefined) {
    throw operation.malformed("is missing", "kernel_shape");
  }
  const kernel = pair(operation, "kernel_shape", spatial, 1);
  const actual =
    kernelShape === undefined ? kernel : spatial === 1 ? [1, kernelShape[0]!] : [kernelShape[0]!, kernelShape[1]!];
  if (operation.has("kernel_shape") && (kernel[0] !== actual[0] || kernel[1] !== actual[1])) {
    throw operation.malformed("contradicts the shape of the weights", "kernel_shape");
  }
  const stride = pair(operation, "strides", spatial, 1);
  const dilation = pair(operation, "dilations", spatial, 1);
  const explicit = padding(operation, spatial);
  const mode = operation.string("auto_pad", "NOTSET", AUTO_PAD);
  const ceil = operation.flag("ceil_mode", false);

  const axis = (i: 0 | 1): { before: number; after: number; size: number } => {
    const length = i === 0 ? height : width;
    const reach = dilation[i] * (actual[i]! - 1) + 1;
    if (mode === "SAME_UPPER" || mode === "SAME_LOWER") {
      const size = Math.ceil(length / stride[i]);
      const total = Math.max(0, (size - 1) * stride[i] + reach - length);
      const small = Math.floor(total / 2);
      return mode === "SAME_UPPER"
        ? { before: small, after: total - small, size }
        : { before: total - small, after: small, size };
    }
    const [before, after] = mode === "VALID" ? [0, 0] : [explicit[i], explicit[i + 2]!];
    const room = length + before + after - reach;
    let size = (ceil ? Math.ceil(room / stride[i]) : Math.floor(room / stride[i])) + 1;
    // A window that would start in the padding behind is dropped.
    if (ceil && (size - 1) * stride[i] >= length + before) size--;
    return { before, after, size };
  };
  const [y, x] = [axis(0), axis(1)];
  if (y.size < 1 || x.size < 1) throw operation.malformed(`the window does not fit into [${shape}]`, "kernel_shape");
  return {
    kernel: [actual[0]!, actual[1]!],
    stride,
    dilation,
    pads: [y.before, x.before, y.after, x.after],
    output: [y.size, x.size],
  };
}

/** The spatial dimensions of an output, as many as the input has. */
export function spatialShape(shape: Shape, [height, width]: readonly [number, number]): number[] {
  return shape.length === 3 ? [width] : [height, width];
}

/** The window as the guest's attributes. */
export function windowAttributes(window: Window) {
  return {
    kernelH: window.kernel[0],
    kernelW: window.kernel[1],
    strideH: window.stride[0],
    strideW: window.stride[1],
    padTop: window.pads[0],
    padLeft: window.pads[1],
    dilationH: window.dilation[0],
    dilationW: window.dilation[1],
  };
}

/** Window of a ConvTranspose: `output` is the larger image. */
export function transposedWindow(operation: Operation, shape: Shape, kernelShape: Shape): Window {
  const spatial = spatialRank(operation, shape);
  const [, , height, width] = planar(shape);
  const kernel: [number, number] = spatial === 1 ? [1, kernelShape[0]!] : [kernelShape[0]!, kernelShape[1]!];
  const stated = pair(operation, "kernel_shape", spatial, 1);
  if (operation.has("kernel_shape") && (kernel[0] !== stated[0] || kernel[1] !== stated[1])) {
    throw operation.malformed("contradicts the shape of the weights", "kernel_shape");
  }
  const stride = pair(operation, "strides", spatial, 1);
  const dilation = pair(operation, "dilations", spatial, 1);
  const explicit = padding(operation, spatial);
  const mode = operation.string("auto_pad", "NOTSET", AUTO_PAD);
  const extras = operation.ints("output_padding") ?? new Array<number>(spatial).fill(0);
  const wanted = operation.ints("output_shape");
  if (extras.length !== spatial || extras.some((value) => value < 0)) {
    throw operation.malformed(`[${extras}]`, "output_padding");
  }
  if (wanted !== undefined && wanted.length !== spatial) throw operation.malformed(`[${wanted}]`, "output_shape");

  const axis = (i: 0 | 1): { before: number; after: number; size: number } => {
    const length = i === 0 ? height : width;
    const own = spatial === 1 ? (i === 0 ? undefined : 0) : i;
    const extra = own === undefined ? 0 : extras[own]!;
    const full = stride[i] * (length - 1) + extra + (kernel[i] - 1) * dilation[i] + 1;
    const size =
      own !== undefined && wanted !== undefined
        ? wanted[own]!
        : mode === "SAME_UPPER" || mode === "SAME_LOWER"
          ? length * stride[i]
          : undefined;
    if (size === undefined) {
      const [before, after] = mode === "VALID" ? [0, 0] : [explicit[i], explicit[i + 2]!];
      return { before, after, size: full - before - after };
    }
    const total = full - size;
    const half = Math.floor(total / 2);
    if (total < 0) throw operation.unsupported("an output larger than the image reached", "output_shape");
    return mode === "SAME_UPPER"
      ? { before: half, after: total - half, size }
      : { before: total - half, after: half, size };
  };
  const [y, x] = [axis(0), axis(1)];
  if (y.size < 1 || x.size < 1) throw operation.malformed(`the output of [${shape}] would be empty`, "pads");
  return { kernel, stride, dilation, pads: [y.before, x.before, y.after, x.after], output: [y.size, x.size] };
}
