/** Weights laid out as the runtime's kernels read them: panels of four output channels, see docs/guest.md. */
import { LANES } from "./generated.ts";

/** at(group, output, tap) for every panel of four outputs, tap by tap. */
function panels(
  packed: Float32Array,
  shape: { groups: number; outputs: number; taps: number },
  weights: Float32Array,
  at: (group: number, output: number, tap: number) => number,
): Float32Array {
  let cursor = 0;
  for (let group = 0; group < shape.groups; group++)
    for (let first = 0; first < shape.outputs; first += LANES)
      for (let tap = 0; tap < shape.taps; tap++)
        for (let lane = 0; lane < LANES; lane++, cursor++)
          if (first + lane < shape.outputs) packed[cursor] = weights[at(group, first + lane, tap)]!;
  return packed;
}

const panelCount = (outputs: number) => Math.ceil(outputs / LANES);

/**
 * For Linear: a [k, n] matrix (or its transpose [n, k], as in ONNX's Gemm with transB = 1) to [ceil(n / 4)][k][4],
 * zero-filled.
 *
 * @throws RangeError when there are not k * n weights
 */
export function packLinear(weights: Float32Array, k: number, n: number, transposed = false): Float32Array {
  if (weights.length !== k * n) throw new RangeError(`packLinear: ${weights.length} weights for ${k}x${n}`);
  return panels(
    new Float32Array(panelCount(n) * k * LANES),
    { groups: 1, outputs: n, taps: k },
    weights,
    (_group, output, tap) => (transposed ? output * k + tap : tap * n + output),
  );
}

/** For Conv: ONNX's [OC][C/group][kH][kW] to [group][ceil(OC/group / 4)][C/group][kH][kW][4]. */
export function packConv(weights: Float32Array, dims: readonly number[], group: number): Float32Array {
  const [channels = 1, ...rest] = dims;
  const taps = rest.reduce((product, dim) => product * dim, 1);
  const outputs = channels / group;
  return panels(
    new Float32Array(group * panelCount(outputs) * taps * LANES),
    { groups: group, outputs, taps },
    weights,
    (g, output, tap) => (g * outputs + output) * taps + tap,
  );
}

/** For ConvTranspose: ONNX's [C][OC/group][kH][kW] to [group][ceil(OC/group / 4)][C/group][kH][kW][4]. */
export function packConvTranspose(weights: Float32Array, dims: readonly number[], group: number): Float32Array {
  const [channels = 1, outputs = 1, ...rest] = dims;
  const area = rest.reduce((product, dim) => product * dim, 1);
  const inputs = channels / group;
  return panels(
    new Float32Array(group * panelCount(outputs) * inputs * area * LANES),
    { groups: group, outputs, taps: inputs * area },
    weights,
    (g, output, tap) => {
      const channel = g * inputs + Math.floor(tap / area);
      return (channel * outputs + output) * area + (tap % area);
    },
  );
}

/**
 * For ConvInt8: ONNX's [OC][C/group][kH][kW] to [group][ceil(OC/group / 4)][ceil(C/group / 2)][kH][kW][4][2]: the two
 * innermost are neighbouring input channels.
 */
export function packConvInt8(weights: Int8Array, dims: readonly number[], group: number): Int8Array {
  const [channels = 1, inputs = 1, ...rest] = dims;
  const area = rest.reduce((product, dim) => product * dim, 1);
  const outputs = channels / group;
  const packed = new Int8Array(group * panelCount(outputs) * Math.ceil(inputs / 2) * area * LANES * 2);
  let cursor = 0;
  for (let g = 0; g < group; g++)
    for (let first = 0; first < outputs; first += LANES)
      for (let pair = 0; pair < inputs; pair += 2)
        for (let tap = 0; tap < area; tap++)
          for (let lane = 0; lane < LANES; lane++)
            for (let input = pair; input < pair + 2; input++, cursor++)
              if (first + lane < outputs && input < inputs)
                packed[cursor] = weights[((g * outputs + first + lane) * inputs + input) * area + tap]!;
  return packed;
}

/** For LinearInt8: a [k, n] matrix, or its transpose [n, k], to [ceil(n / 4)][ceil(k / 2)][4][2]. */
export function packLinearInt8(weights: Int8Array, k: number, n: number, transposed = false): Int8Array {
  if (weights.length !== k * n) throw new RangeError(`packLinearInt8: ${weights.length} weights for ${k}x${n}`);
  const rows = transposed
    ? weights
    : Int8Array.from({ length: k * n }, (_, i) => weights[(i % k) * n + Math.floor(i / k)]!);
  return packConvInt8(rows, [n, k], 1);
}
