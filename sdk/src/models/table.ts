/**
 * The weights blob: node table and constant tensors, exactly the bytes mapped at 0x80000000.
 * The format is described in docs/guest.md; its constants come from guest/operators.json.
 */
import {
  ABSENT,
  DType,
  Header,
  INPUT_OFFSET,
  LANES,
  MAX_RANK,
  operators,
  OUTPUT_OFFSET,
  RecordWord,
  REGION_BYTES,
  Space,
  TABLE_HEADER_BYTES,
  TABLE_MAGIC,
  TABLE_VERSION,
  TENSOR_BYTES,
  WORK_OFFSET,
} from "./generated.ts";
import type { OperatorAttributes, OperatorName } from "./generated.ts";

export type DTypeCode = (typeof DType)[keyof typeof DType];
export type SpaceCode = (typeof Space)[keyof typeof Space];

/** Bytes of one element of a type. */
export const dtypeBytes = (dtype: DTypeCode): number => (dtype === DType.FLOAT32 || dtype === DType.INT32 ? 4 : 1);

/**
 * A tensor: row-major, no strides. `offset` is in bytes from the start of its space and must be a multiple of 16.
 * A constant has `space: Space.WEIGHTS` and `data`; its offset is chosen by `writeTable`.
 */
export interface Tensor {
  readonly dtype: DTypeCode;
  readonly space: SpaceCode;
  readonly dims: readonly number[];
  readonly offset?: number;
  readonly data?: Uint8Array;
}

/** One entry of the table: an operator, or a tile of one. Operands are indices into `Graph.tensors`. */
export type Entry = {
  [Name in OperatorName]: {
    readonly op: Name;
    readonly outputs: readonly number[];
    /** `null` where an optional input is absent; trailing ones may be left out. */
    readonly inputs: readonly (number | null)[];
    readonly attributes: OperatorAttributes[Name];
    /** The tile, [first, after last) in the operator's unit; all of it if left out. */
    readonly units?: readonly [number, number];
    /** Steps at which the entry runs, [first, after last); all of them if left out. */
    readonly steps?: readonly [number, number];
    /** Run only from the last token of the prompt on (recurrent decoders). */
    readonly afterPrompt?: boolean;
  };
}[OperatorName];

export interface Graph {
  readonly tensors: readonly Tensor[];
  readonly entries: readonly Entry[];
  /** How often the table is executed. Trace node i is entry i mod T at step i div T. */
  readonly steps: number;
  /** Input length in bytes: what the model takes. */
  readonly inputBytes: readonly [min: number, max: number];
  /** Output length in bytes of a run that reaches its last entry. */
  readonly outputBytes: number;
  /** The schemas: tensors in the input region and in the output region. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Recurrent decoders: where in the input the prompt's tokens start (a multiple of 4), and how wide they are. */
  readonly tokensOffset?: number;
  readonly tokenBytes?: 1 | 2 | 4;
}

export class TableError extends Error {
  override readonly name = "TableError";
}

/** Elements of a tensor. */
export const elements = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** Bytes of a tensor. */
export const tensorBytes = (tensor: Tensor): number => elements(tensor.dims) * dtypeBytes(tensor.dtype);

const align = (value: number, to: number) => Math.ceil(value / to) * to;

/** How many units an entry has: what its tiles divide. */
export function unitsOf(entry: Entry, tensors: readonly Tensor[]): number {
  const out = tensors[entry.outputs[0] ?? -1];
  if (!out) throw new TableError(`${entry.op}: no output`);
  const count = elements(out.dims);
  const dim = (index: number) => out.dims[index] ?? 1;
  switch (entry.op) {
    case "Linear":
    case "LinearInt8":
      return (count / entry.attributes.n) * Math.ceil(entry.attributes.n / LANES);
    case "MatMul":
      return count / (out.dims.at(-1) ?? 1);
    case "Conv":
    case "ConvInt8":
    case "ConvTranspose":
      return dim(0) * dim(2);
    case "ConvDepthwise":
    case "Pool":
    case "Resize":
      return dim(0) * dim(1) * dim(2);
    case "Softmax":
    case "CumSum":
    case "Normalize":
      return count / entry.attributes.n;
    case "TopK":
      return count / entry.attributes.k;
    case "Place": {
      const x = tensors[entry.inputs[0] ?? -1];
      if (!x) throw new TableError("Place: no input");
      return elements(x.dims);
    }
    case "Gather":
      return count / entry.attributes.inner;
    case "Rope":
    case "Attention":
      return entry.attributes.heads;
    case "Sample":
    case "Words":
      return 1;
    default:
      return count;
  }
}

/**
 * Lays out a graph as the bytes mapped at 0x80000000: header, record offsets, descriptors, records, then constants,
 * each at a multiple of 64. Equal graphs give equal bytes. Constants whose `data` is the same array are stored once.
 *
 * @throws TableError naming the tensor or entry that cannot be written.
 */
export function writeTable(graph: Graph): Uint8Array {
  const { tensors, entries } = graph;
  if (entries.length === 0 || graph.steps < 1) throw new TableError("an empty graph");
  const [inputMin, inputMax] = graph.inputBytes;
  if (inputMin > inputMax || inputMax > REGION_BYTES) throw new TableError(`input of ${inputMin} to ${inputMax} bytes`);
  if (graph.outputBytes > REGION_BYTES) throw new TableError(`output of ${graph.outputBytes} bytes`);

  const records = entries.map((entry, index) => encodeEntry(entry, index, graph));
  let cursor: number = TABLE_HEADER_BYTES;
  const entriesOffset = cursor;
  cursor += 4 * entries.length;
  const inputsOffset = cursor;
  cursor += 4 * graph.inputs.length;
  const outputsOffset = cursor;
  cursor += 4 * graph.outputs.length;
  const tensorsOffset = (cursor = align(cursor, 16));
  cursor += TENSOR_BYTES * tensors.length;
  const recordOffsets = records.map((record) => {
    const offset = cursor;
    cursor += 4 * record.length;
    return offset;
  });

  let extent: number = WORK_OFFSET;
  const placed = new Map<Uint8Array, number>();
  const offsets = tensors.map((tensor, index) => {
    const bytes = tensorBytes(tensor);
    const fail = (problem: string): never => {
      throw new TableError(`tensor ${index} (${tensor.dims.join("x")}): ${problem}`);
    };
    if (tensor.dims.length > MAX_RANK) fail(`rank above ${MAX_RANK}`);
    if (tensor.dims.some((dim) => !Number.isInteger(dim) || dim < 1)) fail("a dimension that is not positive");
    if (bytes >= 2 ** 30) fail("1 GiB or more");
    if (tensor.space === Space.WEIGHTS) {
      if (!tensor.data) return fail("a constant without data");
      if (tensor.data.length !== bytes) fail(`${tensor.data.length} bytes of data, expected ${bytes}`);
      const known = placed.get(tensor.data);
      if (known !== undefined) return known;
      cursor = align(cursor, 64);
      placed.set(tensor.data, cursor);
      cursor += bytes;
      return cursor - bytes;
    }
    const offset = tensor.offset ?? fail("no offset");
    if (offset % 16 !== 0) fail(`offset ${offset} is not a multiple of 16`);
    if (tensor.space === Space.WORK) extent = Math.max(extent, WORK_OFFSET + offset + bytes);
    else if (offset + bytes > REGION_BYTES) fail("outside its region");
    return offset;
  });
  const size = align(cursor, 64);
  if (size > 2 ** 31) throw new TableError(`weights of ${size} bytes`);
  extent = align(extent, 64);
  if (extent > 2 ** 30) throw new TableError(`an arena of ${extent} bytes`);

  const blob = new Uint8Array(size);
  const view = new DataView(blob.buffer);
  const word = (offset: number, value: number) => view.setUint32(offset, value, true);
  const header: [number, number][] = [
    [Header.MAGIC, TABLE_MAGIC],
    [Header.VERSION, TABLE_VERSION],
    [Header.SIZE, size],
    [Header.ENTRIES, entries.length],
    [Header.STEPS, graph.steps],
    [Header.ENTRIES_OFFSET, entriesOffset],
    [Header.TENSORS, tensors.length],
    [Header.TENSORS_OFFSET, tensorsOffset],
    [Header.INPUT_MIN, inputMin],
    [Header.INPUT_MAX, inputMax],
    [Header.OUTPUT_LENGTH, graph.outputBytes],
    [Header.ARENA_EXTENT, extent],
    [Header.INPUTS, graph.inputs.length],
    [Header.INPUTS_OFFSET, inputsOffset],
    [Header.OUTPUTS, graph.outputs.length],
    [Header.OUTPUTS_OFFSET, outputsOffset],
    [Header.TOKENS_OFFSET, graph.tokensOffset ?? 0],
    [Header.TOKEN_BYTES, graph.tokenBytes ?? 4],
  ];
  for (const [index, value] of header) word(4 * index, value);
  graph.inputs.forEach((tensor, index) => word(inputsOffset + 4 * index, tensor));
  graph.outputs.forEach((tensor, index) => word(outputsOffset + 4 * index, tensor));
  records.forEach((record, index) => {
    const offset = recordOffsets[index]!;
    word(entriesOffset + 4 * index, offset);
    record.forEach((value, position) => word(offset + 4 * position, value));
  });
  tensors.forEach((tensor, index) => {
    const at = tensorsOffset + TENSOR_BYTES * index;
    word(at, tensor.dtype | (tensor.space << 8) | (tensor.dims.length << 16));
    word(at + 4, offsets[index]!);
    word(at + 8, elements(tensor.dims));
    tensor.dims.forEach((dim, position) => word(at + 16 + 4 * position, dim));
    if (tensor.data && tensor.space === Space.WEIGHTS) blob.set(tensor.data, offsets[index]!);
  });
  return blob;
}

function encodeEntry(entry: Entry, index: number, graph: Graph): number[] {
  const fail = (problem: string): never => {
    throw new TableError(`entry ${index} (${entry.op}): ${problem}`);
  };
  const spec = operators[entry.op];
  const all = unitsOf(entry, graph.tensors);
  const [start, end] = entry.units ?? [0, all];
  if (!Number.isInteger(all)) fail(`its shapes do not divide into units (${all})`);
  if (start < 0 || start > end || end > all) fail(`units ${start} to ${end} of ${all}`);
  const [stepStart, stepEnd] = entry.steps ?? [0, graph.steps];
  const inputs = spec.inputs.map((name, position) => {
    const tensor = entry.inputs[position];
    if (tensor !== null && tensor !== undefined) return tensor;
    if (position < spec.inputs.length - spec.optional) fail(`input "${name}" is missing`);
    return ABSENT;
  });
  if (entry.inputs.length > inputs.length) fail("too many inputs");
  if (entry.outputs.length !== spec.outputs.length) fail(`${spec.outputs.length} outputs expected`);
  const operands = [...entry.outputs, ...inputs];
  for (const tensor of operands) if (tensor !== ABSENT && !graph.tensors[tensor]) fail(`no tensor ${tensor}`);

  const given = entry.attributes as unknown as Readonly<Record<string, number | readonly number[]>>;
  const attributes = spec.attributes.flatMap(({ name, type, length }) => {
    const value = given[name];
    const values = typeof value === "number" ? [value] : (value ?? fail(`attribute "${name}" is missing`));
    if (values.length > Math.max(1, length)) fail(`attribute "${name}" has ${values.length} values`);
    const words = values.map((item) => {
      if (type === "f32") return floatBits(item);
      if (!Number.isInteger(item)) fail(`attribute "${name}" is ${item}`);
      return item >>> 0;
    });
    return [...words, ...Array<number>(Math.max(1, length) - words.length).fill(0)];
  });
  return [
    spec.opcode,
    entry.outputs.length | (inputs.length << 8) | (attributes.length << 16),
    start,
    end,
    stepStart,
    stepEnd,
    entry.afterPrompt ? 1 : 0,
    ...operands,
    ...attributes,
  ];
}

const scratch = new DataView(new ArrayBuffer(4));

function floatBits(value: number): number {
  scratch.setFloat32(0, value, true);
  return scratch.getUint32(0, true);
}

/** A tensor as read back from a blob. */
export interface TensorInfo {
  readonly dtype: DTypeCode;
  readonly space: SpaceCode;
  readonly dims: readonly number[];
  /** From the start of its space. */
  readonly offset: number;
  readonly bytes: number;
}

/** A record as read back from a blob. */
export interface EntryInfo {
  readonly op: OperatorName;
  /** Tensor numbers; -1 where an optional input is absent. */
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
  readonly units: readonly [number, number];
  readonly steps: readonly [number, number];
  readonly afterPrompt: boolean;
}

export interface Table {
  readonly size: number;
  readonly steps: number;
  readonly inputBytes: readonly [number, number];
  readonly outputBytes: number;
  /** Bytes of the arena in use, from its start. */
  readonly arenaExtent: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly tokensOffset: number;
  readonly tokenBytes: number;
  readonly tensors: readonly TensorInfo[];
  readonly entries: readonly EntryInfo[];
}

const names = new Map(Object.entries(operators).map(([name, spec]) => [spec.opcode, name as OperatorName]));

/** Where a space starts in the arena. */
const spaceOffsets: Readonly<Record<SpaceCode, number>> = {
  [Space.WEIGHTS]: 0,
  [Space.WORK]: WORK_OFFSET,
  [Space.INPUT]: INPUT_OFFSET,
  [Space.OUTPUT]: OUTPUT_OFFSET,
};

/** A tensor's bytes in the arena: [first, after last). Not for constants. */
export function arenaRange(tensor: TensorInfo): [number, number] {
  const start = spaceOffsets[tensor.space] + tensor.offset;
  return [start, start + tensor.bytes];
}

/**
 * Reads a blob back.
 *
 * @throws TableError if it is not a node table, or if a record points outside it.
 */
export function readTable(blob: Uint8Array): Table {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const word = (offset: number): number => {
    if (offset % 4 !== 0 || offset + 4 > blob.length) throw new TableError(`offset ${offset} is outside the blob`);
    return view.getUint32(offset, true);
  };
  const words = (offset: number, count: number) => {
    word(offset + 4 * Math.max(0, count - 1));
    return Array.from({ length: count }, (_, index) => word(offset + 4 * index));
  };
  const header = (field: number) => word(4 * field);
  if (blob.length < TABLE_HEADER_BYTES || header(Header.MAGIC) !== TABLE_MAGIC)
    throw new TableError("not a node table");
  if (header(Header.VERSION) !== TABLE_VERSION) throw new TableError(`table version ${header(Header.VERSION)}`);
  const size = header(Header.SIZE);
  if (size !== blob.length) throw new TableError(`the header says ${size} bytes, the blob has ${blob.length}`);

  const tensors: TensorInfo[] = [];
  const tensorsOffset = header(Header.TENSORS_OFFSET);
  for (let index = 0; index < header(Header.TENSORS); index++) {
    const at = tensorsOffset + TENSOR_BYTES * index;
    const kind = word(at);
    const rank = kind >>> 16;
    const dtype = (kind & 0xff) as DTypeCode;
    if (rank > MAX_RANK) throw new TableError(`tensor ${index}: rank ${rank}`);
    tensors.push({
      dtype,
      space: ((kind >>> 8) & 0xff) as SpaceCode,
      dims: words(at + 16, rank),
      offset: word(at + 4),
      bytes: word(at + 8) * dtypeBytes(dtype),
    });
  }
  const entries = words(header(Header.ENTRIES_OFFSET), header(Header.ENTRIES)).map((at, index): EntryInfo => {
    const record = (field: number) => word(at + 4 * field);
    const op = names.get(record(RecordWord.OPCODE));
    if (!op) throw new TableError(`entry ${index}: opcode ${record(RecordWord.OPCODE)}`);
    const counts = record(RecordWord.COUNTS);
    const [outputs, inputs] = [counts & 0xff, (counts >>> 8) & 0xff];
    const operands = words(at + 4 * RecordWord.OPERANDS, outputs + inputs).map((value) => value | 0);
    let cursor = at + 4 * (RecordWord.OPERANDS + outputs + inputs);
    const attributes: Record<string, number | readonly number[]> = {};
    for (const { name, type, length } of operators[op].attributes) {
      const values = Array.from({ length: Math.max(1, length) }, () => {
        const raw = word(cursor);
        cursor += 4;
        if (type === "f32") return view.getFloat32(cursor - 4, true);
        return type === "i32" ? raw | 0 : raw;
      });
      attributes[name] = length > 0 ? values : values[0]!;
    }
    return {
      op,
      outputs: operands.slice(0, outputs),
      inputs: operands.slice(outputs),
      attributes,
      units: [record(RecordWord.UNIT_START), record(RecordWord.UNIT_END)],
      steps: [record(RecordWord.STEP_START), record(RecordWord.STEP_END)],
      afterPrompt: record(RecordWord.WHEN) === 1,
    };
  });
  return {
    size,
    steps: header(Header.STEPS),
    inputBytes: [header(Header.INPUT_MIN), header(Header.INPUT_MAX)],
    outputBytes: header(Header.OUTPUT_LENGTH),
    arenaExtent: header(Header.ARENA_EXTENT),
    inputs: words(header(Header.INPUTS_OFFSET), header(Header.INPUTS)),
    outputs: words(header(Header.OUTPUTS_OFFSET), header(Header.OUTPUTS)),
    tokensOffset: header(Header.TOKENS_OFFSET),
    tokenBytes: header(Header.TOKEN_BYTES),
    tensors,
    entries,
  };
}
