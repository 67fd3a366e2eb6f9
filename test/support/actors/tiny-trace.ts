import { bytesSource, Machine, QUARTER_DEPTH, WEIGHTS_BASE, type Source } from "../../../sdk/src/riscv/index.ts";
import { EmulatedRunner, ModelTrace, toHex, type MachineSpec } from "../../../sdk/src/opml/index.ts";
import { tinyProgram } from "./tiny-program.ts";

export const TINY_LOG_NODES = 3;
export const TINY_LOG_STEPS = 11;
/** Input, output and some working memory. */
export const TINY_EXTENT = (4 << 20) + 65536;

const weights: Source = bytesSource(new Uint8Array(100).map((_, i) => i));
const program = tinyProgram();

export async function tinyMachine(): Promise<MachineSpec> {
  const { textRoot, dataRoot, entry } = await program;
  const { memory } = await Machine.create(await program, { weights });
  return {
    textRoot: toHex(textRoot),
    dataRoot: toHex(dataRoot),
    weightsRoot: toHex(memory.subtreeRoot(WEIGHTS_BASE, QUARTER_DEPTH + 1)),
    entry,
    logNodes: TINY_LOG_NODES,
    logSteps: TINY_LOG_STEPS,
  };
}

/** The honest trace of the tiny program, everything by the emulator. */
export async function tinyTrace(input: Uint8Array): Promise<ModelTrace> {
  const runner = await EmulatedRunner.create(await program, weights, TINY_LOG_STEPS, TINY_EXTENT);
  return ModelTrace.create({ machine: await tinyMachine(), program: await program, weights, input, runner });
}
