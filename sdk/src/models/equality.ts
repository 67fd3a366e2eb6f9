import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";

import { PAGE_SIZE } from "../riscv/memory.ts";
import { type ArenaPages, Emulation } from "./emulate.ts";
import { ModelError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { graphRuntime } from "./runtime.ts";
import { Status } from "./generated.ts";
import { Session } from "./session.ts";
import type { Table } from "./table.ts";
import { startWorker } from "./worker.ts";

/** What of a package the comparison needs. */
export interface ComparedModel {
  /** The weights blob. */
  readonly weights: Uint8Array;
  /** log2 of the number of instructions a node may take. */
  readonly logSteps: number;
}

/** What a comparison found: the two builds agreed everywhere, or there would be an error. */
export interface EqualityReport {
  readonly inputs: number;
  /** Nodes executed by each build, over all inputs; the arena was compared after each. */
  readonly nodes: number;
  /** Instructions the proof build took, over all inputs. */
  readonly instructions: number;
  /** Most instructions each node of the trace took on any input. */
  readonly worst: readonly number[];
  readonly seconds: number;
}

export interface EqualityOptions {
  /** Worker threads; as many as the machine has cores unless set. 0 runs in this thread. */
  readonly threads?: number;
  /** Called now and then with the number of inputs done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Inputs a worker is given at a time. */
const BATCH = 8;

/**
 * Runs inputs in the fast build and in the proof build and compares the whole arena after every node, so every arena
 * root of the two traces is the same.
 *
 * @param model A package, or its weights blob and `logSteps`.
 * @param inputs What to run on.
 * @throws {ModelError} `BAD_INPUT` without inputs; `MISMATCH` naming the first input, node and byte that differ, or a node that did not exit in time.
 */
export async function checkBitEquality(
  model: ComparedModel,
  inputs: readonly Uint8Array[],
  options: EqualityOptions = {},
): Promise<EqualityReport> {
  if (inputs.length === 0) throw new ModelError("BAD_INPUT", "there is no input to compare the builds on");
  const started = performance.now();
  const batches: Batch[] = [];
  for (let first = 0; first < inputs.length; first += BATCH) {
    batches.push({ first, inputs: inputs.slice(first, first + BATCH) });
  }
  const threads = Math.min(options.threads ?? availableParallelism(), batches.length);
  const total: Totals = { inputs: 0, nodes: 0, instructions: 0, worst: [] };
  const add = (result: Totals): void => {
    merge(total, result);
    options.onProgress?.(total.inputs);
  };
  if (threads <= 1) {
    const comparison = await Comparison.open(model);
    for (const batch of batches) {
      options.signal?.throwIfAborted();
      add(comparison.run(batch));
      // Lets the caller's own work, and its signal, have a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } else {
    await Promise.all(Array.from({ length: threads }, () => inWorker(model, batches, add, options.signal)));
  }
  return { ...total, seconds: (performance.now() - started) / 1000 };
}

/** Inputs that are compared one after the other, and the number of the first. */
export interface Batch {
  readonly first: number;
  readonly inputs: readonly Uint8Array[];
}

export interface Totals {
  inputs: number;
  nodes: number;
  instructions: number;
  worst: number[];
}

function merge(total: Totals, { inputs, nodes, instructions, worst }: Totals): void {
  total.inputs += inputs;
  total.nodes += nodes;
  total.instructions += instructions;
  worst.forEach((steps, node) => (total.worst[node] = Math.max(total.worst[node] ?? 0, steps)));
}

/** Both builds of one model, side by side. */
export class Comparison {
  private constructor(
    private readonly session: Session,
    private readonly emulation: Emulation,
    private readonly maxSteps: number,
  ) {}

  static async open(model: ComparedModel, runtime?: Runtime): Promise<Comparison> {
    const opened = runtime ?? (await graphRuntime());
    const session = await Session.open(model.weights, opened.module);
    return new Comparison(session, await Emulation.open(model.weights, opened), 2 ** model.logSteps);
  }

  /** @throws {ModelError} `MISMATCH` */
  run({ first, inputs }: Batch): Totals {
    const totals: Totals = { inputs: 0, nodes: 0, instructions: 0, worst: [] };
    inputs.forEach((input, i) => merge(totals, this.compare(input, first + i)));
    return totals;
  }

  private compare(input: Uint8Array, number: number): Totals {
    const run = this.session.start(input);
    this.emulation.start(input);
    const worst: number[] = [];
    const { table } = this.session;
    let before: ArenaPages = new Map();
    for (let node = 0; ; node++) {
      const touched = pagesOf(run.writes(node));
      if (!run.step()) break;
      const { steps, exited } = this.emulation.run(node, this.maxSteps);
      if (!exited) {
        throw new ModelError("MISMATCH", `input ${number}, node ${node}: no exit in ${this.maxSteps} instructions`);
      }
      worst.push(steps);
      const pages = this.emulation.arena();
      // Both were the same before: what either may have changed is looked at, and everything once a step.
      const all = node % table.entries.length === table.entries.length - 1 || run.status !== Status.RUNNING;
      for (const [page, bytes] of pages) if (bytes !== before.get(page)) touched.add(page);
      before = pages;
      const at = difference(pages, run.arena, table, all ? undefined : touched);
      if (at !== undefined) {
        throw new ModelError("MISMATCH", `input ${number}, node ${node}: the builds differ at byte ${at} of the arena`);
      }
    }
    return { inputs: 1, nodes: worst.length, instructions: worst.reduce((sum, steps) => sum + steps, 0), worst };
  }
}

const ZERO_PAGE = new Uint8Array(PAGE_SIZE);

/** Numbers of the pages that ranges of the arena touch. */
function pagesOf(ranges: readonly (readonly [number, number])[]): Set<number> {
  const pages = new Set<number>();
  for (const [start, end] of ranges) {
    for (let page = Math.floor(start / PAGE_SIZE); page * PAGE_SIZE < end; page++) pages.add(page);
  }
  return pages;
}

/**
 * Offset of a byte that is not the same in both arenas, if there is one.
 *
 * @param only Pages to look at; all unless set.
 */
function difference(
  pages: ArenaPages,
  arena: Uint8Array,
  { arenaExtent }: Table,
  only?: ReadonlySet<number>,
): number | undefined {
  const numbers = only ?? Array.from({ length: Math.ceil(arenaExtent / PAGE_SIZE) }, (_, page) => page);
  for (const page of numbers) {
    const start = page * PAGE_SIZE;
    if (start >= arenaExtent) continue;
    const fast = arena.subarray(start, Math.min(start + PAGE_SIZE, arenaExtent));
    const proof = (pages.get(page) ?? ZERO_PAGE).subarray(0, fast.length);
    if (Buffer.compare(fast, proof) !== 0) return start + fast.findIndex((byte, i) => byte !== proof[i]);
  }
  // What lies beyond the extent is zero in the fast build, which has no memory there.
  for (const [page, bytes] of pages) {
    const start = page * PAGE_SIZE;
    if (start + PAGE_SIZE <= arenaExtent) continue;
    const beyond = bytes.findIndex((byte, i) => start + i >= arenaExtent && byte !== 0);
    if (beyond >= 0) return start + beyond;
  }
  return undefined;
}

/** What a worker is started with, and what it answers to a batch. */
export type WorkerAnswer = { readonly totals: Totals } | { readonly message: string; readonly mismatch: boolean };

async function inWorker(
  model: ComparedModel,
  batches: Batch[],
  add: (totals: Totals) => void,
  signal?: AbortSignal,
): Promise<void> {
  const worker = startWorker("equality-worker", { weights: model.weights, logSteps: model.logSteps });
  try {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      signal?.throwIfAborted();
      const answer = await ask(worker, batch);
      if ("totals" in answer) add(answer.totals);
      else throw answer.mismatch ? new ModelError("MISMATCH", answer.message) : new Error(answer.message);
    }
  } finally {
    batches.length = 0;
    await worker.terminate();
  }
}

function ask(worker: Worker, batch: Batch): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (answer: WorkerAnswer) => {
      worker.off("error", reject);
      resolve(answer);
    });
    worker.postMessage(batch);
  });
}
