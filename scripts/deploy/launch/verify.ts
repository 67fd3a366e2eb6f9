// Publishes the sources of a launch where an explorer takes them. A refusal there undoes nothing.
import type { Provider } from "ethers";
import { verifyContract } from "@nomicfoundation/hardhat-verify/verify";

import { launchContext } from "../../../sdk/src/offering/index.ts";
import { cloneTarget } from "../compare.ts";
import { launchClones, launchContracts } from "../contracts.ts";
import type { LaunchPlan } from "./plan.ts";

type Hre = typeof import("hardhat").default;

/** What an explorer said of one contract. */
export interface Published {
  readonly contract: string;
  readonly address: string;
  readonly at: "etherscan" | "sourcify";
  /** Why it was refused; undefined when it was not. */
  readonly refusal?: string;
}

/**
 * With Etherscan's key (`npx hardhat keystore set ETHERSCAN_API_KEY`) there, otherwise at Sourcify, which needs none. Of
 * clones it is what they execute that is published: explorers show it with each.
 *
 * @param chain opened as the network that the process is for: the plugin opens that one
 * @returns nothing on a local chain
 */
export async function verifySources(
  { hre, provider, chainId }: { readonly hre: Hre; readonly provider: Provider; readonly chainId: number },
  plan: LaunchPlan,
): Promise<Published[]> {
  if (chainId === 31337) return [];
  const at = (await hasEtherscanKey(hre)) ? "etherscan" : "sourcify";
  const published: Published[] = [];
  // What the plugin says goes where progress goes: the output may be one JSON object.
  const { log } = console;
  console.log = console.error;
  try {
    for (const { contract, address, args } of await sourcesOf(provider, plan)) {
      try {
        await verifyContract({ address, contract, constructorArgs: args, provider: at }, hre);
        published.push({ contract, address, at });
      } catch (error) {
        const refusal = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
        published.push({ contract, address, at, refusal });
      }
    }
  } finally {
    console.log = log;
  }
  return published;
}

export const publishedText = ({ contract, address, at, refusal }: Published): string =>
  `${address} ${contract}: ${refusal === undefined ? `verified at ${at}` : `not verified at ${at}: ${refusal}`}`;

/** Every contract that executes for a launch, and what it was constructed with. */
async function sourcesOf(
  provider: Provider,
  plan: LaunchPlan,
): Promise<{ readonly contract: string; readonly address: string; readonly args: unknown[] }[]> {
  const whole = launchContracts(plan, await launchContext(provider, plan.factory));
  const executed = new Map<string, string>();
  for (const { contract, address } of launchClones(plan)) {
    executed.set((await cloneTarget(provider, address)) ?? address, contract);
  }
  return [...whole, ...[...executed].map(([address, contract]) => ({ contract, address, args: [] }))];
}

async function hasEtherscanKey(hre: Hre): Promise<boolean> {
  try {
    return (await hre.config.verify.etherscan.apiKey.get()) !== "";
  } catch {
    return false;
  }
}
