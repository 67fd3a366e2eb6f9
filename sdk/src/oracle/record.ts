import { keccak256, type ContractRunner, type Log, type Provider, type Result } from "ethers";

import { IOpML__factory } from "../../../types/ethers-contracts/factories/opml/interfaces/IOpML__factory.ts";
import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import type { IVerifiableOracle } from "../../../types/ethers-contracts/oracle/AIOracle.ts";
import type { Hash, Hex } from "../opml/hex.ts";
import { unpackInputForm } from "../opml/input-form.ts";
import { OracleError } from "./errors.ts";

/** When the callback is made: with each claim; once, when the answer is final; never, the output being claimed by root. */
export type Delivery = "provisional" | "final" | "root";

/** By number in `IVerifiableOracle.Delivery`. */
export const deliveries: readonly Delivery[] = ["provisional", "final", "root"];

/** A request as paid: `IVerifiableOracle.Request`. Whoever acts on a request brings it back. */
export interface RequestRecord {
  /** Who made and paid it, and is refunded. */
  readonly account: string;
  readonly modelId: bigint;
  /** Hash of the machine of the model's version. */
  readonly machine: Hash;
  /** Merkle root of the input bytes; of an input in blobs, `keccak256` of their versioned hashes. */
  readonly input: Hash;
  /** How many bytes it has, and where they are (see `unpackInputForm`). */
  readonly inputForm: bigint;
  readonly delivery: Delivery;
  /** The zero address for none. */
  readonly callbackContract: string;
  readonly gasLimit: bigint;
  readonly callbackDataHash: Hash;
  /** Currency of `fee`; the zero address for ETH. */
  readonly token: string;
  /** Wei, or units of `token`. */
  readonly fee: bigint;
  /** Wei. */
  readonly callbackFee: bigint;
  /** Unix time, seconds: no claim is taken after it. */
  readonly deadline: bigint;
  /** Hash of the schedule by which the fee is split. */
  readonly schedule: Hash;
}

/** A request with what its hashes stand for. */
export interface PaidRequest {
  readonly requestId: bigint;
  readonly record: RequestRecord;
  /** The bytes; empty when they are in blobs (see `getInput`). */
  readonly input: Hex;
  /** Versioned hashes of the blobs that the input is in; none when it is in calldata. */
  readonly blobs: readonly Hash[];
  readonly callbackData: Hex;
  readonly blockNumber: number;
  readonly transactionHash: string;
}

export const oracleInterface = AIOracle__factory.createInterface();
const courtInterface = IOpML__factory.createInterface();

/** Topics of the events that together spell out a request; the last is of requests about blobs only. */
export const requestTopics: readonly string[] = [
  courtInterface.getEvent("TaskSubmitted").topicHash,
  oracleInterface.getEvent("AICallbackRequest").topicHash,
  oracleInterface.getEvent("RequestTerms").topicHash,
  oracleInterface.getEvent("BlobInput").topicHash,
];

/** The struct that the contract takes. */
export function recordStruct(record: RequestRecord): IVerifiableOracle.RequestStruct {
  return { ...record, delivery: deliveries.indexOf(record.delivery) };
}

/**
 * The requests that logs spell out, in order. Logs of other kinds and of other oracles are passed over.
 *
 * @param oracle address of the AIOracle
 */
export function requestsOf(logs: readonly Log[], oracle: string): PaidRequest[] {
  const tasks = new Map<bigint, Result>();
  const terms = new Map<bigint, Result>();
  const blobs = new Map<bigint, Hash[]>();
  for (const { address, topics, data } of logs) {
    if (topics[0] === requestTopics[0]) {
      tasks.set(BigInt(topics[1]!), courtInterface.decodeEventLog("TaskSubmitted", data, topics));
    } else if (topics[0] === requestTopics[2] && sameAddress(address, oracle)) {
      terms.set(BigInt(topics[1]!), oracleInterface.decodeEventLog("RequestTerms", data, topics));
    } else if (topics[0] === requestTopics[3] && sameAddress(address, oracle)) {
      const { versionedHashes } = oracleInterface.decodeEventLog("BlobInput", data, topics);
      blobs.set(BigInt(topics[1]!), [...(versionedHashes as Iterable<Hash>)]);
    }
  }
  const requests: PaidRequest[] = [];
  for (const { address, topics, data, blockNumber, transactionHash } of logs) {
    if (topics[0] !== requestTopics[1] || !sameAddress(address, oracle)) continue;
    const asked = oracleInterface.decodeEventLog("AICallbackRequest", data, topics);
    const requestId = asked.requestId as bigint;
    const task = tasks.get(requestId)?.task as Result | undefined;
    const agreed = terms.get(requestId);
    if (!task || !agreed) continue;
    const inputForm = task.inputForm as bigint;
    const carriers = blobs.get(requestId);
    if (isInBlobs({ inputForm }) && !carriers) continue;
    const callbackData = asked.callbackData as Hex;
    const record: RequestRecord = {
      account: asked.account as string,
      modelId: asked.modelId as bigint,
      machine: task.machine as Hash,
      input: task.input as Hash,
      inputForm,
      delivery: deliveries[Number(agreed.delivery)]!,
      callbackContract: asked.callbackContract as string,
      gasLimit: asked.gasLimit as bigint,
      callbackDataHash: keccak256(callbackData) as Hash,
      token: agreed.token as string,
      fee: agreed.fee as bigint,
      callbackFee: agreed.callbackFee as bigint,
      deadline: agreed.deadline as bigint,
      schedule: agreed.schedule as Hash,
    };
    const input = asked.input as Hex;
    requests.push({ requestId, record, input, blobs: carriers ?? [], callbackData, blockNumber, transactionHash });
  }
  return requests;
}

/** Whether a request's input is in blobs, not in calldata. */
export function isInBlobs({ inputForm }: Pick<RequestRecord, "inputForm">): boolean {
  return unpackInputForm(inputForm).inBlobs;
}

/** The provider behind a runner. */
export function providerOf(runner: ContractRunner): Provider {
  if (!runner.provider) throw new OracleError("NO_PROVIDER", "this reads logs, for which the runner needs a provider");
  return runner.provider;
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
