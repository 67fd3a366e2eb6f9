// Coverage of the court and of the step: every line of contracts/opml and contracts/riscv is executed by a test.
//
//   npm run coverage
//
// Run by Hardhat with coverage.config.ts and --coverage, which puts a call before every statement. Only the contracts, and
// the tests that compile libraries in, are built with these calls, over a copy of the artifacts; every other test is as it
// was built, and deploys from the artifacts. A block of assembly counts as one statement.
import { cpSync, globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";
import pc from "picocolors";

const { root, artifacts, cache } = hre.config.paths;
const files = (...patterns: string[]) => patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();

const covered = files("contracts/{opml,riscv}/**/*.sol").filter((path) => !path.includes("/interfaces/"));
const tests = files(
  "test/{opml,riscv}/*.t.sol",
  "test/riscv/{RiscVStep,Witness}.test.ts",
  "test/opml/blob-loader.test.ts",
);

/** Line numbers that no test has executed, by file. */
function missing(report: string): Map<string, number[]> {
  const result = new Map<string, number[]>();
  for (const record of report.split("end_of_record")) {
    const path = /^SF:(.*)$/m.exec(record)?.[1];
    if (path === undefined) continue;
    const lines = [...record.matchAll(/^DA:(\d+),(\d+)$/gm)];
    if (lines.length === 0) throw new Error(`the report says nothing of ${path}`);
    const unexecuted = lines.filter(([, , count]) => count === "0").map(([, line]) => Number(line));
    result.set(path, unexecuted);
  }
  return result;
}

/** Builds some files, and what they import, with the calls. */
async function build(...paths: string[]): Promise<void> {
  await hre.tasks.getTask("build").run({ files: paths.map((path) => join(root, path)), quiet: true });
}

rmSync(join(cache, ".."), { recursive: true, force: true });
cpSync(join(root, "artifacts"), artifacts, { recursive: true });
cpSync(join(root, "cache/test-artifacts"), join(cache, "test-artifacts"), { recursive: true });
await build("contracts/opml/OpML.sol", "contracts/opml/BlobLoader.sol", "contracts/riscv/RiscVStep.sol");
await build(...tests.filter((path) => path.endsWith(".lib.t.sol")));

// Enough random states to meet every operation and every fault.
process.env.STEP_STATES ??= "2000";
// With a call before every statement the contract is larger than the chain allows.
const grepExclude = "fitsTheLimit";
const outcome = (await hre.tasks.getTask("test").run({ noCompile: true, testFiles: tests, grepExclude })) as {
  success: boolean;
};

const report = missing(readFileSync(join(root, "coverage/lcov.info"), "utf8"));
const problems = covered.flatMap((path) => {
  const lines = report.get(path);
  if (lines === undefined) return [`${path}: not compiled in by any contract that is tested`];
  return lines.length === 0 ? [] : [`${path}: no test executes line ${lines.join(", ")}`];
});
for (const problem of problems) console.log(pc.red(problem));
if (!outcome.success) console.log(pc.red("a test has failed"));
const failed = problems.length > 0 || !outcome.success;
if (!failed) console.log(`${covered.length} files, every line executed`);
process.exitCode = failed ? 1 : 0;
