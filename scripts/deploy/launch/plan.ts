// A launch that has been decided on: every parameter and every address, on disk before anything is sent. Whoever is
// interrupted goes on from it, and since the addresses follow from the parameters, nothing can be deployed twice.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ZeroAddress, keccak256, toUtf8Bytes, type ContractRunner } from "ethers";

import { OpenImoError } from "../../../sdk/src/errors.ts";
import { graphRuntime, verifyPackage, type VerifiedPackage } from "../../../sdk/src/models/index.ts";
import {
  currencyInfo,
  launchContext,
  predictLaunch,
  type CurrencyInfo,
  type Launched,
  type LaunchParams,
  type Role,
} from "../../../sdk/src/offering/index.ts";
import { chainFolder } from "../records.ts";
import { launchParams, type ImoConfig } from "./config.ts";

/** Something that the plans on disk stand in the way of. */
export class PlanError extends OpenImoError {
  override readonly name = "PlanError";
  readonly code = "BAD_PLAN";
}

export interface LaunchPlan {
  readonly format: 2;
  readonly status: "planned" | "launched";
  readonly chainId: number;
  /** Which config it was made from. */
  readonly config: string;
  readonly factory: string;
  readonly registry: string;
  readonly launcher: string;
  readonly currency: CurrencyInfo;
  /** In which an answer can be paid besides ETH. */
  readonly feeCurrency?: CurrencyInfo;
  readonly protocolBps: number;
  /** The guest program, to be registered if it is not; undefined for a model that exists. */
  readonly program?: {
    readonly textRoot: string;
    readonly dataRoot: string;
    readonly entry: number;
    readonly contentId: string;
  };
  readonly params: LaunchParams;
  /** Where everything is, or will be. The model's id is 0n until it is known. */
  readonly launched: Launched;
  /** Block after which it was planned: no event of the model is older, whenever the launch goes on. */
  readonly block: number;
  /** As of the launch. */
  readonly roles?: readonly Role[];
}

/** What a plan is made with. */
export interface PlanContext {
  readonly runner: ContractRunner;
  readonly chainId: number;
  readonly factory: string;
  readonly launcher: string;
  /** Chain time, Unix seconds. */
  readonly now: number;
  /** The package's directory, absolute; or what `verifyPackage` said of it. */
  readonly packageAt?: string | Pick<VerifiedPackage, "machine" | "cid">;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Names a config on one chain for one launcher. */
export function configHash(config: ImoConfig, chainId: number, factory: string, launcher: string): string {
  return keccak256(toUtf8Bytes(JSON.stringify([config, chainId, factory, launcher])));
}

/** Reads what the chain and the package say, and fixes every parameter. */
export async function makePlan(config: ImoConfig, context: PlanContext): Promise<LaunchPlan> {
  const { runner, factory, launcher, chainId, now } = context;
  // Before anything is sent: a launch that is interrupted and goes on days later is not looked for too late.
  const block = await runner.provider!.getBlockNumber();
  const { registry, protocolBps } = await launchContext(runner, factory);
  const currency = await currencyInfo(runner, config.sale.currency ?? ZeroAddress);
  const feeToken = config.pricing.token;
  const feeCurrency = feeToken === undefined ? undefined : await currencyInfo(runner, feeToken);
  const { packageAt } = context;
  const model =
    typeof packageAt === "string" ? await verifyPackage(packageAt, { onProgress: context.onProgress }) : packageAt;
  const params = launchParams(config, {
    now,
    currency,
    protocolBps,
    feeCurrency,
    machine: model?.machine,
    contentId: model?.cid,
  });
  return {
    format: 2,
    status: "planned",
    chainId,
    config: configHash(config, chainId, factory, launcher),
    factory,
    registry,
    launcher,
    currency,
    feeCurrency,
    protocolBps,
    ...(model === undefined ? {} : { program: await programOf() }),
    params,
    launched: await predictLaunch(runner, factory, launcher, params),
    block,
  };
}

/**
 * A plan names its package by content: one that has changed since is another model, which nobody has agreed to offer.
 *
 * @param packageAt its directory, absolute
 * @throws PlanError; ModelError when it is no sound package
 */
export async function requirePackage(
  { params }: { readonly params: Pick<LaunchParams, "model"> },
  packageAt: string,
): Promise<void> {
  const { cid } = await verifyPackage(packageAt);
  if (cid === params.model.contentId) return;
  throw new PlanError(
    `the package has changed since this launch was planned: it was ${params.model.contentId} and is ${cid}; ` +
      "--restart plans the launch of what it is now",
  );
}

/** The graph runtime, as it is registered. */
export async function programOf(): Promise<NonNullable<LaunchPlan["program"]>> {
  const { roots } = await graphRuntime();
  return { ...roots, contentId: "guest/build/runtime.elf" };
}

/** Where a plan lies: `deployments/chain-<id>/models/<symbol>-<config>.json`. */
export function planFile(folder: string, plan: Pick<LaunchPlan, "chainId" | "config" | "params">): string {
  const symbol = plan.params.token.symbol.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return join(modelsFolder(folder, plan.chainId), `${symbol}-${plan.config.slice(2, 10)}.json`);
}

export const modelsFolder = (folder: string, chainId: number): string => join(chainFolder(folder, chainId), "models");

/** Written whole or not at all: what is read after a crash is a plan. */
export function savePlan(folder: string, plan: LaunchPlan): string {
  const file = planFile(folder, plan);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${writeJson(plan)}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

/** The plans and launches known on a chain, by file. */
export function readPlans(folder: string, chainId: number): Map<string, LaunchPlan> {
  const models = modelsFolder(folder, chainId);
  const files = existsSync(models) ? readdirSync(models).filter((name) => name.endsWith(".json")) : [];
  return new Map(files.sort().map((name) => [join(models, name), readPlan(join(models, name))]));
}

export function readPlan(file: string): LaunchPlan {
  const plan = readJson(readFileSync(file, "utf8")) as LaunchPlan;
  if (plan.format !== 2) throw new PlanError(`${file} is not a plan that this version writes`);
  return plan;
}

/** JSON in which integers of any size are text with an n behind, "10000000n"; text that looks so gets another n. */
export function writeJson(value: unknown): string {
  const write = (_: string, part: unknown) =>
    typeof part === "bigint" ? `${part}n` : typeof part === "string" && /^\d+n+$/.test(part) ? `${part}n` : part;
  return JSON.stringify(value, write, 2);
}

function readJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== "string" || !/^\d+n+$/.test(part)) return part;
    const rest = part.slice(0, -1);
    return /^\d+$/.test(rest) ? BigInt(rest) : rest;
  });
}
