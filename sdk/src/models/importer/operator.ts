import type { Operation } from "./ir.ts";
import type { Emitter } from "./program.ts";
import type { Tensor, TensorType } from "./tensor.ts";

/** How one ONNX operator is understood, folded and translated. One file in `operators/` describes a family of them. */
export interface Operator {
  /** ONNX `op_type`. */
  readonly name: string;
  /** Empty for the standard operators. */
  readonly domain?: string;
  /** Made by the importer itself out of patterns, and named by no file. */
  readonly internal?: boolean;
  /** One line for the list in the documentation: what is left out, if anything. */
  readonly note?: string;

  /**
   * Types of the outputs. Reads every attribute the operator has: those nobody read are refused.
   * Throws a `ModelError` for what it does not support.
   */
  infer(operation: Operation): TensorType[];

  /**
   * The outputs' elements when all inputs are constants. Left out where the result would not be the same on every
   * machine (transcendental functions): such nodes run in the guest.
   */
  evaluate?(operation: Operation): Tensor[];

  /** Emits the guest's entries and says where the outputs are. */
  lower(operation: Operation, out: Emitter): void;
}
