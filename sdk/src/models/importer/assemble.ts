import { ModelError } from "../errors.ts";
import { Space } from "../generated.ts";
import { elements, type Entry, type Graph, type Tensor, unitsOf } from "../table.ts";
import { NODE_OVERHEAD, unitBound } from "./cost.ts";
import { elementBytes, type AnyEntry, type Program, type Ref } from "./program.ts";

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
  /** The node of the ONNX graph it comes from, and the value that node makes first. */
  readonly label: string;
  readonly source: string;
  /** Most instructions of the proof build, whatever the data. */
  readonly bound: number;
}

export interface Assembly extends Cut {
  readonly graph: Graph;
  readonly entries: readonly AssembledEntry[];
}

/** The game splits a range in 32 in a round. */
const BITS_A_ROUND = 5;

/**
 * Values of logSteps to choose from, best first among those that need as many rounds: 2^20 instructions are emulated in
 * a moment, and larger nodes mean fewer of them.
 */
const LOG_STEPS = [20, 25, 15, 30, 35, 40] as const;

/** No table is longer. */
const MAX_ENTRIES = 2 ** 20;

const SPACES = { weights: Space.WEIGHTS, work: Space.WORK, input: Space.INPUT, output: Space.OUTPUT } as const;

/** What the table says besides its entries. */
export interface Frame {
  readonly steps: number;
  readonly inputBytes: readonly [min: number, max: number];
  readonly outputBytes: number;
  readonly tokensOffset?: number;
  readonly tokenBytes?: 1 | 2 | 4;
}

/**
 * Numbers the tensors and cuts entries into tiles, none of which can take more than 2^logSteps instructions.
 *
 * logSteps is chosen for the fewest rounds of a dispute; logNodes is the least that holds all nodes.
 *
 * @param program Its storages have places already.
 * @throws {ModelError} `TOO_LARGE`
 */
export function assemble(program: Program, frame: Frame): Assembly {
  if (program.entries.length === 0) throw new ModelError("UNSUPPORTED", "the model computes nothing from its input");
  const rounds = ({ logNodes, logSteps }: Cut): number =>
    Math.ceil(logNodes / BITS_A_ROUND) + Math.ceil(logSteps / BITS_A_ROUND);
  let best: Assembly | undefined;
  for (const logSteps of LOG_STEPS) {
    const assembly = assembleFor(program, frame, logSteps);
    if (assembly === undefined || assembly.logNodes > 24) continue;
    if (best === undefined || rounds(assembly) < rounds(best)) best = assembly;
  }
  if (best === undefined)
    throw new ModelError("TOO_LARGE", "one unit of an operator takes more than 2^40 instructions");
  return best;
}

/** An assembly for given 2^logSteps; `undefined` when something cannot be cut so small. */
function assembleFor(program: Program, frame: Frame, logSteps: number): Assembly | undefined {
  const numbering = new Numbering();
  const entries: AssembledEntry[] = [];
  for (const whole of program.entries) {
    for (const part of splitChannels(whole, 2 ** logSteps)) {
      const tiles = tilesOf(numbering.entry(part), part, numbering.tensors, 2 ** logSteps);
      if (tiles === undefined || entries.length + tiles.length > MAX_ENTRIES) return undefined;
      entries.push(...tiles);
    }
  }
  const inputs = program.inputs.map(({ ref }) => numbering.tensor(ref));
  const outputs = program.outputs.map(({ ref }) => numbering.tensor(ref));
  const graph: Graph = {
    ...frame,
    tensors: numbering.tensors,
    entries: entries.map(({ entry }) => entry),
    inputs,
    outputs,
  };
  return { logSteps, logNodes: Math.ceil(Math.log2(entries.length * frame.steps)), graph, entries };
}

/** Numbers tensors as they are first used. */
class Numbering {
  readonly tensors: Tensor[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #storages = new Map<object, number>();

  tensor(ref: Ref): number {
    const storage = this.#storages.get(ref.storage) ?? this.#storages.size;
    this.#storages.set(ref.storage, storage);
    const key = `${storage}:${ref.at}:${ref.dtype}:${ref.shape}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.tensors.push(tensorOf(ref)) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  entry(entry: AnyEntry): Entry {
    const { stepStart, stepEnd } = entry;
    return {
      op: entry.operator,
      outputs: entry.outputs.map((ref) => this.tensor(ref)),
      inputs: entry.inputs.map((operand) => (operand === undefined ? null : this.tensor(operand))),
      attributes: entry.attributes,
      ...(stepStart !== undefined && stepEnd !== undefined ? { steps: [stepStart, stepEnd] as const } : {}),
      ...(entry.afterPrompt ? { afterPrompt: true } : {}),
    } as Entry;
  }
}

function tensorOf({ storage, at, dtype, shape }: Ref): Tensor {
  if (storage.space === "weights") {
    const bytes = elements(shape) * elementBytes(dtype);
    const whole = at === 0 && bytes === storage.bytes;
    const data = whole ? storage.data! : storage.data!.subarray(at, at + bytes);
    return { dtype, space: Space.WEIGHTS, dims: shape, data };
  }
  if (storage.offset === undefined) throw new Error("a storage without a place");
  return { dtype, space: SPACES[storage.space], dims: shape, offset: storage.offset + at };
}

/** An entry cut so that each part takes at most `limit` instructions; `undefined` when a unit takes more. */
function tilesOf(
  entry: Entry,
  { label, source }: { readonly label: string; readonly source: string },
  tensors: readonly Tensor[],
  limit: number,
): AssembledEntry[] | undefined {
  const units = unitsOf(entry, tensors);
  const each = unitBound(entry, tensors);
  const fitting = Math.floor((limit - NODE_OVERHEAD) / each);
  if (fitting < 1) return undefined;
  const parts = Math.ceil(units / fitting);
  if (parts > MAX_ENTRIES) return undefined;
  return Array.from({ length: parts }, (_, part) => {
    const [start, end] = [Math.floor((units * part) / parts), Math.floor((units * (part + 1)) / parts)];
    return {
      entry: parts === 1 ? entry : { ...entry, units: [start, end] as const },
      label,
      source,
      bound: Math.round((end - start) * each + NODE_OVERHEAD),
    };
  });
}

/** Output channels that the weights of a convolution are packed by. */
const PANEL = 4;

/**
 * A convolution's unit is a row of all output channels. Where that is too much, panels of channels become entries of
 * their own: of one image, their results lie one after the other, and so do their weights.
 */
function splitChannels(entry: AnyEntry, limit: number): AnyEntry[] {
  if (entry.operator !== "Conv" && entry.operator !== "ConvTranspose" && entry.operator !== "ConvInt8") return [entry];
  const y = entry.outputs[0]!;
  const weights = entry.inputs[1]!;
  const [images, channels, height, width] = y.shape as [number, number, number, number];
  const panels = Math.ceil(channels / PANEL);
  if (images !== 1 || entry.attributes.group !== 1 || panels === 1 || weights.storage.data === undefined)
    return [entry];
  const numbering = new Numbering();
  const row = unitBound(numbering.entry(entry), numbering.tensors);
  const fitting = Math.floor((limit - NODE_OVERHEAD) / (row / panels));
  if (row + NODE_OVERHEAD <= limit || fitting < 1) return [entry];
  const parts = Math.ceil(panels / fitting);
  const plane = height * width * elementBytes(y.dtype);
  const panelBytes = weights.storage.data.length / panels;
  return Array.from({ length: parts }, (_, part) => {
    const [first, last] = [Math.floor((panels * part) / parts), Math.floor((panels * (part + 1)) / parts)];
    const from = first * PANEL;
    const own = Math.min(last * PANEL, channels) - from;
    const slice = (ref: Ref, start: number, end: number, shape: readonly number[]): Ref => ({
      ...ref,
      shape,
      storage: { ...ref.storage, bytes: end - start, data: ref.storage.data!.slice(start, end) },
    });
    // Of int8 weights, which are seen as one row, only the number of bytes matters.
    const shape =
      weights.shape.length === 1 ? [(last - first) * panelBytes] : [1, last - first, ...weights.shape.slice(2)];
    return {
      ...entry,
      outputs: [{ ...y, at: y.at + from * plane, shape: [images, own, height, width] }],
      inputs: [
        entry.inputs[0],
        slice(weights, first * panelBytes, last * panelBytes, shape),
        // Scales and bias: one number a channel.
        ...entry.inputs.slice(2).map((ref) => ref && slice(ref, 4 * from, 4 * (from + own), [own])),
      ],
    };
  });
}
