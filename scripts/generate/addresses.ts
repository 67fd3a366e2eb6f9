import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Ignition's name of each contract of the protocol module -> its name in the SDK. */
const names = {
  "Protocol#RiscVStep": "stepper",
  "Protocol#OpML": "opml",
  "Protocol#ModelRegistry": "registry",
  "Protocol#FeeRouter": "router",
  "Protocol#AIOracle": "oracle",
  "Protocol#ImoFactory": "factory",
  "Protocol#Grants": "grants",
} as const;

/** The protocol's addresses by chain id, from what Ignition has left in `deployments/`. */
export function generateAddresses(root: string): Map<string, string> {
  const folder = join(root, "deployments");
  const chains = existsSync(folder) ? readdirSync(folder).filter((name) => /^chain-\d+$/.test(name)) : [];
  const entries = chains
    .map((name) => Number(name.slice("chain-".length)))
    .sort((a, b) => a - b)
    .map((id) => `  ${id}: ${JSON.stringify(addressesOf(join(folder, `chain-${id}`)))},\n`);
  const fields = Object.values(names).map((name) => `  readonly ${name}: string;\n`);
  const text = [
    '// Generated from deployments/ by "npm run generate".\n\n',
    "/** Where the protocol's contracts are on one chain. */\n",
    `export interface ProtocolAddresses {\n${fields.join("")}}\n\n`,
    "/** By chain id. A chain that is not here has no deployment that the project knows of. */\n",
    `export const addresses: Readonly<Record<number, ProtocolAddresses>> = {${entries.length > 0 ? "\n" : ""}${entries.join("")}};\n`,
  ].join("");
  return new Map([[join(root, "sdk/src/generated/addresses.ts"), text]]);
}

function addressesOf(deployment: string): Record<string, string> {
  const deployed = JSON.parse(readFileSync(join(deployment, "deployed_addresses.json"), "utf8")) as Record<
    string,
    string
  >;
  return Object.fromEntries(
    Object.entries(names).map(([id, name]) => {
      const address = deployed[id];
      if (address === undefined) throw new Error(`${deployment} has no ${id}: was the deployment finished?`);
      return [name, address];
    }),
  );
}
