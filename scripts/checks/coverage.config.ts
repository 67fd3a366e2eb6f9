import { fileURLToPath } from "node:url";

import { defineConfig } from "hardhat/config";

import config from "../../hardhat.config.ts";

/**
 * How the instrumented contracts are built for `coverage.ts`: in a folder of their own, hardly optimised, which keeps
 * every statement and takes less time; and tested with fewer cases, for one is enough to execute a line.
 */
export default defineConfig({
  ...config,
  paths: { ...config.paths, artifacts: "cache/coverage/artifacts", cache: "cache/coverage/cache" },
  typechain: { outDir: "cache/coverage/types" },
  solidity: {
    splitTestsCompilation: true,
    version: "0.8.37",
    path: fileURLToPath(new URL("../../node_modules/solc/soljson.js", import.meta.url)),
    settings: {
      evmVersion: "prague",
      viaIR: true,
      // Of the optimiser's steps only the one that keeps the stack shallow enough.
      optimizer: { enabled: true, details: { yul: true, yulDetails: { optimizerSteps: "u:" } } },
    },
  },
  test: { ...config.test, solidity: { fuzz: { seed: "0x1", runs: 16 }, invariant: { runs: 4, depth: 64 } } },
});
