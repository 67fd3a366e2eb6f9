// `imo claim`, `imo burn`: what a holder of shares earns.
import type { Signer } from "ethers";
import { Command } from "commander";

import { isTransient } from "../../sdk/src/errors.ts";
import { currencyInfo, ether, type CurrencyInfo } from "../../sdk/src/offering/index.ts";
import {
  burn,
  claim,
  earnings,
  redeemable,
  snapshot,
  withdrawCredit,
  type Earning,
  type Snapshot,
} from "../../sdk/src/revenue/index.ts";
import { money } from "../deploy/launch/summary.ts";
import { act, amountOf, parseAmount, sends, type ActFlags, type Amount, type Outcome } from "./act.ts";
import { type ModelOnChain } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { explain } from "./explain.ts";
import { examples, plain } from "./output.ts";
import { ofModel } from "./sale.ts";

export function revenueCommands(): Command[] {
  return [
    sends(
      ofModel(new Command("claim").description("claim what shares have earned, from every snapshot, in every asset")),
    )
      .option("--asset <address>", "only this ERC-20, with a cut if the token is short of it; or ETH")
      .option("--account <address>", "claim for somebody else, to itself")
      .option("--to <address>", "who is paid (default: the account)")
      .option("--snapshot", "first share out what has arrived since the last snapshot")
      .addHelpText(
        "after",
        examples("imo claim --model 1 --network sepolia", "imo claim --snapshot --model 1 --network sepolia"),
      )
      .action(claimRevenue),
    sends(ofModel(new Command("burn").description("burn shares for their part of the pool")))
      .argument("<shares>", "how many, such as 100.5")
      .option("--min <eth>", "least that must come of it (default: what it would redeem now)")
      .addHelpText("after", examples("imo burn 100 --model 1 --network sepolia --dry-run"))
      .action(burnShares),
  ];
}

interface ClaimFlags extends ActFlags {
  readonly asset?: string;
  readonly account?: string;
  readonly to?: string;
  readonly snapshot?: boolean;
}

async function claimRevenue(flags: ClaimFlags): Promise<void> {
  if (flags.account !== undefined && flags.to !== undefined) {
    throw new CommandError(
      "BAD_OPTION",
      "--account is paid itself: only its own key can say --to whom (--from chooses among the network's accounts)",
    );
  }
  await act(flags, async (chain, model) => {
    const { token, symbol } = model;
    const account = flags.account ?? chain.address;
    return {
      what: `claim what ${account}'s ${symbol} has earned${flags.asset === undefined ? "" : ` in ${flags.asset}`}`,
      async send(signer) {
        const taken = flags.snapshot ? await snapshot(signer, token) : undefined;
        const all = await earnings(signer.provider!, token, account, { fromBlock: model.fromBlock });
        const wanted = chosen(all, flags.asset, symbol).filter((one) => worth(one, flags) > 0n);
        // A cut is for its holder to accept, by name.
        const paid = wanted.filter(({ short }) => !short || flags.asset !== undefined);
        const outcome: Outcome = {
          snapshot: taken && (await sharedText(signer, taken)),
          ...(await collect(signer, model, paid, flags)),
          short: await shortText(
            signer,
            wanted.filter((one) => !paid.includes(one)),
          ),
        };
        if ([outcome.claimed, outcome.refused, outcome.short].some((said) => said !== undefined)) return outcome;
        // What a snapshot shares can be claimed from the next second on.
        if (taken !== undefined) return { ...outcome, claimed: "nothing yet: claim again in a moment" };
        throw new CommandError("NOTHING", `${account} has nothing to claim`);
      },
    };
  });
}

/** What can be claimed of it: credit for burned shares is for the account itself to take out. */
const worth = ({ claimable, credit }: Earning, { account }: ClaimFlags): bigint =>
  claimable + (account === undefined ? credit : 0n);

function chosen(all: readonly Earning[], asset: string | undefined, symbol: string): readonly Earning[] {
  if (asset === undefined) return all;
  const address = asset === "ETH" ? ether.address : asset.toLowerCase();
  const found = all.filter((one) => one.asset.toLowerCase() === address);
  if (found.length > 0) return found;
  const known = all.map((one) => (one.asset === ether.address ? "ETH" : one.asset));
  throw new CommandError("BAD_OPTION", `--asset ${asset}: ${symbol} has shared ${known.join(", ")}`);
}

/** One asset after the other, each by transactions of its own: what one refuses holds up none of the others. */
async function collect(
  signer: Signer,
  { token }: ModelOnChain,
  wanted: readonly Earning[],
  { account, to }: ClaimFlags,
): Promise<Outcome> {
  const claimed: Amount[] = [];
  const ids = new Set<bigint>();
  const refused: string[] = [];
  let gas = 0n;
  for (const { asset, claimable, snapshotIds, credit } of wanted) {
    const currency = await named(signer, asset);
    const steps = [
      ...(claimable > 0n ? [() => claim(signer, token, { asset, snapshotIds, account, to })] : []),
      ...(credit > 0n && account === undefined ? [() => withdrawCredit(signer, token, asset, to)] : []),
    ];
    let units = 0n;
    for (const step of steps) {
      try {
        const { amount, receipt } = await step();
        units += amount;
        gas += receipt.gasUsed;
      } catch (error) {
        if (isTransient(error) || (wanted.length === 1 && steps.length === 1)) throw error;
        refused.push(`${currency.symbol}: ${explain(error)}`);
        process.exitCode = 1;
      }
    }
    if (units === 0n) continue;
    claimed.push({ units, currency });
    for (const id of snapshotIds) ids.add(id);
  }
  return {
    claimed: claimed.length === 0 ? undefined : claimed,
    refused: refused.length === 0 ? undefined : refused.join("; "),
    snapshots: ids.size === 0 ? undefined : [...ids].sort((a, b) => Number(a - b)).join(", "),
    gas: Number(gas),
  };
}

async function sharedText(signer: Signer, { snapshotId, claimable, erc20 }: Snapshot): Promise<string> {
  const shared = [{ asset: ether.address, claimable }, ...erc20].filter((one) => one.claimable > 0n);
  const texts = shared.map(async (one) => amountOf({ units: one.claimable, currency: await named(signer, one.asset) }));
  return `#${snapshotId}: ${(await Promise.all(texts)).join(", ")} to claim`;
}

async function shortText(signer: Signer, left: readonly Earning[]): Promise<string | undefined> {
  if (left.length === 0) return undefined;
  const texts = left.map(async ({ asset, claimable, credit }) => {
    const currency = await named(signer, asset);
    return `${amountOf({ units: claimable + credit, currency })} is less than is owed: --asset ${asset} takes it`;
  });
  return (await Promise.all(texts)).join("; ");
}

/** Whatever an ERC-20 calls itself, or does instead of answering: then it is units under its address. */
async function named(signer: Signer, asset: string): Promise<CurrencyInfo> {
  try {
    const { symbol, decimals } = await currencyInfo(signer, asset);
    if (decimals <= MOST_DECIMALS) return { address: asset, symbol: plain(symbol), decimals };
  } catch {
    // Said below.
  }
  return { address: asset, symbol: `units of ${asset}`, decimals: 0 };
}

/** That amounts can be written with. */
const MOST_DECIMALS = 77;

async function burnShares(text: string, flags: ActFlags & { readonly min?: string }): Promise<void> {
  await act(flags, async ({ provider, address }, { token, symbol, fromBlock }) => {
    const amount = parseAmount(text, { address: token, symbol, decimals: 18 });
    const assets = await earnings(provider, token, address, { fromBlock });
    const redeemed = await Promise.all(assets.map(({ asset }) => redeemable(provider, token, amount, asset)));
    const expected = redeemed[0]!;
    if (redeemed.every((units) => units === 0n) && flags.yes !== true) {
      throw new CommandError(
        "NOTHING",
        "burning redeems nothing at present: the pool is empty; --yes burns nevertheless",
      );
    }
    const minEth = flags.min === undefined ? expected : parseAmount(flags.min, ether);
    return {
      what: `burn ${money(amount, 18, symbol)} for ${amountOf({ units: minEth, currency: ether })} at least`,
      value: { units: expected, currency: ether },
      async send(signer) {
        const { paid, credited, receipt } = await burn(signer, token, { amount, minEth });
        const units = credited.map(async (one) => ({ units: one.amount, currency: await named(signer, one.asset) }));
        return {
          paid: { units: paid, currency: ether },
          creditedForClaim: credited.length === 0 ? undefined : await Promise.all(units),
          gas: Number(receipt.gasUsed),
        };
      },
    };
  });
}
