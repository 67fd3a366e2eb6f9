import type { Hash } from "../../../sdk/src/opml/hex.ts";
import type { FinalState, InputTrace, NodeTrace, Opening, Trace, TraceResult } from "../../../sdk/src/opml/trace.ts";

/** What a liar says differently; each gets what the truth would say, unless that fails. */
export interface Lies {
  readonly result?: TraceResult;
  readonly opening?: Opening;
  arenaRoot?(node: number, truth: () => Promise<Hash>): Hash | Promise<Hash>;
  stateHash?(node: number, step: bigint, truth: () => Promise<Hash>): Hash | Promise<Hash>;
  finalState?(node: number, truth: () => Promise<FinalState>): FinalState | Promise<FinalState>;
  loadedRoot?(leaves: bigint, truth: () => Promise<Hash>): Hash | Promise<Hash>;
}

/** A trace that says something else here and there. */
export class LyingTrace implements Trace {
  readonly machine;
  readonly #truth: Trace;
  readonly #lies: Lies;

  constructor(truth: Trace, lies: Lies) {
    this.machine = truth.machine;
    this.#truth = truth;
    this.#lies = lies;
  }

  async result(): Promise<TraceResult> {
    return this.#lies.result ?? this.#truth.result();
  }

  async opening(): Promise<Opening> {
    return this.#lies.opening ?? this.#truth.opening();
  }

  async arenaRoot(node: number): Promise<Hash> {
    const truth = () => this.#truth.arenaRoot(node);
    return this.#lies.arenaRoot ? this.#lies.arenaRoot(node, truth) : truth();
  }

  async loading(): Promise<InputTrace> {
    const lies = this.#lies;
    const honest = await this.#truth.loading();
    return {
      arenaRoot: async (leaves) => {
        const truth = () => honest.arenaRoot(leaves);
        return lies.loadedRoot ? lies.loadedRoot(leaves, truth) : truth();
      },
      witness: (leaf) => honest.witness(leaf),
    };
  }

  async enter(node: number): Promise<NodeTrace> {
    const lies = this.#lies;
    // A liar may have to speak of a node that is after a fault in truth.
    const truth = async () => this.#truth.enter(node);
    return {
      stateHash: async (step) => {
        const honest = async () => (await truth()).stateHash(step);
        return lies.stateHash ? lies.stateHash(node, step, honest) : honest();
      },
      finalState: async () => {
        const honest = async () => (await truth()).finalState();
        return lies.finalState ? lies.finalState(node, honest) : honest();
      },
      witness: async (step) => (await truth()).witness(step),
    };
  }
}
