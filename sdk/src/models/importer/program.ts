import { createHash } from "node:crypto";

import { ModelError } from "../errors.ts";
import { DType as Code, type OperatorAttributes, type OperatorName } from "../generated.ts";
import type { Value } from "./ir.ts";
import type { Quantization, ValueRange } from "./operators/quantize.ts";
import { count, type DType, type Shape, type Tensor, tensor } from "./tensor.ts";

/** A guest element type. */
export type CodeOf = (typeof Code)[keyof typeof Code];

/** Bytes of one element of a guest type. */
export function elementBytes(dtype: CodeOf): number {
  return dtype === Code.FLOAT32 || dtype === Code.INT32 ? 4 : 1;
}

/** A run of bytes that tensors live in. Where it lies within its space is decided when the arena is planned. */
export interface Storage {
  space: "weights" | "work" | "input" | "output";
  readonly bytes: number;
  /** The content, of weights. */
  readonly data?: Uint8Array;
  /** Set for storage whose place is fixed: inputs and outputs, from the start of their region. */
  offset?: number;
  /** Lives across steps: its place is never given to anything else. */
  persistent?: boolean;
}

/** A tensor in storage; several may look at the same one. */
export interface Ref {
  readonly storage: Storage;
  /** Byte offset of the first element within the storage. */
  readonly at: number;
  readonly dtype: CodeOf;
  readonly shape: Shape;
}

/** One operator of the guest on concrete operands. */
export interface Entry<K extends OperatorName = OperatorName> {
  readonly operator: K;
  outputs: Ref[];
  inputs: (Ref | undefined)[];
  attributes: OperatorAttributes[K];
  /** The node of the ONNX graph it comes from. */
  readonly label: string;
  /** The value that node makes first. */
  readonly source: string;
  /** First step at which it runs, and the step after the last; all when left out. */
  stepStart?: number;
  stepEnd?: number;
  /** Runs only from the last token of the prompt on. */
  afterPrompt?: boolean;
}

export type AnyEntry = { [K in OperatorName]: Entry<K> }[OperatorName];

/** What lowering makes: entries in order, and where the model's inputs and outputs are. */
export interface Program {
  readonly entries: AnyEntry[];
  readonly inputs: readonly { readonly name: string; readonly ref: Ref }[];
  readonly outputs: readonly { readonly name: string; readonly ref: Ref }[];
  /** Of a decoder: its prompt, the last of the inputs. */
  readonly prompt?: Ref;
}

/** The guest type that values of an ONNX type have at run time; 64-bit integers are held in 32 bits. */
export function codeOf(dtype: DType): CodeOf {
  switch (dtype) {
    case "float32":
      return Code.FLOAT32;
    case "int32":
    case "int64":
      return Code.INT32;
    case "int8":
      return Code.INT8;
    case "uint8":
    case "bool":
      return Code.UINT8;
    default:
      throw new ModelError("UNSUPPORTED", `values of type ${dtype} at run time`, {
        supported: ["float32", "int32", "int64 (held in 32 bits)", "int8", "uint8", "bool"],
      });
  }
}

/** Little-endian bytes of a constant as the guest reads it. */
export function encode(value: Tensor): Uint8Array {
  const code = codeOf(value.dtype);
  const bytes = new Uint8Array(value.data.length * elementBytes(code));
  const view = new DataView(bytes.buffer);
  if (code === Code.FLOAT32) {
    const bits = new Uint32Array(value.data.buffer, value.data.byteOffset, value.data.length);
    value.data.forEach((element, i) => view.setUint32(4 * i, Number.isNaN(element) ? 0x7fc00000 : bits[i]!, true));
  } else if (code === Code.INT32) {
    // What a 64-bit constant cannot say in 32 bits is "as far as possible", and means the same at the limit.
    value.data.forEach((element, i) =>
      view.setInt32(4 * i, Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, element)), true),
    );
  } else {
    bytes.set(value.data);
  }
  return bytes;
}

/** Collects the guest's entries while operations are lowered in order. */
export class Emitter {
  readonly entries: AnyEntry[] = [];
  /** Values that live from step to step, by name; `set` once something says what the next step finds. */
  readonly states = new Map<string, { readonly ref: Ref; set: boolean }>();
  /** Entries for the end of a step, after everything that reads what they change. */
  readonly atEnd: AnyEntry[] = [];
  /** Of a decoder: the prompt, and the token that the last step chose. */
  prompt: Ref | undefined;
  lastToken: Ref | undefined;
  /** Values that are int8 times a scale: the int8. By name. */
  readonly quantized = new Map<string, { readonly ref: Ref; readonly quantization: Quantization }>();
  /** int8 of values, made for a convolution or product and of use to others: by name, scale and zero point. */
  readonly int8 = new Map<string, Ref>();

  /** @param ranges Of the inputs of convolutions and products, by their output's name: those are computed in int8. */
  constructor(readonly ranges?: ReadonlyMap<string, ValueRange>) {}
  readonly #refs = new Map<string, Ref>();
  readonly #weights = new Map<string, Storage>();
  #label = "";
  #source = "";

  /** Names the operation that following entries belong to, and its first output. */
  begin(label: string, source: string): void {
    this.#label = label;
    this.#source = source;
  }

  /** Where a value is; constants are put into the weights when first asked for. */
  ref(value: Value): Ref {
    const known = this.#refs.get(value.name);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error(`value "${value.name}" is used before it is made`);
    return this.constant(value.constant);
  }

  /** A constant in the weights; equal bytes are stored once. */
  constant(value: Tensor): Ref {
    return this.weights(encode(value), codeOf(value.dtype), value.shape);
  }

  /** Bytes in the weights, in an operator's own order. */
  weights(data: Uint8Array, dtype: CodeOf, shape: Shape): Ref {
    const key = createHash("sha256").update(data).digest("hex");
    let storage = this.#weights.get(key);
    if (storage === undefined) {
      storage = { space: "weights", bytes: data.length, data };
      this.#weights.set(key, storage);
    }
    return { storage, at: 0, dtype, shape };
  }

  /** A float32 scalar in the weights. */
  scalar(value: number): Ref {
    return this.constant(tensor("float32", [], [value]));
  }

  /** An int32 scalar in the weights. */
  integer(value: number): Ref {
    return this.constant(tensor("int32", [], [value]));
  }

  /** Fresh working memory. */
  temporary(dtype: CodeOf, shape: Shape): Ref {
    const bytes = count(shape) * elementBytes(dtype);
    return { storage: { space: "work", bytes }, at: 0, dtype, shape };
  }

  /** Working memory that keeps its content from step to step. */
  persistent(dtype: CodeOf, shape: Shape): Ref {
    const ref = this.temporary(dtype, shape);
    ref.storage.persistent = true;
    return ref;
  }

  /** Fresh working memory for a value of the graph. */
  make(value: Value): Ref {
    const ref = this.temporary(codeOf(value.dtype), value.shape);
    this.#refs.set(value.name, ref);
    return ref;
  }

  /** Lets a value be what is already at `ref`, under its own shape. */
  alias(value: Value, ref: Ref): void {
    this.#refs.set(value.name, view(ref, value.shape));
  }

  emit<K extends OperatorName>(
    operator: K,
    outputs: Ref[],
    inputs: (Ref | undefined)[],
    attributes: OperatorAttributes[K],
  ): Entry<K> {
    const entry: Entry<K> = { operator, outputs, inputs, attributes, label: this.#label, source: this.#source };
    this.entries.push(entry as unknown as AnyEntry);
    return entry;
  }
}

/** The same elements under another shape. */
export function view(ref: Ref, shape: Shape): Ref {
  if (count(shape) !== count(ref.shape)) throw new Error(`[${ref.shape}] cannot be seen as [${shape}]`);
  return { ...ref, shape };
}
