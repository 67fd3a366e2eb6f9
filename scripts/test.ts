// Every check and both test runners, in one go. Closes with a line "N passed, N failed".
//
//   npm test                    everything
//   npm test -- solidity mocha  some suites, by name
//   npm test -- --nightly       many more cases, drawn from a seed of its own (needs qemu-user)
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";

import pc from "picocolors";

interface Suite {
  readonly name: string;
  readonly command: string;
  /** A runner counts its own tests in its output; a check is one test that passes when its command does. */
  readonly kind: "runner" | "check";
}

const suites: readonly Suite[] = [
  { name: "types", kind: "check", command: "tsc --noEmit -p ." },
  { name: "eslint", kind: "check", command: "eslint ." },
  { name: "solhint", kind: "check", command: "solhint --disc --noPoster --max-warnings 0 'contracts/**/*.sol'" },
  { name: "format", kind: "check", command: "prettier --check --log-level warn ." },
  { name: "generated", kind: "check", command: "tsx scripts/generate/main.ts --check" },
  { name: "solidity", kind: "runner", command: "hardhat test solidity --no-compile" },
  { name: "mocha", kind: "runner", command: "hardhat test mocha --no-compile" },
  { name: "gas", kind: "check", command: "tsx scripts/checks/gas.ts" },
  {
    name: "coverage",
    kind: "check",
    command:
      "hardhat --config scripts/checks/coverage.config.ts --coverage run --no-compile scripts/checks/coverage.ts",
  },
];

interface Count {
  passed: number;
  failed: number;
}

function run(command: string, show: boolean): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const tee = (chunk: Buffer) => {
      output += chunk.toString();
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on("data", tee);
    child.stderr.on("data", tee);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The totals that Hardhat's runners print ("12 passing", "1 failing"). A runner that ran nothing has failed. */
function countTests(output: string, code: number): Count {
  const total = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, "gm"))].reduce((sum, match) => sum + Number(match[1]), 0);
  const passed = total("passing");
  const failed = total("failing");
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed };
}

const args = process.argv.slice(2);
const wanted = args.filter((arg) => arg !== "--nightly");
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(", ")}; there are ${suites.map((suite) => suite.name).join(", ")}`);
  process.exit(2);
}

if (args.includes("--nightly")) {
  const seed = randomInt(2 ** 32);
  const nightly = {
    FUZZ_SEED: `0x${seed.toString(16)}`,
    FUZZ_RUNS: 10_000,
    INVARIANT_RUNS: 1_000,
    STEP_SEED: seed,
    STEP_STATES: 200_000,
    QEMU_INSTRUCTIONS: 100_000_000,
    EQUALITY_INPUTS: 200,
    IMPORTER_FUZZ_SEED: seed,
    IMPORTER_FUZZ_RUNS: 20,
    MOCHA_TIMEOUT: 3_600_000,
  };
  for (const [name, value] of Object.entries(nightly)) process.env[name] ??= String(value);
  console.log(
    Object.keys(nightly)
      .map((name) => `${name}=${process.env[name]}`)
      .join(" "),
  );
}

const sum: Count = { passed: 0, failed: 0 };
const broken: string[] = [];
const chosen = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

async function play(lane: readonly Suite[], live: boolean): Promise<void> {
  for (const suite of lane) {
    const title = pc.bold(`\n── ${suite.name} ${pc.dim(suite.command)}`);
    if (live) console.log(title);
    const started = performance.now();
    const { code, output } = await run(suite.command, live);
    if (!live) console.log(`${title}\n${output.trimEnd()}`);
    const count =
      suite.kind === "runner" ? countTests(output, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
    sum.passed += count.passed;
    sum.failed += count.failed;
    if (count.failed > 0) broken.push(suite.name);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(pc.dim(`   ${suite.name}: ${count.passed} passed, ${count.failed} failed in ${seconds} s`));
  }
}

// Side by side: the runners as they go, each check when it is done.
const runners = chosen.filter(({ kind }) => kind === "runner");
const checks = chosen.filter(({ kind }) => kind === "check");
await Promise.all([play(runners, true), play(checks, runners.length === 0)]);

if (broken.length > 0) console.log(pc.red(`\nfailed: ${broken.join(", ")}`));
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 ? 0 : 1);
