import { BinaryKind, NormKind, UnaryKind } from "../../generated.ts";
import { type Operation, single, type Value } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { count, type Shape, tensor } from "../tensor.ts";
import { emitBinary } from "./binary.ts";

const NO_ACTIVATION = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };

function expectCount(operation: Operation, value: Value | undefined, elements: number, what: string): void {
  if (value === undefined) return;
  operation.expect(value, "float32");
  if (count(value.shape) !== elements) {
    throw operation.unsupported(`has shape [${value.shape}] where ${elements} elements are due`, what);
  }
}

function overLastAxes(name: string, kind: number, domain: string): Operator {
  const normalized = (operation: Operation): Shape => {
    const { shape } = operation.input(0);
    return shape.slice(operation.axis(operation.int("axis", -1), shape.length));
  };
  return {
    name,
    domain,
    internal: domain !== "",
    infer(operation) {
      const x = operation.input(0);
      operation.expect(x, "float32");
      operation.float("epsilon", 1e-5);
      operation.ignore("stash_type"); // float32 is all there is
      if (operation.wants(1) || operation.wants(2)) throw operation.unsupported("the outputs of mean and deviation");
      const n = count(normalized(operation));
      expectCount(operation, operation.optional(1), n, "Scale");
      expectCount(operation, operation.optional(2), n, "B");
      return single("float32", x.shape);
    },
    lower(operation, out) {
      const n = count(normalized(operation));
      const optional = (index: number) => {
        const value = operation.optional(index);
        return value && out.ref(value);
      };
      out.emit("Normalize", [out.make(operation.output())], [out.ref(operation.input(0)), optional(1), optional(2)], {
        kind,
        n,
        epsilon: operation.float("epsilon", 1e-5),
        scaleInner: 1,
        scaleCount: n,
        ...NO_ACTIVATION,
      });
    },
  };
}

const instance: Operator = {
  name: "InstanceNormalization",
  infer(operation) {
    const x = operation.input(0);
    operation.expect(x, "float32");
    if (x.shape.length < 3) throw operation.malformed(`an input of shape [${x.shape}]`);
    operation.float("epsilon", 1e-5);
    expectCount(operation, operation.input(1), x.shape[1]!, "scale");
    expectCount(operation, operation.input(2), x.shape[1]!, "B");
    return single("float32", x.shape);
  },
  lower(operation, out) {
    const [x, scale, bias] = [operation.input(0), operation.input(1), operation.input(2)];
    const area = count(x.shape.slice(2));
    out.emit("Normalize", [out.make(operation.output())], [out.ref(x), out.ref(scale), out.ref(bias)], {
      kind: NormKind.LAYER,
      n: area,
      epsilon: operation.float("epsilon", 1e-5),
      scaleInner: area,
      scaleCount: x.shape[1]!,
      ...NO_ACTIVATION,
    });
  },
};

const group: Operator = {
  name: "GroupNormalization",
  infer(operation) {
    const x = operation.input(0);
    operation.expect(x, "float32");
    if (x.shape.length < 3) throw operation.malformed(`an input of shape [${x.shape}]`);
    const groups = operation.requiredInt("num_groups");
    if (groups < 1 || x.shape[1]! % groups !== 0) throw operation.malformed(`${groups} groups`, "num_groups");
    operation.float("epsilon", 1e-5);
    operation.ignore("stash_type");
    // Up to opset 20, one scale for each group; then one for each channel.
    const scales = operation.opset < 21 ? groups : x.shape[1]!;
    expectCount(operation, operation.input(1), scales, "scale");
    expectCount(operation, operation.input(2), scales, "bias");
    return single("float32", x.shape);
  },
  lower(operation, out) {
    const [x, scale, bias] = [operation.input(0), operation.input(1), operation.input(2)];
    const groups = operation.requiredInt("num_groups");
    const area = count(x.shape.slice(2));
    const n = (x.shape[1]! / groups) * area;
    const scales = count(scale.shape);
    out.emit("Normalize", [out.make(operation.output())], [out.ref(x), out.ref(scale), out.ref(bias)], {
      kind: NormKind.LAYER,
      n,
      epsilon: operation.float("epsilon", 1e-5),
      scaleInner: scales === groups ? n : area,
      scaleCount: scales,
      ...NO_ACTIVATION,
    });
  },
};

/** y = x * factor + offset for each channel, from a BatchNormalization's constants. */
export function channelAffine(operation: Operation): { factor: Float32Array; offset: Float32Array } {
  const scale = operation.constant(1, "scale").data;
  const bias = operation.constant(2, "B").data;
  const mean = operation.constant(3, "input_mean").data;
  const variance = operation.constant(4, "input_var").data;
  const epsilon = operation.float("epsilon", 1e-5);
  const factor = Float32Array.from(scale, (element, c) => element / Math.sqrt(variance[c]! + epsilon));
  const offset = Float32Array.from(bias, (element, c) => element - mean[c]! * factor[c]!);
  return { factor, offset };
}

const batch: Operator = {
  name: "BatchNormalization",
  note: "inference form; folded into the convolution or product before it where there is one",
  infer(operation) {
    const x = operation.input(0);
    operation.expect(x, "float32");
    if (x.shape.length < 2) throw operation.malformed(`an input of shape [${x.shape}]`);
    operation.float("epsilon", 1e-5);
    operation.ignore("momentum"); // of training
    if (operation.flag("training_mode", false)) {
      throw operation.unsupported("training mode; export the model in evaluation mode", "training_mode");
    }
    if (operation.opset < 9 && !operation.flag("spatial", true)) {
      throw operation.unsupported("statistics for each pixel", "spatial", ["1"]);
    }
    ["scale", "B", "input_mean", "input_var"].forEach((what, i) =>
      expectCount(operation, operation.input(i + 1), x.shape[1]!, what),
    );
    channelAffine(operation);
    return single("float32", x.shape);
  },
  lower(operation, out) {
    const x = out.ref(operation.input(0));
    const y = out.make(operation.output());
    const { factor, offset } = channelAffine(operation);
    const shape = [factor.length, ...new Array<number>(x.shape.length - 2).fill(1)];
    const scaled = out.temporary(x.dtype, x.shape);
    emitBinary(out, BinaryKind.MUL, scaled, x, out.constant(tensor("float32", shape, factor)));
    emitBinary(out, BinaryKind.ADD, y, scaled, out.constant(tensor("float32", shape, offset)));
  },
};

export const normalization: readonly Operator[] = [
  overLastAxes("LayerNormalization", NormKind.LAYER, ""),
  overLastAxes("RmsNormalization", NormKind.RMS, "openimo"),
  instance,
  group,
  batch,
];
