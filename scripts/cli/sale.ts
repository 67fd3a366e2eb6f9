// `imo sale`: what a buyer does.
import { isAddress, type Signer } from "ethers";
import { Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";

import {
  allowList,
  auctionState,
  bid,
  bidsOf,
  claimRefund,
  clear,
  commit,
  finalize,
  openRefund,
  position,
  proceedsState,
  release,
  saleKind,
  saleState,
  settle,
  settleBid,
  tickFor,
  type SettleParams,
  type Settlement,
} from "../../sdk/src/offering/index.ts";
import { date } from "../deploy/launch/config.ts";
import { money } from "../deploy/launch/summary.ts";
import { act, amountOf, parseAmount, sends, type ActFlags, type Amount } from "./act.ts";
import { onChain, readJson, shownPath, userPath, withModel, type ModelFlags, type ModelOnChain } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { examples, facts, json, table } from "./output.ts";
import { showServed } from "./served.ts";

export function ofModel(command: Command): Command {
  return onChain(command).addOption(
    new Option("--model <id>", "the model's id").argParser(naturalNumber).makeOptionMandatory(),
  );
}

export function naturalNumber(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("must be a natural number");
  return BigInt(text);
}

export function saleCommand(): Command {
  const command = new Command("sale").description("buy into an offering, and collect from it");
  ofModel(command.command("status").description("the sale, and what the account has in it"))
    .addHelpText("after", examples("imo sale status --model 1 --network sepolia"))
    .action(status);
  sends(ofModel(command.command("commit").description("commit money, for good; in an auction, bid")))
    .argument("<amount>", "in the sale's currency, such as 0.5")
    .option("--price <amount>", "in an auction: most to pay for one share")
    .option("--allow-list <file>", "JSON list of the addresses that may buy")
    .option("--permit", "in an ERC-20: sign the approval instead of sending it")
    .addHelpText(
      "after",
      examples(
        "imo sale commit 0.5 --model 1 --network sepolia",
        "imo sale commit 20 --price 0.0001 --model 2 --network sepolia --yes",
      ),
    )
    .action(commitMoney);
  sends(
    ofModel(
      command
        .command("settle")
        .description("collect shares, and what was not needed; in an auction, the first finds the price"),
    ),
  )
    .option("--buyer <address>", "settle somebody else, to itself")
    .option("--to <address>", "who receives (default: the account)")
    .addHelpText("after", examples("imo sale settle --model 1 --network sepolia"))
    .action(settleShares);
  sends(
    ofModel(
      command.command("refund").description("take money back: from a failed sale, or of a model that never served"),
    ),
  )
    .option("--holder <address>", "refund somebody else, to itself")
    .addHelpText("after", examples("imo sale refund --model 1 --network sepolia"))
    .action(refundMoney);
  sends(
    ofModel(command.command("finalize").description("send what was raised, and the unsold shares, where they go")),
  ).action(finalizeSale);
  sends(ofModel(command.command("release").description("pay developer or treasury what is due of what was raised")))
    .argument("<to>", "developer or treasury", (to: string) => {
      if (to !== "developer" && to !== "treasury") throw new InvalidArgumentError("must be developer or treasury");
      return to;
    })
    .action(releaseMoney);
  sends(
    ofModel(
      command
        .command("served")
        .description("show the chain a final answer of the model: from then on its developer earns"),
    ),
  )
    .option("--request <id>", "the request (default: the first with a final answer)", naturalNumber)
    .option("--output <file>", "its answer, where it was claimed by its root alone")
    .addHelpText("after", examples("imo sale served --model 1 --network sepolia"))
    .action(showServed);
  return command;
}

async function status(flags: ModelFlags): Promise<void> {
  await withModel(flags, async (chain, model) => {
    const { provider, address } = chain;
    const kind = await saleKind(provider, model.sale);
    const auction = kind === "auction" ? await auctionState(provider, model.sale) : undefined;
    const sale = auction ?? (await saleState(provider, model.sale));
    const proceeds = await proceedsState(provider, model.proceeds);
    const mine =
      kind === "auction"
        ? await bidsOf(provider, model.sale, address, { fromBlock: model.fromBlock })
        : [await position(provider, model.sale, address)];
    if (flags.json) {
      const report = {
        kind,
        sale,
        proceeds,
        account: address,
        ...(kind === "auction" ? { bids: mine } : { position: mine[0] }),
      };
      return console.log(json(report));
    }
    const paid = (units: bigint) => money(units, model.currency.decimals, model.currency.symbol);
    console.log(
      facts({
        sale: `${model.sale}, ${kind === "auction" ? "an auction" : "a fixed price"}`,
        state: pc.bold(sale.state),
        window: `${date(sale.opensAt)} to ${date(sale.closesAt)}`,
        "for sale": `${money(sale.shares, 18, model.symbol)} for ${paid(sale.cap)}${kind === "auction" ? " at least" : ""}`,
        committed: `${gauge(sale.totalCommitted, sale.cap)} ${paid(sale.totalCommitted)}; floor ${paid(sale.floor)}`,
        ...(auction === undefined
          ? {}
          : {
              [auction.cleared ? "price" : "price if it closed now"]:
                auction.price === 0n ? "none: under the floor" : paid(auction.price),
            }),
        settled: paid(sale.totalSettled),
        proceeds: `${paid(proceeds.raised)} raised, ${proceeds.state}, ${proceeds.served ? "served" : `to serve by ${date(proceeds.servedBy)}`}`,
      }),
    );
    const rows = mine
      .filter((part) => ("amount" in part ? part.amount : part.committed) > 0n)
      .map((part) => [
        ...("tick" in part ? [String(part.tick)] : []),
        paid("amount" in part ? part.amount : part.committed),
        money(part.shares, 18, model.symbol),
        paid(part.refund),
      ]);
    if (rows.length > 0)
      console.log(table([...(auction ? ["rung"] : []), `committed by ${address}`, "shares", "refund"], rows));
    else console.log(`  ${address} has nothing in it that is not settled`);
  });
}

/** Shares of a model. */
export const sharesOf = ({ token, symbol }: ModelOnChain, units: bigint): Amount => ({
  units,
  currency: { address: token, symbol, decimals: 18 },
});

/** How full a sale is, a mark being a twentieth of its cap. */
function gauge(committed: bigint, cap: bigint): string {
  const marks = Number((20n * committed) / cap);
  return marks >= 20 ? `${"█".repeat(20)}${marks > 20 ? "▸" : ""}` : `${"█".repeat(marks)}${"·".repeat(20 - marks)}`;
}

interface CommitFlags extends ActFlags {
  readonly price?: string;
  readonly allowList?: string;
  readonly permit?: boolean;
}

async function commitMoney(amount: string, flags: CommitFlags): Promise<void> {
  await act(flags, async (chain, model) => {
    const { sale, currency, symbol } = model;
    const units = parseAmount(amount, currency);
    const kind = await saleKind(chain.provider, sale);
    const proof = flags.allowList === undefined ? undefined : proofOf(userPath(flags.allowList), chain.address);
    if (kind === "fixed") {
      if (flags.price !== undefined)
        throw new CommandError("BAD_OPTION", "--price is for auctions: this sale has one price");
      return {
        what: `commit ${amountOf({ units, currency })} to the sale of ${symbol}`,
        value: { units, currency },
        async send(signer, dry) {
          const { gasUsed } = await commit(signer, sale, {
            amount: units,
            permit: flags.permit === true && !dry,
            proof,
          });
          const { shares, refund } = await position(signer, sale, chain.address);
          return {
            sharesIfClosedNow: sharesOf(model, shares),
            refundIfClosedNow: { units: refund, currency },
            gas: Number(gasUsed),
          };
        },
      };
    }
    if (flags.price === undefined)
      throw new CommandError("BAD_OPTION", "an auction needs --price, the most to pay for one share");
    const auction = await auctionState(chain.provider, sale);
    const offered = parseAmount(flags.price, currency);
    if ((offered * auction.shares) / 10n ** 18n < auction.cap) {
      const reserve = (auction.cap * 10n ** 18n + auction.shares - 1n) / auction.shares;
      throw new CommandError(
        "BAD_OPTION",
        `--price ${flags.price}: the reserve is ${amountOf({ units: reserve, currency })} a share`,
      );
    }
    const tick = tickFor(auction, offered);
    const limit = auction.cap + BigInt(tick) * auction.tickSize;
    const perShare = amountOf({ units: (limit * 10n ** 18n) / auction.shares, currency });
    return {
      what: `bid ${amountOf({ units, currency })} for ${symbol} at no more than ${perShare} a share`,
      value: { units, currency },
      async send(signer, dry) {
        const { gasUsed } = await bid(signer, sale, {
          tick,
          amount: units,
          permit: flags.permit === true && !dry,
          proof,
        });
        const { price } = await auctionState(signer, sale);
        return {
          rung: tick,
          priceOfAllIfClosedNow: { units: price, currency },
          gas: Number(gasUsed),
        };
      },
    };
  });
}

function proofOf(file: string, buyer: string): string[] {
  const list = readJson(file);
  if (!Array.isArray(list) || !list.every((one) => isAddress(one))) {
    throw new CommandError("BAD_OPTION", `${shownPath(file)} is no list of addresses`);
  }
  return allowList(list).proofOf(buyer);
}

async function settleShares(flags: ActFlags & { readonly buyer?: string; readonly to?: string }): Promise<void> {
  const { buyer, to } = flags;
  if (buyer !== undefined && to !== undefined) {
    throw new CommandError("BAD_OPTION", "--buyer is settled to itself: only its own key can say --to whom");
  }
  await act(flags, async (chain, model) => {
    const { sale, currency, symbol } = model;
    const kind = await saleKind(chain.provider, sale);
    return {
      what: `settle ${buyer ?? chain.address} in the sale of ${symbol}`,
      async send(signer) {
        const { parts, gas } = await settleAll(signer, model, kind, { buyer, to });
        const sum = (of: "shares" | "paid" | "refund") => parts.reduce((total, part) => total + part[of], 0n);
        return {
          shares: sharesOf(model, sum("shares")),
          paid: { units: sum("paid"), currency },
          refund: { units: sum("refund"), currency },
          to: parts[0]!.to,
          gas: Number(gas),
        };
      },
    };
  });
}

/** Settles a commitment; or every bid, once the auction's price is found, which falls to the first who settles. */
async function settleAll(
  signer: Signer,
  { sale, fromBlock }: ModelOnChain,
  kind: "fixed" | "auction",
  { buyer, to }: SettleParams,
): Promise<{ readonly parts: readonly Settlement[]; readonly gas: bigint }> {
  if (kind === "fixed") {
    const part = await settle(signer, sale, { buyer, to });
    return { parts: [part], gas: part.receipt.gasUsed };
  }
  const bidder = buyer ?? (await signer.getAddress());
  const bids = await bidsOf(signer, sale, bidder, { fromBlock });
  if (bids.length === 0) throw new CommandError("NOTHING", `${bidder} has no bid that is not settled`);
  const { cleared } = await auctionState(signer, sale);
  let gas = cleared ? 0n : (await clear(signer, sale)).gasUsed;
  const parts = [];
  for (const { tick } of bids) {
    const part = await settleBid(signer, sale, { tick, bidder: buyer, to });
    parts.push(part);
    gas += part.receipt.gasUsed;
  }
  return { parts, gas };
}

async function refundMoney(flags: ActFlags & { readonly holder?: string }): Promise<void> {
  await act(flags, async (chain, model) => {
    const { sale, proceeds, currency, symbol } = model;
    const holder = flags.holder ?? chain.address;
    const [{ state }, kept] = await Promise.all([
      saleState(chain.provider, sale),
      proceedsState(chain.provider, proceeds),
    ]);
    if (state === "failed") {
      const kind = await saleKind(chain.provider, sale);
      return {
        what: `take back what ${holder} committed to the failed sale of ${symbol}`,
        async send(signer) {
          const { parts, gas } = await settleAll(signer, model, kind, { buyer: flags.holder });
          const units = parts.reduce((sum, { refund }) => sum + refund, 0n);
          return { refund: { units, currency }, gas: Number(gas) };
        },
      };
    }
    // What was not served in time is refunded once somebody opens the refund.
    const opens = kept.state === "releasing" && !kept.served && kept.servedBy < (await chain.now());
    if (kept.state !== "refunding" && !opens) {
      throw new CommandError(
        "NO_REFUND",
        `the sale is ${state} and its proceeds are ${kept.state}: money goes back from a failed sale (imo sale settle ` +
          `returns what a full one did not need), or once the model has not served by ${date(kept.servedBy)}`,
      );
    }
    return {
      what: `${opens ? "open the refund, and " : ""}take ${holder}'s part of what was raised and is refunded`,
      async send(signer) {
        if (opens) await openRefund(signer, proceeds);
        const { amount, receipt } = await claimRefund(signer, proceeds, { holder: flags.holder });
        return { refund: { units: amount, currency }, gas: Number(receipt.gasUsed) };
      },
    };
  });
}

async function finalizeSale(flags: ActFlags): Promise<void> {
  await act(flags, async (chain, { sale, proceeds, currency, symbol }) => ({
    what: `finalize the sale of ${symbol}`,
    async send(signer) {
      const { gasUsed } = await finalize(signer, sale);
      const { raised } = await proceedsState(signer, proceeds);
      return { raised: { units: raised, currency }, gas: Number(gasUsed) };
    },
  }));
}

async function releaseMoney(to: "developer" | "treasury", flags: ActFlags): Promise<void> {
  await act(flags, async (chain, { proceeds, currency }) => ({
    what: `pay the ${to} what is due`,
    async send(signer) {
      const { amount, receipt } = await release(signer, proceeds, to);
      return { amount: { units: amount, currency }, gas: Number(receipt.gasUsed) };
    },
  }));
}
