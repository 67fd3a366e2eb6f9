import { concat, keccak256, ZeroHash } from "ethers";

import type { Hash } from "./hex.ts";

// Twin of contracts/opml/lib/Bisection.sol: the trees over the bounds that the defender posts.

/** log2 of the most segments that a round splits a range into. */
export const LOG_ARITY = 5;

/** A leaf of a tree and its siblings, lowest first: `IDisputeGame.LeafProof`. */
export interface LeafProof {
  readonly leaf: Hash;
  readonly siblings: readonly Hash[];
}

/** Leaves of a round's tree: the roots between its segments, then zero. */
export function roundLeaves(roots: readonly Hash[]): Hash[] {
  return [...roots, ZeroHash as Hash];
}

/**
 * Root of the tree over `leaves`.
 *
 * @throws RangeError when their number is not a power of two
 */
export function treeRoot(leaves: readonly Hash[]): Hash {
  return levels(leaves).at(-1)![0]!;
}

/**
 * Commitment to the `2^r - 1` roots of a round.
 *
 * @param roots the roots between the segments, in order
 * @throws RangeError when their number is not one less than a power of two
 */
export function bisectionCommitment(roots: readonly Hash[]): Hash {
  return treeRoot(roundLeaves(roots));
}

/**
 * @param leaves all leaves of the tree
 * @param index of the one to prove, from 0
 * @throws RangeError when there is none of that index
 */
export function proveLeaf(leaves: readonly Hash[], index: number): LeafProof {
  const leaf = leaves[index];
  if (leaf === undefined) throw new RangeError(`no leaf ${index} among ${leaves.length}`);
  const siblings = levels(leaves)
    .slice(0, -1)
    .map((level, height) => level[(index >> height) ^ 1]!);
  return { leaf, siblings };
}

function levels(leaves: readonly Hash[]): Hash[][] {
  if (leaves.length === 0 || (leaves.length & (leaves.length - 1)) !== 0) {
    throw new RangeError(`${leaves.length} leaves are not a power of two`);
  }
  const tree: Hash[][] = [[...leaves]];
  for (let level = tree[0]!; level.length > 1; level = tree.at(-1)!) {
    const above: Hash[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(keccak256(concat([level[i]!, level[i + 1]!])) as Hash);
    tree.push(above);
  }
  return tree;
}
