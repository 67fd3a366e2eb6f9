import { ARENA_BASE, Status, WEIGHTS_BASE } from "../riscv/layout.ts";
import { Machine, type Snapshot } from "../riscv/machine.ts";
import { bytesSource, hashed, PAGE_SIZE } from "../riscv/memory.ts";
import { codeReasons, INPUT_OFFSET, OUTPUT_OFFSET, Status as ArenaStatus } from "./generated.ts";
import type { Runtime } from "./runtime.ts";
import type { RunResult } from "./session.ts";

/** Pages of the arena that are not zero, by their number in the arena. */
export type ArenaPages = ReadonlyMap<number, Uint8Array>;

const FIRST_PAGE = ARENA_BASE / PAGE_SIZE;
const LAST_PAGE = WEIGHTS_BASE / PAGE_SIZE;

/** Runs a model in the proof build, node by node: slow, and right by definition. */
export class Emulation {
  readonly #machine: Machine;
  readonly #fresh: Snapshot;

  private constructor(machine: Machine) {
    this.#machine = machine;
    this.#fresh = machine.snapshot();
  }

  /** @param weights The weights blob. */
  static async open(weights: Uint8Array, runtime: Runtime): Promise<Emulation> {
    return new Emulation(await Machine.create(runtime.program, { weights: await hashed(bytesSource(weights)) }));
  }

  /** Sets the arena up for an input. */
  start(input: Uint8Array): void {
    this.#machine.restore(this.#fresh);
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, input.length, true);
    this.#machine.memory.write(ARENA_BASE, header);
    this.#machine.memory.write(ARENA_BASE + INPUT_OFFSET, input);
  }

  /**
   * Executes a node in a fresh machine on the arena as the last one left it.
   *
   * @param maxSteps Instructions it may take.
   * @returns How many it took, and whether it exited.
   */
  run(node: number, maxSteps: number): { readonly steps: number; readonly exited: boolean } {
    const machine = this.#machine;
    machine.startNode(node);
    const steps = machine.run(maxSteps);
    return { steps, exited: machine.status === Status.Exited };
  }

  /** What the nodes so far came to. */
  result(): RunResult {
    const { memory } = this.#machine;
    const header = new DataView(memory.read(ARENA_BASE, 16).buffer);
    const code = header.getUint32(12, true);
    if (header.getUint32(8, true) !== ArenaStatus.DONE) {
      return { fault: true, code, reason: codeReasons[code] ?? "the run is not over" };
    }
    return { fault: false, output: memory.read(ARENA_BASE + OUTPUT_OFFSET, header.getUint32(4, true)) };
  }

  /** The arena as it is now. Pages once written stay listed, even if they are zero again. */
  arena(): ArenaPages {
    return new Map([...arenaPages(this.#machine.memory.save())].map(([page, bytes]) => [page - FIRST_PAGE, bytes]));
  }
}

function* arenaPages(pages: ReadonlyMap<number, Uint8Array>): Generator<[number, Uint8Array]> {
  for (const [page, bytes] of pages) if (page >= FIRST_PAGE && page < LAST_PAGE) yield [page, bytes];
}
