// `imo sale served`: shows the chain one final answer of the model, from when on its developer earns.
import { existsSync, readFileSync } from "node:fs";

import { getBytes, hexlify } from "ethers";

import { IOpML__factory } from "../../types/ethers-contracts/factories/opml/interfaces/IOpML__factory.ts";
import { AIOracle__factory } from "../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { launchContext, proceedsState, recordServed } from "../../sdk/src/offering/index.ts";
import {
  getRequest,
  getResult,
  recordStruct,
  requestsOfModel,
  type PaidRequest,
  type RequestState,
} from "../../sdk/src/oracle/index.ts";
import { date } from "../deploy/launch/config.ts";
import { act, type ActFlags } from "./act.ts";
import { shownPath, userPath, type Chain, type ModelOnChain } from "./chain.ts";
import { CommandError } from "./errors.ts";

export interface ServedFlags extends ActFlags {
  readonly request?: bigint;
  readonly output?: string;
}

/** A request whose answer is final, and the answer. */
interface Served {
  readonly request: PaidRequest;
  readonly output: Uint8Array;
}

export async function showServed(flags: ServedFlags): Promise<void> {
  if (flags.output !== undefined && flags.request === undefined) {
    throw new CommandError("BAD_OPTION", "--output is the answer to one request: name it by --request");
  }
  await act(flags, async (chain, model) => {
    const { state, served, developer } = await proceedsState(chain.provider, model.proceeds);
    if (served)
      throw new CommandError("ALREADY_SERVED", "a final answer of the model has been shown: nothing is left to do");
    if (state !== "releasing") {
      throw new CommandError(
        "NOT_RELEASING",
        `what was raised is ${state}: nothing is released to the developer any more`,
      );
    }
    const { oracle } = await launchContext(chain.provider, chain.protocol.factory);
    const { request, output } =
      flags.request === undefined
        ? await firstServed(chain, oracle, model)
        : await servedBy(chain, oracle, model, flags.request, flags.output);
    return {
      what: `show that ${model.symbol}'s model has served, by its answer to request ${request.requestId}`,
      async send(signer) {
        const struct = recordStruct(request.record);
        const { gasUsed } = await recordServed(signer, model.proceeds, request.requestId, struct, hexlify(output));
        return { request: request.requestId.toString(), developer, gas: Number(gasUsed) };
      },
    };
  });
}

/** The first request of the model that has been answered for good. */
async function firstServed(chain: Chain, oracle: string, { modelId, fromBlock }: ModelOnChain): Promise<Served> {
  const reasons: string[] = [];
  for await (const request of requestsOfModel(chain.provider, oracle, modelId, { fromBlock })) {
    const state = await getResult(chain.provider, oracle, { ...request, fromBlock: request.blockNumber });
    const output = state.stage === "finalized" ? state.latest?.output : undefined;
    if (output !== undefined) return { request, output };
    reasons.push(await reasonOf(chain, oracle, request, state));
  }
  if (reasons.length === 0) {
    throw new CommandError(
      "NOT_ASKED",
      `nobody has asked model ${modelId} anything yet: a request, its answer and the challenge window come first`,
    );
  }
  const shown = reasons.slice(0, MOST_REASONS);
  const more = reasons.length - shown.length;
  throw new CommandError(
    "NOT_SERVED",
    `no answer of model ${modelId} is final yet:\n${shown.map((reason) => `  - ${reason}`).join("\n")}` +
      (more > 0 ? `\n  - and ${more} more` : ""),
  );
}

const MOST_REASONS = 5;

/** A request that the user names, and its answer, which only the user has when it was claimed by its root. */
async function servedBy(
  chain: Chain,
  oracle: string,
  { modelId }: ModelOnChain,
  requestId: bigint,
  file: string | undefined,
): Promise<Served> {
  const request = await getRequest(chain.provider, oracle, { requestId });
  if (request.record.modelId !== modelId) {
    throw new CommandError("NOT_SERVED", `request ${requestId} asks model ${request.record.modelId}, not ${modelId}`);
  }
  const state = await getResult(chain.provider, oracle, { requestId, fromBlock: request.blockNumber });
  const output = file === undefined ? state.latest?.output : readOutput(userPath(file));
  if (state.stage !== "finalized" || state.latest?.kind === "fault" || output === undefined) {
    throw new CommandError("NOT_SERVED", await reasonOf(chain, oracle, request, state));
  }
  return { request, output };
}

function readOutput(file: string): Uint8Array {
  if (!existsSync(file)) throw new CommandError("BAD_OPTION", `there is no file ${shownPath(file)}`);
  return getBytes(readFileSync(file));
}

/** Why a request does not show that the model has served. */
async function reasonOf(
  { provider }: Chain,
  oracle: string,
  { requestId, record }: PaidRequest,
  { stage, latest }: RequestState,
): Promise<string> {
  const request = `request ${requestId}`;
  if (stage === "unanswered") return `${request} was not answered, and refunded`;
  if (stage === "open") return `${request} has no answer; it may have one until ${date(Number(record.deadline))}`;
  if (latest?.kind === "fault") return `${request} was answered with a fault, which is no output`;
  if (stage === "finalized")
    return `${request}'s answer was claimed by its root: --request and --output give its bytes`;
  const court = await AIOracle__factory.connect(oracle, provider).opml();
  const [{ postedAt }, window] = await Promise.all([
    IOpML__factory.connect(court, provider).statusOf(requestId),
    IOpML__factory.connect(court, provider).challengeWindow(),
  ]);
  return `${request}'s answer can be challenged: it is final on ${date(Number(postedAt + window))} at the earliest`;
}
