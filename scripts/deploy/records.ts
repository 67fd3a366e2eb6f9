// What is known of deployments: one folder a chain, `chain-<id>/`, in `deployments/`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Ignition's name of each contract of the protocol module that users call -> its name in the SDK. */
export const protocolNames = {
  "Protocol#RiscVStep": "stepper",
  "Protocol#BlobLoader": "loader",
  "Protocol#OpML": "opml",
  "Protocol#ModelRegistry": "registry",
  "Protocol#FeeRouter": "router",
  "Protocol#AIOracle": "oracle",
  "Protocol#ImoFactory": "factory",
  "Protocol#Grants": "grants",
  "Protocol#AigcRenderer": "renderer",
  "Protocol#AigcNftFactory": "collections",
} as const;

export type ProtocolName = (typeof protocolNames)[keyof typeof protocolNames];
export type ProtocolRecord = Readonly<Record<ProtocolName, string>>;

export const chainFolder = (folder: string, chainId: number): string => join(folder, `chain-${chainId}`);

/** The chains of which there are records. */
export function knownChains(folder: string): number[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => /^chain-\d+$/.test(name))
    .map((name) => Number(name.slice("chain-".length)))
    .sort((a, b) => a - b);
}

/** Everything that Ignition has deployed on a chain, by its own names; undefined if it has deployed nothing. */
export function deployedAddresses(folder: string, chainId: number): Record<string, string> | undefined {
  const file = join(chainFolder(folder, chainId), "deployed_addresses.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

/**
 * The protocol on a chain; undefined if it is not there.
 *
 * @throws Error when its deployment was not finished
 */
export function protocolRecord(folder: string, chainId: number): ProtocolRecord | undefined {
  const deployed = deployedAddresses(folder, chainId);
  if (deployed === undefined) return undefined;
  const entries = Object.entries(protocolNames).map(([id, name]) => {
    const address = deployed[id];
    if (address === undefined) throw new Error(`chain ${chainId} has no ${id}: was the deployment finished?`);
    return [name, address] as const;
  });
  return Object.fromEntries(entries) as Record<ProtocolName, string>;
}
