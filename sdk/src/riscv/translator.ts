import type { Instruction } from "./decode.ts";
import {
  analyse,
  type Block,
  type Flow,
  isBranch,
  loopsOf,
  next,
  type Region,
  regionFrom,
  type Target,
} from "./flow.ts";
import { Op, Word } from "./interpreter.ts";
import { MEMORY_SIZE } from "./layout.ts";
import { MACHINE_ADDRESS, PAGE_SHIFT, WRITTEN } from "./memory.ts";
import { Body, encodeModule, I32, type Signature, Wasm } from "./wasm.ts";
import { EXIT } from "./system.ts";

/*
 * A text becomes a WebAssembly module over the machine's memory. Its functions are *units*: a function of the program,
 * or a loop, so that a machine that was stopped in the middle of one soon runs translated code again. A unit keeps the
 * registers it mentions in locals, loads them when it is entered, and stores those it may have written when it is left
 * or calls another.
 *
 * A unit is given how many instructions may still be executed and how deep it may call; it returns where the machine
 * goes on, and how many instructions are left. The lowest two bits of the former, an address otherwise, say why it
 * returned: see `Leave`. A caller whose callee does not return behind the call returns what it was returned, so that
 * everything unwinds and the dispatcher goes on from there.
 *
 * Instructions are counted at the start of each block. A unit is left there if fewer are left than the block has, and
 * in the middle of the block by a fault; the number of instructions left then lacks those of the block that were not
 * executed, and may be negative.
 */

/** Why a unit returned, in the lowest two bits of the pc it returned. */
export const Leave = {
  /** The machine goes on at the pc. */
  Jump: 0,
  /** Fewer instructions are left than the block at the pc has. */
  Limit: 1,
  /** The instruction at the pc faults. */
  Fault: 2,
  /** The `ecall` at the pc exits. */
  Exit: 3,
} as const;

/** A translated text. */
export interface Translation {
  /** The module: imports `env.memory`, `env.loadable` and `env.storable`; exports `enter`. */
  readonly module: Uint8Array<ArrayBuffer>;
  /** By instruction number: 1 if a unit starts there. */
  readonly enterable: Uint8Array;
  /** By instruction number: instructions in the rest of its block. No unit starts among them but at the first. */
  readonly distance: Int32Array;
}

/** What a translated module exports. */
export interface TranslatedExports {
  /** Enters the unit at an instruction number; what it returns, the instructions left being in `Word.Left`. */
  enter(instruction: number, limit: number): number;
}

/** Calls that may nest in translated code; beyond, everything unwinds and starts again from an empty stack. */
const MAX_DEPTH = 400;

/** Blocks in a unit: more would nest too deeply. */
const MAX_BLOCKS = 1000;

/** Instructions translated for each instruction of the text, and in all: code that is shared is translated repeatedly. */
const MAX_GROWTH = 8;
const MAX_INSTRUCTIONS = 1_000_000;

const TYPES: readonly Signature[] = [
  { parameters: 2, results: 2 },
  { parameters: 1, results: 1 },
  { parameters: 2, results: 1 },
];
const UNIT = 0;
const ACCESS = 1;
const ENTER = 2;

/** Functions that every module has, imports first. */
const LOADABLE = 0;
const STORABLE = 1;
const OUTSIDE = 2;
const FIRST_UNIT = 4;
const ENTER_FUNCTION = 3;

/** Locals of a unit: its parameters, then scratch, then registers. */
const LEFT = 0;
const DEPTH = 1;
const PC = 2;
const ADDRESS = 3;
const FIRST_REGISTER = 4;

/** What a unit is and does. */
interface Unit {
  readonly region: Region;
  /** Registers read or written, and those written, by the unit itself; bit i for xi. */
  readonly mentions: number;
  readonly writes: number;
}

/**
 * Translates a text.
 *
 * @param text whole words
 * @param entry pc of the first instruction
 * @param pointers words of the program's data: those that are addresses of instructions become places to enter
 */
export function translate(text: Uint8Array, entry: number, pointers: Iterable<number>): Translation {
  const flow = analyse(text, entry, pointers);
  const units = findUnits(flow, text.length / 4);
  const names = new Map([...units.keys()].map((start, i) => [start, FIRST_UNIT + i]));
  const callees = summarise(flow, units);

  const slots = new Array<number>(text.length / 4).fill(OUTSIDE);
  for (const [start, index] of names) slots[start] = index;
  const functions = [
    { type: UNIT, locals: 0, body: outside() },
    { type: ENTER, locals: 1, body: enter() },
    ...[...units.values()].map((unit) => {
      const translator = new UnitTranslator(flow, unit, names, callees, slots.length);
      return { type: UNIT, locals: FIRST_REGISTER - 2 + ones(unit.mentions), body: translator.translate() };
    }),
  ];
  const module = encodeModule({
    types: TYPES,
    memoryPages: MEMORY_SIZE / 65536,
    imports: [
      { name: "loadable", type: ACCESS },
      { name: "storable", type: ACCESS },
    ],
    functions,
    table: slots,
    exports: [{ name: "enter", function: ENTER_FUNCTION }],
  });
  const enterable = new Uint8Array(slots.length);
  for (const start of names.keys()) enterable[start] = 1;
  return { module, enterable, distance: distances(flow, slots.length) };
}

function findUnits(flow: Flow, length: number): Map<number, Unit> {
  const units = new Map<number, Unit>();
  let budget = Math.min(MAX_GROWTH * length + 10_000, MAX_INSTRUCTIONS);
  const add = (start: number, allowed: (block: number) => boolean): Region | undefined => {
    if (units.has(start) || !flow.blocks.has(start)) return undefined;
    const members = new Set([start]);
    const region = regionFrom(flow, start, (block) => {
      if (members.has(block)) return true;
      return members.size < MAX_BLOCKS && allowed(block) && members.add(block) !== undefined;
    });
    const size = region.order.reduce((sum, block) => sum + flow.blocks.get(block)!.instructions.length, 0);
    if (size > budget) return undefined;
    budget -= size;
    units.set(start, unitOf(flow, region));
    return region;
  };
  // A jump to where a function starts is a call in the last place, not a part of the function that jumps.
  const starts = [...flow.functions, ...flow.addressed];
  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    const region = add(start, (block) => !flow.functions.has(block));
    for (const block of region?.order ?? []) starts.push(...leavings(flow, region!, block));
  }
  for (const { region } of [...units.values()]) {
    for (const [header, body] of loopsOf(region)) add(header, (block) => body.has(block));
  }
  return units;
}

/** Blocks outside a region to which a block of it passes control without a call. */
function leavings(flow: Flow, region: Region, block: number): number[] {
  return next(flow, block).filter((to) => !region.successors.get(block)!.includes(to));
}

function unitOf(flow: Flow, region: Region): Unit {
  let mentions = 0;
  let writes = 0;
  for (const block of region.order) {
    for (const instruction of flow.blocks.get(block)!.instructions) {
      const written = writtenBy(instruction);
      writes |= written;
      mentions |= written | readBy(instruction);
    }
  }
  return { region, mentions: mentions & ~1, writes: writes & ~1 };
}

/** Registers mentioned and written by what starts at an instruction, calls included. */
type Summary = Pick<Unit, "mentions" | "writes">;

const NOTHING: Summary = { mentions: 0, writes: 0 };
const EVERYTHING: Summary = { mentions: ~1, writes: ~1 };

function summarise(flow: Flow, units: ReadonlyMap<number, Unit>): Map<number, Summary> {
  const summaries = new Map<number, Summary>(units);
  const calls = [...units].map(([start, { region }]) => ({
    start,
    callees: new Set(region.order.flatMap((block) => calleesOf(flow, region, block))),
  }));
  for (let changed = true; changed;) {
    changed = false;
    for (const { start, callees } of calls) {
      const before = summaries.get(start)!;
      let { mentions, writes } = before;
      for (const callee of callees) {
        const summary = callee === undefined ? EVERYTHING : (summaries.get(callee) ?? NOTHING);
        mentions |= summary.mentions;
        writes |= summary.writes;
      }
      if (mentions === before.mentions && writes === before.writes) continue;
      summaries.set(start, { mentions, writes });
      changed = true;
    }
  }
  return summaries;
}

/** Where a block calls to, `undefined` for anywhere; a target without a unit is never called, but left to. */
function calleesOf(flow: Flow, region: Region, start: number): (number | undefined)[] {
  const { exit } = flow.blocks.get(start)!;
  if (exit.kind === "indirect") return [undefined];
  const target = exit.kind === "call" ? [exit.target?.inside ? exit.target.pc / 4 : undefined] : [];
  return [...target, ...leavings(flow, region, start)];
}

function readBy({ op, rs1, rs2 }: Instruction): number {
  if (op === Op.Ecall) return 1 << 17;
  if (op === Op.Lui || op === Op.Auipc || op === Op.Jal || op === Op.Fence || op === Op.Illegal) return 0;
  const one = op === Op.Jalr || (op >= Op.Lb && op <= Op.Lhu) || (op >= Op.Addi && op <= Op.Srai);
  return one ? 1 << rs1 : (1 << rs1) | (1 << rs2);
}

function writtenBy({ op, rd }: Instruction): number {
  const none = isBranch(op) || (op >= Op.Sb && op <= Op.Sw) || [Op.Fence, Op.Ecall, Op.Illegal].includes(op);
  return none ? 0 : 1 << rd;
}

/** Stands in every slot of the table at which no unit starts: returns to where its caller wanted to go. */
function outside(): Uint8Array {
  return new Body().constant(0).memory(Wasm.i32Load, 2, wordAddress(Word.Pc)).at(Wasm.localGet, LEFT).view();
}

function enter(): Uint8Array {
  const [slot, limit, pc] = [0, 1, 2];
  return new Body()
    .at(Wasm.localGet, limit)
    .constant(MAX_DEPTH)
    .at(Wasm.localGet, slot)
    .at(Wasm.callIndirect, UNIT)
    .unsigned(0)
    .at(Wasm.localSet, limit)
    .at(Wasm.localSet, pc)
    .constant(0)
    .at(Wasm.localGet, limit)
    .memory(Wasm.i32Store, 2, wordAddress(Word.Left))
    .at(Wasm.localGet, pc)
    .view();
}

function wordAddress(word: number): number {
  return MACHINE_ADDRESS + 4 * word;
}

function distances(flow: Flow, length: number): Int32Array {
  const distance = new Int32Array(length).fill(1);
  for (const { start, instructions } of flow.blocks.values()) {
    for (let i = 0; i < instructions.length; i++) distance[start + i] = instructions.length - i;
  }
  return distance;
}

function ones(bits: number): number {
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** A construct that can be branched out of, or back to. */
type Label = { readonly kind: "loop" | "block"; readonly block: number } | { readonly kind: "if" | "exit" };

/**
 * Translates one unit. Loops become loops, joins the ends of blocks, and everything else is nested where it is reached,
 * following the tree of dominators.
 */
class UnitTranslator {
  private readonly body = new Body();
  /** What encloses the code being written, outermost first. */
  private readonly labels: Label[] = [];
  private readonly locals = new Map<number, number>();
  private readonly number: Map<number, number>;
  private readonly headers = new Set<number>();
  /** Blocks with several ways in that are not jumps back. */
  private readonly joins = new Set<number>();
  private readonly children = new Map<number, number[]>();

  constructor(
    private readonly flow: Flow,
    private readonly unit: Unit,
    private readonly names: ReadonlyMap<number, number>,
    private readonly callees: ReadonlyMap<number, Summary>,
    private readonly length: number,
  ) {
    const { order, successors, dominators } = unit.region;
    for (let i = 1; i < 32; i++) {
      if ((unit.mentions >>> i) & 1) this.locals.set(i, FIRST_REGISTER + this.locals.size);
    }
    this.number = new Map(order.map((block, i) => [block, i]));
    const entrances = new Map<number, number>();
    for (const from of order) {
      for (const to of new Set(successors.get(from)!)) {
        if (this.number.get(to)! <= this.number.get(from)!) this.headers.add(to);
        else entrances.set(to, (entrances.get(to) ?? 0) + 1);
      }
    }
    for (const [block, count] of entrances) if (count > 1) this.joins.add(block);
    for (const [block, above] of dominators) {
      if (!this.children.has(above)) this.children.set(above, []);
      this.children.get(above)!.push(block);
    }
  }

  translate(): Uint8Array {
    const { body } = this;
    const { entry } = this.unit.region;
    body.at(Wasm.localGet, DEPTH).op(Wasm.i32Eqz).open(Wasm.if);
    body
      .constant(4 * entry)
      .at(Wasm.localGet, LEFT)
      .op(Wasm.return, Wasm.end);
    this.load(this.unit.mentions);
    body.open(Wasm.block);
    this.labels.push({ kind: "exit" });
    this.tree(entry);
    this.labels.pop();
    body.op(Wasm.end);
    this.store(this.unit.writes);
    body.at(Wasm.localGet, PC).at(Wasm.localGet, LEFT);
    return body.view();
  }

  /** A block and all it dominates. */
  private tree(block: number): void {
    const joins = (this.children.get(block) ?? []).filter((child) => this.joins.has(child));
    joins.sort((a, b) => this.number.get(b)! - this.number.get(a)!);
    if (!this.headers.has(block)) return this.within(block, joins);
    this.body.open(Wasm.loop);
    this.labels.push({ kind: "loop", block });
    this.within(block, joins);
    this.labels.pop();
    this.body.op(Wasm.end);
  }

  /** A block, then the joins it dominates, each behind the end of what jumps to it. */
  private within(block: number, joins: readonly number[]): void {
    const [join, ...rest] = joins;
    if (join === undefined) return this.block(this.flow.blocks.get(block)!);
    this.body.open(Wasm.block);
    this.labels.push({ kind: "block", block: join });
    this.within(block, rest);
    this.labels.pop();
    this.body.op(Wasm.end);
    this.tree(join);
  }

  private block({ start, instructions, exit }: Block): void {
    const { body } = this;
    const count = instructions.length;
    body.constant((4 * start) | Leave.Limit).at(Wasm.localSet, PC);
    body.at(Wasm.localGet, LEFT).constant(count).op(Wasm.i32Sub).at(Wasm.localTee, LEFT);
    body.constant(0).op(Wasm.i32LtS).at(Wasm.brIf, this.exitLabel());

    const straight = exit.kind === "next" ? count : count - 1;
    for (let i = 0; i < straight; i++) this.instruction(instructions[i]!, 4 * (start + i));
    const last = instructions[count - 1]!;
    const pc = 4 * (start + count - 1);
    switch (exit.kind) {
      case "next":
        return this.goto(start, start + count);
      case "halt":
        return this.halt(last, pc);
      case "branch":
        return this.branch(start, last, pc, exit.target);
      case "jump":
        if (exit.target.inside) return this.goto(start, exit.target.pc / 4);
        return this.leaveText(exit.target, pc);
      case "call":
        return this.call(start, last, pc, exit.target);
      case "indirect":
        return this.indirect(last, pc);
    }
  }

  /** Passes control from a block to another, in the region or not. */
  private goto(from: number, to: number): void {
    if (!this.unit.region.successors.get(from)!.includes(to)) return this.tailCall(to);
    const back = this.number.get(to)! <= this.number.get(from)!;
    if (back || this.joins.has(to)) return void this.body.at(Wasm.br, this.labelOf(to));
    this.tree(to);
  }

  private branch(from: number, { op, rs1, rs2 }: Instruction, pc: number, target: Target): void {
    const { body } = this;
    this.get(rs1);
    this.get(rs2);
    body.op(CONDITION[op]!).open(Wasm.if);
    this.labels.push({ kind: "if" });
    if (target.inside) this.goto(from, target.pc / 4);
    else this.leaveText(target, pc);
    body.op(Wasm.else);
    this.goto(from, pc / 4 + 1);
    this.labels.pop();
    body.op(Wasm.end);
  }

  private halt({ op }: Instruction, pc: number): void {
    if (op !== Op.Ecall) return this.leave(pc, Leave.Fault);
    const { body } = this;
    body.constant(pc | Leave.Exit).constant(pc | Leave.Fault);
    this.get(17);
    body.constant(EXIT).op(Wasm.i32Eq, Wasm.select).at(Wasm.localSet, PC);
    this.exit();
  }

  /** A jump to a place outside the text, or to none. */
  private leaveText({ pc: target }: Target, pc: number): void {
    if (target % 4 !== 0) this.leave(pc, Leave.Fault);
    else this.leave(target, Leave.Jump);
  }

  private call(from: number, { rd, rs1, imm }: Instruction, pc: number, target: Target | undefined): void {
    const { body } = this;
    const { mentions, writes } = this.unit;
    if (target === undefined) this.jumpAddress(rs1, imm, pc);
    if (target && target.pc % 4 !== 0) return this.leave(pc, Leave.Fault);
    body.constant(pc + 4).at(Wasm.localSet, this.locals.get(rd)!);
    const callee = target?.inside ? this.names.get(target.pc / 4) : undefined;
    if (target && callee === undefined) return this.leave(target.pc, Leave.Jump);

    const summary = target ? this.callees.get(target.pc / 4)! : EVERYTHING;
    this.store(writes & summary.mentions);
    if (callee === undefined) this.invokeAddress();
    else this.invoke(callee);
    body.at(Wasm.localSet, LEFT).at(Wasm.localSet, PC);
    this.load(mentions & summary.writes);
    body
      .at(Wasm.localGet, PC)
      .constant(pc + 4)
      .op(Wasm.i32Ne)
      .at(Wasm.brIf, this.exitLabel());
    this.goto(from, pc / 4 + 1);
  }

  /** Leaves the unit for good: what the callee returns is returned. */
  private tailCall(to: number): void {
    const callee = this.names.get(to);
    if (callee === undefined) return this.leave(4 * to, Leave.Jump);
    this.store(this.unit.writes);
    this.invoke(callee);
    this.body.op(Wasm.return);
  }

  private indirect({ rs1, imm }: Instruction, pc: number): void {
    this.jumpAddress(rs1, imm, pc);
    // A jump to the return address returns to the caller; any other may be one through a table.
    if (rs1 === 1) return this.leaveTo();
    this.store(this.unit.writes);
    this.invokeAddress();
    this.body.op(Wasm.return);
  }

  /** Puts the target of a jump to a register into `ADDRESS`, or leaves with a fault. */
  private jumpAddress(rs1: number, imm: number, pc: number): void {
    const { body } = this;
    this.get(rs1);
    body.constant(imm).op(Wasm.i32Add).constant(~1).op(Wasm.i32And).at(Wasm.localSet, ADDRESS);
    body.constant(pc | Leave.Fault).at(Wasm.localSet, PC);
    body.at(Wasm.localGet, ADDRESS).constant(2).op(Wasm.i32And).at(Wasm.brIf, this.exitLabel());
  }

  private invoke(callee: number): void {
    this.body.at(Wasm.localGet, LEFT).at(Wasm.localGet, DEPTH).constant(1).op(Wasm.i32Sub).at(Wasm.call, callee);
  }

  /** Calls what is at `ADDRESS`: a unit, or `outside`, which returns at once. */
  private invokeAddress(): void {
    const { body } = this;
    body.at(Wasm.localGet, ADDRESS).at(Wasm.localTee, PC);
    body
      .constant(4 * this.length)
      .op(Wasm.i32GeU)
      .at(Wasm.brIf, this.exitLabel());
    body.constant(0).at(Wasm.localGet, ADDRESS).memory(Wasm.i32Store, 2, wordAddress(Word.Pc));
    body.at(Wasm.localGet, LEFT).at(Wasm.localGet, DEPTH).constant(1).op(Wasm.i32Sub);
    body.at(Wasm.localGet, ADDRESS).constant(2).op(Wasm.i32ShrU).at(Wasm.callIndirect, UNIT).unsigned(0);
  }

  /** Everything but what ends a block. */
  private instruction(instruction: Instruction, pc: number): void {
    const { op, rd, rs1, rs2, imm } = instruction;
    const { body } = this;
    if (op === Op.Fence) return;
    if (op >= Op.Sb && op <= Op.Sw) return this.storeTo(instruction, pc);
    if (op >= Op.Lb && op <= Op.Lhu) this.loadFrom(instruction, pc);
    else if (rd === 0) return;
    else if (op === Op.Lui) body.constant(imm);
    else if (op === Op.Auipc) body.constant(pc + imm);
    else if (op >= Op.Addi && op <= Op.Srai) {
      this.get(rs1);
      body.constant(imm).op(COMPUTE[op]!);
    } else if (op in HIGH) {
      const [first, second, shift] = HIGH[op]!;
      this.get(rs1);
      body.op(first);
      this.get(rs2);
      body.op(second, Wasm.i64Mul).byte(Wasm.i64Const).signed(32).op(shift, Wasm.i32WrapI64);
    } else if (op >= Op.Div) this.divide(instruction);
    else {
      this.get(rs1);
      this.get(rs2);
      body.op(COMPUTE[op]!);
    }
    this.set(rd);
  }

  private divide({ op, rs1, rs2 }: Instruction): void {
    const { body } = this;
    const remainder = op >= Op.Rem;
    const signed = op === Op.Div || op === Op.Rem;
    this.get(rs2);
    body.op(Wasm.i32Eqz).open(Wasm.if, I32);
    if (remainder) this.get(rs1);
    else body.constant(-1);
    body.op(Wasm.else);
    if (signed) {
      // WebAssembly traps where the quotient overflows.
      this.get(rs2);
      body.constant(-1).op(Wasm.i32Eq).open(Wasm.if, I32).constant(0);
      if (!remainder) {
        this.get(rs1);
        body.op(Wasm.i32Sub);
      }
      body.op(Wasm.else);
    }
    this.get(rs1);
    this.get(rs2);
    if (remainder) body.op(signed ? Wasm.i32RemS : Wasm.i32RemU);
    else body.op(signed ? Wasm.i32DivS : Wasm.i32DivU);
    if (signed) body.op(Wasm.end);
    body.op(Wasm.end);
  }

  private loadFrom({ op, rs1, imm }: Instruction, pc: number): void {
    const [load, align] = LOAD[op]!;
    this.access(rs1, imm, align, pc, false);
    this.body.at(Wasm.localGet, ADDRESS).memory(load, align, 0);
  }

  private storeTo({ op, rs1, rs2, imm }: Instruction, pc: number): void {
    const [store, align] = STORE[op]!;
    this.access(rs1, imm, align, pc, true);
    this.body.at(Wasm.localGet, ADDRESS);
    this.get(rs2);
    this.body.memory(store, align, 0);
  }

  /** Puts an address into `ADDRESS` and readies it, or leaves with a fault. */
  private access(rs1: number, imm: number, align: number, pc: number, stores: boolean): void {
    const { body } = this;
    body.constant(pc | Leave.Fault).at(Wasm.localSet, PC);
    this.get(rs1);
    if (imm !== 0) body.constant(imm).op(Wasm.i32Add);
    body.at(Wasm.localTee, ADDRESS);
    if (align > 0) {
      body
        .constant((1 << align) - 1)
        .op(Wasm.i32And)
        .at(Wasm.brIf, this.exitLabel());
      body.at(Wasm.localGet, ADDRESS);
    }
    body.constant(PAGE_SHIFT).op(Wasm.i32ShrU).memory(Wasm.i32Load8U, 0, 0);
    if (stores) body.constant(WRITTEN).op(Wasm.i32Ne);
    else body.op(Wasm.i32Eqz);
    body
      .open(Wasm.if)
      .at(Wasm.localGet, ADDRESS)
      .at(Wasm.call, stores ? STORABLE : LOADABLE);
    body
      .op(Wasm.i32Eqz)
      .at(Wasm.brIf, this.exitLabel() + 1)
      .op(Wasm.end);
  }

  private leave(pc: number, why: number): void {
    this.body.constant(pc | why).at(Wasm.localSet, PC);
    this.exit();
  }

  /** Leaves to what is at `ADDRESS`. */
  private leaveTo(): void {
    this.body.at(Wasm.localGet, ADDRESS).at(Wasm.localSet, PC);
    this.exit();
  }

  private exit(): void {
    this.body.at(Wasm.br, this.exitLabel());
  }

  private exitLabel(): number {
    return this.labels.length - 1;
  }

  private labelOf(block: number): number {
    for (let i = this.labels.length - 1; i >= 0; i--) {
      const label = this.labels[i]!;
      if ("block" in label && label.block === block) return this.labels.length - 1 - i;
    }
    throw new Error(`block ${block} is not enclosed`);
  }

  private get(register: number): void {
    if (register === 0) this.body.constant(0);
    else this.body.at(Wasm.localGet, this.locals.get(register)!);
  }

  private set(register: number): void {
    if (register === 0) this.body.op(Wasm.drop);
    else this.body.at(Wasm.localSet, this.locals.get(register)!);
  }

  /** Reads registers from the machine into locals. */
  private load(registers: number): void {
    for (const [register, local] of this.locals) {
      if (!((registers >>> register) & 1)) continue;
      this.body.constant(0).memory(Wasm.i32Load, 2, wordAddress(register)).at(Wasm.localSet, local);
    }
  }

  /** Writes registers from locals to the machine. */
  private store(registers: number): void {
    for (const [register, local] of this.locals) {
      if (!((registers >>> register) & 1)) continue;
      this.body.constant(0).at(Wasm.localGet, local).memory(Wasm.i32Store, 2, wordAddress(register));
    }
  }
}

type Code = (typeof Wasm)[keyof typeof Wasm];

const CONDITION: Partial<Record<Op, Code>> = {
  [Op.Beq]: Wasm.i32Eq,
  [Op.Bne]: Wasm.i32Ne,
  [Op.Blt]: Wasm.i32LtS,
  [Op.Bge]: Wasm.i32GeS,
  [Op.Bltu]: Wasm.i32LtU,
  [Op.Bgeu]: Wasm.i32GeU,
};

const COMPUTE: Partial<Record<Op, Code>> = {
  [Op.Addi]: Wasm.i32Add,
  [Op.Slti]: Wasm.i32LtS,
  [Op.Sltiu]: Wasm.i32LtU,
  [Op.Xori]: Wasm.i32Xor,
  [Op.Ori]: Wasm.i32Or,
  [Op.Andi]: Wasm.i32And,
  [Op.Slli]: Wasm.i32Shl,
  [Op.Srli]: Wasm.i32ShrU,
  [Op.Srai]: Wasm.i32ShrS,
  [Op.Add]: Wasm.i32Add,
  [Op.Sub]: Wasm.i32Sub,
  [Op.Sll]: Wasm.i32Shl,
  [Op.Slt]: Wasm.i32LtS,
  [Op.Sltu]: Wasm.i32LtU,
  [Op.Xor]: Wasm.i32Xor,
  [Op.Srl]: Wasm.i32ShrU,
  [Op.Sra]: Wasm.i32ShrS,
  [Op.Or]: Wasm.i32Or,
  [Op.And]: Wasm.i32And,
  [Op.Mul]: Wasm.i32Mul,
};

/** Upper halves of products: how the factors are extended, and the product shifted. */
const HIGH: Partial<Record<Op, readonly [Code, Code, Code]>> = {
  [Op.Mulh]: [Wasm.i64ExtendI32S, Wasm.i64ExtendI32S, Wasm.i64ShrS],
  [Op.Mulhsu]: [Wasm.i64ExtendI32S, Wasm.i64ExtendI32U, Wasm.i64ShrS],
  [Op.Mulhu]: [Wasm.i64ExtendI32U, Wasm.i64ExtendI32U, Wasm.i64ShrU],
};

/** Accesses: the instruction, and log2 of its size. */
const LOAD: Partial<Record<Op, readonly [Code, number]>> = {
  [Op.Lb]: [Wasm.i32Load8S, 0],
  [Op.Lh]: [Wasm.i32Load16S, 1],
  [Op.Lw]: [Wasm.i32Load, 2],
  [Op.Lbu]: [Wasm.i32Load8U, 0],
  [Op.Lhu]: [Wasm.i32Load16U, 1],
};
const STORE: Partial<Record<Op, readonly [Code, number]>> = {
  [Op.Sb]: [Wasm.i32Store8, 0],
  [Op.Sh]: [Wasm.i32Store16, 1],
  [Op.Sw]: [Wasm.i32Store, 2],
};
