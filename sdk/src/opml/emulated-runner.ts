import { ARENA_BASE, Status } from "../riscv/layout.ts";
import { Machine, type Snapshot } from "../riscv/machine.ts";
import { PAGE_SIZE, type Source } from "../riscv/memory.ts";
import type { Program } from "../riscv/program.ts";
import type { NodeRunner } from "./model-trace.ts";
import { isZero } from "./words.ts";

/**
 * Executes nodes by the emulator: slowly, but by definition right, and for programs that have no fast build.
 *
 * @see sessionRunner for the fast one
 */
export class EmulatedRunner implements NodeRunner {
  readonly #machine: Machine;
  readonly #fresh: Snapshot;
  readonly #maxSteps: number;
  readonly #arena: Uint8Array;

  private constructor(machine: Machine, logSteps: number, extent: number) {
    this.#machine = machine;
    this.#fresh = machine.snapshot();
    this.#maxSteps = 2 ** logSteps;
    this.#arena = new Uint8Array(extent);
  }

  /**
   * @param logSteps log2 of the number of instructions a node may take
   * @param extent bytes of arena that the program may use, a multiple of `PAGE_SIZE`
   * @throws RangeError when the extent is none
   */
  static async create(program: Program, weights: Source, logSteps: number, extent: number): Promise<EmulatedRunner> {
    if (extent % PAGE_SIZE !== 0) throw new RangeError(`an arena of ${extent} bytes is not whole pages`);
    return new EmulatedRunner(await Machine.create(program, { weights }), logSteps, extent);
  }

  arena(): Uint8Array {
    return this.#arena;
  }

  /** @throws RangeError when the program used more of the arena than the extent */
  async run(node: number): Promise<boolean> {
    const machine = this.#machine;
    machine.restore(this.#fresh);
    machine.startNode(node);
    for (let at = 0; at < this.#arena.length; at += PAGE_SIZE) {
      const page = this.#arena.subarray(at, at + PAGE_SIZE);
      if (!isZero(page)) machine.memory.write(ARENA_BASE + at, page);
    }
    machine.run(this.#maxSteps);
    if (machine.status !== Status.Exited) return false;
    for (const [page, bytes] of machine.snapshot().pages) {
      const at = page * PAGE_SIZE - ARENA_BASE;
      if (at < 0 || page * PAGE_SIZE >= 2 * ARENA_BASE) continue;
      if (at >= this.#arena.length) throw new RangeError(`node ${node} used the arena at ${at}`);
      this.#arena.set(bytes, at);
    }
    return true;
  }
}
