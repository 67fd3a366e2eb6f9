import { LOG_ARITY } from "./commitment.ts";

// Twin of contracts/opml/types/Position.sol.

export type DisputePhase = "nodes" | "instructions" | "leaves";

/** By number in a packed position. */
const phases: readonly DisputePhase[] = ["nodes", "instructions", "leaves"];

/** Where in the dispute a game stands: the range of nodes, of one node's instructions, or of the input's
 * leaves that is still disputed. */
export interface Position {
  readonly phase: DisputePhase;
  /** log2 of the number of elements left in the range. */
  readonly bitsLeft: number;
  /** Number of the range among the ranges of its size. */
  readonly index: bigint;
}

/** A position as the contract packs it. */
export function decodePosition(packed: bigint): Position {
  return {
    phase: phases[Number(packed >> 48n)]!,
    bitsLeft: Number((packed >> 40n) & 0xffn),
    index: packed & ((1n << 40n) - 1n),
  };
}

/** Number of the range's first element: the node, instruction or leaf before which its start lies. */
export function firstOf(position: Position): bigint {
  return position.index << BigInt(position.bitsLeft);
}

/** Number of elements in the range. */
export function countOf(position: Position): bigint {
  return 1n << BigInt(position.bitsLeft);
}

/** log2 of the number of segments that the next round splits the range into. */
export function splitBits(position: Position): number {
  return Math.min(LOG_ARITY, position.bitsLeft);
}

/** Where the inner bounds of the next round lie: after how many elements, counted from the phase's first. */
export function cutsOf(position: Position): bigint[] {
  const bits = splitBits(position);
  const length = 1n << BigInt(position.bitsLeft - bits);
  const first = firstOf(position);
  return Array.from({ length: 2 ** bits - 1 }, (_, k) => first + BigInt(k + 1) * length);
}
