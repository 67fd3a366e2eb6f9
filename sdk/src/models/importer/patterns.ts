import type { TypedGraph } from "./analyse.ts";
import { needed } from "./analyse.ts";
import type { AttributeValue } from "./graph.ts";
import { Operation, type Value } from "./ir.ts";
import { count, sameShape, type Shape, type Tensor, tensor } from "./tensor.ts";

const NORMS: ReadonlySet<string> = new Set(["LayerNormalization", "RmsNormalization", "GroupNormalization"]);

/** Looks backwards through a graph. */
class Finder {
  readonly #producers = new Map<string, Operation>();
  readonly #readers = new Map<string, number>();

  constructor({ operations, outputs }: TypedGraph) {
    for (const operation of operations) {
      for (const value of operation.outputs) this.#producers.set(value.name, operation);
      for (const value of operation.inputs) if (value) this.#count(value);
    }
    for (const value of outputs) this.#count(value);
  }

  #count({ name }: Value): void {
    this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
  }

  /** The operation that makes a value, if it is one of the given standard operators. */
  by(value: Value | undefined, ...operators: string[]): Operation | undefined {
    const producer = value && this.#producers.get(value.name);
    return producer !== undefined && producer.domain === "" && operators.includes(producer.operator)
      ? producer
      : undefined;
  }

  /** The same, if `readers` operations and no more read the value: it can then be taken away together with them. */
  sole(value: Value | undefined, operators: readonly string[], readers = 1): Operation | undefined {
    const producer = this.by(value, ...operators);
    return producer !== undefined && this.#readers.get(value!.name) === readers ? producer : undefined;
  }

  /** The normalisation that makes a value which nothing else reads. */
  norm(value: Value): Operation | undefined {
    const producer = this.#producers.get(value.name);
    return producer !== undefined && NORMS.has(producer.operator) && this.#readers.get(value.name) === 1
      ? producer
      : undefined;
  }

  /** Puts a replacement where the operation was that it takes the place of. */
  replace(operation: Operation): void {
    for (const value of operation.outputs) this.#producers.set(value.name, operation);
  }
}

/** The element of a constant that is the same everywhere, or has one. */
function uniform(value: Value | undefined): number | undefined {
  const data = value?.constant?.data;
  if (data === undefined || data.length === 0 || data.some((element) => element !== data[0])) return undefined;
  return data[0];
}

const near = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value - wanted) <= 1e-5 * Math.abs(wanted);

/** The other operand of a commutative operation one of whose operands passes a test. */
function other(operation: Operation | undefined, test: (value: Value) => boolean): Value | undefined {
  if (operation === undefined || operation.inputs.length !== 2) return undefined;
  const [a, b] = [operation.input(0), operation.input(1)];
  return test(b) ? a : test(a) ? b : undefined;
}

/** The operand to which a constant is applied by Mul or, inverted, by Div. */
function scaled(finder: Finder, value: Value, factor: number): Value | undefined {
  const multiplied = other(finder.sole(value, ["Mul"]), (operand) => near(uniform(operand), factor));
  if (multiplied !== undefined) return multiplied;
  const divided = finder.sole(value, ["Div"]);
  return divided !== undefined && near(uniform(divided.input(1)), 1 / factor) ? divided.input(0) : undefined;
}

/** A replacement, with the outputs of what it replaces. */
function made(
  before: Operation,
  operator: string,
  domain: string,
  inputs: readonly (Value | undefined)[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): Operation {
  const node = {
    operator,
    domain,
    name: before.name,
    inputs: [],
    outputs: before.outputNames,
    attributes: new Map(Object.entries(attributes)),
  };
  const operation = new Operation(node, before, inputs);
  operation.outputs = before.outputs;
  return operation;
}

type Rule = (operation: Operation, finder: Finder) => Operation | undefined;

/** x * Sigmoid(x) */
const silu: Rule = (operation, finder) => {
  if (operation.operator !== "Mul") return undefined;
  const [a, b] = [operation.input(0), operation.input(1)];
  for (const [x, gate] of [
    [a, b],
    [b, a],
  ] as const) {
    const sigmoid = finder.sole(gate, ["Sigmoid"]);
    if (sigmoid?.input(0).name === x.name) return made(operation, "Silu", "openimo", [x]);
  }
  return undefined;
};

/** The factors of a product whose inner products nothing else reads; `undefined` when there are more than three. */
function factors(operation: Operation, finder: Finder): Value[] | undefined {
  let parts = operation.inputs.map((value) => value!);
  for (let i = 0; i < parts.length;) {
    const inner = finder.sole(parts[i], ["Mul"]);
    if (inner === undefined) i++;
    else parts = [...parts.slice(0, i), ...inner.inputs.map((value) => value!), ...parts.slice(i + 1)];
    if (parts.length > 3) return undefined;
  }
  return parts;
}

/** x * 0.5 * (1 + Erf(x / sqrt 2)), in any order, and the same with Tanh */
const gelu: Rule = (operation, finder) => {
  if (operation.operator !== "Mul") return undefined;
  const parts = factors(operation, finder);
  if (parts?.length !== 3) return undefined;
  const half = parts.findIndex((value) => near(uniform(value), 0.5));
  if (half < 0) return undefined;
  const [a, b] = parts.filter((_, i) => i !== half) as [Value, Value];
  for (const [x, gate] of [
    [a, b],
    [b, a],
  ] as const) {
    const inner = other(finder.sole(gate, ["Add"]), (operand) => near(uniform(operand), 1));
    if (inner === undefined) continue;
    const erf = finder.sole(inner, ["Erf"]);
    if (erf !== undefined && scaled(finder, erf.input(0), Math.SQRT1_2)?.name === x.name) {
      return made(operation, "Gelu", "", [x]);
    }
    const tanh = finder.sole(inner, ["Tanh"]);
    if (tanh === undefined) continue;
    const sum = scaled(finder, tanh.input(0), Math.sqrt(2 / Math.PI));
    const cubic = other(sum && finder.sole(sum, ["Add"]), (operand) => operand.name === x.name);
    const cube = cubic && scaled(finder, cubic, 0.044715);
    const power = cube && finder.sole(cube, ["Pow"]);
    if (power?.input(0).name === x.name && uniform(power.input(1)) === 3) {
      return made(operation, "Gelu", "", [x], { approximate: { kind: "string", value: "tanh" } });
    }
  }
  return undefined;
};

/** The first of the axes that a mean is taken over, if they are the last ones and kept. */
function trailingMean(mean: Operation): number | undefined {
  const rank = mean.input(0).shape.length;
  const given = mean.opset >= 18 ? mean.optional(1)?.constant?.data : mean.ints("axes");
  if (given === undefined || !mean.flag("keepdims", true)) return undefined;
  const axes = Array.from(given, (axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  return axes.length > 0 && axes.every((axis, i) => axis === rank - axes.length + i) ? axes[0] : undefined;
}

/** Mean of the squares of a value over its last axes, plus epsilon, under a root: what normalisations divide by. */
function deviation(
  root: Operation | undefined,
  finder: Finder,
): { x: Value; axis: number; epsilon: number; squareReads: number } | undefined {
  const sum = root && finder.sole(root.input(0), ["Add"]);
  const epsilonOf = sum?.inputs.find((value) => uniform(value) !== undefined);
  const mean = sum && finder.sole(sum.input(0) === epsilonOf ? sum.input(1) : sum.input(0), ["ReduceMean"]);
  const square = mean && finder.sole(mean.input(0), ["Pow", "Mul"]);
  if (mean === undefined || square === undefined || epsilonOf === undefined) return undefined;
  const squared =
    square.operator === "Pow" ? uniform(square.input(1)) === 2 : square.input(0).name === square.input(1).name;
  const axis = trailingMean(mean);
  if (!squared || axis === undefined) return undefined;
  return {
    x: square.input(0),
    axis,
    epsilon: uniform(epsilonOf)!,
    squareReads: square.operator === "Pow" ? 1 : 2,
  };
}

/** A constant that lies along `along`, and repeats over everything else, under the shape `shape`. */
function lying(value: Value, along: Shape, shape: Shape): Value | undefined {
  if (value.constant === undefined || count(value.shape) !== count(shape)) return undefined;
  const trimmed = (dims: Shape): Shape => dims.slice(dims.findIndex((dim) => dim !== 1));
  if (!sameShape(trimmed(value.shape), trimmed(along))) return undefined;
  return { ...value, shape, constant: { ...value.constant, shape } };
}

/** d / sqrt(mean(d^2) + epsilon) with d = x - mean(x) */
const layerNorm: Rule = (operation, finder) => {
  if (operation.operator !== "Div") return undefined;
  const found = deviation(finder.sole(operation.input(1), ["Sqrt"]), finder);
  if (found === undefined || found.x.name !== operation.input(0).name) return undefined;
  const centred = finder.sole(found.x, ["Sub"], 1 + found.squareReads);
  const mean = centred && finder.sole(centred.input(1), ["ReduceMean"]);
  if (centred === undefined || mean?.input(0).name !== centred.input(0).name) return undefined;
  if (trailingMean(mean) !== found.axis) return undefined;
  const x = centred.input(0);
  const n = x.shape.slice(found.axis);
  const ones: Tensor = tensor("float32", n, new Float32Array(count(n)).fill(1));
  const scale: Value = { name: `${operation.name} scale`, ...ones, constant: ones };
  return made(operation, "LayerNormalization", "", [x, scale], normAttributes(found));
};

function normAttributes({ axis, epsilon }: { axis: number; epsilon: number }): Record<string, AttributeValue> {
  return { axis: { kind: "int", value: axis }, epsilon: { kind: "float", value: epsilon } };
}

/** x / sqrt(mean(x^2) + epsilon), also as a product with the reciprocal */
const rmsNorm: Rule = (operation, finder) => {
  const replacement = (x: Value, root: Operation | undefined): Operation | undefined => {
    const found = deviation(root, finder);
    if (found === undefined || found.x.name !== x.name) return undefined;
    return made(operation, "RmsNormalization", "openimo", [x], normAttributes(found));
  };
  if (operation.operator === "Div") {
    return replacement(operation.input(0), finder.sole(operation.input(1), ["Sqrt"]));
  }
  if (operation.operator !== "Mul") return undefined;
  const [a, b] = [operation.input(0), operation.input(1)];
  for (const [x, inverse] of [
    [a, b],
    [b, a],
  ] as const) {
    const reciprocal = finder.sole(inverse, ["Reciprocal", "Div"]);
    if (reciprocal?.operator === "Div" && uniform(reciprocal.input(0)) !== 1) continue;
    const root = reciprocal && reciprocal.input(reciprocal.operator === "Div" ? 1 : 0);
    const found = replacement(x, finder.sole(root, ["Sqrt"]));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A normalisation's factors and offsets, where they follow as Mul and Add. */
const affine: Rule = (operation, finder) => {
  if (operation.operator !== "Mul" && operation.operator !== "Add") return undefined;
  const constant = other(operation, (value) => finder.norm(value) !== undefined);
  const norm = constant && finder.norm(operation.input(operation.input(0) === constant ? 1 : 0));
  if (norm === undefined) return undefined;
  const x = norm.input(0);
  if (!sameShape(operation.output().shape, x.shape)) return undefined;
  const [scale, bias] = [norm.optional(1), norm.optional(2)];
  // Factors come before offsets, and each once.
  const isFactor = operation.operator === "Mul";
  if ((bias !== undefined && uniform(bias) !== 0) || (isFactor && scale !== undefined && uniform(scale) !== 1)) {
    return undefined;
  }
  const isGroup = norm.operator === "GroupNormalization";
  const axis = isGroup ? 1 : norm.int("axis", -1);
  const along = isGroup ? x.shape.map((dim, i) => (i === 1 ? dim : 1)).slice(1) : x.shape.slice(axis);
  const elements = lying(constant!, along, isGroup ? [x.shape[1]!] : along);
  if (elements === undefined) return undefined;
  const epsilon: AttributeValue = { kind: "float", value: norm.float("epsilon", 1e-5) };
  const attributes: Record<string, AttributeValue> = isGroup
    ? { num_groups: { kind: "int", value: norm.requiredInt("num_groups") }, epsilon }
    : { axis: { kind: "int", value: axis }, epsilon };
  const inputs = isFactor ? [x, elements, bias] : [x, scale, elements];
  return made(operation, norm.operator, norm.domain, inputs, attributes);
};

/** Reshape, InstanceNormalization of groups of channels, Reshape back */
const groupNorm: Rule = (operation, finder) => {
  if (operation.operator !== "Reshape") return undefined;
  const norm = finder.sole(operation.input(0), ["InstanceNormalization"]);
  const reshape = norm && finder.sole(norm.input(0), ["Reshape"]);
  if (norm === undefined || reshape === undefined) return undefined;
  const x = reshape.input(0);
  const [images, groups] = norm.input(0).shape as [number, number];
  const channels = x.shape[1] ?? 0;
  const fits = x.shape.length >= 3 && sameShape(x.shape, operation.output().shape) && x.shape[0] === images;
  if (!fits || channels % groups !== 0 || uniform(norm.input(1)) !== 1 || uniform(norm.input(2)) !== 0)
    return undefined;
  const filled = (what: string, element: number): Value => {
    const constant = tensor("float32", [channels], new Float32Array(channels).fill(element));
    return { name: `${operation.name} ${what}`, ...constant, constant };
  };
  return made(operation, "GroupNormalization", "", [x, filled("scale", 1), filled("bias", 0)], {
    num_groups: { kind: "int", value: groups },
    epsilon: { kind: "float", value: norm.float("epsilon", 1e-5) },
  });
};

const RULES: readonly Rule[] = [silu, gelu, layerNorm, rmsNorm, affine, groupNorm];

/**
 * Finds what exporters spell out in small steps: Silu, Gelu, layer and RMS normalisation, normalisation of groups. What
 * is found is one operation of the guest, with its own order of summation.
 */
export function findPatterns(graph: TypedGraph): TypedGraph {
  const finder = new Finder(graph);
  const operations = graph.operations.map((operation) => {
    for (const rule of RULES) {
      const replacement = rule(operation, finder);
      if (replacement === undefined) continue;
      finder.replace(replacement);
      return replacement;
    }
    return operation;
  });
  return { ...graph, operations: needed(operations, graph.outputs) };
}
