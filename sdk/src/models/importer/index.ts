import { ModelError } from "../errors.ts";
import { writeTable } from "../table.ts";
import { analyse, type TypedGraph } from "./analyse.ts";
import { assemble, type Assembly } from "./assemble.ts";
import { fuse } from "./fuse.ts";
import type { Graph } from "./graph.ts";
import { lower } from "./lower.ts";
import type { ValueRange } from "./operators/quantize.ts";
import { planArena } from "./plan.ts";
import { elementBytes, type Program } from "./program.ts";
import { rewrite } from "./rewrite.ts";
import { schedule } from "./schedule.ts";
import { count } from "./tensor.ts";

export interface ImportOptions {
  /** Sizes of symbolic dimensions, by name. */
  readonly dims?: Readonly<Record<string, number>>;
  /** How often the graph is executed in a run; the model's property `openimo.steps`, or once, unless set. */
  readonly steps?: number;
  /**
   * Fewest elements that the last input may be given; what is missing reads as zero. The model's property
   * `openimo.shortest`, or all of them, unless set. A decoder's prompt may always be as short as one token.
   */
  readonly shortest?: number;
  /** Ranges of the inputs of convolutions and products that are to be computed in int8: see `calibrate`. */
  readonly ranges?: ReadonlyMap<string, ValueRange>;
}

/** A model translated for the guest. */
export interface ImportedModel extends Assembly {
  /** The graph as it was translated. */
  readonly typed: TypedGraph;
  /** The weights blob: exactly the bytes mapped at 0x80000000. */
  readonly weights: Uint8Array;
  /** Bytes of working memory. */
  readonly workBytes: number;
}

/**
 * Translates a graph into the guest's node table and weights.
 *
 * @throws {ModelError} Naming the place, for what cannot be translated.
 */
export function importGraph(graph: Graph, options: ImportOptions = {}): ImportedModel {
  const steps = options.steps ?? property(graph, "openimo.steps") ?? 1;
  if (steps < 1 || steps > MAX_STEPS) throw new ModelError("MALFORMED", `${steps} steps`);
  const typed = rewrite(analyse(graph, options.dims, steps));
  const program = fuse(lower(typed, options.ranges));
  schedule(program, steps);
  const workBytes = planArena(program);
  const frame = { steps, outputBytes: extent(program.outputs), ...inputFrame(program, graph, options) };
  const assembly = assemble(program, frame);
  return { ...assembly, typed, workBytes, weights: writeTable(assembly.graph) };
}

/** No recurrent model takes more steps. */
const MAX_STEPS = 2 ** 20;

function property(graph: Graph, name: string): number | undefined {
  const text = graph.metadata.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ModelError("MALFORMED", `property ${name} is "${text}"`);
  return Number(text);
}

/** How many bytes of input the model takes, and where its prompt is. */
function inputFrame(program: Program, graph: Graph, options: ImportOptions) {
  const most = extent(program.inputs);
  if (most === 0) throw new ModelError("UNSUPPORTED", "the graph has no input");
  const { prompt } = program;
  if (prompt !== undefined) {
    const tokensOffset = prompt.storage.offset!;
    const tokenBytes = elementBytes(prompt.dtype) as 1 | 4;
    return { inputBytes: [tokensOffset + tokenBytes, most] as const, tokensOffset, tokenBytes };
  }
  const { ref } = program.inputs.at(-1)!;
  const all = count(ref.shape);
  const shortest = options.shortest ?? property(graph, "openimo.shortest") ?? all;
  if (shortest > all) throw new ModelError("MALFORMED", `an input of ${all} elements is never ${shortest} long`);
  return { inputBytes: [most - (all - shortest) * elementBytes(ref.dtype), most] as const };
}

/** Bytes from the start of a region to the end of the last tensor in it. */
function extent(
  tensors: readonly { readonly ref: { readonly storage: { readonly offset?: number; readonly bytes: number } } }[],
): number {
  return tensors.reduce((end, { ref }) => Math.max(end, ref.storage.offset! + ref.storage.bytes), 0);
}
