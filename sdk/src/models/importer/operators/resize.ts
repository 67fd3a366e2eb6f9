import { CoordinateKind, NearestKind, ResizeKind } from "../../generated.ts";
import { type Operation, single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { view } from "../program.ts";
import { count, type Shape } from "../tensor.ts";

interface Plan {
  readonly shape: number[];
  /** Scale of every axis, output / input. */
  readonly scales: number[];
  readonly mode: "nearest" | "linear";
  readonly coordinate: keyof typeof COORDINATES;
  readonly nearest: keyof typeof NEAREST;
}

const COORDINATES = {
  half_pixel: CoordinateKind.HALF_PIXEL,
  align_corners: CoordinateKind.ALIGN_CORNERS,
  asymmetric: CoordinateKind.ASYMMETRIC,
  pytorch_half_pixel: CoordinateKind.PYTORCH_HALF_PIXEL,
} as const;

const NEAREST = {
  round_prefer_floor: NearestKind.ROUND_PREFER_FLOOR,
  round_prefer_ceil: NearestKind.ROUND_PREFER_CEIL,
  floor: NearestKind.FLOOR,
  ceil: NearestKind.CEIL,
} as const;

function keys<T extends object>(record: T): (keyof T & string)[] {
  return Object.keys(record) as (keyof T & string)[];
}

/** Upsample (opset 7 to 9) and Resize 10: the scales say everything, coordinates are asymmetric, nearest is floor. */
function planByScales(operation: Operation): Plan {
  const { shape } = operation.input(0);
  const attribute = operation.operator === "Upsample" && operation.opset < 9;
  const scales = attribute ? operation.floats("scales") : Array.from(operation.constant(1, "scales").data);
  const mode = operation.string("mode", "nearest", ["nearest", "linear"]);
  return {
    ...sized(operation, shape, scales, undefined),
    mode,
    coordinate: "asymmetric",
    nearest: "floor",
  };
}

function sized(
  operation: Operation,
  shape: Shape,
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
): { shape: number[]; scales: number[] } {
  const given = sizes ?? scales;
  if (given?.length !== shape.length || given.some((value) => !(value > 0))) {
    throw operation.malformed(`[${given ?? ""}] for an input of [${shape}]`, sizes === undefined ? "scales" : "sizes");
  }
  if (sizes !== undefined) return { shape: [...sizes], scales: sizes.map((size, axis) => size / shape[axis]!) };
  return { shape: shape.map((dim, axis) => Math.floor(dim * scales![axis]!)), scales: [...scales!] };
}

function plan(operation: Operation): Plan {
  if (operation.operator === "Upsample" || operation.opset < 11) return planByScales(operation);
  const { shape } = operation.input(0);
  operation.ignore("cubic_coeff_a", "extrapolation_value", "exclude_outside"); // of modes that are refused below
  const mode = operation.string("mode", "nearest", ["nearest", "linear"]);
  const coordinate = operation.string("coordinate_transformation_mode", "half_pixel", keys(COORDINATES));
  const nearest = operation.string("nearest_mode", "round_prefer_floor", keys(NEAREST));
  operation.string("keep_aspect_ratio_policy", "stretch", ["stretch"]);
  if (operation.flag("antialias", false)) throw operation.unsupported("antialiasing", "antialias", ["0"]);

  const axes = operation.ints("axes")?.map((axis) => operation.axis(axis, shape.length, "axes"));
  const spread = (values: readonly number[] | undefined, fallback: (axis: number) => number) =>
    values && (axes === undefined ? values : shape.map((_, axis) => values[axes.indexOf(axis)] ?? fallback(axis)));
  const present = (index: number): boolean =>
    operation.optional(index) !== undefined && count(operation.input(index).shape) > 0;
  const scales = present(2) ? Array.from(operation.constant(2, "scales").data) : undefined;
  const sizes = present(3) ? operation.integers(3, "sizes") : undefined;
  if ((scales === undefined) === (sizes === undefined)) {
    throw operation.malformed("exactly one of scales and sizes must be given", "scales");
  }
  return {
    ...sized(
      operation,
      shape,
      spread(scales, () => 1),
      spread(sizes, (axis) => shape[axis]!),
    ),
    mode,
    coordinate,
    nearest,
  };
}

/** [..., H, W] as [1, C, H, W] when the axes before the last two stay as they are. */
function spatial(operation: Operation, planned: Plan): { from: number[]; to: number[]; scales: [number, number] } {
  const { shape } = operation.input(0);
  const rank = shape.length;
  const resized = shape.flatMap((dim, axis) =>
    planned.shape[axis] !== dim || planned.scales[axis] !== 1 ? [axis] : [],
  );
  if (resized.some((axis) => axis < rank - 2)) {
    throw operation.unsupported(`axes ${resized} of [${shape}]; only the last two may change`, "scales");
  }
  const two = (values: readonly number[]): [number, number] => [values[rank - 2] ?? 1, values[rank - 1] ?? 1];
  const outer = count(shape.slice(0, Math.max(0, rank - 2)));
  return {
    from: [1, outer, ...two(shape)],
    to: [1, outer, ...two(planned.shape)],
    scales: two(planned.scales),
  };
}

function resize(name: string, note: string): Operator {
  return {
    name,
    note,
    infer(operation) {
      operation.expect(operation.input(0), "float32");
      const planned = plan(operation);
      spatial(operation, planned);
      return single("float32", planned.shape);
    },
    lower(operation, out) {
      const planned = plan(operation);
      const { from, to, scales } = spatial(operation, planned);
      const x = view(out.ref(operation.input(0)), from);
      const y = view(out.make(operation.output()), to);
      out.emit("Resize", [y], [x], {
        mode: planned.mode === "nearest" ? ResizeKind.NEAREST : ResizeKind.LINEAR,
        coordinate: COORDINATES[planned.coordinate],
        rounding: NEAREST[planned.nearest],
        scaleH: scales[0],
        scaleW: scales[1],
      });
    },
  };
}

export const resizing: readonly Operator[] = [
  resize("Resize", "nearest and linear, of the last two dimensions, by constants"),
  resize("Upsample", "nearest and linear, of the last two dimensions, by constants"),
];
