import { AbiCoder, keccak256, ZeroHash } from "ethers";

import { loadKeccak } from "../merkle/keccak.ts";
import { toHex, type Hash } from "./hex.ts";
import { bytesRoot } from "./merkle-bytes.ts";
import type { MachineSpec, TraceResult } from "./trace.ts";

// The structs of contracts/opml/interfaces/OpMLTypes.sol and their hashes. Storage keeps the hashes only; whoever acts
// brings the structs back.

/** What is asked: `Task`. */
export interface Task {
  /** Address of the contract that submitted it. */
  readonly client: string;
  /** `machineHash` of the model. */
  readonly machine: Hash;
  /** `bytesRoot` of the input; of one in blobs, `keccak256` of their versioned hashes. */
  readonly input: Hash;
  /** How many bytes it has, and where they are (see `unpackInputForm`). */
  readonly inputForm: bigint;
  /** The client's own commitment. */
  readonly context: Hash;
}

/** What is claimed: `Result`. */
export interface Result {
  /** `bytesRoot` of the output; zero for a fault. */
  readonly root: Hash;
  /** Number of output bytes; zero for a fault. */
  readonly length: number;
  readonly fault: boolean;
}

const coder = AbiCoder.defaultAbiCoder();
const TASK = "tuple(address client, bytes32 machine, bytes32 input, uint64 inputForm, bytes32 context)";
const MACHINE =
  "tuple(bytes32 textRoot, bytes32 dataRoot, bytes32 weightsRoot, uint32 entry, uint8 logNodes, uint8 logSteps)";
const RESULT = "tuple(bytes32 root, uint32 length, bool fault)";

/** `keccak256(abi.encode(Task))`: the commitment of a task that is open. */
export function taskHash(task: Task): Hash {
  return keccak256(coder.encode([TASK], [task])) as Hash;
}

/** `keccak256(abi.encode(Machine))`. */
export function machineHash(machine: MachineSpec): Hash {
  return keccak256(coder.encode([MACHINE], [machine])) as Hash;
}

/** `keccak256(abi.encode(Result))`. */
export function resultHash(result: Result): Hash {
  return keccak256(coder.encode([RESULT], [result])) as Hash;
}

/** The commitment of a task that is claimed. */
export function claimCommitment(task: Task, result: Result): Hash {
  return keccak256(coder.encode(["bytes32", "bytes32"], [taskHash(task), resultHash(result)])) as Hash;
}

/** What an honest operator claims of a trace. */
export async function resultOf(trace: TraceResult): Promise<Result> {
  if (trace.fault) return { root: ZeroHash as Hash, length: 0, fault: true };
  const root = bytesRoot(await loadKeccak(), trace.output);
  return { root: toHex(root), length: trace.output.length, fault: false };
}

/** Whether a claim is what an honest operator would have made. */
export async function saysTheSame(trace: TraceResult, claimed: Result): Promise<boolean> {
  return resultHash(await resultOf(trace)) === resultHash(claimed);
}
