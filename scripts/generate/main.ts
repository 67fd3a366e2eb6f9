// Regenerates every committed file that is made from another one. With --check, changes nothing and fails if a
// byte differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { generateAbis } from "./abis.ts";
import { generateAddresses } from "./addresses.ts";
import { generateGuest } from "./guest.ts";
import { generateOperatorList } from "./operators.ts";
import { generateZeroSubtrees } from "./zero-subtrees.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const check = process.argv.includes("--check");

/** Absolute path -> text, from every generator. */
const files = new Map<string, string>([
  ...generateOperatorList(root),
  ...generateAbis(root),
  ...generateAddresses(root),
  ...(await generateZeroSubtrees(root)),
  ...(await generateGuest(root)),
]);

const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
if (check) {
  if (files.size === 0) fail("no generator produced a file");
  if (stale.length > 0) {
    fail(`stale: ${stale.map(([path]) => relative(root, path)).join(", ")}; run "npm run generate" and commit`);
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${relative(root, path)}`);
  }
}
console.log(`${files.size} generated files are up to date`);

function fail(message: string): never {
  console.error(`generate: ${message}`);
  process.exit(1);
}
