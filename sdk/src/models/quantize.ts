import { ModelError } from "./errors.ts";
import type { Graph } from "./importer/graph.ts";
import { importGraph, type ImportedModel, type ImportOptions } from "./importer/index.ts";
import type { ValueRange } from "./importer/operators/quantize.ts";
import type { Runtime } from "./runtime.ts";
import { type RunResult, Session } from "./session.ts";
import { arenaRange } from "./table.ts";

/** What computing in int8 changed, on the samples it was calibrated with. */
export interface QuantizationReport {
  /** Convolutions and products that are computed in int8. */
  readonly layers: number;
  /** Bytes of weights before and after. */
  readonly bytes: readonly [before: number, after: number];
  readonly samples: number;
  /** Samples whose output bytes are the same as in float32. */
  readonly same: number;
  /** Labelled samples answered with their label, before and after; only of classifiers. */
  readonly right?: readonly [before: number, after: number];
}

/** Operators whose weights can be int8. */
const QUANTIZABLE: ReadonlySet<string> = new Set(["Conv", "ConvDepthwise", "Linear"]);

/**
 * Runs a float32 model on samples and notes, for every convolution and product by constants, the range of its input.
 *
 * @returns Ranges by the name of the value that the operation makes, for {@link ImportOptions.ranges}.
 * @throws {ModelError} `BAD_INPUT` when there is no sample, or the model fails on one.
 */
export async function calibrate(
  model: ImportedModel,
  inputs: readonly Uint8Array[],
  runtime: Runtime,
): Promise<Map<string, ValueRange>> {
  if (inputs.length === 0) throw new ModelError("BAD_INPUT", "int8 is calibrated on samples; there are none");
  const session = await Session.open(model.weights, runtime.module);
  const ranges = new Map<string, ValueRange>();
  inputs.forEach((input, number) => {
    const run = session.start(input);
    do {
      const { entry, source } = model.entries[run.node % model.entries.length] ?? {};
      if (entry === undefined || source === undefined || !QUANTIZABLE.has(entry.op)) continue;
      const [start, end] = arenaRange(session.table.tensors[entry.inputs[0]!]!);
      const values = new Float32Array(run.arena.slice(start, end).buffer);
      let { low, high } = ranges.get(source) ?? { low: 0, high: 0 };
      for (const value of values) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
      ranges.set(source, { low, high });
    } while (run.step());
    const result = run.result();
    if (result.fault) throw new ModelError("BAD_INPUT", `the model fails on sample ${number}: ${result.reason}`);
  });
  return ranges;
}

/** What `quantizeGraph` needs of a build's options. */
interface QuantizeOptions extends ImportOptions {
  readonly samples?: readonly { readonly input: Uint8Array; readonly label?: string }[];
  readonly labels?: readonly string[];
}

/**
 * Translates a graph again, in int8, and compares it with float32 on the samples.
 *
 * @param float The graph as translated in float32.
 */
export async function quantizeGraph(
  graph: Graph,
  float: ImportedModel,
  options: QuantizeOptions,
  runtime: Runtime,
): Promise<{ readonly imported: ImportedModel; readonly report: QuantizationReport }> {
  const samples = options.samples ?? [];
  const ranges = await calibrate(
    float,
    samples.map(({ input }) => input),
    runtime,
  );
  const imported = importGraph(graph, { ...options, ranges });
  const sessions = [
    await Session.open(float.weights, runtime.module),
    await Session.open(imported.weights, runtime.module),
  ] as const;
  const right: [number, number] = [0, 0];
  let same = 0;
  for (const { input, label } of samples) {
    const [before, after] = sessions.map((session) => session.run(input)) as [RunResult, RunResult];
    if (before.fault || after.fault) continue;
    if (Buffer.compare(before.output, after.output) === 0) same++;
    [before, after].forEach(({ output }, which) => {
      if (label !== undefined && options.labels?.[output[0] ?? -1] === label) right[which as 0 | 1]++;
    });
  }
  const layers = new Set(imported.entries.flatMap(({ entry, source }) => (/Int8$/.test(entry.op) ? [source] : [])));
  const classifies = options.labels !== undefined && samples.some(({ label }) => label !== undefined);
  const report: QuantizationReport = {
    layers: layers.size,
    bytes: [float.weights.length, imported.weights.length],
    samples: samples.length,
    same,
    ...(classifies ? { right } : {}),
  };
  return { imported, report };
}
