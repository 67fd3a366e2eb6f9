import { ModelError, type ModelErrorCode } from "../errors.ts";
import type { AttributeValue, GraphNode } from "./graph.ts";
import type { DType, Shape, Tensor, TensorType } from "./tensor.ts";

/** A value of the graph: its type is known, and its elements too when it depends on no input. */
export interface Value extends TensorType {
  readonly name: string;
  readonly constant?: Tensor;
}

/** What an operation knows of the model it is part of. */
export interface Setting {
  /** Version of the default operator set. */
  readonly opset: number;
  /** How often the graph is executed in a run. */
  readonly steps: number;
}

type ValueOf<K extends AttributeValue["kind"]> = { [P in AttributeValue as P["kind"]]: P["value"] }[K];

/** An operator application whose operands are resolved; what operators are written against. */
export class Operation {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
  readonly opset: number;
  /** How often the model's graph is executed in a run. */
  readonly steps: number;
  readonly inputs: readonly (Value | undefined)[];
  /** Empty while the operation is being inferred. */
  outputs: readonly Value[] = [];
  /** Names of the outputs; empty for an omitted one. */
  readonly outputNames: readonly string[];
  readonly #attributes: ReadonlyMap<string, AttributeValue>;
  readonly #read = new Set<string>();

  constructor(node: GraphNode, { opset, steps }: Setting, inputs: readonly (Value | undefined)[]) {
    this.operator = node.operator;
    this.domain = node.domain;
    this.name = node.name;
    this.opset = opset;
    this.steps = steps;
    this.inputs = inputs;
    this.outputNames = node.outputs;
    this.#attributes = node.attributes;
  }

  /** The same application to other inputs; it has no outputs yet. */
  withInputs(inputs: readonly (Value | undefined)[]): Operation {
    const node = { ...this, inputs: [], outputs: this.outputNames, attributes: this.#attributes };
    return new Operation(node, this, inputs);
  }

  /** An error at this operation. */
  error(code: ModelErrorCode, reason: string, attribute?: string, supported?: readonly string[]): ModelError {
    return new ModelError(code, reason, { operator: this.operator, node: this.name, attribute, supported });
  }

  /** Shorthand for a refusal of something valid. */
  unsupported(reason: string, attribute?: string, supported?: readonly string[]): ModelError {
    return this.error("UNSUPPORTED", reason, attribute, supported);
  }

  /** Shorthand for an operand or attribute that contradicts the operator's definition. */
  malformed(reason: string, attribute?: string): ModelError {
    return this.error("MALFORMED", reason, attribute);
  }

  /** A required input. */
  input(index: number): Value {
    const value = this.inputs[index];
    if (value === undefined) throw this.malformed(`input ${index} is missing`);
    return value;
  }

  /** An optional input. */
  optional(index: number): Value | undefined {
    return this.inputs[index];
  }

  /** A required input whose elements must be known when the model is built. */
  constant(index: number, what: string): Tensor {
    const tensor = this.optionalConstant(index, what);
    if (tensor === undefined) throw this.malformed(`input ${index} is missing`, what);
    return tensor;
  }

  optionalConstant(index: number, what: string): Tensor | undefined {
    const value = this.inputs[index];
    if (value === undefined) return undefined;
    if (value.constant === undefined) {
      throw this.unsupported(
        "depends on the model's input; shapes and parameters must be known when the model is built " +
          "(export with fixed shapes, or simplify the graph first)",
        what,
      );
    }
    return value.constant;
  }

  /** The integer elements of a required constant input. */
  integers(index: number, what: string): number[] {
    const tensor = this.constant(index, what);
    if (tensor.dtype === "float32" || tensor.dtype === "float64") throw this.malformed("must hold integers", what);
    return Array.from(tensor.data);
  }

  output(index = 0): Value {
    const value = this.outputs[index];
    if (value === undefined) throw new Error(`${this.operator} has no output ${index}`);
    return value;
  }

  /** Whether anything may read output `index`. */
  wants(index: number): boolean {
    return (this.outputNames[index] ?? "") !== "";
  }

  has(attribute: string): boolean {
    return this.#attributes.has(attribute);
  }

  #get<K extends AttributeValue["kind"]>(attribute: string, kind: K): ValueOf<K> | undefined {
    this.#read.add(attribute);
    const value = this.#attributes.get(attribute);
    if (value === undefined) return undefined;
    if (value.kind !== kind) throw this.malformed(`is of kind ${value.kind} where ${kind} is due`, attribute);
    return value.value as ValueOf<K>;
  }

  int(attribute: string, fallback: number): number {
    return this.#get(attribute, "int") ?? fallback;
  }

  /** An integer attribute used as a yes or no. */
  flag(attribute: string, fallback: boolean): boolean {
    return this.int(attribute, fallback ? 1 : 0) !== 0;
  }

  requiredInt(attribute: string): number {
    const value = this.#get(attribute, "int");
    if (value === undefined) throw this.malformed("is missing", attribute);
    return value;
  }

  ints(attribute: string): readonly number[] | undefined {
    return this.#get(attribute, "ints");
  }

  float(attribute: string, fallback: number): number {
    return this.#get(attribute, "float") ?? fallback;
  }

  floats(attribute: string): readonly number[] | undefined {
    return this.#get(attribute, "floats");
  }

  /** Any text. */
  text(attribute: string): string {
    const value = this.#get(attribute, "string");
    if (value === undefined) throw this.malformed("is missing", attribute);
    return value;
  }

  string<T extends string>(attribute: string, fallback: T, allowed: readonly T[]): T {
    const value = this.#get(attribute, "string");
    if (value === undefined) return fallback;
    if (!allowed.includes(value as T)) throw this.unsupported(`"${value}" is not supported`, attribute, allowed);
    return value as T;
  }

  tensor(attribute: string): Tensor | undefined {
    return this.#get(attribute, "tensor");
  }

  /** Accepts an attribute that changes nothing here. */
  ignore(...attributes: string[]): void {
    for (const attribute of attributes) this.#read.add(attribute);
  }

  /** Throws for the first attribute nobody asked for: what is not understood is never skipped. */
  checkAttributes(): void {
    for (const attribute of this.#attributes.keys()) {
      if (!this.#read.has(attribute)) throw this.unsupported("an attribute the importer does not know", attribute);
    }
  }

  /** An axis counted from the front, from one that may be negative. */
  axis(value: number, rank: number, attribute = "axis"): number {
    const axis = value < 0 ? value + rank : value;
    if (!Number.isInteger(axis) || axis < 0 || axis >= rank) {
      throw this.malformed(`axis ${value} of a tensor of ${rank} dimensions`, attribute);
    }
    return axis;
  }

  /** Distinct axes counted from the front, ascending. */
  axes(values: readonly number[], rank: number): number[] {
    const axes = values.map((value) => this.axis(value, rank, "axes")).sort((a, b) => a - b);
    if (new Set(axes).size !== axes.length) throw this.malformed("an axis is given twice", "axes");
    return axes;
  }

  /** Throws unless `value` has one of the given element types. */
  expect(value: Value, ...dtypes: DType[]): void {
    if (!dtypes.includes(value.dtype)) {
      throw this.unsupported(`elements of type ${value.dtype}`, value.name, dtypes);
    }
  }

  /** Throws unless `value` has the given number of dimensions. */
  expectRank(value: Value, rank: number): void {
    if (value.shape.length !== rank) {
      throw this.unsupported(
        `"${value.name}" has ${value.shape.length} dimensions where ${rank} are supported: [${value.shape}]`,
      );
    }
  }
}

/** Convenience for operators with one output. */
export function single(dtype: DType, shape: Shape): TensorType[] {
  return [{ dtype, shape }];
}
