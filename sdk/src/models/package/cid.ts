import { importer, type WritableStorage } from "ipfs-unixfs-importer";
import type { CID } from "multiformats/cid";

/** One file of a package. */
export interface PackageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How content ids are made: CIDv1, sha2-256, raw leaves of 1 MiB, balanced; see IPIP-499. */
export const CID_PROFILE = "unixfs-v1-2025";

/** Discards blocks: only their ids are wanted. */
const nowhere: WritableStorage = { put: (cid: CID) => cid };

/**
 * Content id of a directory with the given files, as `ipfs add` of a node with the same profile would say.
 *
 * @param files In any order, their names without folders.
 */
export async function contentId(files: readonly PackageFile[]): Promise<string> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const source = sorted.map(({ name, bytes }) => ({ path: name, content: bytes }));
  let root: string | undefined;
  for await (const { cid } of importer(source, nowhere, { profile: CID_PROFILE, wrapWithDirectory: true })) {
    root = cid.toString();
  }
  if (root === undefined) throw new Error("a package without files");
  return root;
}
