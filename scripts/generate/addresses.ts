import { join } from "node:path";

import { readPlans } from "../deploy/launch/plan.ts";
import { knownChains, protocolNames, protocolRecord } from "../deploy/records.ts";

/** Contracts of a model, as the SDK names them. */
const parts = ["token", "sale", "governor", "timelock", "vesting", "proceeds", "contributorVesting"] as const;

/** The addresses of protocol and models by chain id, from the records in `deployments/`. */
export function generateAddresses(root: string): Map<string, string> {
  const folder = join(root, "deployments");
  // A chain on one's own machine is no deployment.
  const chains = knownChains(folder).filter((id) => id !== 31337 && protocolRecord(folder, id) !== undefined);
  const protocols = chains.map((id) => `  ${id}: ${JSON.stringify(protocolRecord(folder, id))},\n`);
  const models = chains.map((id) => {
    const launched = [...readPlans(folder, id).values()].filter(({ status }) => status === "launched");
    const entries = launched.map(({ launched: made, params, block }) => {
      const addresses = parts.map((part) => `${part}: ${JSON.stringify(made[part])}`);
      const symbol = JSON.stringify(params.token.symbol);
      return `{ modelId: ${made.modelId}n, symbol: ${symbol}, block: ${block}, ${addresses.join(", ")} }`;
    });
    return `  ${id}: [${entries.join(", ")}],\n`;
  });
  const text = [
    '// Generated from deployments/ by "npm run generate".\n\n',
    "/** Where the protocol's contracts are on one chain. */\n",
    `export interface ProtocolAddresses {\n${Object.values(protocolNames)
      .map((name) => `  readonly ${name}: string;\n`)
      .join("")}}\n\n`,
    "/** Where a launched model's contracts are. */\n",
    `export interface ModelAddresses {\n  readonly modelId: bigint;\n  readonly symbol: string;\n`,
    "  /** Events of the model start no later than a block before. */\n  readonly block: number;\n",
    `${parts.map((part) => `  readonly ${part}: string;\n`).join("")}}\n\n`,
    "/** By chain id. A chain that is not here has no deployment that the project knows of. */\n",
    `export const addresses: Readonly<Record<number, ProtocolAddresses>> = ${block(protocols)};\n\n`,
    "/** The launches that the project knows of, by chain id. */\n",
    `export const models: Readonly<Record<number, readonly ModelAddresses[]>> = ${block(models)};\n`,
  ].join("");
  return new Map([[join(root, "sdk/src/generated/addresses.ts"), text]]);
}

const block = (entries: readonly string[]): string => `{${entries.length > 0 ? "\n" : ""}${entries.join("")}}`;
