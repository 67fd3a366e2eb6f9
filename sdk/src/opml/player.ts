import { decodeError } from "../errors.ts";
import { expiryOf, moverOf, type Side } from "./clock.ts";
import { isOver, MissingLogError, type Court, type Game, type GameHistory, type Stage } from "./court.ts";
import { silentLogger, type Logger } from "./logger.ts";
import { nextMove, startsInFault, type MoveName } from "./moves.ts";
import { countOf, firstOf, type DisputePhase } from "./position.ts";
import { claimCommitment, type Result, type Task } from "./preimages.ts";
import type { Sender } from "./sender.ts";
import type { Trace } from "./trace.ts";

/** A transaction that a player made. */
export interface PlayedMove {
  readonly gameId: bigint;
  readonly name: MoveName | "challenge" | "timeout" | "voidGame" | "withdrawCredit";
  /** Of a move of the game itself: bisections so far, this one included. */
  readonly round: number;
  /** The range that was disputed before the move: of the trace's nodes, one node's instructions, or the input's leaves. */
  readonly phase: DisputePhase;
  /** Its first element. */
  readonly first: bigint;
  /** Its number of elements. */
  readonly count: bigint;
  /** The node whose instructions they are. */
  readonly node?: number;
  /** The segment that `select` pointed at, from 0. */
  readonly segment?: number;
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly gasUsed: bigint;
}

/** How a game ended. */
export interface Outcome {
  readonly gameId: bigint;
  readonly stage: Extract<Stage, "defenderWon" | "challengerWon" | "voided">;
  /** Whether the player's side won. A voided game is nobody's. */
  readonly won: boolean;
}

/** What a player found to do. */
export type Turn =
  | { readonly kind: "moved"; readonly move: PlayedMove }
  | {
      readonly kind: "waiting";
      /** The opponent's move, the node that has not seen our last one yet, or the end after our own time ran out. */
      readonly for: "opponent" | "node" | "end";
      /** Unix time, seconds, after which the opponent can be timed out. */
      readonly until: number;
    }
  | { readonly kind: "over"; readonly outcome: Outcome };

export interface PlayerOptions {
  readonly court: Court;
  readonly sender: Sender;
  readonly gameId: bigint;
  readonly side: Side;
  /** Or what makes it, where it is first needed. */
  readonly trace: Trace | (() => Promise<Trace>);
  /** Who gets the credit of a game that was won. Default: the sender. */
  readonly payTo?: string;
  readonly logger?: Logger;
}

/**
 * One side of one game. It keeps nothing that the chain does not know, so a player that was killed is replaced by a new
 * one at any moment. What is kept for speed is what cannot change: the preimages of the claim.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #logger: Logger;
  #claim: { task: Task; result: Result } | undefined;
  /** The state last answered, so that a node that is behind does not make it answered twice. */
  #answered: { state: string; transactionHash: string } | undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
  }

  /**
   * Looks at the game and makes the one transaction that it asks of this side, if any. Nothing is sent that a
   * simulation refuses.
   *
   * @throws ContractError when the contract refuses the move (another one may have come between), MissingLogError when
   * the node lacks an event, the node's own errors. Call again: nothing is lost.
   */
  async turn(signal?: AbortSignal): Promise<Turn> {
    const { court, sender, gameId, side } = this.#options;
    // What a player before us sent is on the chain before we look at it.
    await sender.ready(signal);
    const game = await court.gameOf(gameId);
    if (isOver(game.stage)) return this.#finish(game, signal);

    const state = `${game.stage} ${game.packedPosition} ${game.commitment}`;
    if (this.#answered?.state === state) {
      const receipt = await court.provider.getTransactionReceipt(this.#answered.transactionHash);
      if (receipt !== null) return { kind: "waiting", for: "node", until: Number.POSITIVE_INFINITY };
      // The chain was reorganised and has lost our move.
      this.#answered = undefined;
    }

    const status = await court.statusOf(game.taskId);
    if (status.phase !== "claimed" || status.attempt !== game.attempt) {
      // Another game has refuted the claim. The challenger's bond is in this one.
      if (side === "challenger") return this.#act(game, state, "voidGame", [gameId], signal);
      return { kind: "over", outcome: { gameId, stage: "voided", won: false } };
    }

    const mover = moverOf(game.stage);
    const until = expiryOf(game.clock, mover);
    const expired = (await court.now()) > until;
    if (expired) {
      if (mover !== side) return this.#act(game, state, "timeout", [gameId], signal);
      return { kind: "waiting", for: "end", until };
    }
    if (mover !== side && game.stage !== "step" && game.stage !== "load" && game.stage !== "enterNode") {
      return { kind: "waiting", for: "opponent", until };
    }

    const history = await court.historyOf(gameId);
    // The last instruction, or leaf, is anyone's, and so is a node that comes after a fault.
    if (mover !== side && game.stage === "enterNode" && !startsInFault({ game, history })) {
      return { kind: "waiting", for: "opponent", until };
    }
    const { trace: given } = this.#options;
    const trace = typeof given === "function" ? await given() : given;
    const dispute = { game, history, trace, ...(await this.#claimOf(game)) };
    const move = await nextMove(dispute);
    return this.#act(game, state, move.name, move.args, signal, { history, segment: move.segment });
  }

  async #finish(game: Game, signal: AbortSignal | undefined): Promise<Turn> {
    const { court, sender, gameId, side, payTo } = this.#options;
    const stage = game.stage as Outcome["stage"];
    const won = stage === (side === "defender" ? "defenderWon" : "challengerWon");
    const address = await sender.address();
    if ((won || (stage === "voided" && side === "challenger")) && (await court.creditOf(address)) > 0n) {
      return this.#act(game, "credit", "withdrawCredit", [payTo ?? address], signal);
    }
    return { kind: "over", outcome: { gameId, stage, won } };
  }

  async #act(
    game: Game,
    state: string,
    name: PlayedMove["name"],
    args: readonly unknown[],
    signal: AbortSignal | undefined,
    more: { history?: GameHistory; segment?: number } = {},
  ): Promise<Turn> {
    const { court, sender } = this.#options;
    const receipt = await sender
      .send({ to: court.address, data: court.encode(name, args) }, signal)
      .catch((error: unknown) => {
        throw decodeError(error, [court.interface]);
      });
    this.#answered = { state, transactionHash: receipt.hash };
    const { position } = game;
    const move: PlayedMove = {
      gameId: game.id,
      name,
      round: (more.history?.rounds ?? 0) + (name === "bisect" ? 1 : 0),
      phase: position.phase,
      first: firstOf(position),
      count: countOf(position),
      node: position.phase === "instructions" ? more.history?.enteredNode : undefined,
      segment: more.segment,
      transactionHash: receipt.hash,
      blockNumber: receipt.blockNumber,
      gasUsed: receipt.gasUsed,
    };
    this.#logger.info(move, name);
    return { kind: "moved", move };
  }

  async #claimOf(game: Game): Promise<{ task: Task; result: Result }> {
    if (this.#claim) return this.#claim;
    const { court } = this.#options;
    const [task, { result }, commitment] = await Promise.all([
      court.taskOf(game.taskId),
      court.claimOf(game.taskId, game.attempt),
      court.commitmentOf(game.taskId),
    ]);
    if (claimCommitment(task, result) !== commitment) {
      throw new MissingLogError(`the events of task ${game.taskId} do not match its commitment`);
    }
    return (this.#claim = { task, result });
  }
}
