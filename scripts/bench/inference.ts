import { readFileSync } from "node:fs";

import { create, toBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-web";

import { Space, UnaryKind } from "../../sdk/src/models/generated.ts";
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from "../../sdk/src/models/onnx/onnx_pb.ts";
import { packConv, packLinear } from "../../sdk/src/models/pack.ts";
import { Session } from "../../sdk/src/models/session.ts";
import { elements, writeTable } from "../../sdk/src/models/table.ts";
import type { Entry, Tensor } from "../../sdk/src/models/table.ts";

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));

const values = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 * seed) * 0.5);

/** TensorProto.DataType.FLOAT */
const FLOAT = 1;

/** A network of one operator, for both sides. */
interface Layer {
  readonly name: string;
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly y: readonly number[];
  readonly op: "Conv" | "Gemm";
}

const layers: readonly Layer[] = [
  { name: "conv3x3_64_32x32", op: "Conv", x: [1, 64, 32, 32], w: [64, 64, 3, 3], y: [1, 64, 32, 32] },
  { name: "conv3x3_16_8x8", op: "Conv", x: [1, 16, 8, 8], w: [16, 16, 3, 3], y: [1, 16, 8, 8] },
  { name: "conv1x1_64_32x32", op: "Conv", x: [1, 64, 32, 32], w: [128, 64, 1, 1], y: [1, 128, 32, 32] },
  { name: "linear_1x512x512", op: "Gemm", x: [1, 512], w: [512, 512], y: [1, 512] },
  { name: "linear_64x256x256", op: "Gemm", x: [64, 256], w: [256, 256], y: [64, 256] },
];

function onnxOf({ op, x, w, y }: Layer, weights: Float32Array): Uint8Array {
  const shaped = (name: string, dims: readonly number[]) => ({
    name,
    type: {
      value: {
        case: "tensorType" as const,
        value: {
          elemType: FLOAT,
          shape: { dim: dims.map((dim) => ({ value: { case: "dimValue" as const, value: BigInt(dim) } })) },
        },
      },
    },
  });
  const pad = BigInt(((w[2] ?? 1) - 1) / 2);
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: "", version: 17n }],
      graph: {
        name: "layer",
        node: [
          {
            opType: op,
            input: ["x", "w"],
            output: ["y"],
            attribute: op === "Conv" ? [{ name: "pads", type: Kind.INTS, ints: [pad, pad, pad, pad] }] : [],
          },
        ],
        initializer: [
          {
            name: "w",
            dims: w.map(BigInt),
            dataType: FLOAT,
            rawData: new Uint8Array(weights.buffer),
          },
        ],
        input: [shaped("x", x)],
        output: [shaped("y", y)],
      },
    }),
  );
}

function tableOf({ op, x, w, y }: Layer, weights: Float32Array): Uint8Array {
  const packed = op === "Conv" ? packConv(weights, w, 1) : packLinear(weights, w[0]!, w[1]!);
  const dtype = 0;
  const tensors: Tensor[] = [
    { dtype, space: Space.INPUT, dims: x, offset: 0 },
    { dtype, space: Space.WEIGHTS, dims: [packed.length], data: new Uint8Array(packed.buffer) },
    { dtype, space: Space.OUTPUT, dims: y, offset: 0 },
  ];
  const none = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };
  const kernel = w[2] ?? 1;
  const pad = (kernel - 1) / 2;
  const entry: Entry =
    op === "Gemm"
      ? { op: "Linear", outputs: [2], inputs: [0, 1], attributes: { k: w[0]!, n: w[1]!, ...none } }
      : {
          op: "Conv",
          outputs: [2],
          inputs: [0, 1],
          attributes: {
            kernelH: kernel,
            kernelW: kernel,
            strideH: 1,
            strideW: 1,
            padTop: pad,
            padLeft: pad,
            dilationH: 1,
            dilationW: 1,
            group: 1,
            ...none,
          },
        };
  const bytes = 4 * elements(x);
  return writeTable({
    tensors,
    entries: [entry],
    steps: 1,
    inputBytes: [bytes, bytes],
    outputBytes: 4 * elements(y),
    inputs: [0],
    outputs: [2],
  });
}

/**
 * Milliseconds of each of the two, taken in turns so that both see the same machine; the best of many, because what
 * else the machine does only ever adds.
 */
async function race(a: () => unknown, b: () => Promise<unknown>): Promise<[number, number]> {
  const best: [number, number] = [Infinity, Infinity];
  const until = performance.now() + 1500;
  for (let i = 0; performance.now() < until || i < 50; i++) {
    const start = performance.now();
    a();
    const middle = performance.now();
    await b();
    best[0] = Math.min(best[0], middle - start);
    best[1] = Math.min(best[1], performance.now() - middle);
  }
  return best;
}

/** A shipped model: its package for us, its ONNX file for onnxruntime-web, both on the package's first sample. */
async function raceModel(name: string, runtime: WebAssembly.Module): Promise<[number, number]> {
  const samples = JSON.parse(file(`models/${name}/package/samples.json`).toString()) as { input: string }[];
  const input = new Uint8Array(Buffer.from(samples[0]!.input.slice(2), "hex"));
  const session = await Session.open(file(`models/${name}/package/weights.bin`), runtime);
  const reference = await ort.InferenceSession.create(file(`models/${name}/${name}.onnx`), {
    executionProviders: ["wasm"],
  });
  const schema = reference.inputMetadata[0]!;
  if (!schema.isTensor || schema.type !== "uint8") throw new Error(`${name}: an input other than bytes`);
  const dims = schema.shape.map((dim) => (typeof dim === "number" ? dim : 1));
  const feeds = { [schema.name]: new ort.Tensor("uint8", input, dims) };
  const times = await race(
    () => session.run(input),
    () => reference.run(feeds),
  );
  await reference.release();
  return times;
}

/**
 * Ordinary inference side by side with onnxruntime-web (wasm, SIMD, one thread) in this process. For each network:
 * our milliseconds, and how many times faster than onnxruntime-web that is. `digits` is the whole model; the others are
 * single layers of the shapes that small image and language models spend their time in.
 */
export async function benchInference(): Promise<Record<string, number>> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const runtime = await WebAssembly.compile(file("guest/build/runtime.wasm"));
  const figures: Record<string, number> = {};
  const record = (name: string, [ours, theirs]: [number, number]) => {
    figures[`inference.${name}.ms`] = ours;
    figures[`inference.${name}.ratio`] = theirs / ours;
  };

  for (const name of ["digits"]) record(name, await raceModel(name, runtime));
  for (const [index, layer] of layers.entries()) {
    const [weights, x] = [values(elements(layer.w), index + 1), values(elements(layer.x), index + 7)];
    const session = await Session.open(tableOf(layer, weights), runtime);
    const reference = await ort.InferenceSession.create(onnxOf(layer, weights), { executionProviders: ["wasm"] });
    const input = new Uint8Array(x.buffer);
    const theirs = () => reference.run({ x: new ort.Tensor("float32", x, [...layer.x]) });
    const ours = session.run(input);
    const want = (await theirs()).y!.data as Float32Array;
    if (ours.fault) throw new Error(`${layer.name}: ${ours.reason}`);
    new Float32Array(ours.output.buffer).forEach((value, i) => {
      if (Math.abs(value - want[i]!) > 1e-4) throw new Error(`${layer.name}: ${value}, expected ${want[i]}`);
    });
    record(layer.name, await race(() => session.run(input), theirs));
    await reference.release();
  }
  return figures;
}
