import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";

import { ModelError } from "./errors.ts";
import { graphRuntime, type Runtime } from "./runtime.ts";
import { type RunResult, Session, SessionError, type SharedModel } from "./session.ts";
import { startWorker } from "./worker.ts";

/** What a thread is started with, and what it answers to an input. */
export interface PoolThread {
  readonly model: SharedModel;
  readonly slot: number;
}
export type PoolAnswer = { readonly result: RunResult } | { readonly error: string };

export interface PoolOptions {
  /** Worker threads; as many as the machine has cores unless set. */
  readonly threads?: number;
  readonly runtime?: Runtime;
}

interface Job {
  readonly input: Uint8Array;
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A model open in several worker threads that share one copy of its weights. Inputs wait for a thread that is free, in
 * the order they came.
 *
 * @example
 * await using pool = await SessionPool.open(model.weights, { threads: 4 });
 * const results = await Promise.all(inputs.map((input) => pool.run(input)));
 */
export class SessionPool implements AsyncDisposable {
  private readonly queue: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private failure: Error | undefined;

  private constructor(
    /** What the threads share: weights, and an arena and a stack for each. */
    readonly shared: SharedModel,
    private readonly workers: readonly Worker[],
  ) {
    for (const worker of workers) {
      this.idle.push(worker);
      worker.on("message", (answer: PoolAnswer) => this.answered(worker, answer));
      worker.on("error", (cause) => this.fail(new SessionError("a thread of the pool died", { cause })));
    }
  }

  /**
   * @param weights the weights blob
   * @throws TableError when the blob is not a node table; RangeError when memory for it cannot be had
   * @throws {ModelError} `BAD_INPUT` for less than one thread
   */
  static async open(weights: Uint8Array, options: PoolOptions = {}): Promise<SessionPool> {
    const threads = options.threads ?? availableParallelism();
    if (!Number.isInteger(threads) || threads < 1) throw new ModelError("BAD_INPUT", `a pool of ${threads} threads`);
    const { wasm } = options.runtime ?? (await graphRuntime());
    const model = await Session.share(weights, wasm, threads);
    const workers = model.slots.map((_, slot) => startWorker("pool-worker", { model, slot } satisfies PoolThread));
    return new SessionPool(model, workers);
  }

  /**
   * Runs the model on an input of at most 1 MiB.
   *
   * @throws {SessionError} when the input is longer, the runtime traps, or the pool is closed
   */
  run(input: Uint8Array): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.queue.push({ input, resolve, reject });
      this.next();
    });
  }

  /** Ends the threads; runs that are not done fail. */
  async close(): Promise<void> {
    this.fail(new SessionError("the pool is closed"));
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private next(): void {
    while (this.idle.length > 0 && this.queue.length > 0) {
      const [worker, job] = [this.idle.pop()!, this.queue.shift()!];
      this.busy.set(worker, job);
      worker.postMessage(job.input);
    }
  }

  private answered(worker: Worker, answer: PoolAnswer): void {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    this.idle.push(worker);
    if ("result" in answer) job?.resolve(answer.result);
    else job?.reject(new SessionError(answer.error));
    this.next();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const job of [...this.busy.values(), ...this.queue.splice(0)]) job.reject(this.failure);
    this.busy.clear();
  }
}
