import { PadKind } from "../../generated.ts";
import { type Operation, single, type Value } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { elementBytes, type Emitter, type Ref, view } from "../program.ts";
import {
  allocate,
  broadcast,
  broadcastStrides,
  count,
  forEachOffset,
  type Shape,
  strides,
  type Tensor,
} from "../tensor.ts";
import { around } from "./reduce.ts";

/** Picks elements: element i of the result is element `offset(i)` of `x`. */
function pick(x: Tensor, shape: Shape, sourceStrides: readonly number[], start = 0): Tensor {
  const data = allocate(x.dtype, count(shape));
  forEachOffset(shape, [sourceStrides], (index, [offset]) => (data[index] = x.data[start + offset!]!));
  return { dtype: x.dtype, shape, data };
}

function permutation(operation: Operation): number[] {
  const { shape } = operation.input(0);
  const perm = operation.ints("perm") ?? shape.map((_, axis) => shape.length - 1 - axis);
  if (perm.length !== shape.length || operation.axes(perm, shape.length).some((axis, i) => axis !== i)) {
    throw operation.malformed(`[${perm}] is no permutation of [${shape}]`, "perm");
  }
  return [...perm];
}

/** Emits y = transpose(x), or nothing but a view where only dimensions of one element move. */
function emitTranspose(out: Emitter, value: Value, x: Ref, perm: readonly number[]): void {
  const moving = perm.filter((axis) => x.shape[axis] !== 1);
  if (moving.every((axis, i) => i === 0 || moving[i - 1]! < axis)) return out.alias(value, x);
  out.emit("Transpose", [out.make(value)], [x], { perm });
}

const transpose: Operator = {
  name: "Transpose",
  infer(operation) {
    const x = operation.input(0);
    return single(
      x.dtype,
      permutation(operation).map((axis) => x.shape[axis]!),
    );
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const own = strides(x.shape);
    return [
      pick(
        x,
        operation.output().shape,
        permutation(operation).map((axis) => own[axis]!),
      ),
    ];
  },
  lower: (operation, out) =>
    emitTranspose(out, operation.output(), out.ref(operation.input(0)), permutation(operation)),
};

/** DepthToSpace and SpaceToDepth: a view of rank 6, its transpose, a view. */
function blocks(
  name: string,
  plan: (operation: Operation, block: number) => { from: number[]; perm: number[]; to: number[] },
): Operator {
  const planOf = (operation: Operation) => {
    const x = operation.input(0);
    operation.expectRank(x, 4);
    const block = operation.requiredInt("blocksize");
    if (block < 1) throw operation.malformed(`${block}`, "blocksize");
    const planned = plan(operation, block);
    if (planned.from.some((dim) => !Number.isInteger(dim))) {
      throw operation.malformed(`[${x.shape}] does not divide into blocks of ${block}`, "blocksize");
    }
    return planned;
  };
  return {
    name,
    infer: (operation) => single(operation.input(0).dtype, planOf(operation).to),
    lower(operation, out) {
      const { from, perm } = planOf(operation);
      const y = out.make(operation.output());
      const turned = view(
        y,
        perm.map((axis) => from[axis]!),
      );
      out.emit("Transpose", [turned], [view(out.ref(operation.input(0)), from)], { perm });
    },
  };
}

const depthToSpace = blocks("DepthToSpace", (operation, block) => {
  const [n, c, h, w] = operation.input(0).shape as [number, number, number, number];
  const columns = operation.string("mode", "DCR", ["DCR", "CRD"]) === "DCR";
  const depth = c / (block * block);
  return {
    from: columns ? [n, block, block, depth, h, w] : [n, depth, block, block, h, w],
    perm: columns ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3],
    to: [n, depth, h * block, w * block],
  };
});

const spaceToDepth = blocks("SpaceToDepth", (operation, block) => {
  const [n, c, h, w] = operation.input(0).shape as [number, number, number, number];
  return {
    from: [n, c, h / block, block, w / block, block],
    perm: [0, 3, 5, 1, 2, 4],
    to: [n, c * block * block, h / block, w / block],
  };
});

/** Emits y = x[starts + i * steps ...]; a view where that is one run of bytes the guest can address. */
function emitSlice(out: Emitter, value: Value, x: Ref, starts: readonly number[], steps: readonly number[]): void {
  const { shape } = value;
  const outermost = shape.findIndex((dim, axis) => dim !== x.shape[axis]);
  const own = strides(x.shape);
  const offset = starts.reduce((sum, start, axis) => sum + start * own[axis]!, 0) * elementBytes(x.dtype);
  const run =
    outermost === -1 ||
    (shape.slice(0, outermost).every((dim) => dim === 1) &&
      shape.slice(outermost + 1).every((dim, i) => dim === x.shape[outermost + 1 + i]) &&
      (shape[outermost] === 1 || steps[outermost] === 1));
  const whole = steps.every((step, axis) => step === 1 || shape[axis] === 1);
  if (run && whole && (x.at + offset) % 16 === 0) {
    return out.alias(value, { ...x, at: x.at + offset, shape });
  }
  out.emit("Slice", [out.make(value)], [x], { starts, steps });
}

interface Cut {
  readonly starts: number[];
  readonly steps: number[];
  readonly shape: number[];
}

function cut(operation: Operation): Cut {
  const { shape } = operation.input(0);
  const attributes = operation.opset < 10;
  const starts = attributes ? operation.ints("starts") : operation.integers(1, "starts");
  const ends = attributes ? operation.ints("ends") : operation.integers(2, "ends");
  if (starts === undefined || ends === undefined) throw operation.malformed("is missing", "starts or ends");
  const named = attributes
    ? operation.ints("axes")
    : operation.inputs[3] === undefined
      ? undefined
      : operation.integers(3, "axes");
  const given = attributes || operation.inputs[4] === undefined ? undefined : operation.integers(4, "steps");
  const axes = (named ?? starts.map((_, i) => i)).map((axis) => operation.axis(axis, shape.length, "axes"));
  if (axes.length !== starts.length || ends.length !== starts.length || (given && given.length !== starts.length)) {
    throw operation.malformed("starts, ends, axes and steps differ in length", "starts");
  }
  if (new Set(axes).size !== axes.length) throw operation.malformed("an axis is given twice", "axes");
  const result: Cut = { starts: shape.map(() => 0), steps: shape.map(() => 1), shape: [...shape] };
  axes.forEach((axis, i) => {
    const dim = shape[axis]!;
    const step = given?.[i] ?? 1;
    if (step === 0) throw operation.malformed("a step of zero", "steps");
    const clamp = (value: number): number => {
      const from = value < 0 ? value + dim : value;
      return step > 0 ? Math.min(Math.max(from, 0), dim) : Math.min(Math.max(from, -1), dim - 1);
    };
    const [start, end] = [clamp(starts[i]!), clamp(ends[i]!)];
    const length = Math.max(0, Math.ceil((end - start) / step));
    result.starts[axis] = length === 0 ? 0 : start;
    // A single element has no step; large ones would not fit the guest's words.
    result.steps[axis] = length <= 1 ? 1 : step;
    result.shape[axis] = length;
  });
  return result;
}

const slice: Operator = {
  name: "Slice",
  note: "bounds must be constants",
  infer: (operation) => single(operation.input(0).dtype, cut(operation).shape),
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const { starts, steps, shape } = cut(operation);
    const own = strides(x.shape);
    const start = starts.reduce((sum, value, axis) => sum + value * own[axis]!, 0);
    return [
      pick(
        x,
        shape,
        own.map((stride, axis) => stride * steps[axis]!),
        start,
      ),
    ];
  },
  lower(operation, out) {
    const { starts, steps } = cut(operation);
    emitSlice(out, operation.output(), out.ref(operation.input(0)), starts, steps);
  },
};

function splitSizes(operation: Operation): { axis: number; sizes: number[] } {
  const { shape } = operation.input(0);
  const axis = operation.axis(operation.int("axis", 0), shape.length);
  const given =
    operation.opset < 13
      ? operation.ints("split")?.slice()
      : operation.inputs[1] === undefined
        ? undefined
        : operation.integers(1, "split");
  const parts = operation.outputNames.length;
  const stated = operation.opset >= 18 ? operation.int("num_outputs", parts) : parts;
  const chunk = Math.ceil(shape[axis]! / parts);
  const sizes = given ?? Array.from({ length: parts }, (_, i) => Math.min(chunk, shape[axis]! - i * chunk));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (stated !== parts || sizes.length !== parts || total !== shape[axis] || sizes.some((size) => size < 0)) {
    throw operation.malformed(`[${sizes}] of ${shape[axis]} for ${parts} outputs`, "split");
  }
  return { axis, sizes };
}

const split: Operator = {
  name: "Split",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    const { axis, sizes } = splitSizes(operation);
    return sizes.map((size) => ({ dtype, shape: shape.map((dim, i) => (i === axis ? size : dim)) }));
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const { axis, sizes } = splitSizes(operation);
    const own = strides(x.shape);
    let start = 0;
    return sizes.map((size, i) => {
      const part = pick(x, operation.output(i).shape, own, start * own[axis]!);
      start += size;
      return part;
    });
  },
  lower(operation, out) {
    const x = out.ref(operation.input(0));
    const { axis, sizes } = splitSizes(operation);
    let start = 0;
    sizes.forEach((size, i) => {
      const starts = x.shape.map((_, a) => (a === axis ? start : 0));
      if (operation.wants(i))
        emitSlice(
          out,
          operation.output(i),
          x,
          starts,
          x.shape.map(() => 1),
        );
      start += size;
    });
  },
};

const concat: Operator = {
  name: "Concat",
  infer(operation) {
    const { dtype, shape } = operation.input(0);
    const axis = operation.axis(operation.requiredInt("axis"), shape.length);
    let length = 0;
    operation.inputs.forEach((_, i) => {
      const value = operation.input(i);
      const fits = value.shape.length === shape.length && value.shape.every((dim, a) => a === axis || dim === shape[a]);
      if (!fits || value.dtype !== dtype) {
        throw operation.malformed(
          `cannot join ${value.dtype}[${value.shape}] to ${dtype}[${shape}] along axis ${axis}`,
        );
      }
      length += value.shape[axis]!;
    });
    return single(
      dtype,
      shape.map((dim, a) => (a === axis ? length : dim)),
    );
  },
  evaluate(operation) {
    const { dtype, shape } = operation.output();
    const axis = operation.axis(operation.requiredInt("axis"), shape.length);
    const data = allocate(dtype, count(shape));
    const own = strides(shape);
    let start = 0;
    operation.inputs.forEach((_, i) => {
      const part = operation.input(i).constant!;
      forEachOffset(part.shape, [own], (index, [offset]) => (data[start * own[axis]! + offset!] = part.data[index]!));
      start += part.shape[axis]!;
    });
    return [{ dtype, shape, data }];
  },
  lower(operation, out) {
    const value = operation.output();
    const axis = operation.axis(operation.requiredInt("axis"), value.shape.length);
    const y = out.make(value);
    let start = 0;
    operation.inputs.forEach((_, i) => {
      const part = operation.input(i);
      if (count(part.shape) > 0) {
        out.emit("Place", [y], [out.ref(part)], { starts: value.shape.map((_, a) => (a === axis ? start : 0)) });
      }
      start += part.shape[axis]!;
    });
  },
};

const gather: Operator = {
  name: "Gather",
  infer(operation) {
    const [x, indices] = [operation.input(0), operation.input(1)];
    const axis = operation.axis(operation.int("axis", 0), x.shape.length);
    operation.expect(indices, "int32", "int64");
    const size = x.shape[axis]!;
    if (indices.constant?.data.some((index) => index < -size || index >= size)) {
      throw operation.malformed(`an index outside the ${size} elements of axis ${axis}`, "indices");
    }
    return single(x.dtype, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
  },
  evaluate(operation) {
    const [x, indices] = [operation.input(0).constant!, operation.input(1).constant!];
    const { outer, n, inner } = around(x.shape, operation.axis(operation.int("axis", 0), x.shape.length));
    const { shape } = operation.output();
    const data = allocate(x.dtype, count(shape));
    let cursor = 0;
    for (let o = 0; o < outer; o++)
      for (const index of indices.data)
        for (let i = 0; i < inner; i++) data[cursor++] = x.data[(o * n + (index < 0 ? index + n : index)) * inner + i]!;
    return [{ dtype: x.dtype, shape, data }];
  },
  lower(operation, out) {
    const [x, indices] = [operation.input(0), operation.input(1)];
    const axis = operation.axis(operation.int("axis", 0), x.shape.length);
    const { n, inner } = around(x.shape, axis);
    const source = out.ref(x);
    if (indices.constant?.data.length === 1) {
      // One known index is a slice, under the shape that Gather gives it.
      const index = indices.constant.data[0]!;
      const starts = x.shape.map((_, a) => (a === axis ? (index < 0 ? index + n : index) : 0));
      const cutShape = x.shape.map((dim, a) => (a === axis ? 1 : dim));
      const part: Value = { name: `${operation.output().name} cut`, dtype: x.dtype, shape: cutShape };
      emitSlice(
        out,
        part,
        source,
        starts,
        x.shape.map(() => 1),
      );
      return out.alias(operation.output(), out.ref(part));
    }
    out.emit("Gather", [out.make(operation.output())], [source, out.ref(indices)], { n, inner });
  },
};

interface Padding {
  readonly before: number[];
  readonly after: number[];
  readonly value: number;
  readonly mode: "constant" | "reflect" | "edge";
}

function padding(operation: Operation): Padding {
  const { shape } = operation.input(0);
  const rank = shape.length;
  const mode = operation.string("mode", "constant", ["constant", "reflect", "edge"]);
  const old = operation.opset < 11;
  const pads = old ? operation.ints("pads") : operation.integers(1, "pads");
  const value = old ? operation.float("value", 0) : (operation.optionalConstant(2, "constant_value")?.data[0] ?? 0);
  const named = !old && operation.inputs[3] !== undefined ? operation.integers(3, "axes") : undefined;
  const axes = named?.map((axis) => operation.axis(axis, rank, "axes")) ?? shape.map((_, axis) => axis);
  if (pads?.length !== 2 * axes.length) throw operation.malformed(`must have ${2 * axes.length} numbers`, "pads");
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i]!;
    after[axis] = pads[axes.length + i]!;
    const reflected = mode === "reflect" && Math.max(pads[i]!, pads[axes.length + i]!) >= shape[axis]!;
    if (Math.abs(pads[i]!) >= 2 ** 30 || shape[axis]! + pads[i]! + pads[axes.length + i]! < 0 || reflected) {
      throw operation.malformed(`${pads[i]} and ${pads[axes.length + i]} at an axis of ${shape[axis]}`, "pads");
    }
  });
  return { before, after, value, mode };
}

const pad: Operator = {
  name: "Pad",
  note: "pads must be constants; modes constant, reflect, edge",
  infer(operation) {
    const { shape, dtype } = operation.input(0);
    operation.expect(operation.input(0), "float32");
    const { before, after } = padding(operation);
    return single(
      dtype,
      shape.map((dim, axis) => dim + before[axis]! + after[axis]!),
    );
  },
  lower(operation, out) {
    const { before, value, mode } = padding(operation);
    const kind = { constant: PadKind.CONSTANT, reflect: PadKind.REFLECT, edge: PadKind.EDGE }[mode];
    out.emit("Pad", [out.make(operation.output())], [out.ref(operation.input(0))], { mode: kind, value, before });
  },
};

/** Emits y = x repeated to fill the output's shape. */
function emitTile(operation: Operation, out: Emitter): void {
  const x = out.ref(operation.input(0));
  const y = operation.output();
  if (count(y.shape) === count(x.shape)) return out.alias(y, x);
  out.emit("Tile", [out.make(y)], [x], {});
}

const tile: Operator = {
  name: "Tile",
  note: "repeats must be constants",
  infer(operation) {
    const { shape, dtype } = operation.input(0);
    const repeats = operation.integers(1, "repeats");
    if (repeats.length !== shape.length || repeats.some((times) => times < 0)) {
      throw operation.malformed(`[${repeats}] for [${shape}]`, "repeats");
    }
    return single(
      dtype,
      shape.map((dim, axis) => dim * repeats[axis]!),
    );
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const { shape } = operation.output();
    const own = strides(x.shape);
    const data = allocate(x.dtype, count(shape));
    const position = strides(shape);
    for (let index = 0; index < data.length; index++) {
      let offset = 0;
      for (let axis = 0; axis < shape.length; axis++) {
        offset += ((Math.floor(index / position[axis]!) % shape[axis]!) % x.shape[axis]!) * own[axis]!;
      }
      data[index] = x.data[offset]!;
    }
    return [{ dtype: x.dtype, shape, data }];
  },
  lower: emitTile,
};

const expand: Operator = {
  name: "Expand",
  note: "the shape must be a constant",
  infer(operation) {
    const { shape, dtype } = operation.input(0);
    const wanted = operation.integers(1, "shape");
    const joined = broadcast(shape, wanted);
    if (joined === undefined) throw operation.malformed(`[${shape}] does not broadcast to [${wanted}]`, "shape");
    return single(dtype, joined);
  },
  evaluate(operation) {
    const x = operation.input(0).constant!;
    const { shape } = operation.output();
    return [pick(x, shape, broadcastStrides(x.shape, shape))];
  },
  lower: emitTile,
};

const where: Operator = {
  name: "Where",
  infer(operation) {
    const [condition, a, b] = [operation.input(0), operation.input(1), operation.input(2)];
    operation.expect(condition, "bool");
    if (a.dtype !== b.dtype) throw operation.malformed(`operands of types ${a.dtype} and ${b.dtype}`);
    const known = operation.inputs.every((value) => value?.constant !== undefined);
    if (!known) operation.expect(a, "float32", "int32", "int64");
    const joined = broadcast(a.shape, b.shape);
    const shape = joined && broadcast(joined, condition.shape);
    if (shape === undefined) {
      throw operation.malformed(`shapes [${condition.shape}], [${a.shape}] and [${b.shape}] do not broadcast`);
    }
    return single(a.dtype, shape);
  },
  evaluate(operation) {
    const [condition, a, b] = [0, 1, 2].map((i) => operation.input(i).constant!) as [Tensor, Tensor, Tensor];
    const { shape } = operation.output();
    const data = allocate(a.dtype, count(shape));
    const sources = [condition, a, b].map((value) => broadcastStrides(value.shape, shape));
    forEachOffset(shape, sources, (index, [c, i, j]) => (data[index] = condition.data[c!] ? a.data[i!]! : b.data[j!]!));
    return [{ dtype: a.dtype, shape, data }];
  },
  lower(operation, out) {
    const inputs = [0, 1, 2].map((i) => out.ref(operation.input(i)));
    out.emit("Where", [out.make(operation.output())], inputs, {});
  },
};

export const moving: readonly Operator[] = [
  transpose,
  depthToSpace,
  spaceToDepth,
  slice,
  split,
  concat,
  gather,
  pad,
  tile,
  expand,
  where,
];
