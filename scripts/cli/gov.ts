// `imo delegate | propose | proposals | vote | queue | execute`: what holders decide.
import { isAddress } from "ethers";
import { Command, InvalidArgumentError } from "commander";
import { z } from "zod/v4";

import {
  castVote,
  delegate,
  execute,
  findProposals,
  payment,
  proposalState,
  propose,
  queue,
  type MadeProposal,
  type Proposal,
  type ProposalStatus,
  type ProposedCall,
  type Support,
} from "../../sdk/src/governance/index.ts";
import { ether } from "../../sdk/src/offering/index.ts";
import { date } from "../deploy/launch/config.ts";
import { money } from "../deploy/launch/summary.ts";
import { act, amountOf, parseAmount, sends, type ActFlags, type Action } from "./act.ts";
import { readJson, userPath, withModel, type Chain, type ModelFlags, type ModelOnChain } from "./chain.ts";
import { CommandError } from "./errors.ts";
import { examples, facts, json, plain, table } from "./output.ts";
import { naturalNumber, ofModel, sharesOf } from "./sale.ts";

export function governanceCommands(): Command[] {
  const id = ["<proposal>", "its id, or its number in imo proposals", naturalNumber] as const;
  return [
    sends(ofModel(new Command("delegate").description("let an account vote with one's shares: oneself, or another")))
      .argument("[address]", "who votes (default: the account itself)")
      .addHelpText("after", examples("imo delegate --model 1 --network sepolia"))
      .action(delegateVotes),
    sends(ofModel(new Command("propose").description("put calls of the treasury to the vote")))
      .requiredOption("--description <text>", "what for: text or a URI")
      .option("--pay <address=amount>", "pay ETH at once (repeatable)", collect, [])
      .option("--calls <file>", 'JSON list of { "target", "value"?, "data" }, value in wei as text')
      .addHelpText(
        "after",
        examples(
          'imo propose --pay 0x1234...=0.5 --description "an audit" --model 1 --network sepolia',
          'imo propose --calls stop.json --description "stop the release" --model 1 --network sepolia',
        ),
      )
      .action(proposeCalls),
    ofModel(new Command("proposals").description("what was proposed, and how far it is"))
      .addHelpText("after", examples("imo proposals --model 1 --network sepolia"))
      .action(listProposals),
    ofModel(new Command("proposal").description("one proposal: its calls, votes and times"))
      .argument(...id)
      .action(showProposal),
    sends(
      ofModel(new Command("vote").description("vote on a proposal, with the shares delegated when the vote started")),
    )
      .argument(...id)
      .argument("<support>", "for, against or abstain", (text: string) => {
        if (!["for", "against", "abstain"].includes(text))
          throw new InvalidArgumentError("must be for, against or abstain");
        return text as Support;
      })
      .option("--reason <text>", "shown with the vote")
      .addHelpText("after", examples("imo vote 1 for --model 1 --network sepolia"))
      .action(vote),
    sends(ofModel(new Command("queue").description("hand a proposal that has passed to the timelock")))
      .argument(...id)
      .action(queueProposal),
    sends(ofModel(new Command("execute").description("carry out what was queued, once the delay is over")))
      .argument(...id)
      .action(executeProposal),
  ];
}

const collect = (text: string, before: string[]): string[] => [...before, text];

async function delegateVotes(to: string | undefined, flags: ActFlags): Promise<void> {
  await act(flags, async (chain, { token, symbol }) => ({
    what: `let ${to ?? chain.address} vote with the account's ${symbol}`,
    async send(signer) {
      return { gas: Number((await delegate(signer, token, to)).gasUsed) };
    },
  }));
}

interface ProposeFlags extends ActFlags {
  readonly description: string;
  readonly pay: readonly string[];
  readonly calls?: string;
}

async function proposeCalls(flags: ProposeFlags): Promise<void> {
  await act(flags, async (_, model) => {
    const calls = [
      ...flags.pay.map(parsePayment),
      ...(flags.calls === undefined ? [] : readCalls(userPath(flags.calls))),
    ];
    if (calls.length === 0) throw new CommandError("BAD_OPTION", "a proposal needs a call: give --pay or --calls");
    return proposal(model, { calls, description: flags.description });
  });
}

/** What proposing comes to. The treasury's money is at stake, not the proposer's: no value. */
export function proposal(model: ModelOnChain, wanted: Proposal): Action {
  const units = wanted.calls.reduce((sum, { value = 0n }) => sum + value, 0n);
  const paying = units === 0n ? "" : `, with ${amountOf({ units, currency: ether })} of the treasury's`;
  return {
    what: `propose ${wanted.calls.length} call(s)${paying}: ${wanted.description}`,
    async send(signer) {
      const { proposalId, voteStart, voteEnd, receipt } = await propose(signer, model.governor, wanted);
      return {
        proposal: proposalId.toString(),
        voteStartsAfter: date(Number(voteStart)),
        voteEnds: date(Number(voteEnd)),
        gas: Number(receipt.gasUsed),
      };
    },
  };
}

function parsePayment(text: string): ProposedCall {
  const [to = "", amount = ""] = text.split("=");
  if (!isAddress(to)) throw new CommandError("BAD_OPTION", `--pay "${text}": must be like 0x...=0.5`);
  return payment(to, parseAmount(amount, ether));
}

const callsSchema = z.array(
  z.strictObject({
    target: z.string().refine(isAddress, "must be an address"),
    value: z.string().regex(/^\d+$/, "must be wei, as text").optional(),
    data: z.string().regex(/^0x([0-9a-fA-F]{2})*$/, "must be 0x and bytes"),
  }),
);

function readCalls(file: string): ProposedCall[] {
  const result = callsSchema.safeParse(readJson(file));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new CommandError("BAD_OPTION", `${file}: ${issue!.path.join(".")}: ${issue!.message}`);
  }
  return result.data.map(({ target, value, data }) => ({ target, value: BigInt(value ?? 0), data }));
}

/** By id, or by its place in the list, counted from 1. */
async function proposalBy(chain: Chain, model: ModelOnChain, id: bigint): Promise<MadeProposal> {
  const made = await findProposals(chain.provider, model.governor, { fromBlock: model.fromBlock });
  const found = id <= BigInt(made.length) ? made[Number(id) - 1] : made.find(({ proposalId }) => proposalId === id);
  if (found === undefined)
    throw new CommandError("NO_PROPOSAL", `no proposal ${id}: there are ${made.length}, see imo proposals`);
  return found;
}

async function listProposals(flags: ModelFlags): Promise<void> {
  await withModel(flags, async (chain, model) => {
    const made = await findProposals(chain.provider, model.governor, { fromBlock: model.fromBlock });
    const states = await Promise.all(
      made.map(({ proposalId }) => proposalState(chain.provider, model.governor, proposalId)),
    );
    if (flags.json) {
      const proposals = made.map((one, i) => ({ number: i + 1, ...one, ...states[i] }));
      return console.log(json({ proposals }));
    }
    if (made.length === 0) return console.log("nothing was proposed yet");
    const rows = made.map(({ proposalId, description }, i) => [
      String(i + 1),
      `${proposalId.toString().slice(0, 12)}...`,
      plain(description).slice(0, 50),
      states[i]!.state,
      votesText(states[i]!, model.symbol),
    ]);
    console.log(table(["number", "id", "description", "state", "votes"], rows));
  });
}

async function showProposal(id: bigint, flags: ModelFlags): Promise<void> {
  await withModel(flags, async (chain, model) => {
    const made = await proposalBy(chain, model, id);
    const state = await proposalState(chain.provider, model.governor, made.proposalId);
    if (flags.json) {
      return console.log(json({ ...made, ...state }));
    }
    console.log(
      facts({
        proposal: made.proposalId.toString(),
        description: plain(made.description),
        proposer: made.proposer,
        state: state.state,
        votes: votesText(state, model.symbol),
        "the vote": `after ${date(Number(state.voteStart))}, until ${date(Number(state.voteEnd))}`,
        ...(state.executableAt === 0n ? {} : { "can be executed": date(Number(state.executableAt)) }),
      }),
    );
    console.log(
      table(
        ["calls", "ETH", "data"],
        made.calls.map(({ target, value, data }) => [
          target,
          money(value ?? 0n, 18, "ETH"),
          `${data.slice(0, 42)}${data.length > 42 ? "..." : ""}`,
        ]),
      ),
    );
  });
}

function votesText(state: ProposalStatus, symbol: string): string {
  const quorum = state.quorum === undefined ? "" : `, quorum ${money(state.quorum, 18, symbol)}`;
  return `${money(state.for, 18, symbol)} for, ${money(state.against, 18, symbol)} against, ${money(state.abstain, 18, symbol)} abstain${quorum}`;
}

async function vote(id: bigint, support: Support, flags: ActFlags & { readonly reason?: string }): Promise<void> {
  await act(flags, async (chain, model) => {
    const { proposalId, description } = await proposalBy(chain, model, id);
    return {
      what: `vote ${support}: ${plain(description)}`,
      async send(signer) {
        const { weight, receipt } = await castVote(signer, model.governor, proposalId, support, flags.reason);
        return { weight: sharesOf(model, weight), gas: Number(receipt.gasUsed) };
      },
    };
  });
}

async function queueProposal(id: bigint, flags: ActFlags): Promise<void> {
  await act(flags, async (chain, model) => {
    const made = await proposalBy(chain, model, id);
    return {
      what: `queue: ${plain(made.description)}`,
      async send(signer) {
        const { executableAt, receipt } = await queue(signer, model.governor, made);
        return { canBeExecuted: date(Number(executableAt)), gas: Number(receipt.gasUsed) };
      },
    };
  });
}

async function executeProposal(id: bigint, flags: ActFlags): Promise<void> {
  await act(flags, async (chain, model) => {
    const made = await proposalBy(chain, model, id);
    return {
      what: `execute: ${plain(made.description)}`,
      async send(signer) {
        const { gasUsed } = await execute(signer, model.governor, made);
        return { gas: Number(gasUsed) };
      },
    };
  });
}
