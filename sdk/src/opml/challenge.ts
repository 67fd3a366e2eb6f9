import { decodeError } from "../errors.ts";
import { MissingLogError, type Court } from "./court.ts";
import { persist } from "./persist.ts";
import { play, type PlayOptions } from "./play.ts";
import { Player, type Outcome, type PlayedMove } from "./player.ts";
import { claimCommitment, resultHash, resultOf, type Result } from "./preimages.ts";
import type { Sender } from "./sender.ts";
import { UnclaimableTraceError, type Trace } from "./trace.ts";

/** No claim stands, or it is what one's own trace says. */
export class NothingToChallengeError extends Error {
  override readonly name = "NothingToChallengeError";
}

/**
 * Challenges the latest claim on a task, plays to the end, then takes out the bond and the reward. When the sender has
 * challenged this claim before, that game is played on instead.
 *
 * Yields every transaction that this side makes; see `defend`.
 *
 * @throws NothingToChallengeError when no claim stands, or the claim is what the trace says
 */
export async function* challenge(options: PlayOptions & { taskId: bigint }): AsyncGenerator<PlayedMove, Outcome> {
  const started = await persist(options, () => start(options).catch(ripe));
  if (started instanceof NothingToChallengeError) throw started;
  if (started.move) yield started.move;
  return yield* play(new Player({ ...options, gameId: started.gameId, side: "challenger" }), options);
}

/** Nothing to challenge is an answer, not a failure to try again after. */
function ripe(error: unknown): NothingToChallengeError {
  if (error instanceof NothingToChallengeError) return error;
  throw error;
}

async function start(options: PlayOptions & { taskId: bigint }): Promise<{ gameId: bigint; move?: PlayedMove }> {
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

/** Whether a claim is what an honest operator would have made. */
export async function isRight(trace: Trace, claimed: Result): Promise<boolean> {
  try {
    return resultHash(await resultOf(await trace.result())) === resultHash(claimed);
  } catch (error) {
    if (error instanceof UnclaimableTraceError) return false;
    throw error;
  }
}
