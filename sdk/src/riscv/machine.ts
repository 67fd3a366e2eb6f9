import { type Keccak, loadKeccak } from "../merkle/keccak.ts";
import { interpret, Word } from "./interpreter.ts";
import { ARENA_BASE, Status, WEIGHTS_BASE } from "./layout.ts";
import { Memory, type SavedPages, type Source } from "./memory.ts";
import type { Program } from "./program.ts";
import { type MachineState, packState } from "./state.ts";
import { TranslatedMachine } from "./translated.ts";
import { buildWitness } from "./witness.ts";

/** What a node runs on. */
export interface MachineOptions {
  /** Number of the node, given to the program in a0; 0 unless set. */
  readonly node?: number;
  /** Bytes from 0x40000000 on, at most 1 GiB; none unless set. */
  readonly arena?: Source;
  /** Bytes from 0x80000000 on, at most 2 GiB; none unless set. */
  readonly weights?: Source;
  /** How instructions are executed; the results are the same. */
  readonly engine?: Engine;
}

/** Always the interpreter; the translated program from the start; or the latter once that is worth while. */
export type Engine = "interpreter" | "translator" | "auto";

/** A machine as it was at some moment. */
export interface Snapshot {
  /** Instructions executed until then. */
  readonly steps: number;
  readonly registers: Int32Array;
  readonly pages: SavedPages;
}

/**
 * One node's machine: RV32IM with the text apart from the data memory.
 *
 * An instruction that faults changes the status and nothing else, and so does the `ecall` that exits: pc stays at it.
 * A jump into the nowhere outside the text succeeds; the fetch after it faults. A machine that is not running steps to
 * itself.
 */
export class Machine {
  /** Instructions executed since the start of the node, the one that halted the machine included. */
  steps = 0;
  private translated: TranslatedMachine | undefined;

  private constructor(
    readonly program: Program,
    readonly memory: Memory,
    private readonly keccak: Keccak,
    private readonly engine: Engine,
  ) {}

  /**
   * A fresh machine at the start of a node: pc at the entry, sp at the top of the first quarter, a0 the node's number,
   * every other register zero.
   *
   * @throws RangeError when the arena or the weights do not fit, or the host refuses to reserve 4 GiB of address space
   */
  static async create(program: Program, options: MachineOptions = {}): Promise<Machine> {
    const { node = 0, arena, weights, engine = "auto" } = options;
    const mappings = [...program.data];
    if (arena) {
      if (arena.length > WEIGHTS_BASE - ARENA_BASE) throw new RangeError(`an arena of ${arena.length} bytes`);
      mappings.push({ address: ARENA_BASE, source: arena });
    }
    if (weights) mappings.push({ address: WEIGHTS_BASE, source: weights });
    const machine = new Machine(program, await Memory.create(mappings), await loadKeccak(), engine);
    machine.reset(node);
    return machine;
  }

  /** Starts another node, in a fresh machine but for the arena, which is left as it is. */
  startNode(node: number): void {
    this.memory.reset((address) => address >= ARENA_BASE && address < WEIGHTS_BASE);
    this.reset(node);
  }

  /** Whether the machine goes on, and if not, why. */
  get status(): Status {
    return this.memory.machine[Word.Status] as Status;
  }

  /** Byte offset of the next instruction. */
  get pc(): number {
    return this.memory.machine[Word.Pc]! >>> 0;
  }

  /**
   * Executes instructions until the machine halts or `maxSteps` of them are done.
   *
   * @returns number of instructions executed: less than `maxSteps` only if the machine has halted
   */
  run(maxSteps = Infinity): number {
    const { program } = this;
    let done = 0;
    if (!this.translated && this.engine !== "translator") {
      const patience = this.engine === "interpreter" ? Infinity : program.patience;
      done = interpret(this.memory, program.code, Math.min(maxSteps, patience));
      if (this.engine === "auto") program.patience -= done;
    }
    if (done < maxSteps && this.status === Status.Running) {
      this.translated ??= new TranslatedMachine(program, this.memory);
      done += this.translated.run(maxSteps - done);
    }
    this.steps += done;
    return done;
  }

  /**
   * Value of a register, unsigned.
   *
   * @param index 0 to 31
   */
  register(index: number): number {
    return this.memory.machine[index]! >>> 0;
  }

  /** The machine's state; its memory as a Merkle root. */
  state(): MachineState {
    const registers = new Uint32Array(this.memory.machine.slice(0, 32));
    return { memRoot: this.memory.root(), pc: this.pc, status: this.status, registers };
  }

  /** keccak256 of the packed state: 32 bytes. */
  stateHash(): Uint8Array {
    return this.keccak(packState(this.state()));
  }

  /** Witness of the next step, for `IStepper.step`. */
  witness(): Uint8Array {
    return buildWitness(this.program, this.memory, this.state());
  }

  /** Remembers the machine as it is now; pages unchanged since the last snapshot are shared with it. */
  snapshot(): Snapshot {
    return { steps: this.steps, registers: this.memory.machine.slice(0, Word.Count), pages: this.memory.save() };
  }

  /**
   * Brings the machine back to a snapshot.
   *
   * @param snapshot one of this machine's own
   */
  restore(snapshot: Snapshot): void {
    this.memory.restore(snapshot.pages);
    this.memory.machine.set(snapshot.registers, 0);
    this.steps = snapshot.steps;
  }

  private reset(node: number): void {
    const { machine } = this.memory;
    machine.fill(0);
    machine[2] = ARENA_BASE;
    machine[10] = node;
    machine[Word.Pc] = this.program.entry;
    this.steps = 0;
  }
}
