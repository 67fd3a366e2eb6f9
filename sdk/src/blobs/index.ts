export { beaconBlobs } from "./beacon.ts";
export { BLOB_SIZE, blobCount, BlobError, BYTES_PER_BLOB, fromBlobs, toBlobs, type BlobErrorCode } from "./codec.ts";
export {
  commitmentTo,
  pointOf,
  proveElement,
  sidecarOf,
  versionedHashesOf,
  versionedHashOf,
  type ElementProof,
  type Sidecar,
  type SidecarKind,
} from "./kzg.ts";
export { readBlobs, type BlobSource } from "./source.ts";
