// Rebuilds the packages of the models that ship with the project, after a change of a model, the importer or the guest.
// With --check, writes nothing and fails if a byte would differ.
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

import { buildPackage, type BuildOptions, type PackageFile, writePackage } from "../../sdk/src/models/index.ts";

interface Shipped extends Omit<BuildOptions, "samples"> {
  /** Path of the ONNX file, of the inputs to keep, and of the package, from the project's root. */
  readonly onnx: string;
  readonly samples: string;
  readonly package: string;
}

const shipped: readonly Shipped[] = [
  {
    onnx: "models/digits/digits.onnx",
    samples: "models/digits/heldout.json",
    package: "models/digits/package",
    name: "digits",
    version: "1.0.0",
    task: "image-classification",
    description:
      "Handwritten digits: 64 pixels, row by row, 0 (paper) to 16 (ink), one byte each, to the digit, one byte.",
    licence: "MIT",
    labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
];

const root = fileURLToPath(new URL("../../", import.meta.url));
const check = process.argv.includes("--check");

for (const { onnx, samples, package: directory, ...options } of shipped) {
  const built = await buildPackage(new Uint8Array(await readFile(root + onnx)), {
    ...options,
    samples: await readInputs(root + samples),
  });
  if (check) await compare(root + directory, built.files);
  else await writePackage(root + directory, built);
  console.log(`${options.name}: machine ${built.manifest.machine}, content id ${built.cid}`);
}
if (shipped.length === 0) throw new Error("no model ships");

async function readInputs(path: string): Promise<{ input: Uint8Array; label: string }[]> {
  const list = JSON.parse(await readFile(path, "utf8")) as { input: string; label: string }[];
  return list.map(({ input, label }) => ({ input: new Uint8Array(Buffer.from(input.slice(2), "hex")), label }));
}

async function compare(directory: string, files: readonly PackageFile[]): Promise<void> {
  for (const { name, bytes } of files) {
    const committed = await readFile(`${directory}/${name}`).catch(() => undefined);
    if (committed === undefined || Buffer.compare(committed, bytes) !== 0) {
      console.error(`${relative(root, directory)}/${name} is stale: run "npm run models:build" and commit`);
      process.exit(1);
    }
  }
}
