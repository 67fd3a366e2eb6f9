import { ZeroHash } from "ethers";

import { loadKeccak, type Keccak } from "../merkle/keccak.ts";
import { equalBytes } from "../merkle/path.ts";
import { once } from "../once.ts";
import { Machine, type Snapshot } from "../riscv/machine.ts";
import type { Source } from "../riscv/memory.ts";
import type { Program } from "../riscv/program.ts";
import { ARENA_BASE, QUARTER_DEPTH, WEIGHTS_BASE } from "../riscv/layout.ts";
import { packState } from "../riscv/state.ts";
import {
  ARENA_DONE,
  headerLeaf,
  INPUT_OFFSET,
  OUTPUT_OFFSET,
  outputLengthOf,
  REGION_BYTES,
  statusOf,
  WORK_OFFSET,
} from "./arena.ts";
import { ArenaTree, type ArenaPages } from "./arena-pages.ts";
import { BlobInput } from "./blob-input.ts";
import { toHex, type Hash, type Hex } from "./hex.ts";
import { bytesRoot } from "./merkle-bytes.ts";
import {
  FAULT,
  UnclaimableTraceError,
  type FinalState,
  type InputTrace,
  type MachineSpec,
  type NodeTrace,
  type Opening,
  type Trace,
  type TraceResult,
} from "./trace.ts";
import { isZero } from "./words.ts";

/** Executes whole nodes of a trace: the fast build, or the emulator. */
export interface NodeRunner {
  /**
   * The arena as it is now, from its start, a multiple of 32 bytes; beyond them it is zero. A view: what is written to
   * it is what the next node finds, and it is stale after the next call of `run`.
   */
  arena(): Uint8Array;
  /**
   * Executes a node on the arena.
   *
   * @returns false when the node faults, or does not exit in time
   */
  run(node: number): Promise<boolean>;
}

/** What one node is executed by, instruction by instruction. */
export type Emulator = Pick<
  Machine,
  "steps" | "status" | "memory" | "run" | "state" | "stateHash" | "witness" | "snapshot" | "restore"
>;

export interface ModelTraceOptions {
  readonly machine: MachineSpec;
  readonly program: Program;
  /** Bytes from 0x80000000 on; with page roots (see `hashed`) they are not hashed again for every node. */
  readonly weights: Source;
  /** At most 1 MiB. */
  readonly input: Uint8Array;
  /** Those that carry the input, if it is in blobs: without them, nobody can be shown what is in them. */
  readonly blobs?: readonly Uint8Array[];
  /** This trace's own: its arena is written to. */
  readonly runner: NodeRunner;
  /** A machine at the start of a node. Default: `Machine.create`. */
  readonly emulate?: (node: number, arena: Source) => Promise<Emulator>;
}

/** Arenas kept, to go back to without starting over. Unchanged pages are shared. */
const CHECKPOINTS = 96;

/** Nodes kept entered, each with a machine of its own. */
const ENTERED = 4;

/**
 * The honest trace of a model on an input. Nodes are executed by the runner, whole; the one node that a dispute is down
 * to by the emulator. What was passed can be asked for again: arenas and machine states on the way are kept.
 */
export class ModelTrace implements Trace {
  readonly machine: MachineSpec;
  readonly #options: ModelTraceOptions;
  readonly #keccak: Keccak;
  #loading: BlobInput | undefined;
  readonly #tree: ArenaTree;
  readonly #roots = new Map<number, Hash>();
  readonly #checkpoints = new Map<number, ArenaPages>();
  /** The node that the runner's arena is before. */
  #at = 0;
  /** The first node that faults. */
  #faultsAt = Number.POSITIVE_INFINITY;
  /** One thing at a time is done with the runner. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Nodes entered last: games about the same claim may be down to different ones. */
  readonly #entered = new Map<number, Promise<EmulatedNode>>();

  private constructor(keccak: Keccak, options: ModelTraceOptions) {
    this.#options = options;
    this.#keccak = keccak;
    this.#tree = new ArenaTree(keccak);
    this.machine = options.machine;
  }

  /** @throws RangeError when the input is longer than 1 MiB, or the runner's arena has no room for it */
  static async create(options: ModelTraceOptions): Promise<ModelTrace> {
    const { input, runner } = options;
    const arena = runner.arena();
    if (input.length > REGION_BYTES) throw new RangeError(`an input of ${input.length} bytes`);
    if (arena.length < INPUT_OFFSET + input.length) throw new RangeError(`an arena of ${arena.length} bytes`);
    arena.fill(0);
    arena.set(headerLeaf(input.length, 0, 0));
    arena.set(input, INPUT_OFFSET);
    const trace = new ModelTrace(await loadKeccak(), options);
    trace.#tree.update(arena);
    trace.#remember(0);
    return trace;
  }

  result(): Promise<TraceResult> {
    return this.#alone(async () => {
      await this.#goTo(this.#last);
      if (this.#last > this.#faultsAt) return { fault: true };
      const arena = this.#options.runner.arena();
      if (statusOf(arena) !== ARENA_DONE) return { fault: true };
      return { fault: false, output: outputOf(arena, this.#options.input) };
    });
  }

  arenaRoot(node: number): Promise<Hash> {
    return this.#alone(async () => {
      if (node < 0 || node > this.#last) throw new RangeError(`no node ${node} among ${this.#last}`);
      const known = this.#roots.get(node);
      if (known !== undefined) return known;
      await this.#goTo(node);
      if (node > this.#faultsAt) return FAULT;
      this.#tree.update(this.#options.runner.arena());
      return this.#remember(node);
    });
  }

  async opening(): Promise<Opening> {
    const root = await this.arenaRoot(this.#last);
    const inputRoot = toHex(bytesRoot(this.#keccak, this.#options.input));
    const none = { inputRoot, arenaRoot: ZeroHash as Hash, header: ZeroHash as Hash };
    if (root === FAULT) return { ...none, arenaRoot: FAULT, mask: 0n, siblings: [] };
    return this.#alone(async () => {
      this.#tree.restore(this.#checkpoints.get(this.#last)!);
      const header = this.#tree.proveHeader();
      if (statusOf(header.node) !== ARENA_DONE) {
        return {
          inputRoot,
          arenaRoot: root,
          header: toHex(header.node),
          mask: BigInt(header.mask),
          siblings: header.siblings.map(toHex),
        };
      }
      outputOf(this.#tree.read(0, WORK_OFFSET), this.#options.input);
      const head = this.#tree.proveHead();
      return { ...none, mask: BigInt(head.mask), siblings: head.siblings.map(toHex) };
    });
  }

  /** @throws TypeError when the blobs were not given */
  async loading(): Promise<InputTrace> {
    const { input, blobs } = this.#options;
    if (!blobs)
      throw new TypeError(
        "the input is in blobs, and the trace has not got them: image.trace(bytes, blobs), of getInput",
      );
    return (this.#loading ??= new BlobInput(this.#keccak, input, blobs));
  }

  async enter(node: number): Promise<NodeTrace> {
    if (node < 0 || node >= this.#last) throw new RangeError(`no node ${node} among ${this.#last}`);
    if ((await this.arenaRoot(node)) === FAULT) throw new RangeError(`node ${node} comes after a fault`);
    const entered = once(this.#entered, node, () => this.#alone(() => this.#emulate(node)));
    if (this.#entered.size > ENTERED) this.#entered.delete(this.#entered.keys().next().value!);
    return entered;
  }

  async #emulate(node: number): Promise<EmulatedNode> {
    const checkpoint = this.#checkpoints.get(node);
    if (checkpoint) this.#tree.restore(checkpoint);
    else {
      await this.#goTo(node);
      this.#tree.update(this.#options.runner.arena());
    }
    const { program, weights, emulate } = this.#options;
    const arena = this.#tree.source();
    const machine = await (emulate ? emulate(node, arena) : Machine.create(program, { node, arena, weights }));
    return new EmulatedNode(machine, this.machine.logSteps);
  }

  get #last(): number {
    return 2 ** this.machine.logNodes;
  }

  /** Brings the runner's arena to the state before `node`, or as far as the trace goes without a fault. */
  async #goTo(node: number): Promise<void> {
    if (node > this.#faultsAt) return;
    const { runner } = this.#options;
    const from = [...this.#checkpoints.keys()].filter((at) => at <= node);
    const nearest = Math.max(...from);
    if (this.#at > node || this.#at < nearest) {
      this.#load(this.#checkpoints.get(nearest)!);
      this.#at = nearest;
    }
    while (this.#at < node && this.#at < this.#faultsAt) {
      // Until the node has run, the arena belongs to no node.
      const running = this.#at;
      this.#at = Number.POSITIVE_INFINITY;
      if (await runner.run(running)) this.#at = running + 1;
      else this.#faultsAt = running;
    }
  }

  #load(pages: ArenaPages): void {
    const arena = this.#options.runner.arena();
    arena.fill(0);
    for (const [page, bytes] of pages.entries()) {
      if (bytes) arena.set(bytes.subarray(0, arena.length - page * bytes.length), page * bytes.length);
    }
  }

  /** Keeps the tree's state, that before `node`. The first is never let go. */
  #remember(node: number): Hash {
    const root = toHex(this.#tree.root);
    this.#roots.set(node, root);
    this.#checkpoints.set(node, this.#tree.pages);
    if (this.#checkpoints.size > CHECKPOINTS) {
      const oldest = [...this.#checkpoints.keys()].find((at) => at !== 0 && at !== this.#last)!;
      this.#checkpoints.delete(oldest);
    }
    return root;
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task, task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * The output of a done arena.
 *
 * @throws UnclaimableTraceError when its first 4 MiB are not what the chain computes from the input and the output
 */
function outputOf(arena: Uint8Array, input: Uint8Array): Uint8Array {
  const length = outputLengthOf(arena);
  if (length > REGION_BYTES) throw new UnclaimableTraceError(`an output of ${length} bytes`);
  const output = new Uint8Array(length);
  output.set(arena.subarray(OUTPUT_OFFSET, OUTPUT_OFFSET + length));
  const regions = [
    { at: 0, bytes: headerLeaf(input.length, length, ARENA_DONE), end: INPUT_OFFSET },
    { at: INPUT_OFFSET, bytes: input, end: OUTPUT_OFFSET },
    { at: OUTPUT_OFFSET, bytes: output, end: WORK_OFFSET },
  ];
  for (const { at, bytes, end } of regions) {
    // Whole words follow the bytes' last, zero-padded one.
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    const kept = equalBytes(arena.subarray(at, at + padded.length), padded);
    if (!kept || !isZero(arena.subarray(at + padded.length, end))) {
      throw new UnclaimableTraceError(`the arena is not laid out as it must be from ${at} on`);
    }
  }
  return output;
}

/** Machine states kept, to go back to without starting the node over. Unchanged pages are shared. */
const SNAPSHOTS = 192;

/** One node, by the emulator. */
class EmulatedNode implements NodeTrace {
  readonly #machine: Emulator;
  readonly #logSteps: number;
  readonly #snapshots = new Map<number, Snapshot>();
  readonly #hashes = new Map<number, Hash>();

  constructor(machine: Emulator, logSteps: number) {
    this.#machine = machine;
    this.#logSteps = logSteps;
    this.#snapshots.set(0, machine.snapshot());
  }

  async stateHash(step: bigint): Promise<Hash> {
    const at = this.#goTo(step);
    let hash = this.#hashes.get(at);
    if (hash === undefined) {
      hash = toHex(this.#machine.stateHash());
      this.#hashes.set(at, hash);
    }
    return hash;
  }

  async finalState(): Promise<FinalState> {
    this.#goTo(1n << BigInt(this.#logSteps));
    const { memory } = this.#machine;
    const state = this.#machine.state();
    return {
      dataRoot: toHex(memory.subtreeRoot(0, QUARTER_DEPTH)),
      arenaRoot: toHex(memory.subtreeRoot(ARENA_BASE, QUARTER_DEPTH)),
      weightsRoot: toHex(memory.subtreeRoot(WEIGHTS_BASE, QUARTER_DEPTH + 1)),
      pc: state.pc,
      status: state.status,
      registers: toHex(packState(state).subarray(37)),
    };
  }

  async witness(step: bigint): Promise<Hex> {
    this.#goTo(step);
    return toHex(this.#machine.witness());
  }

  /** Brings the machine to the state after `step` instructions. @returns how many it took: it may halt before */
  #goTo(step: bigint): number {
    if (step < 0n || step > 1n << BigInt(this.#logSteps)) throw new RangeError(`no step ${step}`);
    const machine = this.#machine;
    const target = Number(step);
    const nearest = Math.max(...[...this.#snapshots.keys()].filter((at) => at <= target));
    if (machine.steps > target || machine.steps < nearest) machine.restore(this.#snapshots.get(nearest)!);
    machine.run(target - machine.steps);
    if (!this.#snapshots.has(machine.steps)) {
      this.#snapshots.set(machine.steps, machine.snapshot());
      if (this.#snapshots.size > SNAPSHOTS) {
        const oldest = [...this.#snapshots.keys()].find((at) => at !== 0)!;
        this.#snapshots.delete(oldest);
      }
    }
    return machine.steps;
  }
}
