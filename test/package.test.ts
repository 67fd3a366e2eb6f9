import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { stagePackage } from "../scripts/sdk/stage.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

interface Solc {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string;
}

// The SDK as a stranger gets it from npm, in an empty project, without this repository's tools.
describe("the npm package", () => {
  let project: string;
  let manifest: Manifest;

  before(async function () {
    this.timeout(300_000);
    project = await mkdtemp(join(tmpdir(), "openimo-package-"));
    const packaged = join(project, "node_modules/@openimo/sdk");
    await stagePackage(packaged);
    manifest = JSON.parse(await readFile(join(packaged, "package.json"), "utf8")) as Manifest;
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const name of needed) {
      const link = join(project, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, "node_modules", name), link, "dir");
    }
  });
  after(() => rm(project, { recursive: true, force: true }));

  const node = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
    expect(status, stdout + stderr).to.equal(0);
    return stdout;
  };

  it("loads in plain Node, every entry, and answers with a model", async () => {
    const entries = Object.keys(manifest.exports).filter((entry) => !/contracts|json/.test(entry));
    expect(entries).to.have.lengthOf.above(10);
    const names = entries.map((entry) => `@openimo/sdk${entry.slice(1)}`);
    await writeFile(
      join(project, "use.mjs"),
      `for (const name of ${JSON.stringify(names)}) await import(name);
       const { graphRuntime, openPackage, Session } = await import("@openimo/sdk/models");
       const { weights, samples } = await openPackage(${JSON.stringify(join(root, "models/digits/package"))});
       const session = await Session.open(weights, (await graphRuntime()).module);
       const right = samples.filter(({ input, output }) => {
         const result = session.run(input);
         return !result.fault && Buffer.from(result.output).equals(Buffer.from(output));
       });
       console.log(JSON.stringify({ right: right.length, samples: samples.length }));`,
    );
    const { right, samples } = JSON.parse(node("use.mjs")) as { right: number; samples: number };
    expect(samples).to.be.greaterThan(0);
    expect(right).to.equal(samples);
  });

  it("has types that a strict project accepts: the documents' examples compile", async function () {
    this.timeout(300_000);
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
    const given = {
      "sdk/README.md": "declare const key: string, url: string, oracle: string, picture: Uint8Array;",
      "docs/oracle.md":
        'import type { Signer, Provider } from "ethers"; declare const signer: Signer, provider: Provider;' +
        "declare const oracle: string, key: string, pixels: Uint8Array, photograph: Uint8Array;",
      "docs/content.md":
        'import type { Signer, Provider } from "ethers"; declare const signer: Signer, provider: Provider;' +
        "declare const factory: string, revenueToken: string;",
      "docs/operators.md": "declare const oracle: string, taskId: bigint;",
    };
    const files: string[] = [];
    for (const [document, declared] of Object.entries(given)) {
      const text = await readFile(join(root, document), "utf8");
      const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]!);
      expect(blocks, document).to.have.lengthOf.above(0);
      const file = document.replace(/\W/g, "-").concat(".ts");
      await writeFile(join(project, file), [declared, ...blocks].join("\n"));
      files.push(file);
    }
    const types = join(root, "node_modules/@types");
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
    node(tsc, ...options, "--typeRoots", types, "--types", "node", ...files);
  });

  it("brings the contracts that a consumer inherits and tests with", () => {
    const { compile } = createRequire(import.meta.url)("solc") as Solc;
    const source = `pragma solidity ^0.8.28;
      import {AIOracleCallbackReceiver} from "@openimo/sdk/contracts/oracle/AIOracleCallbackReceiver.sol";
      import {IAIOracle} from "@openimo/sdk/contracts/oracle/interfaces/IAIOracle.sol";
      import {MockAIOracle} from "@openimo/sdk/contracts/mocks/MockAIOracle.sol";
      import {AnswerLog} from "@openimo/sdk/contracts/examples/AnswerLog.sol";
      import {ChainedConsumer} from "@openimo/sdk/contracts/examples/ChainedConsumer.sol";
      import {DigitConsumer} from "@openimo/sdk/contracts/examples/DigitConsumer.sol";
      import {DigitPrize} from "@openimo/sdk/contracts/examples/DigitPrize.sol";
      import {IERC7007} from "@openimo/sdk/contracts/content/interfaces/IERC7007.sol";
      import {IERC7641} from "@openimo/sdk/contracts/revenue/interfaces/IERC7641.sol";`;
    const input = {
      language: "Solidity",
      sources: { "Use.sol": { content: source } },
      settings: { outputSelection: { "*": { "*": ["abi"] } } },
    };
    const found = JSON.parse(
      compile(JSON.stringify(input), {
        import: (path) => {
          const modules = path.startsWith("@openimo/") ? project : root;
          return { contents: readFileSync(join(modules, "node_modules", path), "utf8") };
        },
      }),
    ) as { errors?: { severity: string; formattedMessage: string }[]; contracts: Record<string, unknown> };
    expect(found.errors?.filter(({ severity }) => severity === "error") ?? []).to.deep.equal([]);
    expect(Object.keys(found.contracts)).to.include("@openimo/sdk/contracts/oracle/AIOracleCallbackReceiver.sol");
  });
});
