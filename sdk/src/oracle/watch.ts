import type { Log, Provider } from "ethers";

import { isTransient } from "../errors.ts";
import { listLogs, type LogFilter } from "../opml/logs.ts";
import { sleep, type Wait } from "../opml/wait.ts";

/** A log's place in the chain. Plain data, to be stored and given back. */
export interface Cursor {
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly logIndex: number;
}

export interface WatchParams {
  /** The `cursor` of the last item of an earlier watch, which is resumed. */
  readonly after?: Cursor;
  /** First block to look at when there is no `after`. Default: the next block. */
  readonly fromBlock?: number;
  /** Blocks that must be built on a block before it is looked at. Default: 0. */
  readonly confirmations?: number;
  /** Ends the watch, without an error. */
  readonly signal?: AbortSignal;
  /** Seconds between looks. Default: 4. */
  readonly pollEvery?: number;
  /** How time passes. Default: by the machine's clock. */
  readonly wait?: Wait;
}

/**
 * Something that was logged; or, with `removed`, that was told before and is no longer part of the chain. What comes
 * again after a reorganisation is told again.
 */
export interface Watched<T> {
  readonly value: T;
  readonly removed: boolean;
  readonly cursor: Cursor;
}

/** What a log, with those around it, says. */
export interface ReadLog<T> {
  readonly value: T;
  readonly log: Log;
}

/** Blocks looked at in one go. */
const SPAN = 2_000;

/** Blocks that are remembered: reorganisations deeper than this are not noticed. */
const MEMORY = 256;

/** A block that was looked at, the last of its range, or one that something was told of. */
interface Checkpoint<T> {
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly told: readonly Watched<T>[];
}

/**
 * Follows the logs of a filter by polling: it needs no open connection, resumes where it stopped, and takes back what a
 * reorganisation takes back. A node that does not answer is asked again. Resumed after a reorganisation, it looks at the
 * last 256 blocks again, and may tell again what the earlier watch told.
 *
 * @param read finds what the logs of a range say, in order
 */
export async function* watch<T>(
  provider: Provider,
  filter: LogFilter,
  read: (logs: readonly Log[]) => readonly ReadLog<T>[] | Promise<readonly ReadLog<T>[]>,
  { after, fromBlock, confirmations = 0, signal, pollEvery = 4, wait = sleep }: WatchParams,
): AsyncGenerator<Watched<T>, void, undefined> {
  const checkpoints: Checkpoint<T>[] = [];
  let next: number | undefined;
  let lowest = 0;
  let skip = after;

  while (!signal?.aborted) {
    try {
      if (next === undefined) {
        if (after && (await hashOf(provider, after.blockNumber)) === after.blockHash) next = after.blockNumber;
        else if (after) next = Math.max(0, after.blockNumber - MEMORY);
        else next = fromBlock ?? (await provider.getBlockNumber()) + 1;
        lowest = next;
      }

      for (let last = checkpoints.at(-1); last; last = checkpoints.at(-1)) {
        if ((await hashOf(provider, last.blockNumber)) === last.blockHash) break;
        checkpoints.pop();
        next = (checkpoints.at(-1)?.blockNumber ?? lowest - 1) + 1;
        for (const item of last.told.toReversed()) yield { ...item, removed: true };
      }

      const head = (await provider.getBlockNumber()) - confirmations;
      if (next > head) {
        await wait(pollEvery, signal);
        continue;
      }
      const to = Math.min(head, next + SPAN - 1);
      const blockHash = await hashOf(provider, to);
      const found = await read(await listLogs(provider, filter, next, to));
      // The chain changed in between: look again.
      if (blockHash === undefined || blockHash !== (await hashOf(provider, to))) continue;

      const fresh = found.filter(({ log }) => !isPast(log, skip));
      skip = undefined;
      for (const told of byBlock(fresh.map(({ value, log }) => ({ value, removed: false, cursor: cursorOf(log) })))) {
        const { blockNumber, blockHash: hash } = told[0]!.cursor;
        checkpoints.push({ blockNumber, blockHash: hash, told });
      }
      if (checkpoints.at(-1)?.blockNumber !== to) checkpoints.push({ blockNumber: to, blockHash, told: [] });
      next = to + 1;
      while (checkpoints[0]!.blockNumber < to - MEMORY) lowest = checkpoints.shift()!.blockNumber + 1;
      for (const { value, log } of fresh) {
        if (signal?.aborted) return;
        yield { value, removed: false, cursor: cursorOf(log) };
      }
    } catch (error) {
      if (!isTransient(error)) throw error;
      await wait(pollEvery, signal);
    }
  }
}

async function hashOf(provider: Provider, blockNumber: number): Promise<string | undefined> {
  return (await provider.getBlock(blockNumber))?.hash ?? undefined;
}

function cursorOf({ blockNumber, blockHash, index }: Log): Cursor {
  return { blockNumber, blockHash, logIndex: index };
}

function isPast(log: Log, cursor: Cursor | undefined): boolean {
  return cursor !== undefined && log.blockHash === cursor.blockHash && log.index <= cursor.logIndex;
}

function byBlock<T>(items: readonly Watched<T>[]): Watched<T>[][] {
  const blocks = new Map<string, Watched<T>[]>();
  for (const item of items) {
    const block = blocks.get(item.cursor.blockHash);
    if (block) block.push(item);
    else blocks.set(item.cursor.blockHash, [item]);
  }
  return [...blocks.values()];
}
