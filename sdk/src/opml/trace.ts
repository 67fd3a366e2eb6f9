import { id } from "ethers";

import { OpenImoError } from "../errors.ts";
import type { Hash, Hex } from "./hex.ts";

/** Stands for the arena root of a trace from the node that faults, or does not exit in time, onwards. */
export const FAULT = id("OpenIMO.FAULT") as Hash;

/** A model as the court sees it: the fields of `Machine` in `contracts/opml/interfaces/OpMLTypes.sol`. */
export interface MachineSpec {
  /** Merkle root of the instructions, depth 15. */
  readonly textRoot: Hash;
  /** Merkle root of the first quarter of data memory at the start of every node, depth 25. */
  readonly dataRoot: Hash;
  /** Merkle root of the upper half of data memory, depth 26. */
  readonly weightsRoot: Hash;
  /** Byte offset into the text at which every node starts. */
  readonly entry: number;
  /** log2 of the number of nodes, 0 to 32. */
  readonly logNodes: number;
  /** log2 of the number of instructions a node may take, 0 to 40. */
  readonly logSteps: number;
}

/** What a computation answers: bytes, or that it gives none. */
export type TraceResult = { readonly fault: false; readonly output: Uint8Array } | { readonly fault: true };

/** Proof that the final arena holds the result: `IDisputeGame.Opening`. */
export interface Opening {
  /** Of an input in blobs: its Merkle root, as the trace has it. Else looked at by nobody. */
  readonly inputRoot: Hash;
  /** For a FAULT result: `FAULT`, or the root of a final arena whose header does not say done. Else zero. */
  readonly arenaRoot: Hash;
  /** For a FAULT result with a real arena: the header leaf. Else zero. */
  readonly header: Hash;
  /** Bit k set: the sibling at level k is listed; the others are zero subtrees. */
  readonly mask: bigint;
  /** Listed siblings, lowest level first. */
  readonly siblings: readonly Hash[];
}

/** The machine after the last instruction of a node, taken apart: `IDisputeGame.FinalState`. */
export interface FinalState {
  readonly dataRoot: Hash;
  readonly arenaRoot: Hash;
  readonly weightsRoot: Hash;
  /** Byte offset into the text. */
  readonly pc: number;
  /** 0 running, 1 exited, 2 faulted. */
  readonly status: number;
  /** x1 to x31, four big-endian bytes each: 124 bytes. */
  readonly registers: Hex;
}

/**
 * All that a player needs to know of a computation, whoever computes it. A player never looks behind it.
 *
 * Numbers of nodes count from 0; `arenaRoot(i)` is the state before node `i`, so `arenaRoot(2^logNodes)` is the last.
 */
export interface Trace {
  readonly machine: MachineSpec;
  /**
   * @throws UnclaimableTraceError when the program breaks the arena's layout, so that no claim about it can be proven
   */
  result(): Promise<TraceResult>;
  /** @param node 0 to 2^logNodes @returns the arena root before that node, or `FAULT` */
  arenaRoot(node: number): Promise<Hash>;
  /** @throws UnclaimableTraceError like `result` */
  opening(): Promise<Opening>;
  /**
   * @param node a node whose start is not `FAULT`
   * @throws RangeError for another
   */
  enter(node: number): Promise<NodeTrace>;
  /** How the first arena gets its input: asked for only where the input is in blobs, and in dispute. */
  loading(): Promise<InputTrace>;
}

/** The loading of an input, leaf by leaf, from the arena that has its length only to the one before the first node. */
export interface InputTrace {
  /** @param leaves 0 to the number of leaves, a power of two @returns the arena root once that many are loaded */
  arenaRoot(leaves: bigint): Promise<Hash>;
  /** @param leaf number of a leaf, from 0 @returns what `IDisputeGame.loadInput` needs to load it */
  witness(leaf: bigint): Promise<Hex>;
}

/** One node of a trace, instruction by instruction. */
export interface NodeTrace {
  /** @param step 0 to 2^logSteps @returns the hash of the machine state after that many instructions */
  stateHash(step: bigint): Promise<Hash>;
  /** The state after 2^logSteps instructions. */
  finalState(): Promise<FinalState>;
  /** @param step number of an instruction, from 0 @returns what `IDisputeGame.step` needs to execute it */
  witness(step: bigint): Promise<Hex>;
}

/** The program does not keep the arena's layout: it says done, but neither an output nor FAULT can be proven of it. */
export class UnclaimableTraceError extends OpenImoError {
  override readonly name = "UnclaimableTraceError";
  readonly code = "UNCLAIMABLE_TRACE";
  constructor(reason: string) {
    super(`no claim about this trace can be proven: ${reason}`);
  }
}
