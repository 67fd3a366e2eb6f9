import type { BlobSource } from "../blobs/source.ts";
import { NothingToChallengeError, startGame } from "../opml/challenge.ts";
import { isOver, type Court, type PostedClaim } from "../opml/court.ts";
import { silentLogger, type Logger } from "../opml/logger.ts";
import { play } from "../opml/play.ts";
import { Player, type Outcome, type PlayedMove } from "../opml/player.ts";
import { saysTheSame, type Task } from "../opml/preimages.ts";
import { checkedInput, type TaskInput } from "../opml/task-input.ts";
import type { Sender } from "../opml/sender.ts";
import type { Trace } from "../opml/trace.ts";
import { getInput } from "../oracle/get-input.ts";
import { getRequest } from "../oracle/get-request.ts";
import { once } from "../once.ts";
import { isInBlobs } from "../oracle/record.ts";
import { LogFollower } from "./follow.ts";
import { infer, type Models } from "./models.ts";
import { Service, type ServiceOptions } from "./service.ts";

/** What a watchtower found or did. */
export type WatchtowerEvent =
  | { readonly kind: "checked"; readonly taskId: bigint; readonly attempt: number; readonly right: boolean }
  | { readonly kind: "move"; readonly taskId: bigint; readonly move: PlayedMove }
  | { readonly kind: "gameOver"; readonly taskId: bigint; readonly outcome: Outcome };

export interface WatchtowerOptions extends ServiceOptions {
  readonly court: Court;
  /** The challenger's account: it needs ETH for bonds and gas. */
  readonly sender: Sender;
  readonly models: Models;
  /** Where blobs can be had, `beaconBlobs(url)` for one. Default: answers about inputs in blobs are not watched. */
  readonly blobs?: BlobSource;
  /** The first block of interest. Default: the court's. Go back further than a challenge window and two clocks. */
  readonly fromBlock?: number;
  /**
   * The input of a task: its bytes, or all of the blobs that they are in. Default: from the events of the AI oracle, which the task's client must be. Clients of another
   * kind need another way; undefined: not to be had, the task is not watched.
   */
  readonly inputOf?: (taskId: bigint, task: Task) => Promise<Uint8Array | readonly Uint8Array[] | undefined>;
  readonly onEvent?: (event: WatchtowerEvent) => void;
}

/**
 * Runs every claim again of the models that it has, challenges those that are wrong and plays the games to the end;
 * a defender who does not answer is timed out. It takes one such watchtower to keep every operator honest.
 *
 * It keeps nothing that the chain does not know: after a crash, start another one. No error ends it.
 *
 * @example
 * const watchtower = new Watchtower({ court, sender, models: new Map([[image.machineHash, image]]) });
 * watchtower.start();
 * // ...
 * await watchtower.stop();
 */
export class Watchtower {
  readonly #options: WatchtowerOptions;
  readonly #logger: Logger;
  readonly #service: Service;
  readonly #claims: LogFollower;
  readonly #games: LogFollower;
  readonly #unchecked = new Map<string, PostedClaim>();
  readonly #checked = new Set<string>();
  /** Games of ours that may not be over, with their tasks. */
  readonly #playing = new Map<bigint, bigint>();
  readonly #played = new Set<bigint>();
  readonly #traces = new Map<bigint, Promise<Trace>>();

  constructor(options: WatchtowerOptions) {
    const { court } = options;
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const from = options.fromBlock ?? court.fromBlock;
    const follow = (event: string) => {
      const topics = [court.interface.getEvent(event)!.topicHash];
      return new LogFollower(court.provider, { address: court.address, topics }, from);
    };
    this.#claims = follow("Claimed");
    this.#games = follow("Challenged");
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
    // What a watchtower before us sent is on the chain before we look at it.
    await sender.ready(signal);
    const us = await sender.address();
    for (const log of await this.#games.read()) {
      const { gameId, taskId, challenger } = court.interface.parseLog(log)!.args;
      if (challenger === us && !this.#played.has(gameId as bigint)) {
        this.#playing.set(gameId as bigint, taskId as bigint);
      }
    }
    for (const log of await this.#claims.read()) {
      const claim = court.readClaim(log);
      // A reorganisation may put another claim in the place of one that was checked.
      const key = `${claim.taskId} ${claim.attempt} ${claim.commitment}`;
      if (!this.#checked.has(key)) this.#unchecked.set(key, claim);
    }
    for (const [gameId, taskId] of this.#playing) {
      this.#service.job(`game ${gameId}`, (stopped) => this.#play(gameId, taskId, stopped));
    }
    for (const [key, claim] of this.#unchecked) {
      this.#service.job(`claim ${key}`, async (stopped) => {
        await this.#check(claim, stopped);
        this.#unchecked.delete(key);
        remember(this.#checked, key);
      });
    }
  }

  /** Checks a claim, and challenges it when it is wrong. */
  async #check(claim: PostedClaim, signal: AbortSignal): Promise<void> {
    const { court, sender, models, wait, logger } = this.#options;
    const { taskId, attempt } = claim;
    const status = await court.statusOf(taskId);
    if (status.phase !== "claimed" || status.attempt !== attempt || (await court.isFinal(taskId))) return;
    const task = await court.taskOf(taskId);
    const image = models.get(task.machine);
    if (!image) return;
    const input = await this.#inputOf(taskId, task);
    if (!input) {
      this.#logger.warn({ taskId, client: task.client }, "the input of a claimed task is not to be had");
      return;
    }
    const right = await saysTheSame(await infer(image, input.bytes), claim.result);
    this.#emit({ kind: "checked", taskId, attempt, right });
    if (right) return;
    try {
      const trace = await this.#traceOf(taskId);
      const { gameId, move } = await startGame({ court, sender, taskId, trace, wait, logger, signal });
      if (move) this.#emit({ kind: "move", taskId, move });
      if (!this.#played.has(gameId)) this.#playing.set(gameId, taskId);
    } catch (error) {
      if (!(error instanceof NothingToChallengeError)) throw error;
      this.#logger.info({ taskId, reason: error.message }, "there is nothing to challenge any more");
    }
  }

  /** Plays a game of ours to its end, whenever it was started. */
  async #play(gameId: bigint, taskId: bigint, signal: AbortSignal): Promise<void> {
    const { court, sender, wait, pollEvery, logger } = this.#options;
    const wasOver = isOver((await court.gameOf(gameId)).stage);
    // Neither a game that is over nor an opponent that is gone takes a trace, and with it an input that may be gone too.
    const trace = () => this.#traceOf(taskId);
    const player = new Player({ court, sender, gameId, side: "challenger", trace, logger });
    const game = play(player, { wait, pollEvery, logger, signal });
    for (;;) {
      const next = await game.next();
      if (!next.done) {
        this.#emit({ kind: "move", taskId, move: next.value });
        continue;
      }
      this.#playing.delete(gameId);
      remember(this.#played, gameId);
      if (!wasOver) this.#emit({ kind: "gameOver", taskId, outcome: next.value });
      if (![...this.#playing.values()].includes(taskId)) this.#traces.delete(taskId);
      return;
    }
  }

  /** The honest trace of a task; games about it share one. */
  #traceOf(taskId: bigint): Promise<Trace> {
    return once(this.#traces, taskId, async () => {
      const task = await this.#options.court.taskOf(taskId);
      const image = this.#options.models.get(task.machine);
      const input = image && (await this.#inputOf(taskId, task));
      if (!input) throw new Error(`the model or the input of task ${taskId} is gone`);
      return image.trace(input.bytes, input.blobs);
    });
  }

  async #inputOf(taskId: bigint, task: Task): Promise<TaskInput | undefined> {
    const { court, blobs, inputOf } = this.#options;
    if (inputOf) {
      const given = await inputOf(taskId, task);
      return given && checkedInput(given, task);
    }
    const request = await getRequest(court.provider, task.client, { requestId: taskId, fromBlock: court.fromBlock });
    if (isInBlobs(task) && !blobs) return undefined;
    // It is the task that the claim is about: what the oracle's record says is not asked.
    return getInput(court.provider, { ...request, record: task }, blobs);
  }

  #emit(event: WatchtowerEvent): void {
    this.#logger.info(event, event.kind);
    this.#options.onEvent?.(event);
  }
}

/** Logs come again only while their blocks are recent, so only the latest keys are needed. */
const KEPT = 10_000;

function remember<T>(set: Set<T>, key: T): void {
  set.add(key);
  if (set.size > KEPT) set.delete(set.values().next().value as T);
}
