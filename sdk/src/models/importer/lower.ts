import { ModelError } from "../errors.ts";
import { BinaryKind, DType as Code, REGION_BYTES, UnaryKind } from "../generated.ts";
import { operatorOf, type TypedGraph } from "./analyse.ts";
import type { Value } from "./ir.ts";
import { emitBinary, emitNot } from "./operators/binary.ts";
import type { ValueRange } from "./operators/quantize.ts";
import { codeOf, elementBytes, Emitter, type Program, type Ref, type Storage } from "./program.ts";
import { count } from "./tensor.ts";

/** Tensors in the input and output regions start at multiples of this. */
const REGION_ALIGNMENT = 16;

/**
 * Translates a typed graph into the guest's entries. Inputs and outputs get their places; nothing else has one yet.
 *
 * @param ranges Of the inputs of convolutions and products that are to be computed in int8, by their output's name.
 */
export function lower(graph: TypedGraph, ranges?: ReadonlyMap<string, ValueRange>): Program {
  const out = new Emitter(ranges);
  const inputs = inOrder(graph.inputs, layOut("input", promptLast(graph)));
  graph.inputs.forEach((value, i) => out.alias(value, booleans(out, value, inputs[i]!.ref)));
  const outputs = layOut("output", graph.outputs);
  const sampled = graph.operations.find(({ domain, operator }) => domain === "openimo" && operator === "Sample");
  if (sampled !== undefined && graph.outputs.length === 1 && graph.outputs[0]!.name === sampled.output().name) {
    // Sample itself appends to the output.
    out.alias(sampled.output(), outputs[0]!.ref);
  }

  for (const operation of graph.operations) {
    out.begin(operation.name, operation.output().name);
    for (const value of [...operation.inputs, ...operation.outputs]) {
      if (value !== undefined && value.name !== "" && count(value.shape) === 0 && value.constant === undefined) {
        throw operation.unsupported(`"${value.name}" has no elements`);
      }
    }
    try {
      operatorOf(operation).lower(operation, out);
    } catch (error) {
      if (!(error instanceof ModelError) || error.place.operator !== undefined) throw error;
      throw operation.error(error.code, error.reason, error.place.attribute, error.place.supported);
    }
  }
  for (const [name, { set }] of out.states) {
    if (!set && graph.steps > 1) throw new ModelError("MALFORMED", `nothing sets the state "${name}"`);
  }

  out.begin("output", "");
  out.entries.push(...out.atEnd);
  deliver(
    out,
    graph.outputs.map((value) => out.ref(value)),
    outputs.map(({ ref }) => ref),
  );
  return { entries: out.entries, inputs, outputs, prompt: out.prompt };
}

/** The inputs with a decoder's prompt at the end: it is as long as the input says. */
function promptLast({ inputs, operations }: TypedGraph): Value[] {
  const isPrompt = ({ name }: Value): boolean =>
    operations.some(
      ({ domain, operator, inputs: [first] }) => domain === "openimo" && operator === "Token" && first?.name === name,
    );
  return [...inputs.filter((value) => !isPrompt(value)), ...inputs.filter(isPrompt)];
}

function inOrder<T extends { readonly name: string }>(values: readonly Value[], placed: readonly T[]): T[] {
  return values.map(({ name }) => placed.find((one) => one.name === name)!);
}

/** Places of the model's inputs or outputs in their region, one after the other. */
function layOut(space: "input" | "output", values: readonly Value[]): { name: string; ref: Ref }[] {
  let offset = 0;
  return values.map((value) => {
    const dtype = codeOf(value.dtype);
    const bytes = count(value.shape) * elementBytes(dtype);
    const ref: Ref = { storage: { space, bytes, offset }, at: 0, dtype, shape: value.shape };
    if (offset + bytes > REGION_BYTES) {
      throw new ModelError("TOO_LARGE", `the ${space}s take more than ${REGION_BYTES} bytes`);
    }
    offset = Math.ceil((offset + bytes) / REGION_ALIGNMENT) * REGION_ALIGNMENT;
    return { name: value.name, ref };
  });
}

/** Booleans from outside are any byte; inside they are 0 or 1. */
function booleans(out: Emitter, value: Value, ref: Ref): Ref {
  if (value.dtype !== "bool") return ref;
  const [wide, zero, result] = [Code.INT32, Code.UINT8, Code.UINT8].map((dtype) => out.temporary(dtype, ref.shape));
  out.emit("Cast", [wide!], [ref], { nearest: 0, scale: 1, offset: 0 });
  emitBinary(out, BinaryKind.EQUAL, zero!, wide!, out.integer(0));
  emitNot(out, result!, zero!);
  return result!;
}

/** Makes outputs appear in their places: by moving the storage of what computes them there, or by a copy. */
function deliver(out: Emitter, results: readonly Ref[], places: readonly Ref[]): void {
  const moves = new Map<Storage, Storage>();
  const copies: { from: Ref; to: Ref }[] = [];
  results.forEach((ref, i) => {
    const place = places[i]!;
    if (ref.storage === place.storage) return;
    const whole = ref.storage.bytes === place.storage.bytes && ref.at === 0;
    if (ref.storage.space === "work" && !ref.storage.persistent && whole && !moves.has(ref.storage))
      moves.set(ref.storage, place.storage);
    else copies.push({ from: ref, to: place });
  });
  const moved = (operand: Ref): Ref => ({ ...operand, storage: moves.get(operand.storage) ?? operand.storage });
  for (const entry of out.entries) {
    entry.outputs = entry.outputs.map(moved);
    entry.inputs = entry.inputs.map((operand) => operand && moved(operand));
  }
  for (const { from, to } of copies) {
    out.emit("Unary", [to], [moved(from)], { kind: UnaryKind.COPY, alpha: 0, beta: 0 });
  }
}
