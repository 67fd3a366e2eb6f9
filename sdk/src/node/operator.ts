import { ZeroHash } from "ethers";

import type { BlobSource } from "../blobs/source.ts";
import { ContractError, decodeError } from "../errors.ts";
import { isOver, type ClaimStatus, type Court, type PostedClaim } from "../opml/court.ts";
import { defend } from "../opml/defend.ts";
import type { Hash } from "../opml/hex.ts";
import { silentLogger, type Logger } from "../opml/logger.ts";
import type { ModelTrace } from "../opml/model-trace.ts";
import type { Outcome, PlayedMove } from "../opml/player.ts";
import { resultHash, resultOf } from "../opml/preimages.ts";
import type { Call, Sender } from "../opml/sender.ts";
import { stakeOf } from "../opml/stake.ts";
import type { TraceResult } from "../opml/trace.ts";
import { claimCall, type Answer } from "../oracle/claim.ts";
import { getInput } from "../oracle/get-input.ts";
import { getRequest } from "../oracle/get-request.ts";
import { isInBlobs, oracleInterface, type PaidRequest } from "../oracle/record.ts";
import { settleCall } from "../oracle/settle.ts";
import { once } from "../once.ts";
import { LogFollower } from "./follow.ts";
import { infer, type Models } from "./models.ts";
import { Service, type ServiceOptions } from "./service.ts";

/** What an operator did. */
export type OperatorEvent =
  | {
      readonly kind: "claimed";
      readonly requestId: bigint;
      readonly result: TraceResult;
      readonly transactionHash: string;
    }
  | { readonly kind: "challenged"; readonly requestId: bigint; readonly gameId: bigint }
  | { readonly kind: "move"; readonly requestId: bigint; readonly move: PlayedMove }
  | { readonly kind: "gameOver"; readonly requestId: bigint; readonly outcome: Outcome }
  | { readonly kind: "settled"; readonly requestId: bigint; readonly transactionHash: string };

export interface OperatorOptions extends ServiceOptions {
  /** Address of the AI oracle. */
  readonly oracle: string;
  readonly court: Court;
  /** The operator's account. Its stake for the oracle backs the claims (`deposit` of the court). */
  readonly sender: Sender;
  readonly models: Models;
  /** Where blobs can be had, `beaconBlobs(url)` for one. Default: requests about blobs are not answered. */
  readonly blobs?: BlobSource;
  /** The first block of interest. Default: the court's. Go back further than the oldest claim that is not settled. */
  readonly fromBlock?: number;
  /**
   * Whether a request is worth answering. Default: every one, which is for networks of one's own: anybody may register the
   * same machine as another model, under prices and a fee schedule that pay operators nothing.
   */
  readonly accept?: (request: PaidRequest) => boolean | Promise<boolean>;
  readonly onEvent?: (event: OperatorEvent) => void;
}

/** A request that is not over. */
interface OpenRequest {
  /** Chain time from which it is to be looked at, if nothing happens to it before. */
  wakeAt: number;
  /** What is known of it; nothing but a reorganisation changes it. */
  request?: PaidRequest;
  /** Our latest claim. */
  claimed?: { readonly attempt: number; readonly transactionHash: string };
}

/** Seconds after which everything is looked at again, whatever the events say. */
const SWEEP = 600;

/** Seconds after which it is tried again to claim with what stake there is. */
const STAKE_PAUSE = 30;

/** Seconds before a request's deadline in which it is not claimed any more. */
const LAST_MOMENT = 30;

/**
 * Answers requests of the oracle: runs the model, claims the answer with a bond, defends the claim in every game, claims
 * anew where another's claim was refuted, and settles when the answer is final.
 *
 * It keeps nothing that the chain does not know: after a crash, start another one. No error ends it.
 *
 * @example
 * const operator = new Operator({ oracle, court, sender, models: new Map([[image.machineHash, image]]) });
 * operator.start();
 * // ...
 * await operator.stop();
 */
export class Operator {
  readonly #options: OperatorOptions;
  readonly #logger: Logger;
  readonly #service: Service;
  readonly #requests: LogFollower;
  readonly #changes: LogFollower;
  /** Requests that are not over, as far as is known. */
  readonly #open = new Map<bigint, OpenRequest>();
  readonly #traces = new Map<bigint, Promise<ModelTrace>>();
  readonly #finishedGames = new Set<bigint>();
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: OperatorOptions) {
    const { oracle, court } = options;
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const from = options.fromBlock ?? court.fromBlock;
    const asked = [oracleInterface.getEvent("AICallbackRequest").topicHash];
    this.#requests = new LogFollower(court.provider, { address: oracle, topics: asked }, from);
    const changed = ["Claimed", "Refuted", "Closed", "Cancelled", "Challenged", "Resolved"];
    const topics = [changed.map((name) => court.interface.getEvent(name)!.topicHash)];
    this.#changes = new LogFollower(court.provider, { address: court.address, topics }, from);
    this.#service = new Service((signal) => this.#look(signal), options);
  }

  start(): void {
    this.#service.start();
  }

  /** Resolves once nothing runs any more. */
  stop(): Promise<void> {
    return this.#service.stop();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { court, sender } = this.#options;
    // What an operator before us sent is on the chain before we look at it.
    await sender.ready(signal);
    const now = await court.now();
    for (const log of await this.#requests.read()) {
      const requestId = BigInt(log.topics[2]!);
      const open = this.#open.get(requestId);
      if (!open) this.#open.set(requestId, { wakeAt: now });
      else if (open.request && open.request.blockNumber !== log.blockNumber) {
        // A reorganisation has moved the request, or put another in its place.
        open.request = undefined;
        open.wakeAt = now;
        this.#traces.delete(requestId);
      }
    }
    for (const log of await this.#changes.read()) {
      const { args } = court.interface.parseLog(log)!;
      const open = this.#open.get(args.taskId as bigint);
      if (open) open.wakeAt = now;
    }
    for (const [requestId, open] of this.#open) {
      if (open.wakeAt > now) continue;
      this.#service.job(`request ${requestId}`, async () => {
        open.wakeAt = now + SWEEP;
        try {
          open.wakeAt = Math.min(await this.#attend(requestId, open, now, signal), now + SWEEP);
        } catch (error) {
          open.wakeAt = now;
          throw error;
        }
      });
    }
    if (now >= this.#sweptAt + SWEEP) {
      this.#service.job("credit", (stopped) => this.#withdrawCredit(stopped));
      this.#sweptAt = now;
    }
  }

  /**
   * Makes the step that is due for a request.
   *
   * @returns when to look at it again, if nothing happens to it before
   */
  async #attend(requestId: bigint, open: OpenRequest, now: number, signal: AbortSignal): Promise<number> {
    const { court, sender } = this.#options;
    const status = await court.statusOf(requestId);
    if (open.claimed && status.attempt < open.claimed.attempt) {
      // The node is behind, or our claim was lost in a reorganisation.
      if (await court.provider.getTransactionReceipt(open.claimed.transactionHash)) return now;
      open.claimed = undefined;
    }
    switch (status.phase) {
      case "open":
      case "refuted":
        return this.#claim(requestId, open, status, now, signal);
      case "claimed":
        if (status.operator !== (await sender.address())) return now + SWEEP;
        if (await court.isFinal(requestId)) return this.#settle(requestId, signal);
        if (status.openGames > 0) await this.#defend(requestId, open, status);
        return Math.max(status.postedAt + (await court.challengeWindow()), now + 1);
      default:
        return this.#forget(requestId);
    }
  }

  async #claim(
    requestId: bigint,
    open: OpenRequest,
    status: ClaimStatus,
    now: number,
    signal: AbortSignal,
  ): Promise<number> {
    const { court, sender, oracle, models, blobs, accept } = this.#options;
    const request = await this.#request(requestId, open);
    if (request.record.deadline < BigInt(now + LAST_MOMENT)) return this.#forget(requestId);
    const image = models.get(request.record.machine);
    if (!image || (accept && !(await accept(request)))) return now + SWEEP;

    if (isInBlobs(request.record) && !blobs) {
      this.#logger.warn({ requestId }, "the input is in blobs, and where to get them is not known");
      return now + SWEEP;
    }
    const [{ free }, bond] = await Promise.all([stakeOf(court, oracle, await sender.address()), court.claimBond()]);
    if (free < bond) {
      this.#logger.warn({ requestId, free, bond }, "not enough stake for a claim");
      return now + STAKE_PAUSE;
    }
    const { bytes } = await getInput(court.provider, request, blobs);
    const result = await infer(image, bytes);
    const claimed = await resultOf(result);
    let previousResult = ZeroHash as Hash;
    if (status.phase === "refuted") {
      const refuted = await court.claimOf(requestId, status.attempt);
      previousResult = resultHash(refuted.result);
      if (previousResult === resultHash(claimed) && (await this.#isHopeless(refuted))) {
        this.#logger.error({ requestId }, "the answer that we have was refuted; not claiming it again");
        return now + SWEEP;
      }
    }
    const byRoot = request.record.delivery === "root";
    const answer: Answer = result.fault ? "fault" : byRoot ? claimed : result.output;
    const { hash } = await this.#send(claimCall(oracle, { request, answer, previousResult }), signal);
    open.claimed = { attempt: status.attempt + 1, transactionHash: hash };
    this.#emit({ kind: "claimed", requestId, result, transactionHash: hash });
    return now;
  }

  /**
   * Whether an answer like ours that was refuted would be again: it was ours, so that we have failed to defend it, or an
   * instruction has decided against it. Another operator who just did not come to the game proves nothing.
   */
  async #isHopeless(refuted: PostedClaim): Promise<boolean> {
    const { sender } = this.#options;
    if (refuted.operator === (await sender.address())) return true;
    for (const gameId of await this.#gamesAgainst(refuted)) {
      const [game, history] = await Promise.all([
        this.#options.court.gameOf(gameId),
        this.#options.court.historyOf(gameId),
      ]);
      if (game.stage === "challengerWon" && history.stepped) return true;
    }
    return false;
  }

  async #gamesAgainst(claim: PostedClaim): Promise<bigint[]> {
    const { court } = this.#options;
    const head = await court.provider.getBlockNumber();
    const challenges = await court.challenges({ taskId: claim.taskId }, claim.blockNumber, head);
    return challenges.filter(({ commitment }) => commitment === claim.commitment).map(({ gameId }) => gameId);
  }

  /** Starts to play every game against our claim that is not played yet. */
  async #defend(requestId: bigint, open: OpenRequest, status: ClaimStatus): Promise<void> {
    const { court } = this.#options;
    const claim = await court.claimOf(requestId, status.attempt);
    for (const gameId of await this.#gamesAgainst(claim)) {
      if (!this.#finishedGames.has(gameId)) this.#play(requestId, open, gameId);
    }
  }

  #play(requestId: bigint, open: OpenRequest, gameId: bigint): void {
    const { court, sender, wait, pollEvery, logger } = this.#options;
    this.#service.job(`game ${gameId}`, async (signal) => {
      if (isOver((await court.gameOf(gameId)).stage)) return void this.#finishedGames.add(gameId);
      const trace = await this.#trace(requestId, open);
      this.#emit({ kind: "challenged", requestId, gameId });
      const game = defend({ court, sender, gameId, trace, wait, pollEvery, logger, signal });
      for (;;) {
        const next = await game.next();
        if (next.done) {
          this.#finishedGames.add(gameId);
          return this.#emit({ kind: "gameOver", requestId, outcome: next.value });
        }
        this.#emit({ kind: "move", requestId, move: next.value });
      }
    });
  }

  async #settle(requestId: bigint, signal: AbortSignal): Promise<number> {
    const { oracle, court } = this.#options;
    const call = await settleCall(court.provider, oracle, { requestId, fromBlock: court.fromBlock });
    const { hash } = await this.#send(call, signal);
    this.#emit({ kind: "settled", requestId, transactionHash: hash });
    return this.#forget(requestId);
  }

  /** Bonds and rewards of games that ended while nobody was here to take them. */
  async #withdrawCredit(signal: AbortSignal): Promise<void> {
    const { court, sender } = this.#options;
    const address = await sender.address();
    if ((await court.creditOf(address)) === 0n) return;
    const data = court.encode("withdrawCredit", [address]);
    await sender.send({ to: court.address, data }, signal).catch((error: unknown) => {
      const decoded = decodeError(error, [court.interface]);
      // A game that has just ended took it out.
      if (!(decoded instanceof ContractError && decoded.code === "NothingToWithdraw")) throw decoded;
    });
  }

  #forget(requestId: bigint): number {
    this.#open.delete(requestId);
    this.#traces.delete(requestId);
    return Number.POSITIVE_INFINITY;
  }

  async #request(requestId: bigint, open: OpenRequest): Promise<PaidRequest> {
    const { oracle, court } = this.#options;
    open.request ??= await getRequest(court.provider, oracle, { requestId, fromBlock: court.fromBlock });
    return open.request;
  }

  #trace(requestId: bigint, open: OpenRequest): Promise<ModelTrace> {
    return once(this.#traces, requestId, async () => {
      const { court, models, blobs } = this.#options;
      const request = await this.#request(requestId, open);
      const image = models.get(request.record.machine);
      if (!image) throw new Error(`the model of request ${requestId} is gone`);
      const input = await getInput(court.provider, request, blobs);
      return image.trace(input.bytes, input.blobs);
    });
  }

  async #send(call: Call, signal: AbortSignal) {
    const { court, sender } = this.#options;
    try {
      return await sender.send(call, signal);
    } catch (error) {
      throw decodeError(error, [oracleInterface, court.interface]);
    }
  }

  #emit(event: OperatorEvent): void {
    this.#logger.info(event, event.kind);
    this.#options.onEvent?.(event);
  }
}
