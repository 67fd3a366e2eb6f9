// `imo claim`, `imo burn`: what a holder of shares earns.
import { Command } from "commander";

import { burn, claim, claimable, redeemable, revenueState, snapshot } from "../../sdk/src/revenue/index.ts";
import { money } from "../deploy/launch/summary.ts";
import { act, amountOf, parseAmount, sends, type ActFlags } from "./act.ts";
import { CommandError } from "./chain.ts";
import { examples } from "./output.ts";
import { ofModel } from "./sale.ts";

const ether = { address: `0x${"00".repeat(20)}`, symbol: "ETH", decimals: 18 };

export function revenueCommands(): Command[] {
  return [
    sends(ofModel(new Command("claim").description("claim what shares have earned, from every snapshot")))
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
  await act(flags, async (chain, { token, symbol }) => {
    const account = flags.account ?? chain.address;
    return {
      what: `claim what ${account}'s ${symbol} has earned`,
      async send(signer) {
        const taken = flags.snapshot ? await snapshot(signer, token) : undefined;
        const { lastSnapshotId } = await revenueState(signer, token);
        const all = Array.from({ length: Number(lastSnapshotId) }, (_, i) => BigInt(i + 1));
        const { amounts, total } = await claimable(signer, token, { account, snapshotIds: all });
        const snapshotIds = all.filter((_, i) => amounts[i]! > 0n);
        const shared =
          taken && `#${taken.snapshotId}: ${amountOf({ units: taken.claimable, currency: ether })} to claim`;
        if (total === 0n) {
          // What a snapshot shares can be claimed from the next second on.
          if (taken !== undefined) return { snapshot: shared, claimed: "nothing yet: claim again in a moment" };
          throw new CommandError("NOTHING", `${account} has nothing to claim from ${all.length} snapshots`);
        }
        const whom = flags.account === undefined ? (flags.to === undefined ? {} : { to: flags.to }) : { account };
        const { amount, receipt } = await claim(signer, token, { snapshotIds, ...whom });
        return {
          snapshot: shared,
          claimed: { units: amount, currency: ether },
          snapshots: snapshotIds.join(", "),
          gas: Number(receipt.gasUsed),
        };
      },
    };
  });
}

async function burnShares(text: string, flags: ActFlags & { readonly min?: string }): Promise<void> {
  await act(flags, async (chain, { token, symbol }) => {
    const amount = parseAmount(text, { address: token, symbol, decimals: 18 });
    const expected = await redeemable(chain.signer, token, amount);
    if (expected === 0n && flags.yes !== true) {
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
        const { paid, receipt } = await burn(signer, token, { amount, minEth });
        return { paid: { units: paid, currency: ether }, gas: Number(receipt.gasUsed) };
      },
    };
  });
}
