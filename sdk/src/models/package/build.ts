import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { checkBitEquality, Comparison, type EqualityReport } from "../equality.ts";
import { ModelError } from "../errors.ts";
import { importGraph, type ImportedModel, type ImportOptions } from "../importer/index.ts";
import { type ReadExternal, readOnnx } from "../onnx/read.ts";
import { quantizeGraph, type QuantizationReport } from "../quantize.ts";
import { graphRuntime, type Runtime } from "../runtime.ts";
import { Session } from "../session.ts";
import { elements, readTable } from "../table.ts";
import { contentId, type PackageFile } from "./cid.ts";
import { formatSamples, type Manifest, manifestSchema, type Sample } from "./manifest.ts";
import { machineOf } from "./open.ts";
import { machineHashOf, weightsRootOf } from "./roots.ts";
import { tensorSchemas } from "./schema.ts";

export interface BuildOptions extends ImportOptions {
  /** Lower-case letters, digits and dashes. */
  readonly name: string;
  /** Like 1.0.0. */
  readonly version: string;
  /** What the model is for, such as `image-classification`. */
  readonly task: string;
  readonly description?: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Labels of a classifier's classes, by index. */
  readonly labels?: readonly string[];
  /** Machine hashes of the models it descends from. */
  readonly parents?: readonly string[];
  /** Inputs to keep with the package; their outputs are computed. */
  readonly samples?: readonly { readonly input: Uint8Array; readonly label?: string }[];
  /** Reads tensors that the ONNX file keeps in other files. */
  readonly readExternal?: ReadExternal;
  /** Compute convolutions and products by constants in int8, calibrated on the samples. */
  readonly quantize?: "int8";
  readonly runtime?: Runtime;
  /** Told what is done next, for people who wait. */
  readonly onProgress?: (stage: string) => void;
}

/** A package ready to be written, and what is worth telling about it. */
export interface BuiltPackage {
  readonly files: readonly PackageFile[];
  readonly manifest: Manifest;
  readonly cid: string;
  readonly imported: ImportedModel;
  /** Of the proof build on the first samples: bit equality, and instructions for each node. */
  readonly measured: EqualityReport;
  /** What int8 changed, where it was asked for. */
  readonly quantization?: QuantizationReport;
}

/** Samples on which a build measures the proof build. */
const MEASURED = 2;

/**
 * Turns an ONNX file into a model package.
 *
 * @param onnx The file's bytes.
 * @throws {ModelError} Naming what is malformed, unsupported or too large; `MISMATCH` should the two builds disagree.
 */
export async function buildPackage(onnx: Uint8Array, options: BuildOptions): Promise<BuiltPackage> {
  const runtime = options.runtime ?? (await graphRuntime());
  const progress = options.onProgress ?? (() => undefined);
  progress("reading and translating the graph");
  const graph = readOnnx(onnx, options.readExternal);
  const float = importGraph(graph, options);
  if (options.quantize !== undefined) progress(`calibrating int8 on ${options.samples?.length ?? 0} samples`);
  const quantized = options.quantize === undefined ? undefined : await quantizeGraph(graph, float, options, runtime);
  const imported = quantized?.imported ?? float;
  const { weights, logSteps } = imported;
  const inputs: BuildOptions["samples"] = options.samples ?? defaultInputs(imported);
  progress(`running ${inputs.length} samples`);
  const session = await Session.open(weights, runtime.module);
  const samples = inputs.map((sample, i): Sample => {
    const result = session.run(sample.input);
    if (result.fault) throw new ModelError("BAD_INPUT", `the model fails on sample ${i}: ${result.reason}`);
    const { input, label } = sample;
    return { input, output: result.output, ...(label === undefined ? {} : { label }) };
  });
  progress(`emulating ${Math.min(MEASURED, samples.length)} samples, instruction by instruction`);
  const measured = await measure(imported, samples.slice(0, MEASURED), runtime);
  measured.worst.forEach((steps, i) => {
    const { bound, label } = imported.entries[i % imported.entries.length]!;
    if (steps > bound) {
      throw new ModelError("MISMATCH", `node ${i} takes ${steps} instructions where ${bound} are the most`, {
        node: label,
      });
    }
  });

  progress("hashing");
  const table = readTable(weights);
  const { logNodes, graph: guest } = imported;
  const tensorsOf = (numbers: readonly number[]) => numbers.map((number) => guest.tensors[number]!);
  const unhashed: Manifest = {
    format: 1,
    name: options.name,
    version: options.version,
    task: options.task,
    description: options.description ?? "",
    licence: options.licence,
    input: {
      minBytes: table.inputBytes[0],
      maxBytes: table.inputBytes[1],
      tensors: tensorSchemas(graphNames(imported, "inputs"), tensorsOf(guest.inputs)),
    },
    output: {
      bytes: table.outputBytes,
      tensors: tensorSchemas(graphNames(imported, "outputs"), tensorsOf(guest.outputs)),
    },
    ...(options.labels === undefined ? {} : { labels: [...options.labels] }),
    trace: {
      logNodes,
      logSteps,
      entries: table.entries.length,
      steps: table.steps,
      arenaBytes: table.arenaExtent,
    },
    program: { name: runtime.name, ...runtime.roots, programRoot: runtime.programRoot },
    weights: { file: "weights.bin", bytes: weights.length, weightsRoot: await weightsRootOf(weights) },
    samples: { file: "samples.json", count: samples.length },
    machine: `0x${"0".repeat(64)}`,
    lineage: {
      onnx: {
        sha256: `0x${createHash("sha256").update(onnx).digest("hex")}`,
        opset: graph.opset,
        producer: graph.producer,
      },
      parents: [...(options.parents ?? [])],
    },
  };
  const manifest = checked({ ...unhashed, machine: await machineHashOf(machineOf(unhashed)) });
  const files: PackageFile[] = [
    { name: "model.json", bytes: utf8(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: "samples.json", bytes: utf8(formatSamples(samples)) },
    { name: "weights.bin", bytes: weights },
  ];
  return { files, manifest, cid: await contentId(files), imported, measured, quantization: quantized?.report };
}

/**
 * Writes a package, replacing what its directory held of one.
 *
 * @param directory Made when it does not exist.
 */
export async function writePackage(directory: string, { files }: BuiltPackage): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { name, bytes } of files) {
    const path = join(directory, name);
    await rm(path, { force: true });
    await writeFile(path, bytes);
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function graphNames(imported: ImportedModel, which: "inputs" | "outputs"): string[] {
  return imported.typed[which].map(({ name }) => name);
}

function checked(manifest: Manifest): Manifest {
  const result = manifestSchema.safeParse(manifest);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new ModelError("BAD_INPUT", `${issue.path.join(".")}: ${issue.message}`);
}

async function measure(imported: ImportedModel, samples: readonly Sample[], runtime: Runtime): Promise<EqualityReport> {
  const inputs = samples.map(({ input }) => input);
  if (runtime === (await graphRuntime())) return checkBitEquality(imported, inputs, { threads: 1 });
  const started = performance.now();
  const totals = (await Comparison.open(imported, runtime)).run({ first: 0, inputs });
  return { ...totals, seconds: (performance.now() - started) / 1000 };
}

/** Without samples of the author's: zeros, and small numbers counting up. */
function defaultInputs({ graph, typed }: ImportedModel): { input: Uint8Array }[] {
  const counting = new Uint8Array(graph.inputBytes[1]);
  const view = new DataView(counting.buffer);
  graph.inputs.forEach((number, which) => {
    const { dims, offset = 0 } = graph.tensors[number]!;
    for (let i = 0; i < elements(dims); i++) {
      const { dtype } = typed.inputs[which]!;
      if (dtype === "float32") view.setFloat32(offset + 4 * i, ((i % 17) - 8) / 8, true);
      else if (dtype === "int32" || dtype === "int64") view.setInt32(offset + 4 * i, i % 2, true);
      else view.setUint8(offset + i, i % 2);
    }
  });
  return [{ input: new Uint8Array(graph.inputBytes[0]) }, { input: counting }];
}
