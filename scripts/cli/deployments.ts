// `imo deployments`: what is known to be where, and whether it is what this source tree builds.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Command } from "commander";
import pc from "picocolors";

import { launchContext } from "../../sdk/src/offering/index.ts";
import { compareCode, type Comparison } from "../deploy/compare.ts";
import { launchClones, launchContracts, protocolContracts, type DeployedContract } from "../deploy/contracts.ts";
import { readPlans, writeJson } from "../deploy/launch/plan.ts";
import { publishedText, verifySources, type Published } from "../deploy/launch/verify.ts";
import { Protocol } from "../deploy/protocol.ts";
import { deployedAddresses, knownChains, protocolNames, protocolRecord } from "../deploy/records.ts";
import { onChain, openChain, userPath, type ChainFlags } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { examples, facts, table } from "./output.ts";

const artifacts = fileURLToPath(new URL("../../artifacts/", import.meta.url));
const records = fileURLToPath(new URL("../../deployments/", import.meta.url));

export function deploymentsCommand(): Command {
  const command = new Command("deployments").description("list, check and make deployments of the protocol");
  command
    .command("list")
    .description("the protocol and the models by chain, as recorded")
    .option("--deployments <directory>", "the records (default: deployments/ of the project)")
    .option("--json", "print one JSON object")
    .action(list);
  onChain(command.command("verify").description("compare the code on the chain with this build, byte by byte"))
    .option("--sources", "then publish the sources of the launches, where they are not, to the explorer")
    .addHelpText(
      "after",
      examples("imo deployments verify --network sepolia", "imo deployments verify --sources --network sepolia"),
    )
    .action(verify);
  onChain(command.command("deploy").description("deploy the protocol, or go on with a deployment that was interrupted"))
    .option("--parameters <file>", "parameters of the Ignition module, as JSON: court, protocol's part of fees")
    .addHelpText("after", examples("imo deployments deploy --network localhost"))
    .action(deploy);
  return command;
}

interface ListFlags {
  readonly deployments?: string;
  readonly json?: boolean;
}

function list(flags: ListFlags): void {
  const folder = flags.deployments === undefined ? records : userPath(flags.deployments);
  const chains = knownChains(folder).map((chainId) => ({
    chainId,
    protocol: known(() => protocolRecord(folder, chainId)),
    models: [...readPlans(folder, chainId).values()].map(({ status, params, launched }) => ({
      status,
      symbol: params.token.symbol,
      ...launched,
    })),
  }));
  if (flags.json) return console.log(writeJson({ chains }));
  if (chains.length === 0) return console.log(`nothing is recorded in ${folder}`);
  for (const { chainId, protocol, models } of chains) {
    console.log(pc.bold(`chain ${chainId}`));
    if (protocol !== undefined) console.log(facts(protocol));
    if (models.length === 0) continue;
    const rows = models.map(({ modelId, symbol, status, token, sale }) => [`#${modelId}`, symbol, status, token, sale]);
    console.log(table(["model", "symbol", "status", "token", "sale"], rows));
  }
}

/** A deployment that was not finished is none. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function verify(flags: ChainFlags & { readonly sources?: boolean }): Promise<void> {
  const chain = await openChain(flags);
  try {
    const context = await launchContext(chain.provider, chain.protocol.factory);
    const models = [...readPlans(chain.folder, chain.chainId).values()].filter(({ status }) => status === "launched");
    const contracts = [
      ...protocolContracts(deployedAddresses(chain.folder, chain.chainId) ?? {}),
      ...models.flatMap((plan): DeployedContract[] => [
        ...launchContracts(plan, context).map(({ contract, address }) => ({ contract, address })),
        ...launchClones(plan),
      ]),
    ];
    const results: Comparison[] = [];
    for (const contract of contracts) results.push(await compareCode(chain.provider, artifacts, contract));
    const wrong = results.filter(({ matches }) => !matches);
    if (results.length === 0) throw new CommandError("NOTHING", "there is nothing to compare");
    const sources: Published[] = [];
    // What differs from the build has no sources here.
    if (flags.sources && wrong.length === 0) {
      for (const plan of models) sources.push(...(await verifySources(chain, plan)));
    }
    const refused = sources.filter(({ refusal }) => refusal !== undefined);
    if (flags.json) console.log(JSON.stringify({ matches: wrong.length === 0, contracts: results, sources }));
    else {
      const rows = results.map(({ contract, address, matches, bytes, masked, reason }) => [
        contract.split(":")[1]!,
        address,
        matches ? pc.green("as built") : pc.red(reason ?? "differs"),
        `${bytes} B, ${masked} of immutables`,
      ]);
      console.log(table(["contract", "address", "code", "size"], rows));
      for (const one of sources) console.log(publishedText(one));
    }
    if (flags.json) {
      // The one JSON object is printed: an error would be a second.
      if (wrong.length + refused.length > 0) process.exitCode = 1;
      return;
    }
    if (wrong.length > 0) {
      throw new CommandError(
        "MISMATCH",
        `${wrong.length} of ${results.length} contracts are not what this source tree builds`,
      );
    }
    if (refused.length > 0) {
      throw new CommandError("NOT_PUBLISHED", `${refused.length} of ${sources.length} sources were not taken`);
    }
    console.log(`${results.length} contracts are as built`);
  } finally {
    await chain.close();
  }
}

async function deploy(flags: ChainFlags & { readonly parameters?: string }): Promise<void> {
  if (flags.deployments !== undefined) {
    throw new CommandError(
      "BAD_OPTION",
      "a deployment is recorded in deployments/ of the project: leave out --deployments",
    );
  }
  const chain = await openChain(flags, { needsProtocol: false });
  try {
    const made = await chain.connection.ignition.deploy(Protocol, {
      displayUi: flags.json !== true,
      defaultSender: chain.address,
      parameters: flags.parameters === undefined ? undefined : resolve(userPath(flags.parameters)),
    });
    const addresses = Object.fromEntries(
      await Promise.all(
        Object.values(protocolNames).map(async (name) => [name, await made[name].getAddress()] as const),
      ),
    );
    if (flags.json) console.log(JSON.stringify({ chainId: chain.chainId, addresses }));
    else console.log(`${facts(addresses)}\nnext: npm run generate, which puts the addresses into the SDK`);
  } finally {
    await chain.close();
  }
}
