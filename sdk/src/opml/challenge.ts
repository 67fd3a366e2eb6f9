import { decodeError, OpenImoError } from "../errors.ts";
import { MissingLogError, type Court } from "./court.ts";
import { requireLoadable } from "./moves.ts";
import { persist } from "./persist.ts";
import { play, type PlayOptions } from "./play.ts";
import { Player, type Outcome, type PlayedMove } from "./player.ts";
import { claimCommitment, saysTheSame, type Result } from "./preimages.ts";
import type { Sender } from "./sender.ts";
import { UnclaimableTraceError, type Trace } from "./trace.ts";

export interface ChallengeOptions extends PlayOptions {
  readonly taskId: bigint;
}

/** No claim stands, or it is what one's own trace says. */
export class NothingToChallengeError extends OpenImoError {
  override readonly name = "NothingToChallengeError";
  readonly code = "NOTHING_TO_CHALLENGE";
}

/**
 * Challenges the latest claim on a task, plays to the end, then takes out the bond and the reward. When the sender has
 * challenged this claim before, that game is played on instead.
 *
 * Yields every transaction that this side makes; see `defend`.
 *
 * @throws NothingToChallengeError when no claim stands, or the claim is what the trace says; TypeError when the input is in
 * blobs that the trace has not got
 */
export async function* challenge(options: ChallengeOptions): AsyncGenerator<PlayedMove, Outcome> {
  const started = await startGame(options);
  if (started.move) yield started.move;
  return yield* play(new Player({ ...options, gameId: started.gameId, side: "challenger" }), options);
}

/**
 * Challenges the latest claim on a task, unless the sender has done so before; does not play.
 *
 * @returns the game, and the challenge if it was made just now
 * @throws NothingToChallengeError like `challenge`
 */
export async function startGame(options: ChallengeOptions): Promise<{ gameId: bigint; move?: PlayedMove }> {
  // Nothing to challenge is an answer, not a failure to try again after.
  const started = await persist(options, () =>
    start(options).catch((error: unknown) => {
      if (error instanceof NothingToChallengeError) return error;
      throw error;
    }),
  );
  if (started instanceof NothingToChallengeError) throw started;
  return started;
}

async function start(options: ChallengeOptions): Promise<{ gameId: bigint; move?: PlayedMove }> {
  const { court, sender, trace, taskId, signal } = options;
  await sender.ready(signal);
  const status = await court.statusOf(taskId);
  if (status.attempt === 0) throw new NothingToChallengeError(`nothing is claimed on task ${taskId}`);
  const [task, claim] = await Promise.all([court.taskOf(taskId), court.claimOf(taskId, status.attempt)]);

  const earlier = await earlierGame(court, sender, taskId, claim.commitment, claim.blockNumber);
  if (earlier !== undefined) return { gameId: earlier };

  if (status.phase !== "claimed") throw new NothingToChallengeError(`task ${taskId} is ${status.phase}`);
  if (claimCommitment(task, claim.result) !== (await court.commitmentOf(taskId))) {
    throw new MissingLogError(`the events of task ${taskId} do not match its commitment`);
  }
  if (await isRight(trace, claim.result)) {
    throw new NothingToChallengeError(`the claim on task ${taskId} is what the trace says`);
  }
  await requireLoadable(task, trace);
  const data = court.encode("challenge", [taskId, claim.commitment]);
  const receipt = await sender
    .send({ to: court.address, data, value: await court.challengeBond() }, signal)
    .catch((error: unknown) => {
      throw decodeError(error, [court.interface]);
    });
  const gameId = receipt.logs
    .filter(({ address }) => address.toLowerCase() === court.address.toLowerCase())
    .map((log) => court.interface.parseLog(log))
    .find((event) => event?.name === "Challenged")?.args[0] as bigint;
  const move: PlayedMove = {
    gameId,
    name: "challenge",
    round: 0,
    phase: "nodes",
    first: 0n,
    count: 1n << BigInt(trace.machine.logNodes),
    transactionHash: receipt.hash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
  };
  options.logger?.info(move, "challenge");
  return { gameId, move };
}

async function earlierGame(
  court: Court,
  sender: Sender,
  taskId: bigint,
  commitment: string,
  from: number,
): Promise<bigint | undefined> {
  const challenger = await sender.address();
  const latest = await court.provider.getBlockNumber();
  const games = await court.challenges({ taskId, challenger }, from, latest);
  return games.findLast((game) => game.commitment === commitment)?.gameId;
}

async function isRight(trace: Trace, claimed: Result): Promise<boolean> {
  try {
    return await saysTheSame(await trace.result(), claimed);
  } catch (error) {
    if (error instanceof UnclaimableTraceError) return false;
    throw error;
  }
}
