import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { ModelError } from "../errors.ts";
import type { PackageFile } from "./cid.ts";
import { type Manifest, parseManifest, parseSamples, type Sample } from "./manifest.ts";
import type { MachineRoots } from "./roots.ts";

/** Files of a package; there are no others. */
export const PACKAGE_FILES = ["model.json", "samples.json", "weights.bin"] as const;

/** No file of a package may be larger: the weights have half of memory, text is read at once. */
const maxBytes = (name: string): number => (name === "weights.bin" ? 2 ** 31 : 2 ** 27);

/** A model package in memory. What it says of itself is checked by `verifyPackage`. */
export interface ModelPackage {
  readonly manifest: Manifest;
  /** The weights blob: exactly the bytes mapped at 0x80000000. */
  readonly weights: Uint8Array;
  readonly samples: readonly Sample[];
  /** The model as the court sees it. */
  readonly machine: MachineRoots;
  /** The same, hashed: what the registry knows it by. */
  readonly machineHash: string;
  /** log2 of the number of instructions a node may take. */
  readonly logSteps: number;
}

/**
 * Reads a package directory.
 *
 * @param directory With exactly the files of {@link PACKAGE_FILES}.
 * @throws {ModelError} `BAD_PACKAGE` when a file is missing, superfluous, no plain file, or says what it may not.
 */
export async function openPackage(directory: string): Promise<ModelPackage> {
  return packageOf(await readPackageFiles(directory));
}

/** The files of a package directory, by name. */
export async function readPackageFiles(directory: string): Promise<PackageFile[]> {
  let names: string[];
  try {
    names = (await readdir(directory)).sort();
  } catch (error) {
    throw new ModelError("BAD_PACKAGE", `no directory "${directory}": ${error instanceof Error ? error.message : ""}`);
  }
  const expected: readonly string[] = PACKAGE_FILES;
  const wrong = names.find((name) => !expected.includes(name)) ?? expected.find((name) => !names.includes(name));
  if (wrong !== undefined) {
    const missing = expected.includes(wrong);
    throw new ModelError(
      "BAD_PACKAGE",
      `"${directory}" is no package: ${wrong} is ${missing ? "missing" : "no part of one"}`,
    );
  }
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const info = await lstat(path);
      if (!info.isFile() || info.size > maxBytes(name))
        throw new ModelError("BAD_PACKAGE", `${name} is no plain file, or too large`);
      return { name, bytes: new Uint8Array(await readFile(path)) };
    }),
  );
}

/** A package from its files. */
export function packageOf(files: readonly PackageFile[]): ModelPackage {
  const bytes = (name: string): Uint8Array => files.find((file) => file.name === name)!.bytes;
  const text = (name: string): string => new TextDecoder().decode(bytes(name));
  const manifest = parseManifest(text("model.json"));
  const samples = parseSamples(text("samples.json"));
  const weights = bytes("weights.bin");
  const differs = (what: string, stated: number, found: number): void => {
    if (stated !== found) throw new ModelError("BAD_PACKAGE", `model.json says ${stated} ${what}, there are ${found}`);
  };
  differs("bytes of weights", manifest.weights.bytes, weights.length);
  differs("samples", manifest.samples.count, samples.length);
  return {
    manifest,
    weights,
    samples,
    machine: machineOf(manifest),
    machineHash: manifest.machine,
    logSteps: manifest.trace.logSteps,
  };
}

/** The fields of `Machine` as a manifest states them. */
export function machineOf({ program, weights, trace }: Manifest): MachineRoots {
  return {
    textRoot: program.textRoot,
    dataRoot: program.dataRoot,
    weightsRoot: weights.weightsRoot,
    entry: program.entry,
    logNodes: trace.logNodes,
    logSteps: trace.logSteps,
  };
}
