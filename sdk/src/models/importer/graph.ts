import type { Tensor, TensorType } from "./tensor.ts";

/** An attribute of a node, as the file has it. Integers beyond 2^53 are clamped to it. */
export type AttributeValue =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: Tensor }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "other"; readonly value: string };

/** One operator application. Empty names stand for omitted optional inputs and outputs. */
export interface GraphNode {
  /** The node's name, or that of its first output when it has none. */
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** A graph input or output as the file declares it; a symbolic dimension is a string. */
export interface Declaration {
  readonly name: string;
  readonly dtype: TensorType["dtype"];
  readonly shape: readonly (number | string)[] | undefined;
}

/** A model as read from its file: checked for form, not yet for meaning. Nodes are in an order that can be executed. */
export interface Graph {
  readonly name: string;
  readonly producer: string;
  /** Version of the default operator set. */
  readonly opset: number;
  readonly inputs: readonly Declaration[];
  readonly outputs: readonly Declaration[];
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** The model's own properties; the importer reads those whose names start with `openimo.`. */
  readonly metadata: ReadonlyMap<string, string>;
}
