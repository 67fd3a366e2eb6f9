/** Weights laid out as the runtime's kernels read them: panels of four output channels, see docs/guest.md. */
import { LANES } from "./generated.ts";

type Weights = Float32Array | Int8Array;

function panels<T extends Weights>(
  like: T,
  groups: number,
  outputs: number,
  taps: number,
  at: (group: number, output: number, tap: number) => number,
): T {
  const count = Math.ceil(outputs / LANES);
  const packed = new (like.constructor as new (length: number) => T)(groups * count * taps * LANES);
  let cursor = 0;
  for (let group = 0; group < groups; group++)
    for (let panel = 0; panel < count; panel++)
      for (let tap = 0; tap < taps; tap++)
        for (let lane = 0; lane < LANES; lane++, cursor++) {
          const output = panel * LANES + lane;
          if (output < outputs) packed[cursor] = like[at(group, output, tap)]!;
        }
  return packed;
}

/**
 * For Linear and LinearInt8: a [k, n] matrix (or its transpose [n, k], as in ONNX's Gemm with transB = 1) to
 * [ceil(n / 4)][k][4], zero-filled.
 */
export function packLinear<T extends Weights>(weights: T, k: number, n: number, transposed = false): T {
  if (weights.length !== k * n) throw new RangeError(`packLinear: ${weights.length} weights for ${k}x${n}`);
  return panels(weights, 1, n, k, (_group, output, tap) => (transposed ? output * k + tap : tap * n + output));
}

/** For Conv and ConvInt8: ONNX's [OC][C/group][kH][kW] to [group][ceil(OC/group / 4)][C/group][kH][kW][4]. */
export function packConv<T extends Weights>(weights: T, dims: readonly number[], group: number): T {
  const [channels = 1, ...rest] = dims;
  const taps = rest.reduce((product, dim) => product * dim, 1);
  const outputs = channels / group;
  return panels(weights, group, outputs, taps, (g, output, tap) => (g * outputs + output) * taps + tap);
}

/** For ConvTranspose: ONNX's [C][OC/group][kH][kW] to [group][ceil(OC/group / 4)][C/group][kH][kW][4]. */
export function packConvTranspose<T extends Weights>(weights: T, dims: readonly number[], group: number): T {
  const [channels = 1, outputs = 1, ...rest] = dims;
  const area = rest.reduce((product, dim) => product * dim, 1);
  const inputs = channels / group;
  return panels(weights, group, outputs, inputs * area, (g, output, tap) => {
    const channel = g * inputs + Math.floor(tap / area);
    return (channel * outputs + output) * area + (tap % area);
  });
}
