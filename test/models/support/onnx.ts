import { create, toBinary } from "@bufbuild/protobuf";

import {
  AttributeProto_AttributeType as Kind,
  AttributeProtoSchema,
  type AttributeProto,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../../../sdk/src/models/onnx/onnx_pb.ts";

/** ONNX element types by name. */
export const TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;

export type TypeName = keyof typeof TYPES;

export interface TensorSpec {
  readonly dtype: TypeName;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A number is an int attribute; `{ float }` a float one. */
export type AttributeSpec =
  | number
  | string
  | readonly number[]
  | TensorSpec
  | { readonly float: number }
  | { readonly floats: readonly number[] };

export interface NodeSpec {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly name?: string;
  readonly domain?: string;
}

export interface ValueSpec {
  readonly name: string;
  readonly dtype: TypeName;
  /** A string is a symbolic dimension; no shape at all when left out. */
  readonly shape?: readonly (number | string)[];
}

export interface ModelSpec {
  readonly opset?: number;
  readonly inputs: readonly ValueSpec[];
  readonly outputs: readonly ValueSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly constants?: Readonly<Record<string, TensorSpec>>;
}

/** The bytes of an ONNX file. */
export function onnx(spec: ModelSpec): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "test",
    opsetImport: [{ domain: "", version: BigInt(spec.opset ?? 13) }],
    graph: create(GraphProtoSchema, {
      name: "graph",
      node: spec.nodes.map((node) =>
        create(NodeProtoSchema, {
          opType: node.op,
          domain: node.domain ?? "",
          name: node.name ?? "",
          input: [...node.inputs],
          output: [...node.outputs],
          attribute: Object.entries(node.attributes ?? {}).map(([name, value]) => attributeProto(name, value)),
        }),
      ),
      input: spec.inputs.map(valueProto),
      output: spec.outputs.map(valueProto),
      initializer: Object.entries(spec.constants ?? {}).map(([name, tensor]) => tensorProto(tensor, name)),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function attributeProto(name: string, value: AttributeSpec): AttributeProto {
  if (typeof value === "number") return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(value) });
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: Kind.STRING, s: new TextEncoder().encode(value) });
  }
  if (isInts(value)) return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: value.map(BigInt) });
  if ("float" in value) return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: value.float });
  if ("floats" in value) return create(AttributeProtoSchema, { name, type: Kind.FLOATS, floats: [...value.floats] });
  return create(AttributeProtoSchema, { name, type: Kind.TENSOR, t: tensorProto(value, "") });
}

function isInts(value: AttributeSpec): value is readonly number[] {
  return Array.isArray(value);
}

export function tensorProto({ dtype, shape, data }: TensorSpec, name: string): TensorProto {
  const common = { name, dims: shape.map(BigInt), dataType: TYPES[dtype] };
  switch (dtype) {
    case "float32":
      return create(TensorProtoSchema, { ...common, rawData: new Uint8Array(Float32Array.from(data).buffer) });
    case "float64":
      return create(TensorProtoSchema, { ...common, doubleData: [...data] });
    case "int64":
      return create(TensorProtoSchema, { ...common, int64Data: data.map((value) => BigInt(value)) });
    default:
      return create(TensorProtoSchema, { ...common, int32Data: [...data] });
  }
}

function valueProto({ name, dtype, shape }: ValueSpec): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: TYPES[dtype],
          shape: shape && {
            dim: shape.map((dim) => ({
              value:
                typeof dim === "number"
                  ? { case: "dimValue" as const, value: BigInt(dim) }
                  : { case: "dimParam" as const, value: dim },
            })),
          },
        },
      },
    },
  });
}
