import { id, ZeroHash } from "ethers";

import type { Keccak } from "../../../sdk/src/merkle/index.ts";
import {
  bytesRoot,
  FAULT,
  toHex,
  type FinalState,
  type Hash,
  type Opening,
  type Trace,
  type TraceResult,
} from "../../../sdk/src/opml/index.ts";
import { packState } from "../../../sdk/src/riscv/index.ts";
import { type Lies, LyingTrace } from "./lie.ts";
import { doneOpening, type ToyTrace, unfinishedOpening, unpackFinal } from "./toy-trace.ts";

/** What a liar wants to have come out. */
export type Wanted = { output: Uint8Array } | "fault" | "unfinished";

/** The hash of a state that is taken apart. */
export function hashOf(keccak: Keccak, state: FinalState): Hash {
  return toHex(keccak(packState(unpackFinal(keccak, state))));
}

export function wantedResult(wanted: Wanted): TraceResult {
  return typeof wanted === "object" ? { fault: false, output: wanted.output } : { fault: true };
}

export function wantedOpening(keccak: Keccak, input: Uint8Array, wanted: Wanted): { opening: Opening; root: Hash } {
  if (typeof wanted === "object") return doneOpening(keccak, input, wanted.output);
  if (wanted === "unfinished") return unfinishedOpening(keccak, input, 0);
  const zero = ZeroHash as Hash;
  const inputRoot = toHex(bytesRoot(keccak, input));
  return { opening: { inputRoot, arenaRoot: FAULT, header: zero, mask: 0n, siblings: [] }, root: FAULT };
}

/**
 * The truth up to instruction `step` of node `node`, and from there on a story of its own that leads to `wanted`: the
 * hardest kind of lie, for it is consistent wherever one looks.
 */
export function divergence(keccak: Keccak, truth: ToyTrace, node: number, step: bigint, wanted: Wanted): Trace {
  const { machine } = truth;
  const last = 2 ** machine.logNodes;
  const { opening, root } = wantedOpening(keccak, truth.input, wanted);
  const arenaAfter = (n: number): Hash => (root === FAULT || n === last ? root : (id(`lie ${n}`) as Hash));
  const finalOf = (n: number): FinalState => {
    const arenaRoot = arenaAfter(n + 1);
    const { dataRoot, weightsRoot } = machine;
    const status = arenaRoot === FAULT ? 2 : 1;
    const rest = { dataRoot, weightsRoot, pc: 7, status, registers: toHex(new Uint8Array(124).fill(n)) };
    return { ...rest, arenaRoot: arenaRoot === FAULT ? (ZeroHash as Hash) : arenaRoot };
  };
  const lies: Lies = {
    result: wantedResult(wanted),
    opening,
    arenaRoot: (n, honest) => (n <= node ? honest() : arenaAfter(n)),
    stateHash: (n, s, honest) => {
      if (n < node || (n === node && s <= step)) return honest();
      return s < 1n << BigInt(machine.logSteps) ? (id(`lie ${n} ${s}`) as Hash) : hashOf(keccak, finalOf(n));
    },
    finalState: (n, honest) => (n < node ? honest() : finalOf(n)),
  };
  return new LyingTrace(truth, lies);
}
