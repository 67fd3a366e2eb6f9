export * from "./arena.ts";
export { BlobInput } from "./blob-input.ts";
export { challenge, NothingToChallengeError, startGame, type ChallengeOptions } from "./challenge.ts";
export { decodeClock, expiryOf, moverOf, type Clock, type Side } from "./clock.ts";
export { bisectionCommitment, LOG_ARITY, proveLeaf, roundLeaves, treeRoot, type LeafProof } from "./commitment.ts";
export {
  Court,
  GameHistory,
  isOver,
  MissingLogError,
  phases,
  stages,
  type Challenge,
  type ClaimStatus,
  type CourtOptions,
  type Game,
  type PostedClaim,
  type Stage,
  type TaskPhase,
} from "./court.ts";
export { defend } from "./defend.ts";
export { EmulatedRunner } from "./emulated-runner.ts";
export { packInputForm, unpackInputForm, type InputForm } from "./input-form.ts";
export { fromHex, toHex, type Hash, type Hex } from "./hex.ts";
export { silentLogger, type Logger } from "./logger.ts";
export { bytesRoot, heightOf } from "./merkle-bytes.ts";
export { ModelImage, ModelMismatchError } from "./model-image.ts";
export { ModelTrace, type Emulator, type ModelTraceOptions, type NodeRunner } from "./model-trace.ts";
export { nextMove, startsInFault, type Dispute, type Move, type MoveName } from "./moves.ts";
export { persist, type PersistOptions } from "./persist.ts";
export { play, type PlayOptions } from "./play.ts";
export { Player, type Outcome, type PlayedMove, type PlayerOptions, type Turn } from "./player.ts";
export { countOf, cutsOf, decodePosition, firstOf, splitBits, type DisputePhase, type Position } from "./position.ts";
export {
  claimCommitment,
  machineHash,
  resultHash,
  resultOf,
  saysTheSame,
  taskHash,
  type Result,
  type Task,
} from "./preimages.ts";
export { PassedOverError, RevertedError, Sender, type Call, type SenderOptions } from "./sender.ts";
export { SessionRunner } from "./session-runner.ts";
export { announceWithdrawal, deposit, stakeOf, withdraw, type Stake } from "./stake.ts";
export {
  FAULT,
  UnclaimableTraceError,
  type FinalState,
  type InputTrace,
  type MachineSpec,
  type NodeTrace,
  type Opening,
  type Trace,
  type TraceResult,
} from "./trace.ts";
export { sleep, type Wait } from "./wait.ts";
