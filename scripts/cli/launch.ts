// `imo launch`: from a config to an offering.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { formatEther } from "ethers";
import { Command } from "commander";
import pc from "picocolors";

import { launchStruct, launchedModel } from "../../sdk/src/offering/index.ts";
import { ConfigError, configJsonSchema, parseConfig, type ImoConfig } from "../deploy/launch/config.ts";
import {
  PlanError,
  configHash,
  makePlan,
  planFile,
  programOf,
  readPlans,
  requirePackage,
  savePlan,
  writeJson,
  type LaunchPlan,
} from "../deploy/launch/plan.ts";
import { runLaunch, settled, type LaunchHooks, type LaunchOutcome } from "../deploy/launch/run.ts";
import { planText } from "../deploy/launch/summary.ts";
import { publishedText, verifySources, type Published } from "../deploy/launch/verify.ts";
import { onChain, openChain, shownPath, userPath, type Chain, type ChainFlags } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { examples, facts, progress } from "./output.ts";
import { confirm } from "./prompt.ts";

export interface LaunchFlags extends ChainFlags {
  readonly config: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
  readonly parameters?: string;
  readonly verify: boolean;
}

export function launchCommand(): Command {
  return onChain(new Command("launch").description("offer a model: token, sale, governance, in one transaction"))
    .requiredOption("--config <file>", "what to launch, see docs/issuing.md and imo launch-schema")
    .option("--dry-run", "simulate and show everything, and send nothing")
    .option("--parameters <file>", "write the parameters of modules/launch.ts, for Ignition, and send nothing")
    .option("--restart", "forget a plan of this config that was never carried out")
    .option("--no-verify", "do not publish the sources to the explorer")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      examples(
        "imo launch --config imo.json --network localhost --dry-run",
        "imo launch --config imo.json --network sepolia",
      ),
    )
    .action(launch);
}

export function schemaCommand(): Command {
  return new Command("launch-schema")
    .description("print the JSON Schema of imo.json, for editors")
    .addHelpText("after", examples("imo launch-schema > imo.schema.json"))
    .action(() => console.log(JSON.stringify(configJsonSchema(), null, 2)));
}

/** Plans, simulates, shows, asks, sends, records, verifies; goes on with what was interrupted. */
export async function launch(flags: LaunchFlags): Promise<void> {
  const file = userPath(flags.config);
  const config = readConfig(file);
  const chain = await openChain(flags);
  try {
    await settled(chain.provider, chain.address, hooks(flags));
    const known = knownPlan(config, chain);
    const carriedOut = known !== undefined && (await launchedModel(chain.signer, known.launched)) !== undefined;
    if (known?.status === "launched" && !carriedOut) {
      throw new PlanError(
        `${planFile(chain.folder, known)} says that this was launched, but ${known.launched.token} is not on the chain: ` +
          "delete the file if the chain was started anew",
      );
    }
    const kept = flags.restart && !carriedOut ? undefined : known;
    const say = (line: string) => void (flags.json || console.log(line));
    if (kept !== undefined) say(pc.yellow(`going on with the plan in ${shownPath(planFile(chain.folder, kept))}`));
    if (kept !== undefined && !carriedOut && config.package !== undefined) {
      await requirePackage(kept, packageOf(config.package, file));
    }
    const plan = kept ?? (await newPlan(config, file, chain));
    if (known?.status === "launched") return report(flags, chain, known, { roles: known.roles ?? [], gas: {} });

    if (flags.parameters !== undefined) {
      const { registry, factory, params } = plan;
      const { contentId: program, ...roots } = plan.program ?? (await programOf());
      const parameters = { registry, ...roots, program, factory, params: launchStruct(params) };
      writeFileSync(userPath(flags.parameters), `${writeJson({ Launch: parameters })}\n`);
      return say(`wrote ${flags.parameters}, for npx hardhat ignition deploy modules/launch.ts`);
    }
    // A plan on disk was simulated, shown and agreed to before it was written.
    if (kept === undefined || flags.dryRun) {
      const simulated = await simulate(plan, chain);
      say(planText(plan, simulated));
      say(await costText(simulated, chain));
      if (flags.dryRun) {
        if (flags.json) console.log(writeJson({ dryRun: true, ...summaryOf(plan, simulated) }));
        else console.log(pc.yellow("\na dry run: nothing was sent"));
        return;
      }
      if (!flags.yes && !(await confirm(`Launch ${plan.params.token.symbol} on ${flags.network}?`))) {
        throw new CommandError("NOT_CONFIRMED", "nothing was sent");
      }
    }
    savePlan(chain.folder, plan);
    const outcome = await runLaunch(plan, chain.signer, hooks(flags));
    savePlan(chain.folder, outcome.plan);
    const sources = flags.verify ? await verifySources(chain, outcome.plan) : [];
    for (const one of sources) say(`  ${publishedText(one)}`);
    report(flags, chain, outcome.plan, { ...outcome, sources });
  } finally {
    await chain.close();
  }
}

function readConfig(file: string): ImoConfig {
  if (!existsSync(file)) throw new ConfigError([`there is no file ${file}`]);
  return parseConfig(readFileSync(file, "utf8"));
}

/** The plan that was made from this config, if there is one. One of another config may not be left unfinished. */
function knownPlan(config: ImoConfig, chain: Chain): LaunchPlan | undefined {
  const hash = configHash(config, chain.chainId, chain.protocol.factory, chain.address);
  let found: LaunchPlan | undefined;
  for (const [file, plan] of readPlans(chain.folder, chain.chainId)) {
    if (plan.config === hash) found = plan;
    else if (plan.status === "planned" && plan.params.token.symbol === config.symbol) {
      throw new PlanError(
        `another launch of ${config.symbol}, from a config that has changed since, is planned and not finished: ` +
          `restore the config to finish it, or delete ${file} to give it up`,
      );
    }
  }
  return found;
}

/** Its path is meant from where the config is. */
const packageOf = (path: string, file: string): string => resolve(dirname(file), path);

async function newPlan(config: ImoConfig, file: string, chain: Chain): Promise<LaunchPlan> {
  let show: ((done: number) => void) | undefined;
  return makePlan(config, {
    runner: chain.signer,
    chainId: chain.chainId,
    factory: chain.protocol.factory,
    launcher: chain.address,
    now: await chain.now(),
    packageAt: config.package === undefined ? undefined : packageOf(config.package, file),
    onProgress: (done, total) => (show ??= progress("checking the package", total))(done),
  });
}

/** Carries the plan out on a copy of the chain. */
async function simulate(plan: LaunchPlan, chain: Chain): Promise<LaunchOutcome> {
  const fork = await chain.fork();
  try {
    return await runLaunch(plan, await fork.as(plan.launcher));
  } finally {
    await fork.close();
  }
}

async function costText({ gas }: LaunchOutcome, chain: Chain): Promise<string> {
  const total = Object.values(gas).reduce((sum, part) => sum + part, 0n);
  const [{ gasPrice }, balance] = await Promise.all([
    chain.provider.getFeeData(),
    chain.provider.getBalance(chain.address),
  ]);
  const cost = total * (gasPrice ?? 0n);
  const short = balance < cost ? pc.red(` - not enough, send it ${formatEther(cost - balance)} ETH more`) : "";
  return [
    `\n${pc.bold("Simulated")}`,
    facts({
      gas: Object.entries(gas)
        .map(([step, used]) => `${step} ${used.toLocaleString("en-US")}`)
        .join(", "),
      "it costs about": `${Number(formatEther(cost)).toPrecision(3)} ETH, and ${chain.address} has ${Number(formatEther(balance)).toPrecision(6)}${short}`,
    }),
  ].join("\n");
}

function hooks({ json }: LaunchFlags): LaunchHooks {
  if (json) return {};
  let said = -10_000;
  return {
    onSend: (step) => process.stderr.write(`sending ${step} ...\n`),
    onDone: (step, gas) =>
      process.stderr.write(`${step}: ${gas === undefined ? "there already" : `${gas.toLocaleString("en-US")} gas`}\n`),
    onWait: (pending) => {
      if (performance.now() - said < 10_000) return;
      said = performance.now();
      process.stderr.write(`waiting for ${pending} pending transaction(s) of the launcher ...\n`);
    },
  };
}

function summaryOf(plan: LaunchPlan, { roles, gas }: Pick<LaunchOutcome, "roles" | "gas">) {
  const { status, chainId, launcher, launched, block, params } = plan;
  return { status, chainId, launcher, launched, block, roles, gas, params };
}

function report(
  flags: LaunchFlags,
  chain: Chain,
  plan: LaunchPlan,
  outcome: Pick<LaunchOutcome, "roles" | "gas"> & { readonly sources?: readonly Published[] },
): void {
  const file = planFile(chain.folder, plan);
  if (flags.json) {
    const { sources } = outcome;
    return console.log(writeJson({ dryRun: flags.dryRun === true, file, ...summaryOf(plan, outcome), sources }));
  }
  const { launched, params } = plan;
  console.log(`\n${pc.green("launched")} model #${launched.modelId}, ${params.token.symbol}`);
  console.log(
    facts({
      token: launched.token,
      sale: launched.sale,
      ...(params.collection === undefined ? {} : { collection: launched.collection }),
      record: shownPath(file),
    }),
  );
  if (flags.dryRun) return console.log(pc.yellow("it was launched before: nothing was sent"));
  console.log(`next: imo sale status --model ${launched.modelId} --network ${flags.network}`);
}
