import { interpret, Word } from "./interpreter.ts";
import { Status } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Program } from "./program.ts";
import { Leave, type TranslatedExports, type Translation } from "./translator.ts";

/**
 * Instructions executed by one entrance into translated code: few enough that functions are soon entered often, and so
 * compiled well, for the engine does not replace code while it runs.
 */
const SLICE = 2 ** 22;

/** Runs a machine by translated code, and by the interpreter where no unit starts or few instructions are left. */
export class TranslatedMachine {
  private readonly enter: TranslatedExports["enter"];

  private readonly translation: Translation;

  constructor(
    private readonly program: Program,
    private readonly memory: Memory,
  ) {
    const { compiled, ...translation } = program.translation;
    this.translation = translation;
    const { exports } = new WebAssembly.Instance(compiled, {
      env: {
        memory: memory.store,
        loadable: (address: number) => Number(memory.loadable(address)),
        storable: (address: number) => Number(memory.storable(address)),
      },
    });
    this.enter = (exports as unknown as TranslatedExports).enter;
  }

  /**
   * Executes instructions until the machine halts or `limit` of them are done.
   *
   * @returns number of instructions executed, the one that halted the machine included
   */
  run(limit: number): number {
    const { machine } = this.memory;
    let done = 0;
    while (done < limit && machine[Word.Status] === Status.Running) {
      const pc = machine[Word.Pc]! >>> 0;
      const inside = pc < this.program.text.length && pc % 4 === 0;
      if (inside && this.translation.enterable[pc / 4] === 1)
        done += this.enterAt(pc / 4, Math.min(limit - done, SLICE));
      else done += interpret(this.memory, this.program.code, inside ? Math.min(limit - done, this.rest(pc)) : 1);
    }
    return done;
  }

  /** Enters a unit, and interprets a block for which the limit was too low. */
  private enterAt(instruction: number, limit: number): number {
    const { machine } = this.memory;
    const leave = this.enter(instruction, limit);
    const pc = leave & ~3;
    let left = machine[Word.Left]!;
    machine[Word.Pc] = pc;
    switch (leave & 3) {
      case Leave.Limit:
        left += this.rest(pc);
        left -= interpret(this.memory, this.program.code, left);
        break;
      case Leave.Fault:
        left += this.rest(pc) - 1;
        machine[Word.Status] = Status.Faulted;
        break;
      case Leave.Exit:
        machine[Word.Status] = Status.Exited;
        break;
    }
    return limit - left;
  }

  /** Instructions in the rest of a block. */
  private rest(pc: number): number {
    return this.translation.distance[pc / 4]!;
  }
}
