// `imo model`: from an ONNX file to a package, and what can be done with one.
import { readFileSync, writeFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";

import { Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { z } from "zod";

import { graphSvg, graphText, graphView } from "../../sdk/src/models/inspect.ts";
import {
  buildPackage,
  type BuiltPackage,
  checkBitEquality,
  decodeOutput,
  Emulation,
  encodeInput,
  externalReader,
  graphRuntime,
  type ImportedModel,
  importGraph,
  ModelError,
  type ModelPackage,
  openPackage,
  type QuantizationReport,
  readOnnx,
  Session,
  supportedOperators,
  verifyPackage,
  writePackage,
} from "../../sdk/src/models/index.ts";
import { pngOf } from "../models/png.ts";
import { big, examples, facts, progress, size, table } from "./output.ts";

/** Paths are meant from where the user is, which npm hides. */
const at = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

export function modelCommand(): Command {
  const command = new Command("model").description("build, verify, run and inspect model packages");
  command
    .command("build")
    .description("turn an ONNX file into a model package")
    .argument("<onnx>", "the ONNX file (opset 7 to 21, fixed shapes, float32)")
    .requiredOption("--out <directory>", "where to write the package")
    .option("--name <name>", "the model's name (default: the file's)")
    .option("--model-version <x.y.z>", "its version", "1.0.0")
    .option("--task <task>", "what it is for, such as image-classification", "inference")
    .option("--description <text>", "one sentence", "")
    .option("--licence <spdx>", "SPDX expression of its licence", "UNLICENSED")
    .option("--labels <list>", "labels of the classes, separated by commas", list)
    .option("--dim <name=size>", "size of a symbolic dimension (repeatable)", dimension, {})
    .option("--samples <file>", "JSON list of { input, label? } to keep with the package; input as for run")
    .addOption(new Option("--quantize <type>", "compute in int8, calibrated on the samples").choices(["int8"]))
    .option("--steps <number>", "how often the graph is executed (recurrent models)", number)
    .option("--parent <hash>", "machine hash of a model it descends from (repeatable)", collect, [])
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        "imo model build net.onnx --out pkg/",
        "imo model build net.onnx --out pkg/ --dim batch=1 --samples cases.json",
      ),
    )
    .action(build);
  command
    .command("verify")
    .description("recompute every root of a package and run its samples")
    .argument("<package>", "the package's directory")
    .option("--json", "print one JSON object")
    .addHelpText("after", examples("imo model verify models/digits/package"))
    .action(verify);
  command
    .command("run")
    .description("run a model: natively, in the emulator, or in both")
    .argument("<package>", "the package's directory")
    .option("--input <input>", "0x... bytes, @file of bytes, or JSON values by tensor name")
    .option("--inputs <file>", "JSON list of { input, label? }")
    .option("--sample <number>", "a sample of the package", number)
    .option("--vm", "run the RV32IM build in the emulator")
    .option("--check", "run both builds and compare the arena after every node")
    .option("--threads <number>", "threads for --check", number)
    .option("--out <file>", "write the first output to a file: its bytes, or as .png a picture of [height, width, 3]")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      examples(
        "imo model run models/digits/package --sample 0",
        "imo model run models/digits/package --inputs models/digits/train.json --check",
        `imo model run pkg/ --input '{"x": [0.5, 1, -2]}' --vm`,
        `imo model run models/glyph/package --input '{"seed": "0x07", "prompt": "red ring on navy"}' --out ring.png`,
      ),
    )
    .action(run);
  command
    .command("inspect")
    .description("show the graph of a package or of an ONNX file")
    .argument("<path>", "a package's directory, or an ONNX file")
    .option("--svg <file>", "also draw it")
    .option("--dim <name=size>", "size of a symbolic dimension (repeatable)", dimension, {})
    .option("--json", "print one JSON object")
    .addHelpText("after", examples("imo model inspect models/digits/package --svg digits.svg"))
    .action(inspect);
  command
    .command("operators")
    .description("list the ONNX operators the importer knows")
    .option("--json", "print one JSON object")
    .action(operators);
  return command;
}

const list = (text: string): string[] => text.split(",").map((part) => part.trim());
const collect = (text: string, before: string[]): string[] => [...before, text];

function number(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("must be a natural number");
  return value;
}

function dimension(text: string, before: Record<string, number>): Record<string, number> {
  const [, name, digits] = /^(.+)=(\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("must be like batch=1");
  return { ...before, [name]: Number(digits) };
}

interface BuildFlags {
  out: string;
  name?: string;
  modelVersion: string;
  task: string;
  description: string;
  licence: string;
  labels?: string[];
  dim: Record<string, number>;
  samples?: string;
  parent: string[];
  quantize?: "int8";
  steps?: number;
  json?: boolean;
}

async function build(file: string, flags: BuildFlags): Promise<void> {
  const started = performance.now();
  const path = at(file);
  const onnx = await readBytes(path);
  const samples = flags.samples === undefined ? undefined : inputsOf(await readText(at(flags.samples)), rawBytes);
  const built = await buildPackage(onnx, {
    name:
      flags.name ??
      basename(path, extname(path))
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-"),
    version: flags.modelVersion,
    task: flags.task,
    description: flags.description,
    licence: flags.licence,
    ...(flags.labels === undefined ? {} : { labels: flags.labels }),
    dims: flags.dim,
    parents: flags.parent,
    quantize: flags.quantize,
    steps: flags.steps,
    ...(samples === undefined ? {} : { samples }),
    readExternal: externalReader(dirname(path)),
    onProgress: (stage) => console.error(pc.dim(`  ${stage}`)),
  });
  await writePackage(at(flags.out), built);
  const seconds = (performance.now() - started) / 1000;
  if (flags.json) console.log(JSON.stringify(buildReport(built, seconds)));
  else console.log(buildText(built, seconds, flags.out));
}

/** The figures of a build. */
function buildReport({ manifest, cid, imported, measured, quantization }: BuiltPackage, seconds: number) {
  const slowest = Math.max(...measured.worst);
  return {
    name: manifest.name,
    machine: manifest.machine,
    cid,
    programRoot: manifest.program.programRoot,
    weightsRoot: manifest.weights.weightsRoot,
    parameters: parametersOf(imported),
    weightBytes: manifest.weights.bytes,
    arenaBytes: manifest.trace.arenaBytes,
    nodes: manifest.trace.entries * manifest.trace.steps,
    logNodes: manifest.trace.logNodes,
    logSteps: manifest.trace.logSteps,
    boundInstructions: Math.max(...imported.entries.map(({ bound }) => bound)),
    measuredInstructions: slowest,
    multiplyAdds: graphView(imported.weights).nodes.reduce((sum, node) => sum + node.multiplyAdds, 0),
    ...(quantization === undefined ? {} : { quantization }),
    seconds,
  };
}

/** Elements of the float32 constants that the graph computes with, scalars apart. */
function parametersOf({ typed }: ImportedModel): number {
  const constants = new Map<string, number>();
  for (const { inputs } of typed.operations) {
    for (const value of inputs) {
      const { dtype, shape = [], data } = value?.constant ?? {};
      if (dtype === "float32" && shape.length > 0) constants.set(value!.name, data!.length);
    }
  }
  return [...constants.values()].reduce((sum, count) => sum + count, 0);
}

function buildText(built: BuiltPackage, seconds: number, out: string): string {
  const report = buildReport(built, seconds);
  const rows = built.imported.entries.map(({ entry, label, bound }, i) => [
    String(i),
    label,
    entry.op,
    entry.units === undefined ? "" : `${entry.units[0]}..${entry.units[1]}`,
    big(bound),
    built.measured.worst[i] === undefined ? "" : big(built.measured.worst[i]),
  ]);
  const shown = rows.length > 60 ? [...rows.slice(0, 50), ["...", `${rows.length - 50} more`, "", "", "", ""]] : rows;
  return [
    table(["node", "from", "operator", "units", "instructions at most", "measured"], shown),
    facts({
      package: out,
      parameters: big(report.parameters),
      "multiply-adds": big(report.multiplyAdds * built.manifest.trace.steps),
      weights: size(report.weightBytes),
      arena: size(report.arenaBytes),
      trace: `2^${report.logNodes} nodes of up to 2^${report.logSteps} instructions`,
      "largest node": `${big(report.measuredInstructions)} instructions on the samples, never more than ${big(report.boundInstructions)}`,
      "weights root": report.weightsRoot,
      "program root": report.programRoot,
      machine: report.machine,
      "content id": report.cid,
      ...(report.quantization === undefined ? {} : { int8: int8Text(report.quantization) }),
      time: `${seconds.toFixed(1)} s`,
    }),
  ].join("\n");
}

function int8Text({ layers, bytes, samples, same, right }: QuantizationReport): string {
  const accuracy = right === undefined ? "" : `; right ${right[1]} of ${samples}, in float32 ${right[0]}`;
  return `${layers} layers, ${size(bytes[0])} to ${size(bytes[1])}; ${same} of ${samples} outputs as in float32${accuracy}`;
}

async function verify(directory: string, flags: { json?: boolean }): Promise<void> {
  const started = performance.now();
  let report: ((done: number) => void) | undefined;
  const verified = await verifyPackage(at(directory), {
    onProgress: (done, total) => (report ??= progress("samples", total))(done),
  });
  const { manifest, cid, checks } = verified;
  const seconds = (performance.now() - started) / 1000;
  if (flags.json) {
    console.log(
      JSON.stringify({
        name: manifest.name,
        version: manifest.version,
        machine: manifest.machine,
        cid,
        checks,
        seconds,
      }),
    );
    return;
  }
  for (const check of checks) console.log(`  ${pc.green("ok")}  ${check}`);
  console.log(
    facts({
      model: `${manifest.name} ${manifest.version}`,
      machine: manifest.machine,
      "content id": cid,
      time: `${seconds.toFixed(1)} s`,
    }),
  );
}

interface RunFlags {
  input?: string;
  inputs?: string;
  sample?: number;
  vm?: boolean;
  check?: boolean;
  threads?: number;
  out?: string;
  json?: boolean;
}

interface LabelledInput {
  readonly input: Uint8Array;
  readonly label?: string;
}

async function run(directory: string, flags: RunFlags): Promise<void> {
  const model = await openPackage(at(directory));
  const inputs = await chosenInputs(model, flags);
  if (flags.check) return check(model, inputs, flags);
  const outputs = flags.vm ? await emulated(model, inputs) : await native(model, inputs);
  if (flags.out !== undefined) writeFileSync(at(flags.out), fileOf(model, outputs[0]!.output, extname(flags.out)));
  if (flags.json) {
    console.log(JSON.stringify({ results: outputs.map(({ output, ...rest }) => ({ ...rest, output: hex(output) })) }));
    return;
  }
  const shown = outputs
    .slice(0, 20)
    .map(({ output, seconds, instructions }, i) => [
      String(i),
      inputs[i]!.label ?? "",
      readable(model, output),
      instructions === undefined
        ? `${(1000 * seconds).toFixed(2)} ms`
        : `${big(instructions)} instr., ${seconds.toFixed(2)} s`,
    ]);
  console.log(table(["input", "label", "output", flags.vm ? "emulator" : "fast build"], shown));
  if (outputs.length > shown.length) console.log(`  ... ${outputs.length - shown.length} more`);
  const labelled = inputs.filter(({ label }) => label !== undefined).length;
  if (labelled === 0 || model.manifest.labels === undefined) return;
  const right = outputs.filter(({ output }, i) => model.manifest.labels![output[0] ?? -1] === inputs[i]!.label).length;
  console.log(facts({ right: `${right} of ${labelled} (${((100 * right) / labelled).toFixed(2)}%)` }));
}

async function check(model: ModelPackage, inputs: readonly LabelledInput[], flags: RunFlags): Promise<void> {
  const report = await checkBitEquality(
    model,
    inputs.map(({ input }) => input),
    { threads: flags.threads, onProgress: progress("inputs", inputs.length) },
  );
  if (flags.json) return void console.log(JSON.stringify({ equal: true, ...report }));
  console.log(
    facts({
      equal: pc.green("every arena root"),
      inputs: big(report.inputs),
      nodes: big(report.nodes),
      instructions: big(report.instructions),
      "largest node": big(Math.max(...report.worst)),
      time: `${report.seconds.toFixed(1)} s`,
    }),
  );
}

interface Outcome {
  readonly output: Uint8Array;
  readonly seconds: number;
  readonly instructions?: number;
}

async function native(model: ModelPackage, inputs: readonly LabelledInput[]): Promise<Outcome[]> {
  const session = await Session.open(model.weights, (await graphRuntime()).module);
  const report = progress("inputs", inputs.length);
  return inputs.map(({ input }, i) => {
    const started = performance.now();
    const result = session.run(input);
    if (result.fault) throw new ModelError("BAD_INPUT", `the model fails on input ${i}: ${result.reason}`);
    report(i + 1);
    return { output: result.output, seconds: (performance.now() - started) / 1000 };
  });
}

async function emulated(model: ModelPackage, inputs: readonly LabelledInput[]): Promise<Outcome[]> {
  const emulation = await Emulation.open(model.weights, await graphRuntime());
  const { entries, steps } = model.manifest.trace;
  const report = progress("nodes", entries * steps * inputs.length);
  return inputs.map(({ input }, i) => {
    const started = performance.now();
    let instructions = 0;
    emulation.start(input);
    for (let node = 0; node < entries * steps; node++) {
      const { steps: taken, exited } = emulation.run(node, 2 ** model.logSteps);
      if (!exited) throw new ModelError("BAD_INPUT", `the model fails on input ${i}: node ${node} does not exit`);
      instructions += taken;
      report(i * entries * steps + node + 1);
    }
    const result = emulation.result();
    if (result.fault) throw new ModelError("BAD_INPUT", `the model fails on input ${i}: ${result.reason}`);
    return { output: result.output, seconds: (performance.now() - started) / 1000, instructions };
  });
}

async function inspect(
  path: string,
  flags: { svg?: string; dim: Record<string, number>; json?: boolean },
): Promise<void> {
  const place = at(path);
  const info = await stat(place).catch(() => {
    throw new ModelError("BAD_INPUT", `nothing at "${path}"`);
  });
  const weights = info.isDirectory()
    ? (await openPackage(place)).weights
    : importGraph(readOnnx(await readBytes(place), externalReader(dirname(place))), { dims: flags.dim }).weights;
  const view = graphView(weights);
  if (flags.svg !== undefined) writeFileSync(at(flags.svg), graphSvg(view));
  console.log(flags.json ? JSON.stringify(view) : graphText(view));
}

function operators(flags: { json?: boolean }): void {
  const known = supportedOperators();
  if (flags.json) console.log(JSON.stringify(known));
  else
    console.log(
      table(
        ["operator", "note"],
        known.map(({ name, note }) => [name, note ?? ""]),
      ),
    );
}

async function chosenInputs(model: ModelPackage, flags: RunFlags): Promise<readonly LabelledInput[]> {
  const given = [flags.input, flags.inputs, flags.sample].filter((flag) => flag !== undefined).length;
  if (given > 1) throw new ModelError("BAD_INPUT", "give one of --input, --inputs and --sample");
  if (flags.input !== undefined) return [{ input: parseInput(flags.input, model) }];
  if (flags.inputs !== undefined) {
    return inputsOf(await readText(at(flags.inputs)), (value) =>
      typeof value === "string" ? rawBytes(value) : values(value, model),
    );
  }
  if (flags.sample === undefined) return model.samples;
  const sample = model.samples[flags.sample];
  if (sample === undefined) throw new ModelError("BAD_INPUT", `there are ${model.samples.length} samples`);
  return [sample];
}

type Values = Record<string, number[] | string>;
const valuesSchema = z.record(z.string(), z.union([z.array(z.number()), z.string()]));
const inputsSchema = z.array(z.object({ input: z.union([z.string(), valuesSchema]), label: z.string().optional() }));

function inputsOf(text: string, toBytes: (input: string | Values) => Uint8Array): LabelledInput[] {
  const result = inputsSchema.safeParse(parseJson(text));
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new ModelError("BAD_INPUT", `the list of inputs: ${issue.path.join(".")}: ${issue.message}`);
  }
  return result.data.map(({ input, label }) => ({ input: toBytes(input), ...(label === undefined ? {} : { label }) }));
}

function parseInput(text: string, model: ModelPackage): Uint8Array {
  if (text.startsWith("@")) return new Uint8Array(readFileSync(at(text.slice(1))));
  if (text.startsWith("0x")) return rawBytes(text);
  const result = valuesSchema.safeParse(parseJson(text));
  if (!result.success) throw new ModelError("BAD_INPUT", 'an input is 0x... bytes, @file, or JSON like {"x": [1, 2]}');
  return values(result.data, model);
}

function values(given: Values, model: ModelPackage): Uint8Array {
  return encodeInput(model.manifest, given);
}

function rawBytes(input: string | Values): Uint8Array {
  if (typeof input !== "string" || !/^0x([0-9a-fA-F]{2})*$/.test(input)) {
    throw new ModelError("BAD_INPUT", "inputs must be 0x... bytes here");
  }
  return new Uint8Array(Buffer.from(input.slice(2), "hex"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelError("BAD_INPUT", `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`;

/** What to write to a file: the bytes, or for ".png" a picture of them. */
function fileOf(model: ModelPackage, output: Uint8Array, extension: string): Uint8Array {
  if (extension.toLowerCase() !== ".png") return output;
  const [tensor, ...others] = model.manifest.output.tensors;
  const [height, width, channels] = tensor?.shape ?? [];
  if (tensor?.dtype !== "uint8" || tensor.shape.length !== 3 || channels !== 3 || others.length > 0) {
    const shapes = model.manifest.output.tensors.map(({ dtype, shape }) => `${dtype} [${shape}]`).join(", ");
    throw new ModelError("BAD_INPUT", `a .png needs an output of uint8 [height, width, 3]; this model's is ${shapes}`);
  }
  return pngOf(output, width!, height!);
}

/** An output for people: the label of a class, or the first numbers of each tensor. */
function readable(model: ModelPackage, output: Uint8Array): string {
  const { labels } = model.manifest;
  if (labels !== undefined && output.length <= 4) return `${labels[output[0]!] ?? "?"}  (${hex(output)})`;
  return Object.entries(decodeOutput(model.manifest, output))
    .map(([name, { shape, data }]) => {
      if (shape.length === 1 && isText(data)) return `${name}: ${JSON.stringify(Buffer.from(data).toString("latin1"))}`;
      const first = Array.from(data.subarray(0, 8), (value) => Number(value.toPrecision(6)));
      return `${name}: ${first.join(" ")}${data.length > 8 ? ` ... (${data.length})` : ""}`;
    })
    .join("\n");
}

/** Bytes that are all printable ASCII. */
function isText(data: ArrayLike<number>): data is Uint8Array {
  return data instanceof Uint8Array && data.length > 1 && data.every((byte) => byte >= 32 && byte < 127);
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new ModelError("BAD_INPUT", `cannot read "${path}": ${error instanceof Error ? error.message : ""}`);
  }
}
