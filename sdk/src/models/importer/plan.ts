import { ModelError } from "../errors.ts";
import { operators, WORK_OFFSET } from "../generated.ts";
import type { AnyEntry, Program, Ref, Storage } from "./program.ts";
import { count } from "./tensor.ts";

/** Working memory starts every storage at a multiple of this. */
const ALIGNMENT = 64;

/** The arena's quarter of memory. */
const ARENA_BYTES = 2 ** 30;

interface Life {
  readonly storage: Storage;
  /** First and last entry that touches it. */
  first: number;
  last: number;
}

/**
 * Gives every storage in working memory a place, so that those alive at the same time do not overlap. Large ones are
 * placed first, each at the lowest free offset. Entries that may work in place do so where their input ends there.
 *
 * @returns Bytes of working memory.
 * @throws {ModelError} `TOO_LARGE` when the arena does not suffice.
 */
export function planArena(program: Program): number {
  joinInPlace(program.entries);
  const lives = [...lifetimes(program.entries).values()];
  const bySize = lives.sort((a, b) => b.storage.bytes - a.storage.bytes || a.first - b.first);
  const placed: Life[] = [];
  let total = 0;
  for (const life of bySize) {
    const overlapping = placed
      .filter((other) => other.first <= life.last && life.first <= other.last)
      .sort((a, b) => a.storage.offset! - b.storage.offset!);
    let offset = 0;
    for (const other of overlapping) {
      if (offset + life.storage.bytes <= other.storage.offset!) break;
      offset = Math.max(offset, align(other.storage.offset! + other.storage.bytes));
    }
    life.storage.offset = offset;
    placed.push(life);
    total = Math.max(total, align(offset + life.storage.bytes));
  }
  if (WORK_OFFSET + total > ARENA_BYTES) {
    throw new ModelError(
      "TOO_LARGE",
      `the model needs ${total} bytes of working memory; ${ARENA_BYTES - WORK_OFFSET} exist`,
    );
  }
  return total;
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

function lifetimes(entries: readonly AnyEntry[]): Map<Storage, Life> {
  const lives = new Map<Storage, Life>();
  entries.forEach((entry, index) => {
    for (const operand of [...entry.outputs, ...entry.inputs]) {
      if (operand === undefined || operand.storage.space !== "work") continue;
      const life = lives.get(operand.storage);
      if (life !== undefined) life.last = index;
      else lives.set(operand.storage, { storage: operand.storage, first: index, last: index });
      if (operand.storage.persistent) {
        Object.assign(lives.get(operand.storage)!, { first: 0, last: entries.length - 1 });
      }
    }
  });
  return lives;
}

/** Lets the output of an element-wise entry take the storage of an input that nothing reads afterwards. */
function joinInPlace(entries: readonly AnyEntry[]): void {
  const lives = lifetimes(entries);
  const joined = new Map<Storage, Storage>();
  const resolve = (storage: Storage): Storage => joined.get(storage) ?? storage;
  entries.forEach((entry, index) => {
    const [output] = entry.outputs;
    if (!operators[entry.operator].inPlace || output!.storage.space !== "work" || output!.storage.persistent) return;
    if (lives.get(output!.storage)!.first !== index) return;
    const input = entry.inputs.find(
      (operand) =>
        operand !== undefined &&
        operand.storage.space === "work" &&
        !operand.storage.persistent &&
        operand.at === 0 &&
        operand.storage.bytes === output!.storage.bytes &&
        count(operand.shape) === count(output!.shape) &&
        lives.get(resolve(operand.storage))!.last === index &&
        entry.inputs.filter((other) => other && resolve(other.storage) === resolve(operand.storage)).length === 1,
    );
    if (input === undefined) return;
    const target = resolve(input.storage);
    lives.get(target)!.last = lives.get(output!.storage)!.last;
    joined.set(output!.storage, target);
  });
  const moved = (operand: Ref): Ref => ({ ...operand, storage: resolve(operand.storage) });
  for (const entry of entries) {
    entry.outputs = entry.outputs.map(moved);
    entry.inputs = entry.inputs.map((operand) => operand && moved(operand));
  }
}
