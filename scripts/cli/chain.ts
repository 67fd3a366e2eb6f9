// The chain that a command works on: networks and keys are Hardhat's, addresses those of `deployments/`.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type { Provider, Signer } from "ethers";
import { Option, type Command } from "commander";

import { currencyInfo, launchOf, saleState, type CurrencyInfo, type Launched } from "../../sdk/src/offering/index.ts";
import { readPlans } from "../deploy/launch/plan.ts";
import { protocolRecord, type ProtocolRecord } from "../deploy/records.ts";
import { CommandError } from "./errors.ts";
import { plain } from "./output.ts";
import { takeQuestions } from "./prompt.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const userDirectory = process.env.INIT_CWD ?? process.cwd();

/** Paths are meant from where the user is, which npm hides. */
export const userPath = (path: string): string => resolve(userDirectory, path);

/** A path for people: from where the user is. */
export const shownPath = (path: string): string => relative(userDirectory, path);

/**
 * What a JSON file says.
 *
 * @param file as `userPath` gives it
 * @throws CommandError BAD_OPTION
 */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError("BAD_OPTION", `${shownPath(file)} cannot be read as JSON: ${why}`);
  }
}

export interface ChainFlags {
  readonly network: string;
  readonly deployments?: string;
  readonly from?: string;
  readonly json?: boolean;
}

export interface ModelFlags extends ChainFlags {
  readonly model: bigint;
}

type Connection = Awaited<ReturnType<(typeof import("hardhat"))["network"]["create"]>>;

/** A copy of the chain in this process, on which anybody can be anyone. */
export interface Fork {
  readonly provider: Provider;
  as(address: string): Promise<Signer>;
  close(): Promise<void>;
}

export interface Chain {
  readonly hre: typeof import("hardhat").default;
  readonly connection: Connection;
  readonly provider: Provider;
  readonly chainId: number;
  /** Where the records are. */
  readonly folder: string;
  readonly protocol: ProtocolRecord;
  /** Whose key is used: `--from`, or the network's first account. */
  readonly signer: Signer;
  readonly address: string;
  /** Chain time, Unix seconds. */
  now(): Promise<number>;
  fork(): Promise<Fork>;
  close(): Promise<void>;
}

/** A launched model on it. */
export interface ModelOnChain extends Launched {
  /** None of its events is older. */
  readonly fromBlock: number;
  /** Of its sale. */
  readonly currency: CurrencyInfo;
  readonly symbol: string;
}

/** The options that every command on a chain has. */
export function onChain(command: Command): Command {
  return command
    .requiredOption("--network <name>", "a network of hardhat.config.ts, such as sepolia or localhost")
    .option("--from <address>", "which of the network's accounts signs (default: the first)")
    .addOption(new Option("--deployments <directory>", "the records (default: deployments/ of the project)"))
    .option("--json", "print one JSON object");
}

let hardhat: Promise<Chain["hre"]> | undefined;

/** Opens a network. */
export async function openChain(flags: ChainFlags, { needsProtocol = true } = {}): Promise<Chain> {
  // Hardhat looks for its config from the working directory upwards, and for the default network in the environment.
  process.chdir(root);
  process.env.HARDHAT_NETWORK = flags.network;
  hardhat ??= import("hardhat").then(({ default: hre }) => {
    takeQuestions(hre.hooks);
    return hre;
  });
  const hre = await hardhat;
  const connection = await hre.network.create(flags.network);
  const { ethers } = connection;
  const chainId = await reached(ethers.provider.getNetwork(), flags.network);
  const folder = flags.deployments === undefined ? resolve(root, "deployments") : userPath(flags.deployments);
  const signer = await chosenSigner(connection, flags);
  // What was deployed in part has no record yet, and must not stand in the way of deploying the rest.
  const protocol = needsProtocol ? protocolRecord(folder, chainId) : undefined;
  if (protocol === undefined && needsProtocol) {
    throw new CommandError(
      "NO_PROTOCOL",
      `no deployment of the protocol is known on ${flags.network} (chain ${chainId}): ` +
        `"imo deployments deploy --network ${flags.network}" makes one, --deployments names another folder of records`,
    );
  }
  return {
    hre,
    connection,
    provider: ethers.provider,
    chainId,
    folder,
    protocol: protocol ?? ({} as ProtocolRecord),
    signer,
    address: await signer.getAddress(),
    now: async () => (await ethers.provider.getBlock("latest"))!.timestamp,
    fork: () => forkOf(hre, connection),
    close: () => connection.close(),
  };
}

async function reached(network: Promise<{ readonly chainId: bigint }>, name: string): Promise<number> {
  try {
    return Number((await network).chainId);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw new CommandError("UNREACHABLE", `${name} cannot be reached: ${why}`);
  }
}

async function chosenSigner({ ethers }: Connection, { from, network }: ChainFlags): Promise<Signer> {
  const signers = await ethers.getSigners();
  const chosen = from === undefined ? signers[0] : signers.find(({ address }) => same(address, from));
  if (chosen !== undefined) return chosen;
  throw new CommandError(
    "NO_ACCOUNT",
    from === undefined
      ? `${network} has no account: "npx hardhat keystore set DEPLOYER_KEY" keeps one`
      : `${from} is none of the accounts of ${network}: ${signers.map(({ address }) => address).join(", ")}`,
  );
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

async function forkOf(hre: Chain["hre"], { networkConfig, ethers }: Connection): Promise<Fork> {
  if (networkConfig.type !== "http") throw new CommandError("NO_FORK", "only a network with a URL can be forked");
  const [url, blockNumber] = await Promise.all([networkConfig.url.getUrl(), ethers.provider.getBlockNumber()]);
  const fork = await hre.network.create({
    network: networkConfig.chainType === "op" ? "opFork" : "default",
    override: { forking: { url, blockNumber } },
  });
  // A block of its own: what rules the forked one followed is not known for every chain.
  await fork.networkHelpers.mine();
  return {
    provider: fork.ethers.provider,
    async as(address) {
      await fork.networkHelpers.impersonateAccount(address);
      return fork.ethers.getSigner(address);
    },
    close: () => fork.close(),
  };
}

/** Works with the model that `--model` names, on its chain. */
export async function withModel<T>(
  flags: ModelFlags,
  work: (chain: Chain, model: ModelOnChain) => Promise<T>,
): Promise<T> {
  const chain = await openChain(flags);
  try {
    return await work(chain, await openModel(chain, flags.model));
  } finally {
    await chain.close();
  }
}

async function openModel(chain: Chain, modelId: bigint): Promise<ModelOnChain> {
  const launched = await launchOf(chain.signer, chain.protocol.factory, modelId);
  if (launched === undefined) {
    throw new CommandError("NO_MODEL", `model ${modelId} was not launched by the factory ${chain.protocol.factory}`);
  }
  const record = [...readPlans(chain.folder, chain.chainId).values()].find(
    (plan) => plan.status === "launched" && same(plan.launched.token, launched.token),
  );
  const { currency } = await saleState(chain.signer, launched.sale);
  const [info, shares] = await Promise.all([
    currencyInfo(chain.signer, currency),
    currencyInfo(chain.signer, launched.token),
  ]);
  return {
    ...launched,
    fromBlock: record?.block ?? 0,
    currency: { ...info, symbol: plain(info.symbol) },
    symbol: plain(shares.symbol),
  };
}
