import { DType, Space } from "../../../sdk/src/models/generated.ts";
import type { OperatorAttributes, OperatorName } from "../../../sdk/src/models/generated.ts";
import { elements, unitsOf } from "../../../sdk/src/models/table.ts";
import type { DTypeCode, Entry, Graph, Tensor } from "../../../sdk/src/models/table.ts";
import { runFast, runTwins } from "./twins.ts";
import type { Twins } from "./twins.ts";

export type Values = Float32Array | Int32Array | Int8Array | Uint8Array;

export interface Operand {
  readonly dims: readonly number[];
  readonly values: Values;
  /** In the weights rather than in the input. */
  readonly constant?: boolean;
}

/** xorshift32: the same cases on every run; SEED explores further. */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = (seed ^ Number(process.env.SEED ?? 0)) | 1;
  }
  bits(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 0;
  }
  below(limit: number): number {
    return this.bits() % limit;
  }
  uniform(low: number, high: number): number {
    return low + ((high - low) * this.bits()) / 2 ** 32;
  }
  floats(count: number, low = -2, high = 2): Float32Array {
    return Float32Array.from({ length: count }, () => this.uniform(low, high));
  }
  integers(count: number, low: number, high: number): Int32Array {
    return Int32Array.from({ length: count }, () => low + this.below(high - low + 1));
  }
}

const SPECIAL = [
  0, 0x80000000, 1, 0x80000001, 0x007fffff, 0x807fffff, 0x00800000, 0x80800000, 0x3f800000, 0xbf800000, 0x3f000000,
  0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0x4b000000, 0xcb000001,
  0x42b17218, 0xc2aeac50, 0x34000000, 0x3f7fffff, 0x3f800001, 0x4effffff, 0x4f000000, 0xcf000000, 0x41200000,
];

/** Floats of every kind: specials, subnormals, NaN, infinities, any bits at all, and ordinary ones in between. */
export function wild(random: Random, count: number): Float32Array {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const choice = random.below(8);
    if (choice < 2) bits[i] = SPECIAL[random.below(SPECIAL.length)]!;
    else if (choice < 3) bits[i] = random.bits();
    else if (choice < 4) bits[i] = (random.bits() & 0x807fffff) | (random.below(3) << 23);
    else bits[i] = (random.bits() & 0x807fffff) | ((115 + random.below(24)) << 23);
  }
  return new Float32Array(bits.buffer);
}

export const dtypeOf = (values: Values): DTypeCode =>
  values instanceof Float32Array
    ? DType.FLOAT32
    : values instanceof Int32Array
      ? DType.INT32
      : values instanceof Int8Array
        ? DType.INT8
        : DType.UINT8;

export const bytesOf = (values: Values): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const align16 = (value: number) => Math.ceil(value / 16) * 16;

export interface OperatorCase<Name extends OperatorName> {
  readonly op: Name;
  readonly attributes: OperatorAttributes[Name];
  readonly inputs: readonly (Operand | null)[];
  readonly outputs: readonly { readonly dims: readonly number[]; readonly dtype?: DTypeCode }[];
  /** Cut the operator into this many tiles. */
  readonly tiles?: number;
  readonly steps?: number;
}

/** A graph of one operator, from the input region and the weights to the output region; and its input. */
export function graphOf<Name extends OperatorName>(test: OperatorCase<Name>): { graph: Graph; input: Uint8Array } {
  const tensors: Tensor[] = [];
  let outputBytes = 0;
  const outputs = test.outputs.map(({ dims, dtype = DType.FLOAT32 }) => {
    const offset = align16(outputBytes);
    const bytes = elements(dims) * (dtype === DType.FLOAT32 || dtype === DType.INT32 ? 4 : 1);
    outputBytes = offset + bytes;
    return tensors.push({ dtype, space: Space.OUTPUT, dims, offset }) - 1;
  });
  let inputBytes = 0;
  const parts: { offset: number; bytes: Uint8Array }[] = [];
  const inputs = test.inputs.map((operand) => {
    if (!operand) return null;
    const { dims, values, constant } = operand;
    const dtype = dtypeOf(values);
    if (constant) return tensors.push({ dtype, space: Space.WEIGHTS, dims, data: bytesOf(values) }) - 1;
    const offset = align16(inputBytes);
    inputBytes = offset + values.byteLength;
    parts.push({ offset, bytes: bytesOf(values) });
    return tensors.push({ dtype, space: Space.INPUT, dims, offset }) - 1;
  });
  const input = new Uint8Array(inputBytes);
  for (const { offset, bytes } of parts) input.set(bytes, offset);
  const whole = { op: test.op, outputs, inputs, attributes: test.attributes } as Entry;
  const units = unitsOf(whole, tensors);
  const tiles = Math.min(test.tiles ?? 1, units);
  const cut = (tile: number) => Math.floor((units * tile) / tiles);
  const entries = Array.from(
    { length: tiles },
    (_, tile) => ({ ...whole, units: [cut(tile), cut(tile + 1)] }) as Entry,
  );
  const graph: Graph = {
    tensors,
    entries,
    steps: test.steps ?? 1,
    inputBytes: [inputBytes, inputBytes],
    outputBytes,
    inputs: inputs.filter((index): index is number => index !== null && tensors[index]!.space === Space.INPUT),
    outputs,
  };
  return { graph, input };
}

/** Runs an operator in both builds, in two tiles, and in one piece in the fast build; returns its outputs, widened. */
export async function runOperator<Name extends OperatorName>(
  test: OperatorCase<Name>,
): Promise<{ outputs: number[][]; twins: Twins }> {
  const { graph, input } = graphOf({ ...test, tiles: test.tiles ?? ((test.steps ?? 1) === 1 ? 2 : 1) });
  const twins = await runTwins(graph, input);
  if (twins.result.fault) throw new Error(`${test.op}: ${twins.result.reason}`);
  const output = twins.result.output;
  const whole = await runFast(graphOf({ ...test, tiles: 1 }).graph, input);
  if (whole.fault || Buffer.compare(whole.output, output) !== 0) throw new Error(`${test.op}: tiles change the result`);
  return { outputs: graph.outputs.map((index) => decode(output, graph.tensors[index]!)), twins };
}

function decode(bytes: Uint8Array, tensor: Tensor): number[] {
  const buffer = bytes.buffer;
  const [at, count] = [bytes.byteOffset + tensor.offset!, elements(tensor.dims)];
  if (tensor.dtype === DType.FLOAT32) return [...new Float32Array(buffer, at, count)];
  if (tensor.dtype === DType.INT32) return [...new Int32Array(buffer, at, count)];
  if (tensor.dtype === DType.INT8) return [...new Int8Array(buffer, at, count)];
  return [...new Uint8Array(buffer, at, count)];
}

/** Throws unless every value is within `tolerance * max(1, |expected|)` of what is expected, or both are NaN. */
export function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  if (actual.length !== expected.length) throw new Error(`${actual.length} values, expected ${expected.length}`);
  actual.forEach((value, index) => {
    const want = expected[index]!;
    if (Object.is(value, want) || value === want) return;
    if (!(Math.abs(value - want) <= tolerance * Math.max(1, Math.abs(want))))
      throw new Error(`element ${index} is ${value}, expected ${want}`);
  });
}
