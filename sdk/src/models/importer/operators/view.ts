import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { count, type Shape } from "../tensor.ts";

/** An operator that only gives its input another shape. */
function view(name: string, shapeOf: (operation: Operation) => Shape): Operator {
  return {
    name,
    infer(operation) {
      const x = operation.input(0);
      const shape = shapeOf(operation);
      if (count(shape) !== count(x.shape)) {
        throw operation.malformed(`[${x.shape}] cannot become [${shape}]: their numbers of elements differ`);
      }
      return single(x.dtype, shape);
    },
    evaluate(operation) {
      const { dtype, data } = operation.input(0).constant!;
      return [{ dtype, shape: operation.output().shape, data }];
    },
    lower: (operation, out) => out.alias(operation.output(), out.ref(operation.input(0))),
  };
}

function reshape(operation: Operation): number[] {
  const { shape } = operation.input(0);
  const wanted = operation.integers(1, "shape");
  const keepZeros = operation.flag("allowzero", false);
  const result = wanted.map((dim, axis) => {
    if (dim !== 0 || keepZeros) return dim;
    const kept = shape[axis];
    if (kept === undefined) throw operation.malformed(`0 at axis ${axis} of [${shape}]`, "shape");
    return kept;
  });
  const open = result.filter((dim) => dim === -1).length;
  if (open > 1 || result.some((dim) => dim < -1)) throw operation.malformed(`[${wanted}]`, "shape");
  if (open === 0) return result;
  const rest = count(result.filter((dim) => dim !== -1));
  const missing = rest === 0 ? 0 : count(shape) / rest;
  if (!Number.isInteger(missing)) throw operation.malformed(`[${shape}] does not divide into [${wanted}]`, "shape");
  return result.map((dim) => (dim === -1 ? missing : dim));
}

function flatten(operation: Operation): number[] {
  const { shape } = operation.input(0);
  const given = operation.int("axis", 1);
  const axis = given === shape.length ? given : operation.axis(given, shape.length);
  return [count(shape.slice(0, axis)), count(shape.slice(axis))];
}

/** Axes of Squeeze and Unsqueeze: an attribute up to opset 12, an input after. */
function namedAxes(operation: Operation): number[] | undefined {
  if (operation.opset < 13) return operation.ints("axes")?.slice();
  return operation.inputs[1] === undefined ? undefined : operation.integers(1, "axes");
}

function squeeze(operation: Operation): number[] {
  const { shape } = operation.input(0);
  const given = namedAxes(operation);
  const axes =
    given === undefined ? shape.flatMap((dim, axis) => (dim === 1 ? [axis] : [])) : operation.axes(given, shape.length);
  const thick = axes.find((axis) => shape[axis] !== 1);
  if (thick !== undefined) throw operation.malformed(`axis ${thick} of [${shape}] is not 1`, "axes");
  return shape.filter((_, axis) => !axes.includes(axis));
}

function unsqueeze(operation: Operation): number[] {
  const { shape } = operation.input(0);
  const given = namedAxes(operation);
  if (given === undefined) throw operation.malformed("is missing", "axes");
  const rank = shape.length + given.length;
  const axes = operation.axes(given, rank);
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!));
}

const dropout: Operator = {
  name: "Dropout",
  note: "does nothing, as in inference",
  infer(operation) {
    const x = operation.input(0);
    operation.ignore("ratio", "seed", "is_test");
    const training = operation.optional(2);
    if (training !== undefined && operation.constant(2, "training_mode").data[0] !== 0) {
      throw operation.unsupported("training mode; export the model in evaluation mode", "training_mode");
    }
    if (operation.wants(1)) throw operation.unsupported("the output of the mask", "mask");
    return single(x.dtype, x.shape);
  },
  evaluate: (operation) => [operation.input(0).constant!],
  lower: (operation, out) => out.alias(operation.output(), out.ref(operation.input(0))),
};

export const views: readonly Operator[] = [
  view("Identity", (operation) => operation.input(0).shape),
  view("Reshape", reshape),
  view("Flatten", flatten),
  view("Squeeze", squeeze),
  view("Unsqueeze", unsqueeze),
  dropout,
];
