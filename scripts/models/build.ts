// Rebuilds the packages of the models that ship with the project, after a change of a model, the importer or the guest.
// With --check, writes nothing and fails if a byte would differ.
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

import { type PackageFile, writePackage } from "../../sdk/src/models/index.ts";
import { buildShipped, shipped } from "./shipped.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const check = process.argv.includes("--check");

for (const model of shipped) {
  const built = await buildShipped(root, model);
  if (check) await compare(root + model.package, built.files);
  else await writePackage(root + model.package, built);
  console.log(`${model.name}: machine ${built.manifest.machine}, content id ${built.cid}`);
}
if (shipped.length === 0) throw new Error("no model ships");

async function compare(directory: string, files: readonly PackageFile[]): Promise<void> {
  for (const { name, bytes } of files) {
    const committed = await readFile(`${directory}/${name}`).catch(() => undefined);
    if (committed === undefined || Buffer.compare(committed, bytes) !== 0) {
      console.error(`${relative(root, directory)}/${name} is stale: run "npm run models:build" and commit`);
      process.exit(1);
    }
  }
}
