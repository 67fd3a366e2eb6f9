import { OpenImoError } from "../errors.ts";

// Twin of contracts/opml/lib/BlobBytes.sol: byte strings in blobs, 31 bytes a field element, big-endian.

export const BYTES_PER_ELEMENT = 31;
export const ELEMENTS_PER_BLOB = 4096;
/** Bytes of a string that a blob carries. */
export const BYTES_PER_BLOB = BYTES_PER_ELEMENT * ELEMENTS_PER_BLOB;
/** Bytes of a blob itself: a field element takes 32. */
export const BLOB_SIZE = 32 * ELEMENTS_PER_BLOB;

/**
 * - `BLOB_SIZE`: a blob is not of the size that blobs have;
 * - `BLOBS_MISSING`: there are fewer, or more, blobs than an input of this length is in, or a blob cannot be had;
 * - `WRONG_BLOB`: a blob is not the one that its versioned hash names.
 */
export type BlobErrorCode = "BLOB_SIZE" | "BLOBS_MISSING" | "WRONG_BLOB";

/** Something is wrong with blobs; the message names which. */
export class BlobError extends OpenImoError {
  override readonly name = "BlobError";
  constructor(
    readonly code: BlobErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Number of blobs that hold `length` bytes. */
export function blobCount(length: number): number {
  return Math.ceil(length / BYTES_PER_BLOB);
}

/** A string as blobs of 131,072 bytes each, zeros after its end. */
export function toBlobs(bytes: Uint8Array): Uint8Array[] {
  const blobs = Array.from({ length: blobCount(bytes.length) }, () => new Uint8Array(BLOB_SIZE));
  for (let at = 0; at < bytes.length; at += BYTES_PER_ELEMENT) {
    const element = at / BYTES_PER_ELEMENT;
    const blob = blobs[Math.floor(element / ELEMENTS_PER_BLOB)]!;
    blob.set(bytes.subarray(at, at + BYTES_PER_ELEMENT), 32 * (element % ELEMENTS_PER_BLOB) + 1);
  }
  return blobs;
}

/**
 * The string of `length` bytes that blobs carry. Any blobs carry one: the first byte of an element, and what follows the
 * string's end, are passed over.
 *
 * @throws BlobError: BLOB_SIZE, BLOBS_MISSING
 */
export function fromBlobs(blobs: readonly Uint8Array[], length: number): Uint8Array {
  if (blobs.length !== blobCount(length)) {
    throw new BlobError("BLOBS_MISSING", `${length} bytes are in ${blobCount(length)} blobs, not in ${blobs.length}`);
  }
  const wrong = blobs.find((blob) => blob.length !== BLOB_SIZE);
  if (wrong) throw new BlobError("BLOB_SIZE", `a blob has ${BLOB_SIZE} bytes, not ${wrong.length}`);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += BYTES_PER_ELEMENT) {
    const element = at / BYTES_PER_ELEMENT;
    const blob = blobs[Math.floor(element / ELEMENTS_PER_BLOB)]!;
    const start = 32 * (element % ELEMENTS_PER_BLOB) + 1;
    bytes.set(blob.subarray(start, start + Math.min(BYTES_PER_ELEMENT, length - at)), at);
  }
  return bytes;
}
