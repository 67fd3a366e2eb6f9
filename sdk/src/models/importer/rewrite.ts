import type { TypedGraph } from "./analyse.ts";
import { needed } from "./analyse.ts";
import { Operation, type Value } from "./ir.ts";
import { channelAffine } from "./operators/normalize.ts";
import { findPatterns } from "./patterns.ts";
import type { Tensor } from "./tensor.ts";

/** Rewrites a graph into fewer operations: batch normalisation into the weights before it, patterns into one. */
export function rewrite(graph: TypedGraph): TypedGraph {
  const operations = foldBatchNorms(graph);
  return findPatterns({ ...graph, operations: needed(operations, graph.outputs) });
}

/** The same operation on other inputs, with other outputs. */
function replaced(operation: Operation, inputs: readonly (Value | undefined)[], outputs: readonly Value[]): Operation {
  const copy = operation.withInputs(inputs);
  copy.outputs = outputs;
  return copy;
}

function foldBatchNorms(graph: TypedGraph): readonly Operation[] {
  const producers = new Map<string, Operation>();
  const readers = new Map<string, number>();
  for (const operation of graph.operations) {
    for (const value of operation.outputs) producers.set(value.name, operation);
    for (const value of operation.inputs) if (value) readers.set(value.name, (readers.get(value.name) ?? 0) + 1);
  }
  for (const value of graph.outputs) readers.set(value.name, (readers.get(value.name) ?? 0) + 1);

  const result = new Map<Operation, Operation | undefined>();
  for (const operation of graph.operations) {
    if (operation.operator !== "BatchNormalization") continue;
    const before = producers.get(operation.input(0).name);
    if (before === undefined || readers.get(before.output().name) !== 1 || result.has(before)) continue;
    const folded = fold(before, operation);
    if (folded === undefined) continue;
    result.set(before, folded);
    result.set(operation, undefined);
  }
  return graph.operations.flatMap((operation) => {
    if (!result.has(operation)) return [operation];
    const replacement = result.get(operation);
    return replacement === undefined ? [] : [replacement];
  });
}

/** The convolution or product with the normalisation's factors in its weights; `undefined` where that is not possible. */
function fold(before: Operation, norm: Operation): Operation | undefined {
  const weights = before.optional(1)?.constant;
  const bias = before.optional(2);
  if (weights === undefined || (bias !== undefined && bias.constant === undefined)) return undefined;
  const channel = channelOf(before, weights);
  if (channel === undefined) return undefined;
  const { factor, offset } = channelAffine(norm);
  if (bias !== undefined && bias.constant!.data.length !== factor.length) return undefined;
  const data = Float32Array.from(weights.data, (element, i) => element * factor[channel(i)]!);
  const offsets = Float32Array.from(offset, (element, c) => (bias?.constant!.data[c] ?? 0) * factor[c]! + element);
  const name = norm.output().name;
  const constant = (suffix: string, tensor: Tensor): Value => ({
    name: `${name} ${suffix}`,
    ...tensor,
    constant: tensor,
  });
  return replaced(
    before,
    [
      before.input(0),
      constant("folded weights", { dtype: "float32", shape: weights.shape, data }),
      constant("folded bias", { dtype: "float32", shape: [offsets.length], data: offsets }),
    ],
    [norm.output()],
  );
}

/** Which output channel a weight belongs to. */
function channelOf(operation: Operation, weights: Tensor): ((index: number) => number) | undefined {
  const [first = 1, second = 1] = weights.shape;
  const inner = weights.data.length / first;
  switch (operation.operator) {
    case "Conv":
      return (index) => Math.floor(index / inner);
    case "ConvTranspose": {
      const area = inner / second;
      const perGroup = first / operation.int("group", 1);
      return (index) => Math.floor(index / inner / perGroup) * second + (Math.floor(index / area) % second);
    }
    case "Gemm":
      if (operation.float("alpha", 1) !== 1 || operation.float("beta", 1) !== 1) return undefined;
      return operation.flag("transB", false) ? (index) => Math.floor(index / second) : (index) => index % second;
    default:
      return undefined;
  }
}
