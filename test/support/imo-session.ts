// Runs one command of `imo` after the other in this process, as the parent sends them.
import { fileURLToPath } from "node:url";
import { format } from "node:util";

import { Command } from "commander";

import { chainCommands } from "../../scripts/cli/chain-commands.ts";
import { errorReport } from "../../scripts/cli/output.ts";

/** What came of a command. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: string[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  console.log = (...parts: unknown[]) => void out.push(format(...parts));
  console.error = (...parts: unknown[]) => void err.push(format(...parts));
  process.exitCode = 0;
  try {
    const program = new Command("imo");
    for (const command of chainCommands()) program.addCommand(command);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = 1;
    const report = errorReport(error);
    if (args.includes("--json")) out.push(JSON.stringify({ error: report }));
    else err.push(`error: ${report.message}`);
  }
  return { code: Number(process.exitCode), out: out.join("\n"), err: err.join("\n") };
}

/** Makes Hardhat know an explorer of the chain. */
async function useExplorer(url: string, chainId: number): Promise<void> {
  process.env.HARDHAT_NETWORK = "localhost";
  const { default: hre } = await import("hardhat");
  const etherscan = { url, apiUrl: `${url}/api` };
  hre.config.chainDescriptors.set(BigInt(chainId), {
    name: "local",
    chainType: "l1",
    blockExplorers: { etherscan },
    hardforkHistory: new Map(),
  });
  hre.config.verify.sourcify.apiUrl = url;
}

// Test runners load every file of this folder.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { EXPLORER_URL, EXPLORER_CHAIN } = process.env;
  if (EXPLORER_URL !== undefined) await useExplorer(EXPLORER_URL, Number(EXPLORER_CHAIN));
  process.on("message", (args: string[]) => void run(args).then((outcome) => process.send!(outcome)));
}
