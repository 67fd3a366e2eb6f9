import { decode, type Instruction } from "./decode.ts";
import { Op } from "./interpreter.ts";

/** How a block ends. Targets are instruction numbers (pc / 4) in the text; a stray target is a pc instead. */
export type Exit =
  /** Into the next block. */
  | { readonly kind: "next" }
  /** By a condition on the last instruction's operands. */
  | { readonly kind: "branch"; readonly target: Target }
  | { readonly kind: "jump"; readonly target: Target }
  /** A jump that writes a return address; the target is undefined if it is only known when it happens. */
  | { readonly kind: "call"; readonly target: Target | undefined }
  /** A jump to a register that writes none: a return, or through a table. */
  | { readonly kind: "indirect" }
  /** `ecall`, or an instruction that is none. */
  | { readonly kind: "halt" };

/** A jump's target, and whether it is in the text and a multiple of 4. */
export interface Target {
  readonly pc: number;
  readonly inside: boolean;
}

/** A run of instructions that is entered only at its first and left only at its last. */
export interface Block {
  /** Number of the first instruction. */
  readonly start: number;
  readonly instructions: readonly Instruction[];
  readonly exit: Exit;
}

/** A text, cut into blocks. */
export interface Flow {
  /** By number of the first instruction; none starts with a word that is not an instruction. */
  readonly blocks: ReadonlyMap<number, Block>;
  /** Numbers of instructions that are called, and of the entry. */
  readonly functions: ReadonlySet<number>;
  /** Numbers of instructions whose addresses the program seems to have in its data or to compute. */
  readonly addressed: ReadonlySet<number>;
}

/**
 * Cuts a text into blocks.
 *
 * @param text whole words
 * @param entry pc of the first instruction
 * @param pointers words that may be addresses of instructions; wrong ones cost time and do no harm
 */
export function analyse(text: Uint8Array, entry: number, pointers: Iterable<number>): Flow {
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  const code = Array.from({ length: text.length / 4 }, (_, i) => decode(view.getInt32(4 * i, true)));
  const target = (pc: number): Target => ({ pc: pc >>> 0, inside: pc >= 0 && pc < text.length && pc % 4 === 0 });
  const leaders = new Set<number>();
  const functions = new Set<number>();
  const addressed = new Set<number>();
  const lead = (set: Set<number>, { pc, inside }: Target) => {
    if (!inside) return;
    set.add(pc / 4);
    leaders.add(pc / 4);
  };

  lead(functions, target(entry));
  code.forEach(({ op, rd, imm }, i) => {
    if (!endsBlock(op)) return;
    if (op !== Op.Illegal) leaders.add(i + 1);
    if (op === Op.Jal) lead(rd === 0 ? leaders : functions, target(4 * i + imm));
    else if (op === Op.Jalr) {
      const known = pairTarget(code, i);
      if (known !== undefined) lead(rd === 0 ? leaders : functions, target(known));
    } else if (isBranch(op)) lead(leaders, target(4 * i + imm));
  });
  // Addresses matter only where a block may well begin.
  const mark = (pc: number) => {
    const { inside } = target(pc);
    const i = pc / 4;
    if (inside && (leaders.has(i) || i === 0 || diverges(code[i - 1]!))) lead(addressed, target(pc));
  };
  for (const pointer of pointers) mark(pointer);
  code.forEach(({ op, rd, rs1 }, i) => {
    if (op === Op.Addi && rd === rs1) mark(pairTarget(code, i) ?? -1);
  });

  const blocks = new Map<number, Block>();
  for (let start = 0; start < code.length;) {
    // What is no code makes no blocks.
    if (code[start]!.op === Op.Illegal) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < code.length && !leaders.has(end) && code[end - 1]!.op !== Op.Illegal) end++;
    const instructions = code.slice(start, end);
    blocks.set(start, { start, instructions, exit: exitOf(code, start, end - 1, target) });
    start = end;
  }
  return { blocks, functions, addressed };
}

export function isBranch(op: Op): boolean {
  return op >= Op.Beq && op <= Op.Bgeu;
}

function endsBlock(op: Op): boolean {
  return isBranch(op) || op === Op.Jal || op === Op.Jalr || op === Op.Ecall || op === Op.Illegal;
}

/** Whether the instruction behind this one is reached only by jumps. */
function diverges({ op, rd }: Instruction): boolean {
  return op === Op.Illegal || ((op === Op.Jal || op === Op.Jalr) && rd === 0);
}

/** What `auipc` or `lui` and the instruction behind it, an `addi` or a `jalr`, add up to. */
function pairTarget(code: readonly Instruction[], i: number): number | undefined {
  const upper = code[i - 1];
  const { op, rs1, imm } = code[i]!;
  if (!upper || rs1 === 0 || upper.rd !== rs1 || (upper.op !== Op.Auipc && upper.op !== Op.Lui)) return undefined;
  const base = upper.op === Op.Auipc ? 4 * (i - 1) + upper.imm : upper.imm;
  const sum = (base + imm) >>> 0;
  return op === Op.Jalr ? (sum & ~1) >>> 0 : sum;
}

function exitOf(code: readonly Instruction[], start: number, last: number, target: (pc: number) => Target): Exit {
  const { op, rd, imm } = code[last]!;
  if (isBranch(op)) return { kind: "branch", target: target(4 * last + imm) };
  if (op === Op.Jal) return { kind: rd === 0 ? "jump" : "call", target: target(4 * last + imm) };
  if (op === Op.Jalr) {
    // The pair counts only if nothing jumps between its two.
    const known = last > start ? pairTarget(code, last) : undefined;
    if (known !== undefined) return { kind: rd === 0 ? "jump" : "call", target: target(known) };
    return rd === 0 ? { kind: "indirect" } : { kind: "call", target: undefined };
  }
  return endsBlock(op) ? { kind: "halt" } : { kind: "next" };
}

/** Part of a text that is translated as one function. */
export interface Region {
  readonly entry: number;
  /** Blocks by number of the first instruction, in reverse postorder, the entry first. */
  readonly order: readonly number[];
  /** Blocks to which a block passes control within the region. All others leave it. */
  readonly successors: ReadonlyMap<number, readonly number[]>;
  /** The block that immediately dominates a block; the entry has none. */
  readonly dominators: ReadonlyMap<number, number>;
}

/**
 * The blocks that can be reached from an entry without a call or a return, as a graph in which every loop has one
 * entrance: edges into the middle of a loop leave the region instead.
 *
 * @param allowed whether a block may be part of the region
 */
export function regionFrom(flow: Flow, entry: number, allowed: (block: number) => boolean): Region {
  const cut = new Set<number>();
  const edge = (from: number, to: number) => from * 2 ** 20 + to;
  for (;;) {
    const successors = new Map<number, number[]>();
    const reach = (block: number) =>
      next(flow, block).filter((to) => allowed(to) && flow.blocks.has(to) && !cut.has(edge(block, to)));
    const order = postorder(entry, (block) => {
      const known = successors.get(block) ?? reach(block);
      successors.set(block, known);
      return known;
    }).reverse();
    const region: Region = { entry, order, successors, dominators: dominators(order, successors) };
    const before = cut.size;
    const number = new Map(order.map((block, i) => [block, i]));
    for (const from of order) {
      for (const to of successors.get(from)!) {
        if (number.get(to)! <= number.get(from)! && !dominates(region, to, from)) cut.add(edge(from, to));
      }
    }
    if (cut.size === before) return region;
  }
}

/** The loops of a region: for each block that is jumped back to, the blocks from which one gets back to it. */
export function loopsOf({ order, successors }: Region): Map<number, Set<number>> {
  const number = new Map(order.map((block, i) => [block, i]));
  const predecessors = new Map<number, number[]>(order.map((block) => [block, []]));
  for (const from of order) for (const to of successors.get(from)!) predecessors.get(to)!.push(from);
  const loops = new Map<number, Set<number>>();
  for (const header of order) {
    const pending = predecessors.get(header)!.filter((from) => number.get(from)! >= number.get(header)!);
    if (pending.length === 0) continue;
    const body = new Set([header]);
    for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
      if (body.has(block)) continue;
      body.add(block);
      pending.push(...predecessors.get(block)!);
    }
    loops.set(header, body);
  }
  return loops;
}

/** Blocks to which a block passes control, calls and indirect jumps aside. */
export function next(flow: Flow, start: number): number[] {
  const { instructions, exit } = flow.blocks.get(start)!;
  const after = start + instructions.length;
  switch (exit.kind) {
    case "next":
    case "call":
      return [after];
    case "branch":
      return exit.target.inside ? [after, exit.target.pc / 4] : [after];
    case "jump":
      return exit.target.inside ? [exit.target.pc / 4] : [];
    default:
      return [];
  }
}

function postorder(entry: number, successors: (block: number) => readonly number[]): number[] {
  const order: number[] = [];
  const seen = new Set([entry]);
  const stack = [{ block: entry, edges: successors(entry), edge: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const to = top.edges[top.edge++];
    if (to === undefined) {
      order.push(top.block);
      stack.pop();
    } else if (!seen.has(to)) {
      seen.add(to);
      stack.push({ block: to, edges: successors(to), edge: 0 });
    }
  }
  return order;
}

/** Immediate dominators, by intersection along the tree built so far until nothing changes. */
function dominators(order: readonly number[], successors: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const number = new Map(order.map((block, i) => [block, i]));
  const predecessors: number[][] = order.map(() => []);
  order.forEach((from, i) => successors.get(from)!.forEach((to) => predecessors[number.get(to)!]!.push(i)));
  const parent = new Int32Array(order.length).fill(-1);
  parent[0] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 1; i < order.length; i++) {
      let common = -1;
      for (const from of predecessors[i]!) {
        if (parent[from] === -1) continue;
        if (common === -1) common = from;
        let other = from;
        while (common !== other) {
          if (common > other) common = parent[common]!;
          else other = parent[other]!;
        }
      }
      if (parent[i] !== common) {
        parent[i] = common;
        changed = true;
      }
    }
  }
  return new Map(order.slice(1).map((block, i) => [block, order[parent[i + 1]!]!]));
}

function dominates(region: Region, above: number, block: number): boolean {
  for (let at: number | undefined = block; at !== undefined; at = region.dominators.get(at)) {
    if (at === above) return true;
  }
  return false;
}
