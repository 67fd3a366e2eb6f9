import { expect } from "chai";
import * as ort from "onnxruntime-web";

import { Comparison } from "../../../sdk/src/models/equality.ts";
import { importGraph, type ImportedModel, readOnnx, type Runtime, Session } from "../../../sdk/src/models/index.ts";
import { dtypeBytes, elements } from "../../../sdk/src/models/table.ts";
import type { Drawn } from "./cases.ts";
import type { TypeName } from "./onnx.ts";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

/** An input of a model by its name. */
export type NamedDrawn = { readonly name: string } & Drawn;

/** Numbers that repeat: the same for the same seed. */
function drawn({ dtype, shape, low, high }: Drawn, seed: number): number[] {
  let state = (seed * 2654435761) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Array.from({ length: elements(shape) }, () =>
    dtype === "float32" ? Math.fround(low + (high - low) * next()) : low + Math.floor((high - low + 1) * next()),
  );
}

function ortTensor(dtype: TypeName, shape: readonly number[], values: readonly number[]): ort.Tensor {
  const dims = [...shape];
  switch (dtype) {
    case "float32":
      return new ort.Tensor("float32", Float32Array.from(values), dims);
    case "int64":
      return new ort.Tensor("int64", BigInt64Array.from(values.map(BigInt)), dims);
    case "int32":
      return new ort.Tensor("int32", Int32Array.from(values), dims);
    case "int8":
      return new ort.Tensor("int8", Int8Array.from(values), dims);
    case "uint8":
      return new ort.Tensor("uint8", Uint8Array.from(values), dims);
    case "bool":
      return new ort.Tensor("bool", Uint8Array.from(values), dims);
    default:
      throw new Error(`no inputs of type ${dtype}`);
  }
}

/** The input region for values of each input tensor. */
function inputBytes({ graph }: ImportedModel, values: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(graph.inputBytes[0]);
  const view = new DataView(bytes.buffer);
  graph.inputs.forEach((number, which) => {
    const { dtype, offset = 0 } = graph.tensors[number]!;
    values[which]!.forEach((value, i) => {
      if (dtype === 0) view.setFloat32(offset + 4 * i, value, true);
      else if (dtype === 1) view.setInt32(offset + 4 * i, value, true);
      else bytes[offset + i] = value;
    });
  });
  return bytes;
}

function outputValues({ graph }: ImportedModel, output: Uint8Array, which: number): number[] {
  const { dtype, dims, offset = 0 } = graph.tensors[graph.outputs[which]!]!;
  const bytes = output.slice(offset, offset + elements(dims) * dtypeBytes(dtype)).buffer;
  return Array.from(
    [new Float32Array(0), new Int32Array(0), new Int8Array(0), new Uint8Array(0)].map((view, code) =>
      code === dtype ? new (view.constructor as new (buffer: ArrayBuffer) => ArrayLike<number>)(bytes) : view,
    )[dtype]! as ArrayLike<number>,
  );
}

/** Runs a model in the reference, and in both builds; compares. Returns how many numbers were compared. */
export async function compare(
  file: Uint8Array,
  inputs: readonly NamedDrawn[],
  runtime: Runtime,
  toleranceOf: (output: string) => number,
): Promise<number> {
  const values = inputs.map((input, i) => drawn(input, i + 1));
  const reference = await ort.InferenceSession.create(file, { executionProviders: ["wasm"], logSeverityLevel: 3 });
  const expected = await reference.run(
    Object.fromEntries(inputs.map((input, i) => [input.name, ortTensor(input.dtype, input.shape, values[i]!)])),
  );
  await reference.release();

  const imported = importGraph(readOnnx(file));
  const input = inputBytes(imported, values);
  const session = await Session.open(imported.weights, runtime.module);
  const result = session.run(input);
  if (result.fault) throw new Error(`the model fails: ${result.reason}`);
  let compared = 0;
  imported.typed.outputs.forEach(({ name, shape }, which) => {
    const wanted = expected[name]!;
    expect(shape, "shape").to.deep.equal([...wanted.dims]);
    const found = outputValues(imported, result.output, which);
    const reference = Array.from(wanted.data as ArrayLike<number | bigint>, Number);
    expect(found.length).to.equal(reference.length);
    found.forEach((value, i) => {
      const allowed = toleranceOf(name) * Math.max(1, Math.abs(reference[i]!));
      const close = Object.is(value, reference[i]) || Math.abs(value - reference[i]!) <= allowed;
      expect(close, `element ${i} of "${name}": ${value}, the reference says ${reference[i]}`).to.equal(true);
    });
    compared += found.length;
  });
  const { weights, logSteps, entries } = imported;
  const hard = HARD.map((make) =>
    inputBytes(
      imported,
      inputs.map((one, i) => (one.dtype === "float32" ? spoilt(values[i]!, make) : values[i]!)),
    ),
  );
  const { worst } = (await Comparison.open({ weights, logSteps }, runtime)).run({ first: 0, inputs: [input, ...hard] });
  worst.forEach((steps, node) => {
    const { bound, label, entry } = entries[node]!;
    expect(steps, `instructions of ${label}, ${entry.op}`).to.be.at.most(bound);
  });
  return compared;
}

const scratch = new DataView(new ArrayBuffer(4));

function floatOf(bits: number): number {
  scratch.setUint32(0, bits);
  return scratch.getFloat32(0);
}

/** Floats that are slow or strange, made from a number that is neither. */
const HARD: readonly ((value: number, index: number) => number)[] = [
  (value) => floatOf(bitsOf(value) & 0x807fffff),
  (value, i) => (i % 2 === 0 ? value : floatOf(bitsOf(value) & 0x807fffff)),
  (value) => value * 1e-30,
  (value) => value * 1e30,
  (value, i) => [NaN, Infinity, -Infinity, 0, -0, value, floatOf(0x7f800001), floatOf(1)][(i + bitsOf(value)) % 8]!,
];

function bitsOf(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

const spoilt = (values: readonly number[], make: (value: number, index: number) => number): number[] =>
  values.map(make);
