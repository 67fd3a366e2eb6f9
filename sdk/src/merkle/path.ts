import type { Keccak } from "./keccak.ts";
import { hashPair } from "./zero.ts";

/** A Merkle path that lists only those siblings that are not roots of all-zero subtrees: twin of SparsePath.sol. */
export interface SparsePath {
  /** The leaf, or the root of a subtree: 32 bytes. */
  readonly node: Uint8Array;
  /** Height of that subtree; 0 for a leaf. */
  readonly height: number;
  /** Position of the node among the nodes of its height, from the left. */
  readonly index: number;
  /** Levels between the node and the root. */
  readonly depth: number;
  /** Bit k set: the sibling k levels above the node is listed. */
  readonly mask: number;
  /** Listed siblings, lowest first, 32 bytes each. */
  readonly siblings: readonly Uint8Array[];
}

/** A path that does not have the one form a path may have. */
export class PathError extends Error {
  override readonly name = "PathError";
}

/**
 * Lists the siblings of a path that are not zero roots.
 *
 * @param siblings all siblings, lowest first
 * @param zeros zero roots by height, at least `height + siblings.length` of them
 */
export function sparsePath(
  node: Uint8Array,
  height: number,
  index: number,
  siblings: readonly Uint8Array[],
  zeros: readonly Uint8Array[],
): SparsePath {
  const listed: Uint8Array[] = [];
  let mask = 0;
  siblings.forEach((sibling, level) => {
    if (equalBytes(sibling, zeros[height + level]!)) return;
    mask |= 1 << level;
    listed.push(sibling);
  });
  return { node, height, index, depth: siblings.length, mask: mask >>> 0, siblings: listed };
}

/**
 * Root of the tree that holds the path's node.
 *
 * @param node in place of the path's own, to learn the root after a write
 * @returns 32 bytes
 * @throws PathError when the mask, the index or the number of siblings does not fit, or a listed sibling is a zero root
 */
export function foldPath(
  keccak: Keccak,
  path: SparsePath,
  zeros: readonly Uint8Array[],
  node: Uint8Array = path.node,
): Uint8Array {
  const { height, index, depth, mask, siblings } = path;
  if (height + depth > zeros.length) throw new PathError(`a tree of ${height} + ${depth} levels is too high`);
  if (index >= 2 ** depth) throw new PathError(`no node ${index} at depth ${depth}`);
  if (mask >= 2 ** depth) throw new PathError(`mask ${mask} is wider than ${depth} bits`);
  let next = 0;
  let root = node;
  for (let level = 0; level < depth; level++) {
    let sibling = zeros[height + level]!;
    if ((mask >>> level) & 1) {
      const listed = siblings[next++];
      if (listed === undefined) throw new PathError("too few siblings");
      if (equalBytes(listed, sibling)) throw new PathError(`the sibling at level ${level} is a zero root`);
      sibling = listed;
    }
    root = (index >>> level) & 1 ? hashPair(keccak, sibling, root) : hashPair(keccak, root, sibling);
  }
  if (next !== siblings.length) throw new PathError("too many siblings");
  return root;
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
