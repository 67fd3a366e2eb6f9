import { fromBinary } from "@bufbuild/protobuf";

import { ModelError } from "../errors.ts";
import type { AttributeValue, Declaration, Graph, GraphNode } from "../importer/graph.ts";
import { allocate, count, type DType, type Tensor } from "../importer/tensor.ts";
import {
  AttributeProto_AttributeType as Kind,
  type AttributeProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  TensorProto_DataLocation,
  type ValueInfoProto,
} from "./onnx_pb.ts";

/** Operator sets whose meaning the importer knows. */
export const OPSETS = { first: 7, last: 21 } as const;

/** More than any network has; a bound for files made to exhaust memory. */
const MAX_NODES = 20_000;

/** Bytes of a tensor kept outside the model file: `location` is what the model says, to be judged by the callee. */
export type ReadExternal = (location: string, offset: number, length: number) => Uint8Array;

const DTYPES: ReadonlyMap<number, DType> = new Map([
  [1, "float32"],
  [2, "uint8"],
  [3, "int8"],
  [4, "uint16"],
  [5, "int16"],
  [6, "int32"],
  [7, "int64"],
  [9, "bool"],
  [11, "float64"],
  [12, "uint32"],
]);

const DTYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [8, "string"],
  [10, "float16"],
  [13, "uint64"],
  [14, "complex64"],
  [15, "complex128"],
  [16, "bfloat16"],
]);

const BYTES: Record<DType, number> = {
  float32: 4,
  float64: 8,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  bool: 1,
};

/**
 * Reads an ONNX model (IR versions 3 to 10, operator sets 7 to 21).
 *
 * @param bytes The file.
 * @param readExternal Fetches tensors kept in other files; without it they are refused.
 * @returns The graph, its nodes in an order that can be executed.
 * @throws {ModelError} `MALFORMED` or `UNSUPPORTED`. Memory used is bounded by the size of the files.
 */
export function readOnnx(bytes: Uint8Array, readExternal?: ReadExternal): Graph {
  const model = decode(bytes);
  const graph = model.graph;
  if (graph === undefined) throw new ModelError("MALFORMED", "not an ONNX model: the file holds no graph");
  if (graph.node.length > MAX_NODES) {
    throw new ModelError("TOO_LARGE", `${graph.node.length} nodes; at most ${MAX_NODES} are supported`);
  }
  if (graph.sparseInitializer.length > 0) {
    throw new ModelError("UNSUPPORTED", "sparse initializers; store the weights as dense tensors");
  }
  const opset = operatorSet(model);

  const constants = new Map<string, Tensor>();
  for (const proto of graph.initializer) {
    if (proto.name === "") throw new ModelError("MALFORMED", "an initializer has no name");
    if (constants.has(proto.name)) throw new ModelError("MALFORMED", `initializer "${proto.name}" is defined twice`);
    constants.set(proto.name, readTensor(proto, `initializer "${proto.name}"`, readExternal));
  }
  // Before IR version 4, initializers are listed among the inputs too.
  const inputs = graph.input.filter((input) => !constants.has(input.name)).map(readDeclaration);
  const outputs = graph.output.map(readDeclaration);
  if (outputs.length === 0) throw new ModelError("MALFORMED", "the graph has no output");

  const nodes = graph.node.map((proto) => readNode(proto, readExternal));
  return {
    name: graph.name,
    producer: `${model.producerName} ${model.producerVersion}`.trim(),
    opset,
    inputs,
    outputs,
    nodes: order(nodes, new Set([...constants.keys(), ...inputs.map((input) => input.name)]), outputs),
    constants,
    metadata: new Map(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new ModelError("MALFORMED", `not an ONNX model: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function operatorSet(model: ModelProto): number {
  const version = model.opsetImport.find((set) => set.domain === "" || set.domain === "ai.onnx")?.version;
  if (version === undefined) throw new ModelError("MALFORMED", "the model imports no standard operator set");
  if (version < OPSETS.first || version > OPSETS.last) {
    throw new ModelError("UNSUPPORTED", `operator set ${version}; export with opset ${OPSETS.first} to ${OPSETS.last}`);
  }
  return Number(version);
}

function elementType(code: number, what: string): DType {
  const dtype = DTYPES.get(code);
  if (dtype === undefined) {
    throw new ModelError("UNSUPPORTED", `${what} has elements of type ${DTYPE_NAMES.get(code) ?? `#${code}`}`, {
      supported: [...DTYPES.values()],
    });
  }
  return dtype;
}

function readDeclaration(proto: ValueInfoProto): Declaration {
  const what = `graph input or output "${proto.name}"`;
  if (proto.name === "") throw new ModelError("MALFORMED", "a graph input or output has no name");
  const type = proto.type?.value;
  if (type?.case !== "tensorType") throw new ModelError("UNSUPPORTED", `${what} is not a tensor`);
  const shape = type.value.shape?.dim.map(({ value }, i) => {
    if (value.case === "dimParam" && value.value !== "") return value.value;
    if (value.case !== "dimValue") return `${proto.name}.${i}`;
    return integer(value.value);
  });
  return { name: proto.name, dtype: elementType(type.value.elemType, what), shape };
}

/** A 64-bit integer as a number, clamped to the safe range: only "as far as possible" bounds are ever larger. */
function integer(value: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > limit ? limit : value < -limit ? -limit : value);
}

function readTensor(proto: TensorProto, what: string, readExternal?: ReadExternal): Tensor {
  const dtype = elementType(proto.dataType, what);
  const shape = proto.dims.map(integer);
  const elements = count(shape);
  const fail = (reason: string): ModelError => new ModelError("MALFORMED", `${what} ${reason}`);

  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    const bytes = external(proto, elements * BYTES[dtype], what, readExternal);
    return { dtype, shape, data: fromLittleEndian(bytes, dtype, elements, fail) };
  }
  if (proto.rawData.length > 0) {
    return { dtype, shape, data: fromLittleEndian(proto.rawData, dtype, elements, fail) };
  }
  const typed = typedData(proto, dtype);
  if (typed.length !== elements)
    throw fail(`has ${typed.length} elements where its shape [${shape}] needs ${elements}`);
  const data = allocate(dtype, elements);
  for (let i = 0; i < elements; i++) {
    const value = typed[i]!;
    data[i] = typeof value === "bigint" ? integer(value) : value;
  }
  return { dtype, shape, data };
}

function typedData(proto: TensorProto, dtype: DType): readonly (number | bigint)[] {
  switch (dtype) {
    case "float32":
      return proto.floatData;
    case "float64":
      return proto.doubleData;
    case "int64":
      return proto.int64Data;
    case "uint32":
      return proto.uint64Data;
    default:
      return proto.int32Data;
  }
}

function fromLittleEndian(bytes: Uint8Array, dtype: DType, elements: number, fail: (reason: string) => ModelError) {
  const size = BYTES[dtype];
  if (bytes.length !== elements * size) {
    throw fail(`has ${bytes.length} bytes where its shape and type need ${elements * size}`);
  }
  const data = allocate(dtype, elements);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < elements; i++) {
    switch (dtype) {
      case "float32":
        // Through the integer view, so that the bits of a NaN survive.
        new Uint32Array(data.buffer)[i] = view.getUint32(4 * i, true);
        break;
      case "float64":
        data[i] = view.getFloat64(8 * i, true);
        break;
      case "int64":
        data[i] = integer(view.getBigInt64(8 * i, true));
        break;
      case "int32":
        data[i] = view.getInt32(4 * i, true);
        break;
      case "uint32":
        data[i] = view.getUint32(4 * i, true);
        break;
      case "int16":
        data[i] = view.getInt16(2 * i, true);
        break;
      case "uint16":
        data[i] = view.getUint16(2 * i, true);
        break;
      case "int8":
        data[i] = view.getInt8(i);
        break;
      case "uint8":
        data[i] = view.getUint8(i);
        break;
      case "bool":
        data[i] = view.getUint8(i) === 0 ? 0 : 1;
        break;
    }
  }
  return data;
}

function external(proto: TensorProto, length: number, what: string, readExternal?: ReadExternal): Uint8Array {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get("location");
  const offset = Number(entries.get("offset") ?? 0);
  const stated = entries.has("length") ? Number(entries.get("length")) : undefined;
  if (location === undefined || location === "") throw new ModelError("MALFORMED", `${what} names no external file`);
  if (!Number.isSafeInteger(offset) || offset < 0 || (stated !== undefined && stated !== length)) {
    throw new ModelError("MALFORMED", `${what} names an impossible range of the external file "${location}"`);
  }
  if (readExternal === undefined) {
    throw new ModelError("UNSUPPORTED", `${what} is kept in another file ("${location}"); save the model as one file`);
  }
  return readExternal(location, offset, length);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function readAttribute(proto: AttributeProto, what: string, readExternal?: ReadExternal): AttributeValue {
  if (proto.refAttrName !== "") return { kind: "other", value: "a reference to a function's attribute" };
  switch (proto.type) {
    case Kind.FLOAT:
      return { kind: "float", value: proto.f };
    case Kind.INT:
      return { kind: "int", value: integer(proto.i) };
    case Kind.STRING:
      return { kind: "string", value: text(proto.s) };
    case Kind.FLOATS:
      return { kind: "floats", value: proto.floats };
    case Kind.INTS:
      return { kind: "ints", value: proto.ints.map(integer) };
    case Kind.STRINGS:
      return { kind: "strings", value: proto.strings.map(text) };
    case Kind.TENSOR:
      if (proto.t === undefined) throw new ModelError("MALFORMED", `${what} holds no tensor`);
      return { kind: "tensor", value: readTensor(proto.t, what, readExternal) };
    default:
      return { kind: "other", value: Kind[proto.type] ?? `type ${proto.type}` };
  }
}

function readNode(proto: NodeProto, readExternal?: ReadExternal): GraphNode {
  const name = proto.name || proto.output.find((output) => output !== "") || proto.opType;
  const place = { operator: proto.opType, node: name };
  if (proto.opType === "") throw new ModelError("MALFORMED", "a node names no operator", { node: name });
  if (proto.output.every((output) => output === "")) {
    throw new ModelError("MALFORMED", "a node has no output", place);
  }
  const attributes = new Map<string, AttributeValue>();
  for (const attribute of proto.attribute) {
    if (attributes.has(attribute.name)) {
      throw new ModelError("MALFORMED", "an attribute is given twice", { ...place, attribute: attribute.name });
    }
    const what = `attribute "${attribute.name}" of node "${name}"`;
    attributes.set(attribute.name, readAttribute(attribute, what, readExternal));
  }
  return {
    name,
    operator: proto.opType,
    domain: proto.domain === "ai.onnx" ? "" : proto.domain,
    inputs: proto.input,
    outputs: proto.output,
    attributes,
  };
}

/**
 * Orders nodes so that each comes after those it reads from; keeps the file's order where that is one already.
 * Finds values defined twice, never defined, and cycles.
 */
function order(nodes: readonly GraphNode[], given: ReadonlySet<string>, outputs: readonly Declaration[]): GraphNode[] {
  const producer = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const output of node.outputs) {
      if (output === "") continue;
      if (given.has(output) || producer.has(output)) {
        throw new ModelError("MALFORMED", `value "${output}" is defined twice`, place(node));
      }
      producer.set(output, index);
    }
  });
  for (const { name } of outputs) {
    if (!given.has(name) && !producer.has(name)) throw new ModelError("MALFORMED", `no node makes output "${name}"`);
  }

  const readers: number[][] = nodes.map(() => []);
  const waiting = nodes.map((node, index) => {
    const sources = new Set<number>();
    for (const input of node.inputs) {
      if (input === "" || given.has(input)) continue;
      const source = producer.get(input);
      if (source === undefined) throw new ModelError("MALFORMED", `value "${input}" is never defined`, place(node));
      sources.add(source);
    }
    for (const source of sources) readers[source]!.push(index);
    return sources.size;
  });
  const sorted = waiting.every((_, index) => readers[index]!.every((reader) => reader > index));
  if (sorted) return [...nodes];

  const ready = nodes.map((_, index) => index).filter((index) => waiting[index] === 0);
  const result: GraphNode[] = [];
  for (let next = 0; next < ready.length; next++) {
    const index = ready[next]!;
    result.push(nodes[index]!);
    for (const reader of readers[index]!) if (--waiting[reader]! === 0) ready.push(reader);
  }
  const stuck = nodes.find((_, index) => waiting[index]! > 0);
  if (stuck !== undefined) throw new ModelError("MALFORMED", "the nodes form a cycle", place(stuck));
  return result;
}

function place(node: GraphNode): { operator: string; node: string } {
  return { operator: node.operator, node: node.name };
}
