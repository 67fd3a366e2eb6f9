import { fileURLToPath } from "node:url";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

/** Solidity tests draw their cases from this seed; set FUZZ_SEED and FUZZ_RUNS to explore further. */
const fuzzSeed = process.env.FUZZ_SEED ?? "0x4f70656e494d4f";
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 256);
const invariantRuns = Number(process.env.INVARIANT_RUNS ?? 64);

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    version: "0.8.37",
    // The compiler is the one installed from npm; nothing is downloaded.
    path: fileURLToPath(new URL("./node_modules/solc/soljson.js", import.meta.url)),
    settings: {
      evmVersion: "prague",
      viaIR: true,
      optimizer: { enabled: true, runs: 10_000 },
    },
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
  },
  paths: { tests: { mocha: "test", solidity: "test" } },
  test: {
    mocha: { timeout: 120_000 },
    solidity: {
      fuzz: { seed: fuzzSeed, runs: fuzzRuns },
      invariant: { runs: invariantRuns, depth: 64, failOnRevert: true },
    },
  },
  typechain: { outDir: "types/ethers-contracts" },
});
