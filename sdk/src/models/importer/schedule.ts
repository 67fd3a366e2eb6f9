import type { AnyEntry, Program, Ref, Storage } from "./program.ts";

/** Steps at which an entry runs, [first, after last). */
type Range = readonly [number, number];

/** Operators whose results differ from step to step even on the same operands. */
const STEPPING: ReadonlySet<string> = new Set(["StepRow", "Token", "Rope", "Attention", "Sample", "Random"]);

/**
 * Decides at which steps each entry of a recurrent graph runs: what a state or a cache needs at every step; what depends
 * on the input alone once; what only the output needs at the last step; what only the next token needs from the
 * prompt's end on. Storage whose content must last is marked.
 */
export function schedule(program: Program, steps: number): void {
  if (steps === 1) return;
  const { entries } = program;
  const varying = varyingStorages(entries);
  const needs = new Map<Storage, Range>();
  const onlyTokens = new Map<Storage, boolean>();
  const need = ({ storage }: Ref, range: Range, tokensOnly: boolean): void => {
    const known = needs.get(storage);
    needs.set(storage, known === undefined ? range : [Math.min(known[0], range[0]), Math.max(known[1], range[1])]);
    onlyTokens.set(storage, tokensOnly && (onlyTokens.get(storage) ?? true));
  };

  for (const entry of [...entries].reverse()) {
    let range = rangeOf(entry, needs, steps);
    const tokensOnly = entry.operator === "Sample" || isForTokens(entry, onlyTokens);
    const constant =
      entry.stepStart === undefined &&
      ![...entry.inputs, ...entry.outputs].some((ref) => ref && varying.has(ref.storage)) &&
      !STEPPING.has(entry.operator);
    if (constant && range[1] - range[0] > 1) {
      for (const { storage } of entry.outputs) if (storage.space === "work") storage.persistent = true;
      range = [range[0], range[0] + 1];
    }
    [entry.stepStart, entry.stepEnd] = range;
    // A value kept for later steps must be made at its one step, prompt or not.
    entry.afterPrompt = tokensOnly && !constant;
    for (const operand of entry.inputs) if (operand !== undefined) need(operand, range, entry.afterPrompt);
  }
}

/** Storages whose content depends on the step. */
function varyingStorages(entries: readonly AnyEntry[]): Set<Storage> {
  const varying = new Set<Storage>();
  for (const entry of entries) {
    // A state is set at the first step and again at the end of each: both are writes.
    const isState = entry.stepStart !== undefined;
    const reads = entry.inputs.some((operand) => operand !== undefined && varying.has(operand.storage));
    if (isState || reads || STEPPING.has(entry.operator)) for (const { storage } of entry.outputs) varying.add(storage);
  }
  return varying;
}

/** When an entry must run, from when its results are read. */
function rangeOf(entry: AnyEntry, needs: ReadonlyMap<Storage, Range>, steps: number): Range {
  if (entry.stepStart !== undefined && entry.stepEnd !== undefined) return [entry.stepStart, entry.stepEnd];
  if (entry.operator === "Attention" || entry.operator === "Sample") return [0, steps];
  let range: Range | undefined;
  for (const { storage } of entry.outputs) {
    const readAt = needs.get(storage);
    const ranges: (Range | undefined)[] = [readAt, storage.space === "output" ? [steps - 1, steps] : undefined];
    for (const one of ranges) {
      if (one === undefined) continue;
      range = range === undefined ? one : [Math.min(range[0], one[0]), Math.max(range[1], one[1])];
    }
  }
  return range ?? [0, steps];
}

function isForTokens(entry: AnyEntry, onlyTokens: ReadonlyMap<Storage, boolean>): boolean {
  if (entry.operator === "Attention" || entry.stepStart !== undefined) return false;
  return entry.outputs.every(({ storage }) => storage.space === "work" && onlyTokens.get(storage) === true);
}
