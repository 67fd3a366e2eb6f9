import { fileURLToPath } from "node:url";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

import { compilerPlugin } from "./scripts/hardhat/compiler.ts";

/** Solidity tests draw their cases from this seed; set FUZZ_SEED and FUZZ_RUNS to explore further. */
const fuzzSeed = process.env.FUZZ_SEED ?? "0x4f70656e494d4f";
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 256);
const invariantRuns = Number(process.env.INVARIANT_RUNS ?? 64);

/** A public network: URL and deployer key come from the Hardhat keystore (`npx hardhat keystore set SEPOLIA_RPC_URL`). */
const remote = (name: string, chainType: "l1" | "op" | "generic") => ({
  type: "http" as const,
  chainType,
  url: configVariable(`${name}_RPC_URL`),
  accounts: [configVariable("DEPLOYER_KEY")],
});

/** The compiler is the one installed from npm; nothing is downloaded. */
const compiler = (runs: number) => ({
  version: "0.8.37",
  path: fileURLToPath(new URL("./node_modules/solc/soljson.js", import.meta.url)),
  settings: { evmVersion: "prague", viaIR: true, optimizer: { enabled: true, runs } },
});

/**
 * What every launch deploys whole and few calls reach: smaller rather than fast, so that a launch fits a transaction. A
 * contract and who deploys it are compiled alike.
 */
const small = compiler(200);
const overrides = {
  "contracts/governance/ModelGovernor.sol": small,
  "contracts/offering/deployers/GovernorDeployer.sol": small,
  "contracts/offering/Auction.sol": small,
  "contracts/offering/deployers/AuctionDeployer.sol": small,
  "contracts/offering/Offering.sol": small,
  "contracts/offering/deployers/OfferingDeployer.sol": small,
};

export default defineConfig({
  plugins: [toolbox, compilerPlugin],
  solidity: {
    compilers: [compiler(10_000)],
    overrides,
    // The tests' artifacts are kept apart (see scripts/hardhat/compiler.ts).
    splitTestsCompilation: true,
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    // What a simulation forks an OP chain into; all others into the default network.
    opFork: { type: "edr-simulated", chainType: "op" },
    localhost: { type: "http", chainType: "l1", url: process.env.LOCALHOST_RPC_URL ?? "http://127.0.0.1:8545" },
    mainnet: remote("MAINNET", "l1"),
    sepolia: remote("SEPOLIA", "l1"),
    base: remote("BASE", "op"),
    baseSepolia: remote("BASE_SEPOLIA", "op"),
    optimism: remote("OPTIMISM", "op"),
    optimismSepolia: remote("OPTIMISM_SEPOLIA", "op"),
    arbitrum: remote("ARBITRUM", "generic"),
    arbitrumSepolia: remote("ARBITRUM_SEPOLIA", "generic"),
  },
  // Explorers: `npx hardhat keystore set ETHERSCAN_API_KEY`. Sourcify and Blockscout need no key.
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  // Ignition keeps what it deployed in deployments/chain-<id>/.
  paths: { tests: { mocha: "test", solidity: "test" }, ignition: "." },
  test: {
    mocha: { timeout: Number(process.env.MOCHA_TIMEOUT ?? 120_000) },
    solidity: {
      fuzz: { seed: fuzzSeed, runs: fuzzRuns },
      invariant: { runs: invariantRuns, depth: 64, failOnRevert: true },
    },
  },
  typechain: { outDir: "types/ethers-contracts" },
});
