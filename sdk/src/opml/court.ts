import { Contract, Interface, toBeHex, ZeroHash, type ContractRunner, type Log, type Provider } from "ethers";

import { OpenImoError } from "../errors.ts";
import { opMLAbi } from "../generated/abi/OpML.ts";
import { decodeClock, type Clock } from "./clock.ts";
import { roundLeaves, treeRoot } from "./commitment.ts";
import type { Hash } from "./hex.ts";
import { listLogs, logsBackwards } from "./logs.ts";
import { decodePosition, type Position } from "./position.ts";
import { claimCommitment, type Result, type Task } from "./preimages.ts";

/** What a game waits for, or how it ended: `IDisputeGame.Stage`, in its order. */
export const stages = [
  "none",
  "open",
  "input",
  "bisect",
  "select",
  "load",
  "enterNode",
  "step",
  "defenderWon",
  "challengerWon",
  "voided",
] as const;
export type Stage = (typeof stages)[number];

/** What a task waits for: `IOpML.Phase`, in its order. */
export const phases = ["none", "open", "claimed", "refuted", "closed", "cancelled"] as const;
export type TaskPhase = (typeof phases)[number];

/** One dispute, as the chain keeps it. */
export interface Game {
  readonly id: bigint;
  readonly challenger: string;
  readonly taskId: bigint;
  /** Number of the disputed claim among the task's claims, from 1. */
  readonly attempt: number;
  readonly stage: Stage;
  readonly position: Position;
  /** The position as the contract packs it. */
  readonly packedPosition: bigint;
  readonly clock: Clock;
  /** What the next move answers: the disputed claim, or the latest bisection. */
  readonly commitment: Hash;
  /** Commitment to the tree that holds the agreed bound, and which leaf it is. */
  readonly start: Hash;
  readonly startIndex: number;
  /** Commitment to the tree that holds the disputed bound, and which leaf it is. */
  readonly end: Hash;
  readonly endIndex: number;
}

/** A task's latest claim, as the chain keeps it. */
export interface ClaimStatus {
  readonly operator: string;
  /** Unix time, seconds. */
  readonly postedAt: number;
  readonly openGames: number;
  /** Number of claims made so far. */
  readonly attempt: number;
  readonly phase: TaskPhase;
}

/** A claim as its event tells it. */
export interface PostedClaim {
  readonly taskId: bigint;
  readonly attempt: number;
  readonly operator: string;
  readonly result: Result;
  /** What a challenge must name. */
  readonly commitment: Hash;
  readonly blockNumber: number;
}

export interface Challenge {
  readonly gameId: bigint;
  readonly taskId: bigint;
  readonly challenger: string;
  readonly commitment: Hash;
  readonly blockNumber: number;
}

export interface CourtOptions {
  /** Block of the contract's deployment; logs are not sought below it. Default 0. */
  readonly fromBlock?: number;
}

/** What the chain knows is not what it should be: a log is missing or does not match its commitment. */
export class MissingLogError extends OpenImoError {
  override readonly name = "MissingLogError";
  readonly code = "MISSING_LOG";
}

/** What the defender has posted in a game, newest first. */
export class GameHistory {
  /** Leaves of every tree committed to: rounds, and the two bounds of each phase. */
  readonly trees: Hash[][] = [];
  /** Number of bisections. */
  rounds = 0;
  /** Whether an instruction was executed, or a leaf loaded: if so, that decided the game. */
  stepped = false;
  /** The node that the game is down to. */
  enteredNode: number | undefined;

  constructor(readonly gameId: bigint) {}

  /**
   * @param commitment root of a tree
   * @returns the leaves of that tree
   * @throws MissingLogError when the node has no event whose leaves hash to the commitment
   */
  leavesOf(commitment: Hash): Hash[] {
    const leaves = this.trees.find((tree) => treeRoot(tree) === commitment);
    if (!leaves) throw new MissingLogError(`no event of game ${this.gameId} holds what ${commitment} commits to`);
    return leaves;
  }

  /** @throws MissingLogError when the game has not come to one node, or the node has no event of it */
  get node(): number {
    if (this.enteredNode === undefined) throw new MissingLogError(`game ${this.gameId} has entered no node`);
    return this.enteredNode;
  }
}

/**
 * The deployed `OpML` contract: what is read of it, typed. Structs that storage keeps only hashes of are found in
 * the logs, newest first, and checked against the hash, so a node that lies about logs can delay but not mislead.
 */
export class Court {
  readonly contract: Contract;
  readonly interface: Interface;
  readonly fromBlock: number;
  readonly #provider: Provider;

  /**
   * @param address of the deployed contract
   * @param runner a provider, or a signer that has one
   * @throws TypeError when there is no provider
   */
  constructor(
    readonly address: string,
    runner: ContractRunner,
    options: CourtOptions = {},
  ) {
    if (!runner.provider) throw new TypeError("a court is read through a provider");
    this.#provider = runner.provider;
    this.interface = new Interface(opMLAbi);
    this.contract = new Contract(address, this.interface, this.#provider);
    this.fromBlock = options.fromBlock ?? 0;
  }

  get provider(): Provider {
    return this.#provider;
  }

  /** @throws MissingLogError when there is no such game */
  async gameOf(gameId: bigint): Promise<Game> {
    const game = await this.#call("gameOf", gameId);
    const stage = stages[Number(game.stage)]!;
    if (stage === "none") throw new MissingLogError(`there is no game ${gameId}`);
    return {
      id: gameId,
      challenger: game.challenger as string,
      taskId: game.taskId as bigint,
      attempt: Number(game.attempt),
      stage,
      position: decodePosition(game.position as bigint),
      packedPosition: game.position as bigint,
      clock: decodeClock(game.clock as bigint),
      commitment: game.commitment as Hash,
      start: game.start as Hash,
      end: game.end as Hash,
      startIndex: Number(game.startIndex),
      endIndex: Number(game.endIndex),
    };
  }

  async statusOf(taskId: bigint): Promise<ClaimStatus> {
    const status = await this.#call("statusOf", taskId);
    return {
      operator: status.operator as string,
      postedAt: Number(status.postedAt),
      openGames: Number(status.openGames),
      attempt: Number(status.attempt),
      phase: phases[Number(status.phase)]!,
    };
  }

  async commitmentOf(taskId: bigint): Promise<Hash> {
    return (await this.contract.getFunction("commitmentOf")(taskId)) as Hash;
  }

  async isFinal(taskId: bigint): Promise<boolean> {
    return (await this.contract.getFunction("isFinal")(taskId)) as boolean;
  }

  /** Wei locked behind each claim. */
  async claimBond(): Promise<bigint> {
    return (await this.contract.getFunction("claimBond")()) as bigint;
  }

  /** Wei that a challenger locks. */
  async challengeBond(): Promise<bigint> {
    return (await this.contract.getFunction("challengeBond")()) as bigint;
  }

  /** Seconds during which a claim can be challenged. */
  async challengeWindow(): Promise<number> {
    return Number(await this.contract.getFunction("challengeWindow")());
  }

  /** Wei that `account` can take out by `withdrawCredit`. */
  async creditOf(account: string): Promise<bigint> {
    return (await this.contract.getFunction("creditOf")(account)) as bigint;
  }

  /** Unix time of the latest block, seconds: the time that clocks go by. */
  async now(): Promise<number> {
    const block = await this.#provider.getBlock("latest");
    if (block === null) throw new MissingLogError("the node has no latest block");
    return block.timestamp;
  }

  /**
   * The task of an id, from the event that submitted it.
   *
   * @throws MissingLogError when the node has no such event
   */
  async taskOf(taskId: bigint): Promise<Task> {
    const log = await this.#find("TaskSubmitted", [taskId]);
    return readTask(this.#parse(log).args[1] as TupleOf<Task>);
  }

  /**
   * A claim on a task, from its event.
   *
   * @param attempt number of the claim; left out, the latest
   * @throws MissingLogError when the node has no such event, or one that does not hash to its commitment
   */
  async claimOf(taskId: bigint, attempt?: number): Promise<PostedClaim> {
    const log = await this.#find("Claimed", attempt === undefined ? [taskId] : [taskId, attempt]);
    const claim = this.readClaim(log);
    const task = await this.taskOf(taskId);
    if (claimCommitment(task, claim.result) !== claim.commitment) {
      throw new MissingLogError(`the events of task ${taskId} do not match the commitment of its claim`);
    }
    return claim;
  }

  /** Challenges in a range of blocks, oldest first. */
  async challenges(filter: { taskId?: bigint; challenger?: string }, from: number, to: number): Promise<Challenge[]> {
    const logs = await this.#list("Challenged", [null, filter.taskId ?? null, filter.challenger ?? null], from, to);
    return logs.map((log) => {
      const { args } = this.#parse(log);
      return {
        gameId: args[0] as bigint,
        taskId: args[1] as bigint,
        challenger: args[2] as string,
        commitment: args[3] as Hash,
        blockNumber: log.blockNumber,
      };
    });
  }

  /**
   * All that was posted in a game so far.
   *
   * @throws MissingLogError when the node does not have the game's first event
   */
  async historyOf(gameId: bigint): Promise<GameHistory> {
    const names = ["Challenged", "Opened", "InputRejected", "Bisected", "NodeEntered", "Stepped"];
    const topics = [names.map((name) => this.interface.getEvent(name)!.topicHash), toBeHex(gameId, 32)];
    const history = new GameHistory(gameId);
    for await (const log of logsBackwards(this.#provider, { address: this.address, topics }, this.fromBlock)) {
      const { name, args } = this.#parse(log);
      if (name === "Challenged") return history;
      if (name === "Stepped") history.stepped = true;
      if (name === "Bisected") {
        history.rounds += 1;
        history.trees.push(roundLeaves([...(args.roots as Iterable<Hash>)]));
      }
      if (name === "InputRejected") history.trees.push([args.blankArenaRoot as Hash, ZeroHash as Hash]);
      if (name === "Opened") history.trees.push([args.startArenaRoot as Hash, args.finalArenaRoot as Hash]);
      if (name === "NodeEntered") {
        history.trees.push([args.startState as Hash, args.endState as Hash]);
        history.enteredNode = Number(args.node);
      }
    }
    throw new MissingLogError(`no Challenged event of game ${gameId} down to block ${this.fromBlock}`);
  }

  /** Reads a `Claimed` log. */
  readClaim(log: Log): PostedClaim {
    const { args } = this.#parse(log);
    // By position: a field called `length` cannot be read by name.
    const [root, length, fault] = args[3] as [Hash, bigint, boolean];
    return {
      taskId: args[0] as bigint,
      attempt: Number(args[1]),
      operator: args[2] as string,
      result: { root, length: Number(length), fault },
      commitment: args[4] as Hash,
      blockNumber: log.blockNumber,
    };
  }

  /** Calldata of a function of the contract. */
  encode(name: string, args: readonly unknown[]): string {
    return this.interface.encodeFunctionData(name, args);
  }

  async #call(name: string, ...args: unknown[]): Promise<Record<string, unknown>> {
    return (await this.contract.getFunction(name)(...args)) as Record<string, unknown>;
  }

  #parse(log: Log) {
    return this.interface.parseLog(log)!;
  }

  #topics(event: string, values: readonly unknown[]) {
    return this.interface.encodeFilterTopics(event, [...values]);
  }

  /** The newest log of an event. */
  async #find(event: string, values: readonly unknown[]): Promise<Log> {
    const filter = { address: this.address, topics: this.#topics(event, values) };
    for await (const log of logsBackwards(this.#provider, filter, this.fromBlock)) return log;
    throw new MissingLogError(`no ${event} event of ${values.join(", ")} down to block ${this.fromBlock}`);
  }

  #list(event: string, values: readonly unknown[], from: number, to: number): Promise<Log[]> {
    return listLogs(this.#provider, { address: this.address, topics: this.#topics(event, values) }, from, to);
  }
}

type TupleOf<T> = { readonly [K in keyof T]: unknown };

function readTask(task: TupleOf<Task>): Task {
  return {
    client: task.client as string,
    machine: task.machine as Hash,
    input: task.input as Hash,
    inputForm: task.inputForm as bigint,
    context: task.context as Hash,
  };
}

/** Whether a game has ended. */
export function isOver(stage: Stage): boolean {
  return stage === "defenderWon" || stage === "challengerWon" || stage === "voided";
}
