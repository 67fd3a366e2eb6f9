// Publishes the sources of a launch where an explorer takes them. A refusal there undoes nothing.
import { verifyContract } from "@nomicfoundation/hardhat-verify/verify";

import { launchContext } from "../../../sdk/src/offering/index.ts";
import { launchContracts } from "../contracts.ts";
import type { LaunchPlan } from "./plan.ts";

type Hre = typeof import("hardhat").default;

/**
 * With Etherscan's key (`npx hardhat keystore set ETHERSCAN_API_KEY`) there, otherwise at Sourcify, which needs none.
 *
 * @returns a line for each contract; none on a local chain
 */
export async function verifySources(hre: Hre, chainId: number, plan: LaunchPlan): Promise<string[]> {
  if (chainId === 31337) return [];
  const { ethers } = await hre.network.create();
  const context = await launchContext(ethers.provider, plan.factory);
  const provider = (await hasEtherscanKey(hre)) ? "etherscan" : "sourcify";
  const lines: string[] = [];
  // What the plugin says goes where progress goes: the output may be one JSON object.
  const { log } = console;
  console.log = console.error;
  try {
    for (const { contract, address, args } of launchContracts(plan, context)) {
      try {
        await verifyContract({ address, contract, constructorArgs: args, provider }, hre);
        lines.push(`${address} ${contract}: verified at ${provider}`);
      } catch (error) {
        const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
        lines.push(`${address} ${contract}: not verified at ${provider}: ${why}`);
      }
    }
  } finally {
    console.log = log;
  }
  return lines;
}

async function hasEtherscanKey(hre: Hre): Promise<boolean> {
  try {
    return (await hre.config.verify.etherscan.apiKey.get()) !== "";
  } catch {
    return false;
  }
}
