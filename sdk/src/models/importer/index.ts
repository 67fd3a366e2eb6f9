import { ModelError } from "../errors.ts";
import { writeTable } from "../table.ts";
import { analyse, type TypedGraph } from "./analyse.ts";
import { assemble, type Assembly } from "./assemble.ts";
import { fuse } from "./fuse.ts";
import type { Graph } from "./graph.ts";
import { lower } from "./lower.ts";
import { planArena } from "./plan.ts";
import { rewrite } from "./rewrite.ts";

export interface ImportOptions {
  /** Sizes of symbolic dimensions, by name. */
  readonly dims?: Readonly<Record<string, number>>;
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
  const typed = rewrite(analyse(graph, options.dims));
  const program = fuse(lower(typed));
  const workBytes = planArena(program);
  const inputBytes = extent(program.inputs);
  if (inputBytes === 0) throw new ModelError("UNSUPPORTED", "the graph has no input");
  const assembly = assemble(program, {
    steps: 1,
    inputBytes: [inputBytes, inputBytes],
    outputBytes: extent(program.outputs),
  });
  return { ...assembly, typed, workBytes, weights: writeTable(assembly.graph) };
}

/** Bytes from the start of a region to the end of the last tensor in it. */
function extent(
  tensors: readonly { readonly ref: { readonly storage: { readonly offset?: number; readonly bytes: number } } }[],
): number {
  return tensors.reduce((end, { ref }) => Math.max(end, ref.storage.offset! + ref.storage.bytes), 0);
}
