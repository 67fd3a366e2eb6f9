import { ModelError } from "../errors.ts";
import { entryBound } from "../importer/cost.ts";
import { type Runtime, graphRuntime } from "../runtime.ts";
import { Session, SessionError } from "../session.ts";
import { readTable, TableError, type Table } from "../table.ts";
import { contentId } from "./cid.ts";
import { type Manifest, toHex } from "./manifest.ts";
import { machineOf, type ModelPackage, packageOf, readPackageFiles } from "./open.ts";
import { machineHashOf, programRootOf, weightsRootOf } from "./roots.ts";
import { tensorSchemas } from "./schema.ts";

export interface VerifyOptions {
  /** The program the package is for; the graph runtime unless set. */
  readonly runtime?: Runtime;
  /** Called after each sample. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A package of which everything that can be recomputed has been. */
export interface VerifiedPackage extends ModelPackage {
  /** Content id of the directory. */
  readonly cid: string;
  /** What was recomputed and agrees. */
  readonly checks: readonly string[];
}

/**
 * Recomputes every root of a package from its bytes, reads its node table, and runs its samples in the fast build.
 *
 * @throws {ModelError} `BAD_PACKAGE` naming the first thing that is not as the package says.
 */
export async function verifyPackage(directory: string, options: VerifyOptions = {}): Promise<VerifiedPackage> {
  const files = await readPackageFiles(directory);
  const opened = packageOf(files);
  const runtime = options.runtime ?? (await graphRuntime());
  const { manifest, weights, samples } = opened;
  const checks: string[] = [];
  const check = (what: string, stated: unknown, found: unknown): void => {
    if (stated !== found) {
      throw new ModelError("BAD_PACKAGE", `${what}: model.json says ${String(stated)}, it is ${String(found)}`);
    }
    checks.push(what);
  };

  check("program's text root", manifest.program.textRoot, runtime.roots.textRoot);
  check("program's data root", manifest.program.dataRoot, runtime.roots.dataRoot);
  check("program's entry", manifest.program.entry, runtime.roots.entry);
  check("program root", manifest.program.programRoot, await programRootOf(runtime.roots));
  check("weights root", manifest.weights.weightsRoot, await weightsRootOf(weights));
  check("machine", manifest.machine, await machineHashOf(machineOf(manifest)));
  checkTable(manifest, tableOf(weights), check);

  const session = await Session.open(weights, runtime.module);
  samples.forEach(({ input, output }, i) => {
    const result = attempted(`sample ${i}`, () => session.run(input));
    const found = result.fault ? `a failure (${result.reason})` : toHex(result.output);
    if (found !== toHex(output)) {
      throw new ModelError("BAD_PACKAGE", `sample ${i}: the package says ${toHex(output)}, the model gives ${found}`);
    }
    options.onProgress?.(i + 1, samples.length);
  });
  checks.push(`${samples.length} samples`);
  return { ...opened, cid: await contentId(files), checks };
}

function tableOf(weights: Uint8Array): Table {
  return attempted("weights.bin", () => {
    const table = readTable(weights);
    for (const [i, { outputs, inputs }] of table.entries.entries()) {
      const unknown = [...outputs, ...inputs].find((number) => number >= table.tensors.length);
      if (unknown !== undefined || outputs.some((number) => number < 0)) {
        throw new TableError(`entry ${i} names a tensor that does not exist`);
      }
    }
    return table;
  });
}

/** What goes wrong with somebody's bytes is told as the package's fault. */
function attempted<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof TableError || error instanceof SessionError || error instanceof RangeError) {
      throw new ModelError("BAD_PACKAGE", `${what}: ${error.message}`);
    }
    throw error;
  }
}

function checkTable(
  manifest: Manifest,
  table: Table,
  check: (what: string, stated: unknown, found: unknown) => void,
): void {
  const { trace, input, output } = manifest;
  check("entries of the table", trace.entries, table.entries.length);
  check("steps of the table", trace.steps, table.steps);
  check("bytes of the arena", trace.arenaBytes, table.arenaExtent);
  check("least input", input.minBytes, table.inputBytes[0]);
  check("greatest input", input.maxBytes, table.inputBytes[1]);
  check("bytes of the output", output.bytes, table.outputBytes);
  const nodes = table.entries.length * table.steps;
  if (nodes > 2 ** trace.logNodes) {
    throw new ModelError("BAD_PACKAGE", `${nodes} nodes do not fit a trace of 2^${trace.logNodes}`);
  }
  // A node that could run out of instructions would fail in the proof build where the fast build answers.
  const bounds = table.entries.map((entry) => entryBound(entry, table.tensors));
  const limit = 2 ** trace.logSteps;
  const slow = bounds.findIndex((bound) => !(bound <= limit));
  if (slow >= 0) {
    throw new ModelError("BAD_PACKAGE", `entry ${slow} may take ${bounds[slow]} instructions, a node has ${limit}`);
  }
  for (const [what, stated, numbers] of [
    ["input tensors", input.tensors, table.inputs],
    ["output tensors", output.tensors, table.outputs],
  ] as const) {
    const names = stated.map(({ name }) => name);
    check(
      what,
      JSON.stringify(stated),
      JSON.stringify(
        tensorSchemas(
          names,
          numbers.map((number) => table.tensors[number]!),
        ),
      ),
    );
  }
}
