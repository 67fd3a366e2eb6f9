import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

import { compilerPlugin } from "./scripts/hardhat/compiler.ts";

/** Solidity tests draw their cases from this seed; set FUZZ_SEED and FUZZ_RUNS to explore further. */
const fuzzSeed = process.env.FUZZ_SEED ?? "0x4f70656e494d4f";
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 256);
const invariantRuns = Number(process.env.INVARIANT_RUNS ?? 64);

/** The compiler is the one installed from npm; nothing is downloaded. */
const compiler = { version: "0.8.37", path: fileURLToPath(new URL("./node_modules/solc/soljson.js", import.meta.url)) };

/** As deployed. */
const production = {
  ...compiler,
  settings: { evmVersion: "prague", viaIR: true, optimizer: { enabled: true, runs: 10_000 } },
};

/**
 * Tests deploy contracts from their artifacts, so that what is tested is what is deployed; their own code need not be fast,
 * and compiles ten times faster this way.
 */
const quick = { ...compiler, settings: { evmVersion: "prague" } };

/** Tests of internal libraries, which are compiled into them. */
const libraryTests = /\.lib\.t\.sol$/;

const testSources = readdirSync(new URL("./test", import.meta.url), { recursive: true, encoding: "utf8" })
  .map((file) => `test/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".sol") && !libraryTests.test(file));

/** A public network: URL and deployer key come from the Hardhat keystore (`npx hardhat keystore set SEPOLIA_RPC_URL`). */
const remote = (name: string, chainType: "l1" | "op" | "generic") => ({
  type: "http" as const,
  chainType,
  url: configVariable(`${name}_RPC_URL`),
  accounts: [configVariable("DEPLOYER_KEY")],
});

export default defineConfig({
  plugins: [toolbox, compilerPlugin],
  solidity: {
    compilers: [production],
    overrides: Object.fromEntries(testSources.map((file) => [file, quick])),
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    mainnet: remote("MAINNET", "l1"),
    sepolia: remote("SEPOLIA", "l1"),
    base: remote("BASE", "op"),
    baseSepolia: remote("BASE_SEPOLIA", "op"),
    optimism: remote("OPTIMISM", "op"),
    optimismSepolia: remote("OPTIMISM_SEPOLIA", "op"),
    arbitrum: remote("ARBITRUM", "generic"),
    arbitrumSepolia: remote("ARBITRUM_SEPOLIA", "generic"),
  },
  // Ignition keeps what it deployed in deployments/chain-<id>/.
  paths: { tests: { mocha: "test", solidity: "test" }, ignition: "." },
  test: {
    mocha: { timeout: 120_000 },
    solidity: {
      fuzz: { seed: fuzzSeed, runs: fuzzRuns },
      invariant: { runs: invariantRuns, depth: 64, failOnRevert: true },
    },
  },
  typechain: { outDir: "types/ethers-contracts" },
});
