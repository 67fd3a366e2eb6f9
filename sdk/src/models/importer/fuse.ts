import { BinaryKind, DType as Code, UnaryKind } from "../generated.ts";
import type { AnyEntry, Entry, Program, Ref, Storage } from "./program.ts";
import { count } from "./tensor.ts";

/** Who writes and who reads each storage. */
class Uses {
  readonly writers = new Map<Storage, AnyEntry[]>();
  readonly readers = new Map<Storage, AnyEntry[]>();

  constructor(entries: readonly AnyEntry[]) {
    for (const entry of entries) {
      for (const { storage } of entry.outputs) push(this.writers, storage, entry);
      for (const operand of entry.inputs) if (operand !== undefined) push(this.readers, operand.storage, entry);
    }
  }

  /** The one entry that makes `operand`, if nothing else reads or writes what it makes. */
  soleProducer(operand: Ref): AnyEntry | undefined {
    const { storage } = operand;
    if (storage.space !== "work" || storage.persistent || operand.at !== 0) return undefined;
    const [writer, another] = this.writers.get(storage) ?? [];
    if (writer === undefined || another !== undefined || this.readers.get(storage)?.length !== 1) return undefined;
    return count(operand.shape) === count(writer.outputs[0]!.shape) ? writer : undefined;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The value of a one-element float32 constant. */
function scalar(operand: Ref | undefined): number | undefined {
  const data = operand?.storage.data;
  if (data?.length !== 4 || operand!.dtype !== Code.FLOAT32) return undefined;
  return new DataView(data.buffer, data.byteOffset).getFloat32(0, true);
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(Math.abs(value)));

type Activated = Entry<
  "Linear" | "Conv" | "ConvDepthwise" | "ConvTranspose" | "Binary" | "Normalize" | "LinearInt8" | "ConvInt8"
>;

const ACTIVATED: ReadonlySet<string> = new Set<Activated["operator"]>([
  "Linear",
  "Conv",
  "ConvDepthwise",
  "ConvTranspose",
  "Binary",
  "Normalize",
  "LinearInt8",
  "ConvInt8",
]);

/** y = activation(producer): the producer applies it. */
function fuseActivation(entry: AnyEntry, uses: Uses): AnyEntry | undefined {
  if (entry.operator !== "Unary" || entry.attributes.kind === UnaryKind.COPY) return undefined;
  const producer = uses.soleProducer(entry.inputs[0]!);
  if (producer === undefined || !ACTIVATED.has(producer.operator)) return undefined;
  const activated = producer as unknown as Activated;
  if (activated.attributes.activation !== UnaryKind.COPY || activated.outputs[0]!.dtype !== Code.FLOAT32)
    return undefined;
  const { kind, alpha, beta } = entry.attributes;
  activated.attributes = { ...activated.attributes, activation: kind, alpha, beta };
  activated.outputs = [{ ...entry.outputs[0]!, shape: activated.outputs[0]!.shape }];
  return producer;
}

/** y = x W + row: the row becomes the product's bias. */
function fuseBias(entry: AnyEntry, uses: Uses): AnyEntry | undefined {
  if (entry.operator !== "Binary" || entry.attributes.kind !== BinaryKind.ADD) return undefined;
  for (const [product, row] of [entry.inputs, [...entry.inputs].reverse()] as Ref[][]) {
    const producer = uses.soleProducer(product!);
    if (producer?.operator !== "Linear" && producer?.operator !== "LinearInt8") continue;
    const place = producer.operator === "Linear" ? 2 : 3;
    if (producer.inputs[place] !== undefined) continue;
    if (producer.attributes.activation !== UnaryKind.COPY || row!.storage.space !== "weights") continue;
    const { n } = producer.attributes;
    const fits = count(row!.shape) === n && row!.shape.at(-1) === n && product!.shape.at(-1) === n;
    if (!fits || count(product!.shape) !== count(entry.outputs[0]!.shape)) continue;
    const { activation, alpha, beta } = entry.attributes;
    producer.inputs = [...producer.inputs.slice(0, place), { ...row!, shape: [n] }];
    Object.assign(producer.attributes, { activation, alpha, beta });
    producer.outputs = [{ ...entry.outputs[0]!, shape: producer.outputs[0]!.shape }];
    return producer;
  }
  return undefined;
}

/** y = float(x) * scale + offset: the cast does it, with the same roundings. */
function fuseCast(entry: AnyEntry, uses: Uses): AnyEntry | undefined {
  if (entry.operator !== "Binary" || entry.attributes.activation !== UnaryKind.COPY) return undefined;
  const { kind } = entry.attributes;
  const [left, right] = entry.inputs as [Ref, Ref];
  const swap = scalar(left) !== undefined && (kind === BinaryKind.ADD || kind === BinaryKind.MUL);
  const [x, value] = swap ? [right, scalar(left)] : [left, scalar(right)];
  const producer = value === undefined ? undefined : uses.soleProducer(x);
  if (producer?.operator !== "Cast" || producer.outputs[0]!.dtype !== Code.FLOAT32) return undefined;
  if (producer.inputs[0]!.dtype === Code.FLOAT32 || producer.attributes.offset !== 0) return undefined;
  if (count(entry.outputs[0]!.shape) !== count(x.shape)) return undefined;
  const { scale } = producer.attributes;
  if (kind === BinaryKind.MUL && scale === 1) producer.attributes = { ...producer.attributes, scale: value! };
  else if (kind === BinaryKind.DIV && scale === 1 && isPowerOfTwo(value!)) {
    producer.attributes = { ...producer.attributes, scale: 1 / value! };
  } else if (kind === BinaryKind.ADD) producer.attributes = { ...producer.attributes, offset: value! };
  else if (kind === BinaryKind.SUB) producer.attributes = { ...producer.attributes, offset: -value! };
  else return undefined;
  producer.outputs = [{ ...entry.outputs[0]!, shape: producer.outputs[0]!.shape }];
  return producer;
}

/** y = (a b) * scale: the product scales its results, with the same roundings. */
function fuseScale(entry: AnyEntry, uses: Uses): AnyEntry | undefined {
  if (entry.operator !== "Binary" || entry.attributes.activation !== UnaryKind.COPY) return undefined;
  const { kind } = entry.attributes;
  const [left, right] = entry.inputs as [Ref, Ref];
  const swap = kind === BinaryKind.MUL && scalar(left) !== undefined;
  const [x, value] = swap ? [right, scalar(left)] : [left, scalar(right)];
  const divides = kind === BinaryKind.DIV && value !== undefined && isPowerOfTwo(value);
  if (value === undefined || !(kind === BinaryKind.MUL || divides)) return undefined;
  const producer = uses.soleProducer(x);
  if (producer?.operator !== "MatMul" || producer.attributes.scale !== 1) return undefined;
  if (count(entry.outputs[0]!.shape) !== count(x.shape)) return undefined;
  producer.attributes = { ...producer.attributes, scale: divides ? 1 / value : value };
  producer.outputs = [{ ...entry.outputs[0]!, shape: producer.outputs[0]!.shape }];
  return producer;
}

/** a * transpose(b): the product reads b as it lies. */
function fuseTranspose(entry: AnyEntry, uses: Uses): AnyEntry | undefined {
  if (entry.operator !== "MatMul" || entry.attributes.transposeB === 1) return undefined;
  const [a, b] = entry.inputs as [Ref, Ref];
  const producer = uses.soleProducer(b);
  if (producer?.operator !== "Transpose" || producer.outputs[0]!.shape.length !== b.shape.length) return undefined;
  const { perm } = producer.attributes;
  const rank = b.shape.length;
  const swapsLast = perm.every((axis, i) => axis === (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i));
  if (!swapsLast || !b.shape.every((dim, i) => dim === producer.outputs[0]!.shape[i])) return undefined;
  entry.inputs = [a, producer.inputs[0]];
  entry.attributes = { ...entry.attributes, transposeB: 1 };
  return producer;
}

/**
 * Joins entries where one does the work of two, and drops entries whose results nobody reads. Results keep their bits:
 * every fusion rounds where the separate entries rounded.
 */
export function fuse(program: Program): Program {
  let entries = [...program.entries];
  for (let changed = true; changed;) {
    changed = false;
    const uses = new Uses(entries);
    const gone = new Set<AnyEntry>();
    const touched = new Set<AnyEntry>();
    for (const entry of entries) {
      if ([entry, ...neighbours(entry, uses)].some((one) => touched.has(one))) continue;
      const turned = fuseTranspose(entry, uses);
      const producer =
        turned === undefined
          ? (fuseActivation(entry, uses) ?? fuseBias(entry, uses) ?? fuseCast(entry, uses) ?? fuseScale(entry, uses))
          : undefined;
      if (turned !== undefined) gone.add(turned);
      else if (producer !== undefined) gone.add(entry);
      else continue;
      // Uses are out of date around what has changed: look again in the next round.
      for (const one of [entry, turned ?? producer!, ...neighbours(entry, uses)]) touched.add(one);
      changed = true;
    }
    entries = dropUnread(entries.filter((entry) => !gone.has(entry)));
  }
  return { ...program, entries };
}

/** Entries that write what `entry` reads. */
function neighbours(entry: AnyEntry, uses: Uses): AnyEntry[] {
  return entry.inputs.flatMap((operand) => (operand === undefined ? [] : (uses.writers.get(operand.storage) ?? [])));
}

function dropUnread(entries: readonly AnyEntry[]): AnyEntry[] {
  const read = new Set<Storage>();
  const kept: AnyEntry[] = [];
  for (const entry of [...entries].reverse()) {
    const needed = entry.outputs.some(
      ({ storage }) => storage.space === "output" || storage.persistent || read.has(storage),
    );
    if (!needed) continue;
    kept.push(entry);
    for (const operand of entry.inputs) if (operand !== undefined) read.add(operand.storage);
  }
  return kept.reverse();
}
