import { getBytes, toBeHex, ZeroHash, type ContractRunner, type Log } from "ethers";

import { IOpML__factory } from "../../../types/ethers-contracts/factories/opml/interfaces/IOpML__factory.ts";
import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { loadKeccak } from "../merkle/keccak.ts";
import { phases } from "../opml/court.ts";
import { toHex, type Hash } from "../opml/hex.ts";
import { logsBackwards } from "../opml/logs.ts";
import { bytesRoot } from "../opml/merkle-bytes.ts";
import { resultHash, type Result } from "../opml/preimages.ts";
import { OracleError } from "./errors.ts";
import type { GetRequestParams } from "./get-request.ts";
import { oracleInterface, providerOf } from "./record.ts";

/** What was claimed for a request. */
export interface PostedResult {
  readonly requestId: bigint;
  /** Who made the request. */
  readonly account: string;
  readonly kind: "output" | "fault";
  /** The output; absent for a fault, and for an output that was claimed by its root alone. */
  readonly output?: Uint8Array;
  /** As the court knows it. */
  readonly result: Result;
  /** `keccak256(abi.encode(result))`. */
  readonly resultHash: Hash;
  readonly operator: string;
  readonly blockNumber: number;
  readonly transactionHash: string;
}

/**
 * Where a request stands:
 * - `open`: nothing is claimed, or all that was claimed is refuted;
 * - `posted`: a claim stands that can still be disputed;
 * - `finalized`: the claim can no longer change;
 * - `unanswered`: refunded.
 */
export interface RequestState {
  readonly stage: "open" | "posted" | "finalized" | "unanswered";
  /** Whether the escrow is paid out. */
  readonly settled: boolean;
  /** Number of claims made so far. */
  readonly attempt: number;
  /** The latest claim, refuted when the stage is `open`; absent when there is none. */
  readonly latest?: PostedResult;
}

/** Topics of the three events of a claim. */
export const resultTopics: readonly string[] = (["AICallbackResult", "AICallbackFault", "AICallbackRoot"] as const).map(
  (name) => oracleInterface.getEvent(name).topicHash,
);

/**
 * Where a request stands, and what was last claimed for it.
 *
 * @param oracle address of the AIOracle
 * @throws OracleError: UNKNOWN_REQUEST, NO_PROVIDER
 */
export async function getResult(
  runner: ContractRunner,
  oracle: string,
  { requestId, fromBlock = 0 }: GetRequestParams,
): Promise<RequestState> {
  const provider = providerOf(runner);
  const contract = AIOracle__factory.connect(oracle, runner);
  const court = IOpML__factory.connect(await contract.opml(), runner);
  const status = await court.statusOf(requestId);
  const phase = phases[Number(status.phase)]!;
  if (phase === "none") throw new OracleError("UNKNOWN_REQUEST", `${oracle} has no request ${requestId}`);

  const attempt = Number(status.attempt);
  const settled = phase === "closed";
  const final = settled || (phase === "claimed" && (await court.isFinal(requestId)));
  const stage = final ? "finalized" : phase === "claimed" ? "posted" : phase === "cancelled" ? "unanswered" : "open";
  if (attempt === 0) return { stage, settled, attempt };

  const topics = [[...resultTopics], null, toBeHex(requestId, 32)];
  for await (const log of logsBackwards(provider, { address: oracle, topics }, fromBlock)) {
    return { stage, settled, attempt, latest: await readResult(log) };
  }
  throw new OracleError("UNKNOWN_REQUEST", `no result of request ${requestId} down to block ${fromBlock}`);
}

/** Reads one of the three logs of a claim. */
export async function readResult(log: Log): Promise<PostedResult> {
  const { name, args } = oracleInterface.parseLog(log)!;
  const where = { blockNumber: log.blockNumber, transactionHash: log.transactionHash };
  const posted = (result: Result, output?: Uint8Array): PostedResult => ({
    requestId: args.requestId as bigint,
    account: args.account as string,
    kind: result.fault ? "fault" : "output",
    ...(output && { output }),
    result,
    resultHash: resultHash(result),
    operator: args.invoker as string,
    ...where,
  });
  if (name === "AICallbackFault") return posted({ root: ZeroHash as Hash, length: 0, fault: true });
  if (name === "AICallbackRoot") {
    return posted({ root: args.root as Hash, length: Number(args.getValue("length")), fault: false });
  }
  const output = getBytes(args.output as string);
  const root = toHex(bytesRoot(await loadKeccak(), output));
  return posted({ root, length: output.length, fault: false }, output);
}
