import { ModelError } from "../errors.ts";
import type { Declaration, Graph, GraphNode } from "./graph.ts";
import { Operation, type Setting, type Value } from "./ir.ts";
import type { Operator } from "./operator.ts";
import { MAX_FOLDED_FILL, SHAPE_ONLY } from "./operators/constant.ts";
import { findOperator, supportedOperators } from "./operators/index.ts";
import { count, type Tensor, type TensorType } from "./tensor.ts";

/** Elements that folding may produce over a whole model: past it, values are computed when the model runs. */
const FOLDING_BUDGET = 2 ** 26;

/** A graph whose values have types: what depends on no input is a constant, what no output needs is gone. */
export interface TypedGraph extends Setting {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** In execution order. */
  readonly operations: readonly Operation[];
}

/** Ways out of operators that networks often have. */
const INSTEAD: Readonly<Record<string, string>> = {
  Einsum: "write it as MatMul, or as Mul and ReduceSum",
  GatherElements: "write it as Gather, or as Equal, Cast and MatMul",
  GRU: "write the cell out, once for each position",
  If: "compute both and choose with Where",
  Loop: "unroll it, or make the model recurrent (State, SetState)",
  LSTM: "write the cell out, once for each position",
  OneHot: "compare with a constant range by Equal",
  RNN: "write the cell out, once for each position",
  Scan: "unroll it, or make the model recurrent (State, SetState)",
  ScatterElements: "compare with a constant range by Equal, and choose with Where",
  Trilu: "multiply by a constant mask, or choose with Where",
};

/** An operation together with the operator that describes it. */
export function operatorOf(operation: {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
}): Operator {
  const operator = findOperator(operation.domain, operation.operator);
  if (operator !== undefined) return operator;
  const full = operation.domain === "" ? operation.operator : `${operation.domain}.${operation.operator}`;
  const way = INSTEAD[operation.domain === "" ? operation.operator : ""] ?? "express it with supported ones";
  throw new ModelError("UNSUPPORTED", `an operator the importer does not know; ${way}, or write a guest program`, {
    operator: full,
    node: operation.name,
    supported: supportedOperators().map(({ name }) => name),
  });
}

/**
 * Infers the type of every value and folds constants.
 *
 * @param graph As read from a file.
 * @param dims Sizes of symbolic dimensions, by name.
 * @param steps How often the graph is executed in a run.
 * @throws {ModelError} Naming the node, for what is unsupported or contradicts itself.
 */
export function analyse(graph: Graph, dims: Readonly<Record<string, number>> = {}, steps = 1): TypedGraph {
  const values = new Map<string, Value>();
  for (const [name, constant] of graph.constants) values.set(name, { name, ...type(constant), constant });
  const inputs = graph.inputs.map((declaration): Value => {
    const value = { name: declaration.name, dtype: declaration.dtype, shape: resolve(declaration, dims) };
    if (count(value.shape) === 0) throw new ModelError("UNSUPPORTED", `input "${value.name}" has no elements`);
    values.set(value.name, value);
    return value;
  });

  let budget = FOLDING_BUDGET;
  const operations: Operation[] = [];
  for (const node of reachable(graph)) {
    const operator = operatorOf(node);
    const operation = new Operation(
      node,
      { opset: graph.opset, steps },
      node.inputs.map((name) => (name === "" ? undefined : values.get(name)!)),
    );
    const types = located(operation, () => operator.infer(operation));
    operation.checkAttributes();
    operation.outputs = node.outputs.map((name, i) => outputType(operation, name, types[i]));

    const elements = operation.outputs.reduce((sum, value) => sum + count(value.shape), 0);
    const known = operation.inputs.every((value) => value === undefined || value.constant !== undefined);
    const large = node.operator === "ConstantOfShape" && elements > MAX_FOLDED_FILL;
    let folded: Tensor[] | undefined;
    // Shapes are small, and constants no larger than the file.
    const free = SHAPE_ONLY.has(node.operator);
    if ((known || free) && operator.evaluate !== undefined && !large && (free || elements <= budget)) {
      if (!free) budget -= elements;
      folded = operator.evaluate(operation);
    }
    if (folded === undefined) {
      if (node.operator === "Range") throw operation.error("TOO_LARGE", `${elements} elements`);
      operations.push(operation);
    }
    operation.outputs.forEach((value, i) => {
      if (value.name !== "") values.set(value.name, folded === undefined ? value : { ...value, constant: folded[i]! });
    });
  }

  const outputs = graph.outputs.map((declaration) => {
    const value = values.get(declaration.name)!;
    checkDeclaration(declaration, value);
    return value;
  });
  return { name: graph.name, opset: graph.opset, steps, inputs, outputs, operations: needed(operations, outputs) };
}

/** Operations whose results reach an output. */
export function needed(operations: readonly Operation[], outputs: readonly Value[]): Operation[] {
  const wanted = new Set(outputs.map(({ name }) => name));
  const kept: Operation[] = [];
  for (const operation of [...operations].reverse()) {
    if (!operation.outputs.some(({ name }) => wanted.has(name))) continue;
    kept.push(operation);
    for (const value of operation.inputs) if (value !== undefined) wanted.add(value.name);
  }
  return kept.reverse();
}

/** Errors thrown deep inside, without a place, are given the operation's. */
function located<T>(operation: Operation, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ModelError && error.place.operator === undefined) {
      throw operation.error(error.code, error.reason, error.place.attribute, error.place.supported);
    }
    throw error;
  }
}

function type({ dtype, shape }: TensorType): TensorType {
  return { dtype, shape };
}

function outputType(operation: Operation, name: string, found: TensorType | undefined): Value {
  if (found === undefined) {
    if (name !== "") throw operation.unsupported(`output "${name}"`);
    return { name, dtype: "float32", shape: [0] };
  }
  located(operation, () => count(found.shape));
  return { name, ...type(found) };
}

function resolve(declaration: Declaration, dims: Readonly<Record<string, number>>): number[] {
  if (declaration.shape === undefined) {
    throw new ModelError("UNSUPPORTED", `input "${declaration.name}" has no shape; export the model with fixed shapes`);
  }
  return declaration.shape.map((dim) => {
    const size = typeof dim === "number" ? dim : Object.hasOwn(dims, dim) ? dims[dim] : undefined;
    if (size === undefined) {
      throw new ModelError(
        "UNSUPPORTED",
        `input "${declaration.name}" has the symbolic dimension "${dim}"; give its size (--dim ${dim}=1)`,
      );
    }
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ModelError("MALFORMED", `input "${declaration.name}" has a dimension of ${size}`);
    }
    return size;
  });
}

function checkDeclaration({ name, dtype, shape }: Declaration, value: Value): void {
  const differs =
    dtype !== value.dtype ||
    (shape !== undefined &&
      (shape.length !== value.shape.length ||
        shape.some((dim, axis) => typeof dim === "number" && dim !== value.shape[axis])));
  if (differs) {
    throw new ModelError(
      "MALFORMED",
      `output "${name}" is declared as ${dtype}${shape === undefined ? "" : `[${shape}]`} but computed as ${value.dtype}[${value.shape}]`,
    );
  }
}

/** Nodes that an output depends on, in order. */
function reachable(graph: Graph): GraphNode[] {
  const wanted = new Set(graph.outputs.map(({ name }) => name));
  return [...graph.nodes]
    .reverse()
    .filter((node) => {
      if (!node.outputs.some((name) => wanted.has(name))) return false;
      for (const name of node.inputs) wanted.add(name);
      return true;
    })
    .reverse();
}
