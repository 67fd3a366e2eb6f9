import { silentLogger, type Logger } from "../opml/logger.ts";
import { sleep, type Wait } from "../opml/wait.ts";

export interface ServiceOptions {
  /** Seconds between looks at the chain. Default 4. */
  readonly pollEvery?: number;
  /** How time passes. Default: by the machine's clock. */
  readonly wait?: Wait;
  readonly logger?: Logger;
}

/** Seconds without a look at most, while looking fails. */
const LONGEST_PAUSE = 60;

/**
 * Looks at the chain again and again until it is stopped, and keeps jobs running beside that: one for each key. No error
 * ends it; a job that failed is started again when the next look asks for it and its pause is over.
 */
export class Service {
  readonly #look: (signal: AbortSignal) => Promise<void>;
  readonly #pollEvery: number;
  readonly #wait: Wait;
  readonly #logger: Logger;
  readonly #jobs = new Map<string, Promise<void>>();
  /** Looks to sit out before a failed job is started again, and how many it was the last time. */
  readonly #pauses = new Map<string, { left: number; length: number }>();
  #abort = new AbortController();
  #running: Promise<void> | undefined;

  /** @param look what is to be done, again and again; it must not wait for jobs */
  constructor(look: (signal: AbortSignal) => Promise<void>, options: ServiceOptions = {}) {
    this.#look = look;
    this.#pollEvery = options.pollEvery ?? 4;
    this.#wait = options.wait ?? sleep;
    this.#logger = options.logger ?? silentLogger;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Number of jobs that are running. */
  get jobs(): number {
    return this.#jobs.size;
  }

  start(): void {
    if (this.#running) return;
    this.#abort = new AbortController();
    this.#running = this.#run(this.#abort.signal);
  }

  /** Resolves once nothing runs any more. What was sent stays sent; start again to go on. */
  async stop(): Promise<void> {
    this.#abort.abort(new Error("stopped"));
    await this.#running;
    await this.settled();
    this.#running = undefined;
  }

  /** One look, for whoever keeps the time. */
  async look(): Promise<void> {
    for (const [key, pause] of this.#pauses)
      if (pause.left > 0) this.#pauses.set(key, { ...pause, left: pause.left - 1 });
    await this.#look(this.#abort.signal);
  }

  /** Resolves once no job runs. */
  async settled(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all(this.#jobs.values());
  }

  /** Starts a job, unless one with the key is running or has failed a moment ago. */
  job(key: string, task: (signal: AbortSignal) => Promise<void>): void {
    if (this.#jobs.has(key) || (this.#pauses.get(key)?.left ?? 0) > 0) return;
    const done = task(this.#abort.signal).then(
      () => void this.#pauses.delete(key),
      (error: unknown) => {
        if (this.#abort.signal.aborted) return;
        const length = Math.min(2 * (this.#pauses.get(key)?.length ?? 0.5), 16);
        this.#pauses.set(key, { left: length, length });
        this.#logger.error({ job: key, error: String(error), looks: length }, "failed; trying again");
      },
    );
    this.#jobs.set(
      key,
      done.finally(() => this.#jobs.delete(key)),
    );
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pause = this.#pollEvery;
    while (!signal.aborted) {
      try {
        await this.look();
        pause = this.#pollEvery;
      } catch (error) {
        if (signal.aborted) return;
        this.#logger.warn({ error: String(error), pause }, "could not look at the chain; trying again");
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
      await this.#wait(pause, signal);
    }
  }
}
