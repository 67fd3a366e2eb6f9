// For drills, demonstrations and tests: a wrong claim of the kind that is hardest to catch. Not part of the SDK's entry
// points; whoever plays this with a bond at stake loses it.
import { ARENA_BASE } from "../riscv/layout.ts";
import { Machine } from "../riscv/machine.ts";
import { PAGE_SIZE, type Source } from "../riscv/memory.ts";
import type { Program } from "../riscv/program.ts";
import { ModelTrace, type Emulator, type ModelTraceOptions, type NodeRunner } from "./model-trace.ts";

/** A change of memory in the middle of a trace. */
export interface Poke {
  readonly node: number;
  /**
   * After how many instructions of the node; the last of them is what a dispute comes down to. At least 1, at most the
   * number that the node executes. "end": before the instruction by which it exits.
   */
  readonly step: number | "end";
  /** Address in the proof build. */
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * A trace that is honest up to a poke, and honestly computed from there on: consistent wherever one looks, but for one
 * instruction.
 */
export async function pokedTrace(options: ModelTraceOptions, poke: Poke): Promise<ModelTrace> {
  const { program, weights, machine } = options;
  const maxSteps = 2 ** machine.logSteps;
  const emulate = async (node: number, arena: Source): Promise<Emulator> => {
    const honest = await Machine.create(program, { node, arena, weights });
    if (node !== poke.node) return honest;
    return new PokedMachine(honest, await resolveStep(poke, program, { node, arena, weights }, maxSteps), poke);
  };
  const runner: NodeRunner = {
    arena: () => options.runner.arena(),
    run: async (node) => {
      if (node !== poke.node) return options.runner.run(node);
      const arena = options.runner.arena();
      const machine = await emulate(node, wholePages(arena));
      machine.run(maxSteps);
      if (machine.status !== 1) return false;
      arena.set(machine.memory.read(ARENA_BASE, arena.length));
      return true;
    },
  };
  return ModelTrace.create({ ...options, runner, emulate });
}

async function resolveStep(
  { step }: Poke,
  program: Program,
  start: { node: number; arena: Source; weights: Source },
  maxSteps: number,
): Promise<number> {
  if (step !== "end") return step;
  const rehearsal = await Machine.create(program, start);
  rehearsal.run(maxSteps);
  return rehearsal.steps - 1;
}

function wholePages(arena: Uint8Array): Source {
  const bytes = new Uint8Array(Math.ceil(arena.length / PAGE_SIZE) * PAGE_SIZE);
  bytes.set(arena);
  return { length: bytes.length, read: (offset, target) => target.set(bytes.subarray(offset, offset + target.length)) };
}

/** A machine whose memory changes by itself after an instruction. */
class PokedMachine implements Emulator {
  constructor(
    private readonly machine: Machine,
    private readonly step: number,
    private readonly poke: Poke,
  ) {}

  get steps() {
    return this.machine.steps;
  }

  get status() {
    return this.machine.status;
  }

  get memory() {
    return this.machine.memory;
  }

  run(maxSteps: number): number {
    const { machine, step } = this;
    const before = step - machine.steps;
    if (before <= 0 || before > maxSteps) return machine.run(maxSteps);
    let done = machine.run(before);
    if (done < before) throw new RangeError(`the node ends after ${machine.steps} instructions, before the poke`);
    machine.memory.write(this.poke.address, this.poke.bytes);
    done += machine.run(maxSteps - done);
    return done;
  }

  state() {
    return this.machine.state();
  }

  stateHash() {
    return this.machine.stateHash();
  }

  witness() {
    return this.machine.witness();
  }

  snapshot() {
    return this.machine.snapshot();
  }

  restore(snapshot: ReturnType<Machine["snapshot"]>): void {
    this.machine.restore(snapshot);
  }
}
