import { spawn } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Lays out the SDK as npm takes it: compiled modules with their declarations, the guest images, the contracts that other
 * people's contracts import. Folders keep their places, so that every relative path inside holds.
 *
 * @param directory is emptied first
 */
export async function stagePackage(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await tsc("-p", "sdk/tsconfig.package.json", "--outDir", directory);

  const manifest = JSON.parse(await readFile(join(root, "sdk/package.json"), "utf8")) as Manifest;
  const staged = { ...manifest, exports: compiledExports(manifest.exports) };
  await Promise.all([
    writeFile(join(directory, "package.json"), `${JSON.stringify(staged, null, 2)}\n`),
    cp(join(root, "sdk/README.md"), join(directory, "README.md")),
    cp(join(root, "LICENSE"), join(directory, "LICENSE")),
    ...["runtime.elf", "runtime.wasm"].map((image) =>
      cp(join(root, "guest/build", image), join(directory, "guest/build", image)),
    ),
    cp(join(root, "contracts"), join(directory, "contracts"), { recursive: true, filter: isPublic }),
  ]);
}

/** Of the mocks, only the oracle is for other people's tests. */
function isPublic(path: string): boolean {
  return !/[/\\]mocks[/\\](?!MockAIOracle\.sol$)/.test(path);
}

function compiledExports(sources: Manifest["exports"]): Record<string, unknown> {
  const modules = Object.entries(sources).map(([name, source]) => {
    const stem = `./sdk/${source.slice("./".length, -".ts".length)}`;
    return [name, { types: `${stem}.d.ts`, default: `${stem}.js` }];
  });
  return { ...Object.fromEntries(modules), "./contracts/*": "./contracts/*", "./package.json": "./package.json" };
}

async function tsc(...args: string[]): Promise<void> {
  const script = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`the SDK does not compile:\n${output}`);
}
