import type { ContractRunner } from "ethers";

import { BlobError } from "../blobs/codec.ts";
import { readBlobs, type BlobSource } from "../blobs/source.ts";
import { MissingLogError } from "../opml/court.ts";
import { fromHex } from "../opml/hex.ts";
import { checkedInput, type TaskInput } from "../opml/task-input.ts";
import { isInBlobs, providerOf, type PaidRequest, type RequestRecord } from "./record.ts";

/**
 * The input of a request, checked against what the request commits to.
 *
 * @param request of `getRequest` or `watchRequests`
 * @param blobs where blobs can be had; needed where the input is in blobs (`request.blobs` names some)
 * @throws BlobError: BLOBS_MISSING; MissingLogError when the node tells another input than was asked about; OracleError:
 * NO_PROVIDER
 */
export async function getInput(
  runner: ContractRunner,
  request: Pick<PaidRequest, "requestId" | "input" | "blobs" | "transactionHash"> & {
    readonly record: Pick<RequestRecord, "input" | "inputForm">;
  },
  blobs?: BlobSource,
): Promise<TaskInput> {
  if (!isInBlobs(request.record)) return checkedInput(fromHex(request.input), request.record);
  if (!blobs) {
    throw new BlobError(
      "BLOBS_MISSING",
      `the input of request ${request.requestId} is in blobs: give a source of blobs, for instance beaconBlobs(url)`,
    );
  }
  const provider = providerOf(runner);
  // Where the transaction is now: a reorganisation may have moved it to another block since its logs were read.
  const receipt = await provider.getTransactionReceipt(request.transactionHash);
  const block = receipt && (await provider.getBlock(receipt.blockNumber));
  if (!block) throw new MissingLogError(`the node has no transaction ${request.transactionHash}, or not its block`);
  return checkedInput(await readBlobs(blobs, request.blobs, block.timestamp), request.record, request.blobs);
}
