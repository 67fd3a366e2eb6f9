import { ZeroHash } from "ethers";

import type { Game, GameHistory } from "./court.ts";
import { proveLeaf, type LeafProof } from "./commitment.ts";
import type { Hash } from "./hex.ts";
import { unpackInputForm } from "./input-form.ts";
import { cutsOf, type Position } from "./position.ts";
import { resultHash, type Result, type Task } from "./preimages.ts";
import { FAULT, type FinalState, type NodeTrace, type Trace } from "./trace.ts";

export type MoveName =
  "open" | "acceptInput" | "rejectInput" | "bisect" | "select" | "enterNode" | "step" | "loadInput";

/** One move of a game, ready to be sent. */
export interface Move {
  readonly name: MoveName;
  /** Arguments of the contract's function of that name. */
  readonly args: readonly unknown[];
  /** The segment that `select` points at. */
  readonly segment?: number;
}

/** A final state that is not looked at. */
const nothing: FinalState = {
  dataRoot: ZeroHash as Hash,
  arenaRoot: ZeroHash as Hash,
  weightsRoot: ZeroHash as Hash,
  pc: 0,
  status: 0,
  registers: "0x",
};

/** What a game is about: what the chain keeps only hashes of. */
export interface Dispute {
  readonly game: Game;
  readonly history: GameHistory;
  readonly task: Task;
  /** The disputed claim. */
  readonly result: Result;
  readonly trace: Trace;
}

/** The move that a game's stage asks for, as `trace` would have it. */
export function nextMove(dispute: Dispute): Promise<Move> {
  switch (dispute.game.stage) {
    case "open":
      return open(dispute);
    case "input":
      return judgeInput(dispute);
    case "bisect":
      return bisect(dispute);
    case "select":
      return select(dispute);
    case "enterNode":
      return enterNode(dispute);
    case "step":
      return step(dispute);
    case "load":
      return loadInput(dispute);
    default:
      throw new RangeError(`game ${dispute.game.id} is over: ${dispute.game.stage}`);
  }
}

async function open({ game, task, result, trace }: Dispute): Promise<Move> {
  await requireLoadable(task, trace);
  return { name: "open", args: [game.id, task, trace.machine, result, await trace.opening()] };
}

/**
 * Fails before a bond is put on a game that the trace could not play to its end.
 *
 * @throws TypeError when the input is in blobs, and the trace has not got them
 */
export async function requireLoadable(task: Task, trace: Trace): Promise<void> {
  if (unpackInputForm(task.inputForm).inBlobs) await trace.loading();
}

async function judgeInput({ game, history, task, result, trace }: Dispute): Promise<Move> {
  const opened = history.leavesOf(game.start)[game.startIndex];
  if (opened === (await trace.arenaRoot(0))) return { name: "acceptInput", args: [game.id, game.start] };
  return { name: "rejectInput", args: [game.id, game.start, task, resultHash(result)] };
}

async function bisect(dispute: Dispute): Promise<Move> {
  const { game } = dispute;
  const rootAt = await rootsOf(dispute);
  const roots: Hash[] = [];
  for (const cut of cutsOf(game.position)) roots.push(await rootAt(cut));
  return { name: "bisect", args: [game.id, game.packedPosition, roots] };
}

async function select(dispute: Dispute): Promise<Move> {
  const { game, history } = dispute;
  const posted = history.leavesOf(game.commitment).slice(0, -1);
  const rootAt = await rootsOf(dispute);
  const segment = await firstRejected(posted, game.position, rootAt);
  return { name: "select", args: [game.id, game.packedPosition, game.commitment, segment], segment };
}

/** The first segment whose end differs from one's own; when no inner one does, the end of the whole range must. */
async function firstRejected(
  posted: readonly Hash[],
  position: Position,
  rootAt: (at: bigint) => Promise<Hash>,
): Promise<number> {
  const cuts = cutsOf(position);
  for (const [segment, root] of posted.entries()) {
    if (root !== (await rootAt(cuts[segment]!))) return segment;
  }
  return posted.length;
}

async function enterNode(dispute: Dispute): Promise<Move> {
  const { game, task, result, trace } = dispute;
  const bounds = [proveStart(dispute), proveEnd(dispute)];
  // After FAULT everything is FAULT: there is no node to enter, and the contract decides by the end.
  const finalState = startsInFault(dispute)
    ? nothing
    : await (await trace.enter(Number(game.position.index))).finalState();
  return { name: "enterNode", args: [game.id, task, trace.machine, resultHash(result), ...bounds, finalState] };
}

async function step(dispute: Dispute): Promise<Move> {
  const { game, task, result, trace } = dispute;
  const node = await disputedNode(dispute);
  const bounds = [proveStart(dispute), proveEnd(dispute)];
  const witness = await node.witness(game.position.index);
  return { name: "step", args: [game.id, task, trace.machine, resultHash(result), ...bounds, witness] };
}

async function loadInput(dispute: Dispute): Promise<Move> {
  const { game, task, result, trace } = dispute;
  const bounds = [proveStart(dispute), proveEnd(dispute)];
  const witness = await (await trace.loading()).witness(game.position.index);
  return { name: "loadInput", args: [game.id, task, resultHash(result), ...bounds, witness] };
}

/** Whether the agreed bound of the range is FAULT. Then `enterNode` is anyone's to call. */
export function startsInFault(dispute: Pick<Dispute, "game" | "history">): boolean {
  const { game, history } = dispute;
  return history.leavesOf(game.start)[game.startIndex] === FAULT;
}

/** Roots of one's own trace in the phase that the game is in. */
async function rootsOf(dispute: Dispute): Promise<(at: bigint) => Promise<Hash>> {
  const { phase } = dispute.game.position;
  if (phase === "nodes") return (at) => dispute.trace.arenaRoot(Number(at));
  if (phase === "leaves") {
    const loading = await dispute.trace.loading();
    return (at) => loading.arenaRoot(at);
  }
  const node = await disputedNode(dispute);
  return (at) => node.stateHash(at);
}

function disputedNode({ history, trace }: Dispute): Promise<NodeTrace> {
  return trace.enter(history.node);
}

function proveStart({ history, game }: Dispute): LeafProof {
  return proveLeaf(history.leavesOf(game.start), game.startIndex);
}

function proveEnd({ history, game }: Dispute): LeafProof {
  return proveLeaf(history.leavesOf(game.end), game.endIndex);
}
