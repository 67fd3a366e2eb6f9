// Commands that send: tried on a copy of the chain first when they are asked to, or when much is at stake.
import type { Signer } from "ethers";
import { parseUnits } from "ethers";
import type { Command } from "commander";
import pc from "picocolors";

import type { CurrencyInfo } from "../../sdk/src/offering/index.ts";
import { pendingCount } from "../deploy/launch/run.ts";
import { money } from "../deploy/launch/summary.ts";
import { withModel, type Chain, type ModelFlags, type ModelOnChain } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { facts } from "./output.ts";

export interface ActFlags extends ModelFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly large: string;
}

/** The options of commands that send. */
export function sends(command: Command): Command {
  return command
    .option("--dry-run", "try it on a copy of the chain, and send nothing")
    .option("--large <amount>", "whole units of currency from which on only --yes sends", "1")
    .option("--yes", "send, however much it moves");
}

/** Units of something. */
export interface Amount {
  readonly units: bigint;
  readonly currency: CurrencyInfo;
}

/** What came of an action, by name. */
export type Outcome = Readonly<Record<string, string | number | Amount | readonly Amount[] | undefined>>;

/** What a command is about to do. */
export interface Action {
  /** In the infinitive: "commit 2 ETH to the sale of DIGIT". */
  readonly what: string;
  /** What the signer pays, or gives up. */
  readonly value?: Amount;
  send(signer: Signer, dry: boolean): Promise<Outcome>;
}

/** Plans an action, tries it or sends it, and prints what came of it. */
export async function act(
  flags: ActFlags,
  plan: (chain: Chain, model: ModelOnChain) => Promise<Action>,
): Promise<void> {
  await withModel(flags, async (chain, model) => {
    const action = await plan(chain, model);
    const large = isLarge(action, flags.large);
    const dry = flags.dryRun === true || (large && flags.yes !== true);
    if (!dry) await nothingPending(chain);
    const outcome = dry ? await tried(chain, action) : await action.send(chain.signer, false);
    if (flags.json) {
      const raw = Object.entries(outcome).map(([name, value]) => [name, rawOf(value)]);
      const report = { dryRun: dry, action: action.what, from: chain.address, ...Object.fromEntries(raw) };
      return console.log(JSON.stringify(report));
    }
    const shown = Object.entries(outcome).flatMap(([name, value]) =>
      value === undefined ? [] : [[words(name), textOf(value)] as const],
    );
    console.log(`${dry ? pc.yellow("would") : pc.green("done:")} ${action.what}`);
    console.log(facts(Object.fromEntries(shown)));
    if (!dry) return;
    const why = flags.dryRun
      ? ""
      : ` (${amountOf(action.value!)} is ${flags.large} ${action.value!.currency.symbol} or more)`;
    console.log(
      pc.yellow(`a dry run: nothing was sent${why}; ${flags.dryRun ? "leave --dry-run out" : "--yes sends"}`),
    );
  });
}

/** In JSON: units as decimal text; of several assets, with what each is. */
function rawOf(value: Outcome[string]): unknown {
  if (typeof value !== "object") return value;
  if ("units" in value) return value.units.toString();
  return value.map(({ units, currency: { address, symbol, decimals } }) => ({
    asset: address,
    symbol,
    decimals,
    amount: units.toString(),
  }));
}

function textOf(value: NonNullable<Outcome[string]>): string {
  if (typeof value !== "object") return String(value);
  return "units" in value ? amountOf(value) : value.map(amountOf).join(", ");
}

/** sharesIfClosedNow -> shares if closed now */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function isLarge({ value }: Action, large: string): boolean {
  if (value === undefined) return false;
  try {
    return value.units >= parseUnits(large, value.currency.decimals);
  } catch {
    throw new CommandError("BAD_OPTION", `--large: "${large}" is no amount`);
  }
}

/**
 * Nothing is sent while something is pending: it may be the same command, which was given up while it waited.
 *
 * @throws CommandError PENDING
 */
export async function nothingPending({ provider, address }: Pick<Chain, "provider" | "address">): Promise<void> {
  const pending = await pendingCount(provider, address);
  if (pending === 0) return;
  throw new CommandError(
    "PENDING",
    `${pending} transaction(s) of ${address} are not mined yet, perhaps of an earlier run of this command: ` +
      "wait for them, see what came of them, then run it again",
  );
}

async function tried(chain: Chain, action: Action): Promise<Outcome> {
  const fork = await chain.fork();
  try {
    return await action.send(await fork.as(chain.address), true);
  } finally {
    await fork.close();
  }
}

export const amountOf = ({ units, currency }: Amount): string => money(units, currency.decimals, currency.symbol);

/** Whole units as a user writes them. */
export function parseAmount(text: string, { decimals, symbol }: CurrencyInfo): bigint {
  try {
    const units = parseUnits(text, decimals);
    if (units > 0n) return units;
  } catch {
    // Said below.
  }
  throw new CommandError(
    "BAD_AMOUNT",
    `"${text}" is no amount of ${symbol}: a number above 0 with ${decimals} decimals at most`,
  );
}
