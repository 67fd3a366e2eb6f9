import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { create, toBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-web";

import { Space, UnaryKind } from "../../sdk/src/models/generated.ts";
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from "../../sdk/src/models/onnx/onnx_pb.ts";
import { packConv, packLinear } from "../../sdk/src/models/pack.ts";
import { checkBitEquality, graphRuntime, type ModelPackage, openPackage } from "../../sdk/src/models/index.ts";
import { Session } from "../../sdk/src/models/session.ts";
import { elements, writeTable } from "../../sdk/src/models/table.ts";
import type { Entry, Tensor } from "../../sdk/src/models/table.ts";
import { ModelImage } from "../../sdk/src/opml/index.ts";
import { shipped } from "../models/shipped.ts";
import { fill, plainParts, type PlainPart } from "./plain.ts";

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

type Reference = () => Promise<unknown>;

/** onnxruntime-web on a network, fed the same each time. */
async function referenceOf(onnx: Uint8Array, feeds: Record<string, ort.Tensor>): Promise<Reference> {
  const session = await ort.InferenceSession.create(onnx, { executionProviders: ["wasm"] });
  return () => session.run(feeds);
}

async function plainReference({ onnx, feeds }: PlainPart): Promise<Reference> {
  const filled = feeds.map(({ name, dtype, shape }) => [name, new ort.Tensor(dtype, fill(dtype, shape), shape)]);
  return referenceOf(onnx, Object.fromEntries(filled) as Record<string, ort.Tensor>);
}

/**
 * A shipped model: its package for us, its ONNX file for onnxruntime-web, both on the package's first sample. Of a
 * recurrent one, theirs is what it computes once, and then, as often as we do, what it computes at a step.
 */
async function raceModel(model: ModelPackage, name: string, runtime: WebAssembly.Module): Promise<[number, number]> {
  const { input } = model.samples[0]!;
  const session = await Session.open(model.weights, runtime);
  const onnx = new Uint8Array(file(`models/${name}/${name}.onnx`));
  const { steps, entries } = model.manifest.trace;
  let theirs: Reference;
  if (steps === 1) {
    const [tensor] = model.manifest.input.tensors;
    theirs = await referenceOf(onnx, { [tensor!.name]: new ort.Tensor("uint8", input, [...tensor!.shape]) });
  } else {
    const run = session.start(input);
    while (run.step());
    const taken = Math.ceil(run.node / entries);
    const parts = plainParts(onnx, steps);
    const once = parts.once && (await plainReference(parts.once));
    const step = await plainReference(parts.step);
    theirs = async () => {
      await once?.();
      for (let i = 0; i < taken; i++) await step();
    };
  }
  return race(() => session.run(input), theirs);
}

/** What a dispute over a model costs to emulate, on its first sample. */
async function emulatedCost(model: ModelPackage): Promise<Record<string, number>> {
  const { input } = model.samples[0]!;
  const { worst, instructions } = await checkBitEquality(model, [input], { threads: 0 });
  const most = Math.max(...worst);
  const trace = await (await ModelImage.open(model, await graphRuntime())).trace(input);
  await trace.result();
  const started = performance.now();
  const node = await trace.enter(worst.indexOf(most));
  await node.finalState();
  // What a defender posts first: 31 states that cut the node's instructions into 32.
  for (let i = 1n; i < 32n; i++) await node.stateHash((i << BigInt(model.logSteps)) / 32n);
  return {
    nodes: worst.length,
    instructions,
    nodeInstructions: instructions / worst.length,
    worstNodeInstructions: most,
    enterSeconds: (performance.now() - started) / 1000,
  };
}

/**
 * Ordinary inference side by side with onnxruntime-web (wasm, SIMD, one thread) in this process. For each network:
 * our milliseconds, and how many times faster than onnxruntime-web that is. First the models that ship, as they ship
 * (int8 where they are, against their float32 files); then single layers of the shapes that small image and language
 * models spend their time in. Of the models, also what a dispute costs: nodes of the trace, instructions of a run, of a
 * node on average and at most, and seconds to enter the worst node and post the first states inside it.
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

  for (const { name, package: directory } of shipped) {
    const model = await openPackage(fileURLToPath(new URL(`../../${directory}`, import.meta.url)));
    record(name, await raceModel(model, name, runtime));
    for (const [figure, value] of Object.entries(await emulatedCost(model)))
      figures[`emulated.${name}.${figure}`] = value;
  }
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
