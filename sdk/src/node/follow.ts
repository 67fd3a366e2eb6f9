import type { Log, Provider } from "ethers";

import { listLogs, type LogFilter } from "../opml/logs.ts";

/** Blocks that are read again, in case a reorganisation has changed them. */
const MARGIN = 16;

/** Follows a contract's logs from a block on. Asking again after an error, or after a crash, misses none. */
export class LogFollower {
  readonly #provider: Provider;
  readonly #filter: LogFilter;
  #next: number;

  /** @param from the first block of interest */
  constructor(provider: Provider, filter: LogFilter, from: number) {
    this.#provider = provider;
    this.#filter = filter;
    this.#next = from;
  }

  /**
   * Logs since the last call, oldest first. Those of the latest blocks come again: whoever uses them must not mind.
   */
  async read(): Promise<Log[]> {
    const head = await this.#provider.getBlockNumber();
    const logs = await listLogs(this.#provider, this.#filter, this.#next, head);
    this.#next = Math.max(this.#next, head + 1 - MARGIN);
    return logs;
  }
}
