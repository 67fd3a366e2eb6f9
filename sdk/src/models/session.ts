import { codeReasons, INPUT_OFFSET, OUTPUT_OFFSET, Status, WORK_OFFSET } from "./generated.ts";
import { arenaRange, readTable } from "./table.ts";
import type { Table } from "./table.ts";

/** What a run comes to: the output bytes, or that the model fails on this input. */
export type RunResult =
  | { readonly fault: false; readonly output: Uint8Array }
  | { readonly fault: true; readonly code: number; readonly reason: string };

/** The runtime cannot be trusted to agree with the proof build: nothing it says may be claimed. */
export class SessionError extends Error {
  override readonly name = "SessionError";
}

const PAGE = 65536;
const align = (value: number) => Math.ceil(value / PAGE) * PAGE;

interface Exports {
  node(index: number, arena: number, weights: number): void;
  readonly __heap_base: WebAssembly.Global<"i32">;
  readonly __stack_pointer: WebAssembly.Global<"i32">;
}

/** Where in memory one session of several keeps what is its own. */
interface Slot {
  /** The end of its stack, which grows down. */
  readonly stackTop: number;
  readonly arenaAt: number;
}

/**
 * One copy of a model's weights in shared memory, with room for several sessions beside it. A plain object: it can be
 * posted to worker threads, and costs no copy there.
 */
export interface SharedModel {
  /** Backed by a SharedArrayBuffer. */
  readonly memory: WebAssembly.Memory;
  /** The fast build, taking shared memory. */
  readonly module: WebAssembly.Module;
  readonly weightsAt: number;
  readonly weightsBytes: number;
  readonly slots: readonly Slot[];
}

/**
 * A model ready to run in the fast build. Opening copies the weights once; runs share them and the arena, one at a time.
 * For several at once, `SessionPool`.
 *
 * @example
 * const session = await Session.open(weights, runtime);
 * const result = session.run(input);
 * if (!result.fault) console.log(result.output);
 */
export class Session {
  private constructor(
    readonly table: Table,
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    private exports: Exports,
    private readonly arenaAt: number,
    private readonly weightsAt: number,
    private readonly stackTop: number,
  ) {}

  private current: Run | undefined;
  /** Bytes of the input and output regions that a run has used since they were last cleared. */
  private used = { input: 0, output: 0 };

  /**
   * Opens a model.
   *
   * @param weights the weights blob: node table and constants
   * @param runtime guest/build/runtime.wasm, as bytes or compiled
   * @throws TableError when the blob is not a node table; RangeError when memory for it cannot be had
   */
  static async open(weights: Uint8Array, runtime: BufferSource | WebAssembly.Module): Promise<Session> {
    const table = readTable(weights);
    const module = runtime instanceof WebAssembly.Module ? runtime : await WebAssembly.compile(runtime);
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
    const exports = await instantiate(module, memory);
    const arenaAt = align(exports.__heap_base.value);
    const weightsAt = align(arenaAt + table.arenaExtent);
    const pages = align(weightsAt + weights.length) / PAGE;
    if (pages > 65536) throw new RangeError(`an arena and weights of ${pages * PAGE} bytes`);
    const have = memory.buffer.byteLength / PAGE;
    if (pages > have) memory.grow(pages - have);
    new Uint8Array(memory.buffer).set(weights, weightsAt);
    return new Session(table, module, memory, exports, arenaAt, weightsAt, exports.__stack_pointer.value);
  }

  /**
   * Puts a model into shared memory, with room for several sessions.
   *
   * @param weights the weights blob
   * @param wasm guest/build/runtime.wasm, as bytes
   * @param sessions how many may `join`, each in a thread of its own
   * @throws TableError when the blob is not a node table; RangeError when memory for it cannot be had
   */
  static async share(weights: Uint8Array, wasm: Uint8Array, sessions: number): Promise<SharedModel> {
    const table = readTable(weights);
    const module = await WebAssembly.compile(takingSharedMemory(wasm));
    const probe = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
    const { __heap_base: heap, __stack_pointer: stack } = await instantiate(module, probe);
    const stackBytes = align(stack.value);
    const weightsAt = align(heap.value);
    const first = align(weightsAt + weights.length);
    const each = stackBytes + align(table.arenaExtent);
    const pages = (first + sessions * each) / PAGE;
    if (pages > 65536) throw new RangeError(`${sessions} sessions and the weights take ${pages * PAGE} bytes`);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    new Uint8Array(memory.buffer).set(weights, weightsAt);
    const slots = Array.from({ length: sessions }, (_, i): Slot => {
      const arenaAt = first + i * each + stackBytes;
      return { stackTop: arenaAt, arenaAt };
    });
    return { memory, module, weightsAt, weightsBytes: weights.length, slots };
  }

  /**
   * A session on a model in shared memory; nothing is copied.
   *
   * @param slot Which of its sessions, from 0 on: each may be joined by one thread only.
   * @throws RangeError when there is no such slot
   */
  static async join(model: SharedModel, slot: number): Promise<Session> {
    const { memory, module, weightsAt, weightsBytes, slots } = model;
    const own = slots[slot];
    if (own === undefined) throw new RangeError(`slot ${slot} of ${slots.length}`);
    const table = readTable(new Uint8Array(memory.buffer, weightsAt, weightsBytes));
    const exports = await instantiate(module, memory);
    exports.__stack_pointer.value = own.stackTop;
    return new Session(table, module, memory, exports, own.arenaAt, weightsAt, own.stackTop);
  }

  /** Trace nodes of a run that reaches the table's end. */
  get nodes(): number {
    return this.table.entries.length * this.table.steps;
  }

  /** Runs the model on an input of at most 1 MiB; the output is a copy. */
  run(input: Uint8Array): RunResult {
    const run = this.start(input);
    while (run.step());
    return run.result();
  }

  /**
   * Starts a run, to be stepped node by node. It ends any other run of this session.
   *
   * @throws RangeError when the input is longer than 1 MiB
   */
  start(input: Uint8Array): Run {
    if (input.length > OUTPUT_OFFSET - INPUT_OFFSET) throw new RangeError(`an input of ${input.length} bytes`);
    const arena = this.arena();
    arena.fill(0, 0, 32);
    arena.fill(0, INPUT_OFFSET, INPUT_OFFSET + this.used.input);
    arena.fill(0, OUTPUT_OFFSET, OUTPUT_OFFSET + this.used.output);
    arena.fill(0, WORK_OFFSET);
    this.used = { input: input.length, output: this.table.outputBytes };
    new DataView(arena.buffer, arena.byteOffset).setUint32(0, input.length, true);
    arena.set(input, INPUT_OFFSET);
    return this.take(0);
  }

  /**
   * Continues a trace at a node from a copy of the arena made there (`Run.arena`, all of it). It ends any other run of
   * this session.
   *
   * @throws RangeError when the arena is not as long as this model's
   */
  resume(node: number, arena: Uint8Array): Run {
    if (arena.length !== this.table.arenaExtent) throw new RangeError(`an arena of ${arena.length} bytes`);
    this.arena().set(arena);
    this.used = { input: OUTPUT_OFFSET - INPUT_OFFSET, output: OUTPUT_OFFSET - INPUT_OFFSET };
    return this.take(node);
  }

  private take(node: number): Run {
    this.current = new Run(this.table, this.arena(), node, (run, index) => {
      if (run !== this.current) throw new SessionError("another run of this session has started");
      try {
        this.exports.node(index, this.arenaAt, this.weightsAt);
      } catch (cause) {
        this.current = undefined;
        this.exports = new WebAssembly.Instance(this.module, { env: { memory: this.memory } })
          .exports as unknown as Exports;
        this.exports.__stack_pointer.value = this.stackTop;
        throw new SessionError(`the runtime trapped at node ${index}`, { cause });
      }
    });
    return this.current;
  }

  private arena(): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.arenaAt, this.table.arenaExtent);
  }
}

async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Exports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Exports;
}

const MEMORY_IMPORT = new TextEncoder().encode("\u0003env\u0006memory\u0002");
/** Of an imported memory: "has a maximum", and "has a maximum and is shared". */
const [LIMITED, SHARED] = [1, 3];

/** The same module, but that the memory it imports is shared. */
function takingSharedMemory(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(wasm);
  const at = Buffer.from(bytes.buffer).indexOf(MEMORY_IMPORT) + MEMORY_IMPORT.length;
  if (at < MEMORY_IMPORT.length || bytes[at] !== LIMITED) throw new SessionError("the runtime imports no such memory");
  bytes[at] = SHARED;
  return bytes;
}

/** A run in progress: its arena is A_node. */
export class Run {
  private readonly header: DataView;

  constructor(
    private readonly table: Table,
    /** The arena, live: from its start to the table's arena extent; what follows is zero. Copy what is to be kept. */
    readonly arena: Uint8Array,
    private next: number,
    private readonly execute: (run: Run, node: number) => void,
  ) {
    this.header = new DataView(arena.buffer, arena.byteOffset, 32);
  }

  /** The node that `step` would execute. */
  get node(): number {
    return this.next;
  }

  /** The header's status: 0 running, 1 done, 2 failed. */
  get status(): number {
    return this.header.getUint32(8, true);
  }

  /**
   * Executes a node.
   *
   * @returns false, having done nothing, when the run is over
   * @throws SessionError when the runtime traps, or another run of the session has started
   */
  step(): boolean {
    if (this.status !== Status.RUNNING || this.next >= this.table.entries.length * this.table.steps) return false;
    this.execute(this, this.next);
    this.next++;
    return true;
  }

  /** Ranges of the arena, [first, after last), outside of which a node changes nothing. The first is the header. */
  writes(node: number): [number, number][] {
    const { entries, tensors } = this.table;
    const entry = entries[node % entries.length]!;
    return [[0, 32], ...entry.outputs.map((output) => arenaRange(tensors[output]!))].concat(
      entry.op === "Sample" ? [[OUTPUT_OFFSET, OUTPUT_OFFSET + this.table.outputBytes]] : [],
    ) as [number, number][];
  }

  /**
   * What the run came to.
   *
   * @throws RangeError when it is not over
   */
  result(): RunResult {
    if (this.status === Status.DONE) {
      const length = this.header.getUint32(4, true);
      return { fault: false, output: this.arena.slice(OUTPUT_OFFSET, OUTPUT_OFFSET + length) };
    }
    if (this.status !== Status.FAILED) throw new RangeError(`the run is at node ${this.next} and not over`);
    const code = this.header.getUint32(12, true);
    return { fault: true, code, reason: codeReasons[code] ?? `code ${code}` };
  }
}
