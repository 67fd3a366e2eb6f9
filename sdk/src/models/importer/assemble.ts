import { ModelError } from "../errors.ts";
import { Space } from "../generated.ts";
import { type Entry, type Graph, type Tensor, unitsOf } from "../table.ts";
import { NODE_OVERHEAD, unitCost } from "./cost.ts";
import type { AnyEntry, Program, Ref } from "./program.ts";

/** How a run is cut into provable pieces. */
export interface Cut {
  /** log2 of the nodes of the trace. */
  readonly logNodes: number;
  /** log2 of the instructions a node may take. */
  readonly logSteps: number;
}

/** One entry of the table, with what the importer knows about it. */
export interface AssembledEntry {
  readonly entry: Entry;
  /** The node of the ONNX graph it comes from. */
  readonly label: string;
  /** Predicted instructions of the proof build. */
  readonly cost: number;
}

export interface Assembly extends Cut {
  readonly graph: Graph;
  readonly entries: readonly AssembledEntry[];
}

/** A node may take this share of 2^logSteps by prediction; the rest is for data that is slow to compute with. */
const MARGIN = 0.6;

/** The game splits a range in 32 in a round. */
const BITS_A_ROUND = 5;

/**
 * Values of logSteps to choose from, best first among those that need as many rounds: 2^20 instructions are emulated in
 * a moment, and larger nodes mean fewer of them.
 */
const LOG_STEPS = [20, 25, 15, 30, 35, 40] as const;

const SPACES = { weights: Space.WEIGHTS, work: Space.WORK, input: Space.INPUT, output: Space.OUTPUT } as const;

/** What the table says besides its entries. */
export interface Frame {
  readonly steps: number;
  readonly inputBytes: readonly [min: number, max: number];
  readonly outputBytes: number;
  readonly tokensOffset?: number;
}

/**
 * Numbers the tensors and cuts entries into tiles.
 *
 * logSteps is chosen for the fewest rounds of a dispute; logNodes is the least that holds all nodes.
 *
 * @param program Its storages have places already.
 */
export function assemble(program: Program, frame: Frame): Assembly {
  const tensors: Tensor[] = [];
  const numbers = new Map<string, number>();
  const identities = new Map<object, number>();
  const number = (ref: Ref): number => {
    const identity = identities.get(ref.storage) ?? identities.size;
    identities.set(ref.storage, identity);
    const key = `${identity}:${ref.at}:${ref.dtype}:${ref.shape}`;
    let index = numbers.get(key);
    if (index === undefined) {
      index = tensors.push(tensorOf(ref)) - 1;
      numbers.set(key, index);
    }
    return index;
  };
  const whole = program.entries.map((entry) => ({ entry: entryOf(entry, number), label: entry.label }));
  const inputs = program.inputs.map(({ ref }) => number(ref));
  const outputs = program.outputs.map(({ ref }) => number(ref));

  const { cut, entries } = chooseCut(whole, tensors, frame.steps);
  const graph: Graph = { ...frame, tensors, entries: entries.map(({ entry }) => entry), inputs, outputs };
  return { ...cut, graph, entries };
}

function tensorOf({ storage, at, dtype, shape }: Ref): Tensor {
  if (storage.space === "weights") return { dtype, space: Space.WEIGHTS, dims: shape, data: storage.data! };
  if (storage.offset === undefined) throw new Error("a storage without a place");
  return { dtype, space: SPACES[storage.space], dims: shape, offset: storage.offset + at };
}

function entryOf(entry: AnyEntry, number: (ref: Ref) => number): Entry {
  const { stepStart, stepEnd } = entry;
  return {
    op: entry.operator,
    outputs: entry.outputs.map(number),
    inputs: entry.inputs.map((operand) => (operand === undefined ? null : number(operand))),
    attributes: entry.attributes,
    ...(stepStart !== undefined && stepEnd !== undefined ? { steps: [stepStart, stepEnd] as const } : {}),
    ...(entry.afterPrompt ? { afterPrompt: true } : {}),
  } as Entry;
}

interface Whole {
  readonly entry: Entry;
  readonly label: string;
}

function chooseCut(
  whole: readonly Whole[],
  tensors: readonly Tensor[],
  steps: number,
): { cut: Cut; entries: AssembledEntry[] } {
  if (whole.length === 0) throw new ModelError("UNSUPPORTED", "the model computes nothing from its input");
  let best: { cut: Cut; entries: AssembledEntry[] } | undefined;
  const rounds = ({ logNodes, logSteps }: Cut): number =>
    Math.ceil(logNodes / BITS_A_ROUND) + Math.ceil(logSteps / BITS_A_ROUND);
  for (const logSteps of LOG_STEPS) {
    const entries = tiles(whole, tensors, 2 ** logSteps * MARGIN);
    if (entries === undefined) continue;
    const logNodes = Math.ceil(Math.log2(entries.length * steps));
    const cut = { logNodes, logSteps };
    if (logNodes <= 24 && (best === undefined || rounds(cut) < rounds(best.cut))) best = { cut, entries };
  }
  if (best === undefined)
    throw new ModelError("TOO_LARGE", "one unit of an operator takes more than 2^40 instructions");
  return best;
}

/** Entries cut so that each takes at most `limit` instructions; `undefined` when one cannot be cut so small. */
function tiles(whole: readonly Whole[], tensors: readonly Tensor[], limit: number): AssembledEntry[] | undefined {
  const result: AssembledEntry[] = [];
  for (const { entry, label } of whole) {
    const units = unitsOf(entry, tensors);
    const each = unitCost(entry, tensors);
    const fitting = Math.floor((limit - NODE_OVERHEAD) / each);
    if (fitting < 1) return undefined;
    const parts = Math.ceil(units / fitting);
    if (result.length + parts > 2 ** 20) return undefined;
    for (let part = 0; part < parts; part++) {
      const [start, end] = [Math.floor((units * part) / parts), Math.floor((units * (part + 1)) / parts)];
      result.push({
        entry: parts === 1 ? entry : { ...entry, units: [start, end] },
        label,
        cost: Math.round((end - start) * each + NODE_OVERHEAD),
      });
    }
  }
  return result;
}
