// `imo grants`: what holders fund. Making and stopping a grant is proposed; approving and withdrawing is done.
import { ZeroAddress, getAddress, isAddress } from "ethers";
import { Command, InvalidArgumentError } from "commander";

import {
  approval,
  approveMilestone,
  cancelGrant,
  grantState,
  grantsOf,
  milestoneGrant,
  streamGrant,
  withdrawGrant,
  type ProposedCall,
} from "../../sdk/src/governance/index.ts";
import { currencyInfo, type CurrencyInfo } from "../../sdk/src/offering/index.ts";
import { days } from "../deploy/launch/config.ts";
import { act, amountOf, parseAmount, sends, type ActFlags } from "./act.ts";
import { withModel, type Chain, type ModelFlags } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { proposal } from "./gov.ts";
import { examples, facts, json, plain, table } from "./output.ts";
import { naturalNumber, ofModel } from "./sale.ts";

export function grantsCommand(): Command {
  const command = new Command("grants").description("fund work from the treasury: by milestones, or as a stream");
  const id = ["<grant>", "its id", naturalNumber] as const;
  ofModel(command.command("list").description("the grants of a model's treasury")).action(list);
  ofModel(command.command("show").description("one grant"))
    .argument(...id)
    .action(show);
  const wanted = (name: string, about: string) =>
    sends(ofModel(command.command(name).description(about)))
      .requiredOption("--recipient <address>", "who earns it", address)
      .requiredOption("--purpose <text>", "what for: text or a URI")
      .option("--description <text>", "of the proposal (default: says what it does)")
      .option("--currency <address>", "an ERC-20 (default: ETH)", address, ZeroAddress);
  wanted("stream", "propose a grant that is earned by the second")
    .requiredOption("--amount <amount>", "in all")
    .requiredOption("--days <number>", "how long it runs", naturalNumber)
    .addHelpText(
      "after",
      examples(
        'imo grants stream --recipient 0x1234... --amount 2 --days 100 --purpose "a data set" --model 1 --network sepolia',
      ),
    )
    .action(stream);
  wanted("milestones", "propose a grant that is earned by milestones")
    .requiredOption("--amounts <list>", "for each milestone, separated by commas")
    .option("--reviewer <address>", "who approves them besides a vote", address, ZeroAddress)
    .addHelpText(
      "after",
      examples(
        'imo grants milestones --recipient 0x1234... --amounts 0.5,1 --reviewer 0x5678... --purpose "a user interface" --model 1 --network sepolia',
      ),
    )
    .action(milestones);
  sends(ofModel(command.command("cancel").description("propose to stop a grant: the rest returns to the treasury")))
    .argument(...id)
    .option("--description <text>", "of the proposal (default: says what it does)")
    .action(cancel);
  sends(ofModel(command.command("approve").description("as the reviewer: the next milestone is reached")))
    .argument(...id)
    .action(approve);
  sends(ofModel(command.command("withdraw").description("as the recipient: take out what is earned")))
    .argument(...id)
    .option("--to <address>", "who is paid (default: the account)", address)
    .action(withdraw);
  return command;
}

function address(text: string): string {
  if (!isAddress(text)) throw new InvalidArgumentError("must be an address");
  return getAddress(text);
}

async function list(flags: ModelFlags): Promise<void> {
  await withModel(flags, async (chain, model) => {
    const made = await grantsOf(chain.provider, chain.protocol.grants, model.timelock, { fromBlock: model.fromBlock });
    const grants = await Promise.all(made.map(async (one) => ({ ...one, ...(await grant(chain, one.grantId)) })));
    if (flags.json) return console.log(json({ grants }));
    if (grants.length === 0) return console.log("the treasury has made no grant");
    const rows = grants.map(({ grantId, purpose, recipient, state, currency }) => [
      `#${grantId}`,
      plain(purpose).slice(0, 40),
      recipient,
      state.cancelled
        ? "stopped"
        : state.milestones.length > 0
          ? `${state.approved} of ${state.milestones.length}`
          : "stream",
      `${amountOf({ units: state.earned, currency })} of ${amountOf({ units: state.total, currency })}`,
    ]);
    console.log(table(["grant", "purpose", "recipient", "state", "earned"], rows));
  });
}

async function show(grantId: bigint, flags: ModelFlags): Promise<void> {
  await withModel(flags, async (chain) => {
    const { state, currency } = await grant(chain, grantId);
    if (flags.json) return console.log(json({ grantId, ...state }));
    const paid = (units: bigint) => amountOf({ units, currency });
    console.log(
      facts({
        grant: `#${grantId}${state.cancelled ? ", stopped" : ""}`,
        funder: state.funder,
        recipient: state.recipient,
        ...(state.milestones.length > 0
          ? {
              reviewer: state.reviewer === ZeroAddress ? "a vote" : state.reviewer,
              milestones: state.milestones
                .map((units, i) => `${paid(units)}${i < state.approved ? " (reached)" : ""}`)
                .join(", "),
            }
          : {}),
        total: paid(state.total),
        earned: paid(state.earned),
        withdrawn: paid(state.withdrawn),
      }),
    );
  });
}

async function grant(chain: Chain, grantId: bigint) {
  const state = await grantState(chain.provider, chain.protocol.grants, grantId);
  const currency = await currencyInfo(chain.provider, state.currency);
  return { state, recipient: state.recipient, currency: { ...currency, symbol: plain(currency.symbol) } };
}

interface WantedFlags extends ActFlags {
  readonly recipient: string;
  readonly purpose: string;
  readonly currency: string;
  readonly description?: string;
}

/** An ERC-20 must be approved by the treasury first, in the same proposal. */
function funded(grants: string, currency: CurrencyInfo, total: bigint, call: ProposedCall): ProposedCall[] {
  return currency.address === ZeroAddress ? [call] : [approval(grants, total, currency.address), call];
}

async function stream(flags: WantedFlags & { readonly amount: string; readonly days: bigint }): Promise<void> {
  await act(flags, async (chain, model) => {
    const currency = await currencyInfo(chain.provider, flags.currency);
    const amount = parseAmount(flags.amount, currency);
    const { recipient, purpose } = flags;
    if (flags.days === 0n) throw new CommandError("BAD_OPTION", "--days must be more than 0");
    const duration = Number(flags.days) * 86_400;
    const start = await chain.now();
    const call = streamGrant(chain.protocol.grants, {
      recipient,
      amount,
      start,
      duration,
      purpose,
      currency: flags.currency,
    });
    return proposal(model, {
      calls: funded(chain.protocol.grants, currency, amount, call),
      description:
        flags.description ??
        `Grant: ${amountOf({ units: amount, currency })} to ${recipient} over ${days(duration)}: ${purpose}`,
    });
  });
}

async function milestones(flags: WantedFlags & { readonly amounts: string; readonly reviewer: string }): Promise<void> {
  await act(flags, async (chain, model) => {
    const currency = await currencyInfo(chain.provider, flags.currency);
    const amounts = flags.amounts.split(",").map((amount) => parseAmount(amount.trim(), currency));
    const { recipient, reviewer, purpose } = flags;
    const total = amounts.reduce((sum, amount) => sum + amount, 0n);
    const call = milestoneGrant(chain.protocol.grants, {
      recipient,
      reviewer,
      milestones: amounts,
      purpose,
      currency: flags.currency,
    });
    return proposal(model, {
      calls: funded(chain.protocol.grants, currency, total, call),
      description:
        flags.description ??
        `Grant: ${amountOf({ units: total, currency })} to ${recipient} by ${amounts.length} milestones: ${purpose}`,
    });
  });
}

async function cancel(grantId: bigint, flags: ActFlags & { readonly description?: string }): Promise<void> {
  await act(flags, async (chain, model) => {
    const { state } = await grant(chain, grantId);
    if (state.funder !== model.timelock) {
      throw new CommandError(
        "NOT_FUNDER",
        `grant ${grantId} was made by ${state.funder}, not by this model's treasury`,
      );
    }
    return proposal(model, {
      calls: [cancelGrant(chain.protocol.grants, grantId)],
      description: flags.description ?? `Stop grant ${grantId}`,
    });
  });
}

async function approve(grantId: bigint, flags: ActFlags): Promise<void> {
  await act(flags, async (chain) => {
    const { state, currency } = await grant(chain, grantId);
    const next = state.milestones[state.approved];
    if (next === undefined) throw new CommandError("NOTHING", `grant ${grantId} has no milestone that is not reached`);
    return {
      what: `approve milestone ${state.approved + 1} of grant ${grantId}: ${amountOf({ units: next, currency })} for ${state.recipient}`,
      value: { units: next, currency },
      async send(signer) {
        const { gasUsed } = await approveMilestone(signer, chain.protocol.grants, grantId, state.approved);
        return { gas: Number(gasUsed) };
      },
    };
  });
}

async function withdraw(grantId: bigint, flags: ActFlags & { readonly to?: string }): Promise<void> {
  await act(flags, async (chain) => {
    const { currency } = await grant(chain, grantId);
    return {
      what: `take out what is earned of grant ${grantId}`,
      async send(signer) {
        const { amount, receipt } = await withdrawGrant(signer, chain.protocol.grants, grantId, flags.to);
        return { amount: { units: amount, currency }, gas: Number(receipt.gasUsed) };
      },
    };
  });
}
