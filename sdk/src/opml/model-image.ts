import { OpenImoError } from "../errors.ts";
import { loadKeccak } from "../merkle/keccak.ts";
import { SparseTree } from "../merkle/tree.ts";
import type { ModelPackage } from "../models/package/open.ts";
import type { Runtime } from "../models/runtime.ts";
import { Session } from "../models/session.ts";
import { bytesSource, hashed, PAGE_SIZE, type Source } from "../riscv/memory.ts";
import { QUARTER_DEPTH } from "../riscv/layout.ts";
import type { Program } from "../riscv/program.ts";
import { toHex, type Hash } from "./hex.ts";
import { ModelTrace } from "./model-trace.ts";
import { machineHash } from "./preimages.ts";
import { SessionRunner } from "./session-runner.ts";
import type { MachineSpec } from "./trace.ts";

/** The parts do not make up the machine that they are said to be: what they compute could not be defended. */
export class ModelMismatchError extends OpenImoError {
  override readonly name = "ModelMismatchError";
  readonly code = "MODEL_MISMATCH";
}

const PAGE_HEIGHT = Math.log2(PAGE_SIZE / 32);

/** A model whose parts have been checked against its machine: what claims can be made of, and defended. */
export class ModelImage {
  /** `machineHash(machine)`: how tasks name the model. */
  readonly machineHash: Hash;

  private constructor(
    readonly machine: MachineSpec,
    readonly program: Program,
    readonly weights: Source,
    private readonly blob: Uint8Array,
    private readonly module: WebAssembly.Module,
  ) {
    this.machineHash = machineHash(machine);
  }

  /**
   * Checks a model's parts against the machine that the package states, and hashes its weights, once for all traces.
   *
   * @param model a package (see `openPackage`)
   * @param runtime the two builds of the program that executes it (see `graphRuntime`)
   * @throws ModelMismatchError when a root or the entry is another one
   */
  static async open(
    model: Pick<ModelPackage, "machine" | "weights">,
    runtime: Pick<Runtime, "program" | "module">,
  ): Promise<ModelImage> {
    const { program, module } = runtime;
    const machine = model.machine as MachineSpec;
    const weights = await hashed(bytesSource(model.weights));
    const actual = {
      textRoot: toHex(program.textRoot),
      dataRoot: toHex(program.dataRoot),
      weightsRoot: toHex(await weightsRoot(weights.pageRoots)),
      entry: program.entry,
    };
    for (const [name, value] of Object.entries(actual)) {
      const stated = machine[name as keyof typeof actual];
      if (stated !== value) throw new ModelMismatchError(`the machine's ${name} is ${stated}, the model's ${value}`);
    }
    return new ModelImage(machine, program, weights, model.weights, module);
  }

  /** A session of the fast build, for inference. */
  session(): Promise<Session> {
    return Session.open(this.blob, this.module);
  }

  /**
   * The honest trace on an input.
   *
   * @param input at most 1 MiB
   * @param blobs that carry it, if it is in blobs
   * @throws RangeError for a longer one
   */
  async trace(input: Uint8Array, blobs?: readonly Uint8Array[]): Promise<ModelTrace> {
    const { machine, program, weights } = this;
    const runner = new SessionRunner(await this.session());
    return ModelTrace.create({ machine, program, weights, input, blobs, runner });
  }
}

/** Root of the upper half of data memory. */
async function weightsRoot(pageRoots: Uint8Array): Promise<Uint8Array> {
  const tree = new SparseTree(await loadKeccak(), QUARTER_DEPTH + 1 - PAGE_HEIGHT, PAGE_HEIGHT);
  tree.write(0, pageRoots);
  tree.rehash(Array.from({ length: pageRoots.length / 32 }, (_, page) => page));
  return tree.root;
}
