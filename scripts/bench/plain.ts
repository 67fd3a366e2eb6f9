// Recurrent models as onnxruntime can run them: what a run computes once, and what it computes at each step, of standard
// operators alone.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";

import { analyse } from "../../sdk/src/models/importer/analyse.ts";
import { count, type DType } from "../../sdk/src/models/importer/tensor.ts";
import {
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../sdk/src/models/onnx/onnx_pb.ts";
import { readOnnx } from "../../sdk/src/models/index.ts";

/** A network of standard operators, and what it is to be fed. */
export interface PlainPart {
  readonly onnx: Uint8Array;
  readonly feeds: readonly { readonly name: string; readonly dtype: DType; readonly shape: readonly number[] }[];
}

const ELEMENT_TYPES: Readonly<Partial<Record<DType, number>>> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 };

/** Operators of a decoder whose work is left out, in the other side's favour: their first input passes through. */
const PASSED: ReadonlySet<string> = new Set(["SetState", "Rope", "CausalAttention"]);

/**
 * Takes a recurrent model apart. Where it has an operator of the domain openimo, the result is either fed from outside
 * or passed through, so the parts compute at most what the model does.
 *
 * @param file of a model with the property `openimo.steps`
 * @returns what is computed once a run, if anything is, and what is computed at each step
 */
export function plainParts(file: Uint8Array, steps: number): { readonly once?: PlainPart; readonly step: PlainPart } {
  const model = fromBinary(ModelProtoSchema, file);
  const typed = analyse(readOnnx(file), {}, steps);
  const types = new Map([...typed.inputs, ...typed.operations.flatMap((one) => one.outputs)].map((v) => [v.name, v]));
  const { node: nodes, initializer } = model.graph!;
  const ours = nodes.filter(({ domain }) => domain === "openimo");
  const firstInputs = (...operators: string[]): string[] =>
    ours.filter(({ opType }) => operators.includes(opType)).map(({ input }) => input[0]!);
  const made = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const constants = new Set(initializer.map(({ name }) => name));

  const part = (results: readonly string[]): PlainPart => {
    const kept = new Set<NodeProto>();
    const fed = new Set<string>();
    const pending = [...results];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const node = made.get(name);
      if (name === "" || constants.has(name) || (node !== undefined && kept.has(node))) continue;
      if (node === undefined || (node.domain === "openimo" && !PASSED.has(node.opType))) {
        fed.add(name);
        continue;
      }
      kept.add(node);
      pending.push(...(node.domain === "openimo" ? [node.input[0]!] : node.input));
    }
    const used = new Set([...kept].flatMap(({ input }) => input));
    const feeds = [...fed].map((name) => {
      const { dtype, shape } = types.get(name)!;
      return { name, dtype, shape };
    });
    const plain = create(ModelProtoSchema, {
      irVersion: model.irVersion,
      opsetImport: model.opsetImport.filter(({ domain }) => domain === ""),
      graph: {
        name: "part",
        node: nodes.filter((node) => kept.has(node)).map((node) => (node.domain === "openimo" ? passing(node) : node)),
        initializer: initializer.filter(({ name }) => used.has(name)),
        input: feeds.map(({ name, dtype, shape }) => described(name, dtype, shape)),
        output: results.map((name) => described(name, types.get(name)!.dtype, types.get(name)!.shape)),
      },
    });
    return { onnx: toBinary(ModelProtoSchema, plain), feeds };
  };

  const kept = firstInputs("Once");
  return {
    ...(kept.length === 0 ? {} : { once: part(kept) }),
    step: part([...new Set(firstInputs("SetState", "Sample"))]),
  };
}

const passing = ({ input, output, name }: NodeProto): NodeProto =>
  create(NodeProtoSchema, { opType: "Identity", name, input: input.slice(0, 1), output });

function described(name: string, dtype: DType, shape: readonly number[]): ValueInfoProto {
  const elemType = ELEMENT_TYPES[dtype];
  if (elemType === undefined) throw new Error(`${name}: a value of ${dtype}`);
  const dim = shape.map((size) => ({ value: { case: "dimValue" as const, value: BigInt(size) } }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType, shape: { dim } } } },
  });
}

/** Numbers for a feed: small ones, zeros for indices. */
export function fill(dtype: DType, shape: readonly number[]): Float32Array | BigInt64Array | Int32Array | Uint8Array {
  const elements = count(shape);
  if (dtype === "float32") return Float32Array.from({ length: elements }, (_, i) => Math.sin(i * 12.9898));
  if (dtype === "int64") return new BigInt64Array(elements);
  return dtype === "int32" ? new Int32Array(elements) : new Uint8Array(elements);
}
