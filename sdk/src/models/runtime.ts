import { readFile } from "node:fs/promises";

import { Program } from "../riscv/program.ts";
import { programRootOf, type ProgramRoots } from "./package/roots.ts";
import { toHex } from "./package/manifest.ts";

/** The two builds of a guest program. */
export interface Runtime {
  readonly name: string;
  /** The proof build. */
  readonly program: Program;
  /** The fast build, compiled, and as it is. */
  readonly module: WebAssembly.Module;
  readonly wasm: Uint8Array;
  readonly roots: ProgramRoots;
  /** `keccak256(abi.encode(textRoot, dataRoot, entry))` */
  readonly programRoot: string;
}

/** Where the committed images are, seen from this file. */
const IMAGES = new URL("../../../guest/build/", import.meta.url);

let shared: Promise<Runtime> | undefined;

/** The graph runtime that ships with the project; read and hashed once in a process. */
export function graphRuntime(): Promise<Runtime> {
  shared ??= openRuntime("graph-runtime", new URL("runtime.elf", IMAGES), new URL("runtime.wasm", IMAGES));
  return shared;
}

/**
 * Opens the images of a guest program.
 *
 * @param elf The proof build, a file.
 * @param wasm The fast build, a file.
 */
export async function openRuntime(name: string, elf: URL | string, wasm: URL | string): Promise<Runtime> {
  const [elfBytes, wasmBytes] = await Promise.all([readFile(elf), readFile(wasm)]);
  const program = await Program.fromElf(elfBytes);
  const roots = { textRoot: toHex(program.textRoot), dataRoot: toHex(program.dataRoot), entry: program.entry };
  return {
    name,
    program,
    module: await WebAssembly.compile(new Uint8Array(wasmBytes)),
    wasm: new Uint8Array(wasmBytes),
    roots,
    programRoot: await programRootOf(roots),
  };
}
