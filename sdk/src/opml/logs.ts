import type { Log, Provider, TopicFilter } from "ethers";

export interface LogFilter {
  readonly address: string | string[];
  readonly topics: TopicFilter;
}

/** Blocks asked for at a time; a node that finds it too many is asked for half, and so on. */
const SPAN = 10_000;
const LEAST_SPAN = 16;

/**
 * Logs from the latest block downwards, newest first. Ask for no more than is needed: what is not consumed is not
 * fetched.
 *
 * @param lowest block below which nothing is sought
 */
export async function* logsBackwards(provider: Provider, filter: LogFilter, lowest: number): AsyncGenerator<Log> {
  let span = SPAN;
  for (let to = await provider.getBlockNumber(); to >= lowest;) {
    const from = Math.max(lowest, to - span + 1);
    const logs = await getLogs(provider, filter, from, to);
    if (logs === "too many") {
      span = Math.ceil(span / 2);
      continue;
    }
    yield* logs.reverse();
    to = from - 1;
  }
}

/** All logs in a range of blocks, both included, oldest first. */
export async function listLogs(provider: Provider, filter: LogFilter, from: number, to: number): Promise<Log[]> {
  const all: Log[] = [];
  let span = SPAN;
  for (let start = from; start <= to;) {
    const end = Math.min(to, start + span - 1);
    const logs = await getLogs(provider, filter, start, end);
    if (logs === "too many") {
      span = Math.ceil(span / 2);
      continue;
    }
    all.push(...logs);
    start = end + 1;
  }
  return all;
}

/** Nodes refuse wide ranges in words of their own, so any refusal of a range that can still be halved counts as that. */
async function getLogs(provider: Provider, filter: LogFilter, from: number, to: number): Promise<Log[] | "too many"> {
  try {
    return await provider.getLogs({ ...filter, fromBlock: from, toBlock: to });
  } catch (error) {
    if (to - from + 1 > LEAST_SPAN) return "too many";
    throw error;
  }
}
