// Compares the code on a chain with what this source tree builds.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { dataSlice, getAddress, getBytes, hexlify, id, keccak256, toBeHex, type Provider } from "ethers";

import type { DeployedContract } from "./contracts.ts";

interface Artifact {
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly immutableReferences?: Readonly<
    Record<string, readonly { readonly start: number; readonly length: number }[]>
  >;
}

export interface Comparison extends DeployedContract {
  readonly matches: boolean;
  /** Bytes of code on the chain. */
  readonly bytes: number;
  /** Bytes that were left out of the comparison: immutables, which each deployment sets. */
  readonly masked: number;
  /** Why not. */
  readonly reason?: string;
}

/**
 * @param artifacts folder of the build
 */
export async function compareCode(
  provider: Provider,
  artifacts: string,
  deployed: DeployedContract,
): Promise<Comparison> {
  if (deployed.clone) return compareClone(provider, artifacts, deployed);
  const artifact = read(artifacts, deployed.contract);
  const code = getBytes(await provider.getCode(deployed.address));
  const built = getBytes(artifact.deployedBytecode);
  const spots = Object.values(artifact.immutableReferences ?? {}).flat();
  for (const { start, length } of spots) code.fill(0, start, start + length);
  const result = {
    ...deployed,
    bytes: code.length,
    masked: spots.reduce((sum, { length }) => sum + length, 0),
  };
  const reason = code.length === 0 ? "no code there" : difference(code, built);
  if (reason !== undefined) return { ...result, matches: false, reason };
  const made =
    deployed.keeps !== undefined
      ? difference(await keptBy(provider, deployed.address), getBytes(read(artifacts, deployed.keeps).bytecode))
      : deployed.clones !== undefined
        ? (await compareImplementation(provider, artifacts, deployed.clones, deployed.address)).reason
        : undefined;
  return made === undefined
    ? { ...result, matches: true }
    : { ...result, matches: false, reason: `what it deploys: ${made}` };
}

/** A clone is what its implementation is, and its own code says which that is. */
async function compareClone(provider: Provider, artifacts: string, deployed: DeployedContract): Promise<Comparison> {
  const target = await cloneTarget(provider, deployed.address);
  if (target === undefined) {
    const bytes = getBytes(await provider.getCode(deployed.address)).length;
    return { ...deployed, matches: false, bytes, masked: 0, reason: bytes === 0 ? "no code there" : "is no clone" };
  }
  const executed = await compareCode(provider, artifacts, {
    contract: deployed.contract,
    address: target,
  });
  return {
    ...executed,
    ...deployed,
    ...(executed.reason === undefined ? {} : { reason: `what it executes: ${executed.reason}` }),
  };
}

/** What a clone executes; undefined for what is no clone. */
export async function cloneTarget(provider: Provider, address: string): Promise<string | undefined> {
  const [, target] = minimalClone.exec(await provider.getCode(address)) ?? [];
  return target === undefined ? undefined : getAddress(`0x${target}`);
}

/** ERC-1167. */
const minimalClone = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3$/;

async function compareImplementation(
  provider: Provider,
  artifacts: string,
  contract: string,
  deployer: string,
): Promise<Comparison> {
  const word = await provider.call({ to: deployer, data: dataSlice(id("implementation()"), 0, 4) });
  return compareCode(provider, artifacts, { contract, address: getAddress(dataSlice(word, 12)) });
}

function read(artifacts: string, contract: string): Artifact {
  const [source, name] = contract.split(":");
  return JSON.parse(readFileSync(join(artifacts, source!, `${name}.json`), "utf8")) as Artifact;
}

function difference(chain: Uint8Array, built: Uint8Array): string | undefined {
  if (chain.length !== built.length) return `${chain.length} bytes, the build has ${built.length}`;
  const at = chain.findIndex((byte, i) => byte !== built[i]);
  return at < 0
    ? undefined
    : `byte ${at} is ${hexlify(chain.slice(at, at + 1))}, in the build ${hexlify(built.slice(at, at + 1))}`;
}

/** The creation code that a deployer keeps: chunks, whose addresses are the array in its first slot. */
async function keptBy(provider: Provider, deployer: string): Promise<Uint8Array> {
  const count = Number(await provider.getStorage(deployer, 0));
  const first = BigInt(keccak256(toBeHex(0, 32)));
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const word = await provider.getStorage(deployer, first + BigInt(i));
    chunks.push(getBytes(await provider.getCode(`0x${word.slice(26)}`)).subarray(1));
  }
  return Buffer.concat(chunks);
}
