import type { Hash } from "../opml/hex.ts";
import { BlobError } from "./codec.ts";
import { versionedHashesOf } from "./kzg.ts";

/** Where a transaction's blobs can be had. */
export interface BlobSource {
  /**
   * @param versionedHashes of the blobs wanted
   * @param at Unix time, seconds, of the block that their transaction is in
   * @returns these blobs, in any order, maybe with others; nobody need trust them, `readBlobs` checks
   */
  get(versionedHashes: readonly Hash[], at: number): Promise<readonly Uint8Array[]>;
}

/**
 * The blobs of these versioned hashes, in order. About half a second for each that the source gives.
 *
 * @param at Unix time, seconds, of the block that their transaction is in
 * @throws BlobError: BLOBS_MISSING, BLOB_SIZE, WRONG_BLOB (the source gives what is no blob), and what the source throws
 */
export async function readBlobs(
  source: BlobSource,
  versionedHashes: readonly Hash[],
  at: number,
): Promise<Uint8Array[]> {
  const given = await source.get(versionedHashes, at);
  const hashes = await versionedHashesOf(given);
  const found = new Map(given.map((blob, i) => [hashes[i]!, blob]));
  return versionedHashes.map((hash) => {
    const blob = found.get(hash);
    if (!blob) throw new BlobError("BLOBS_MISSING", `the blob ${hash} is not to be had`);
    return blob;
  });
}
