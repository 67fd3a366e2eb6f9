import { AbiCoder, concat, getAddress, keccak256 } from "ethers";

/** An allow-list: its root for the sale's terms, and each member's proof for `commit`. */
export interface AllowList {
  readonly root: string;
  /** @throws RangeError for an address that is not on the list */
  proofOf(buyer: string): string[];
}

/**
 * Makes the Merkle tree of the addresses that may commit to a sale. Their order does not matter. Publish the addresses:
 * without them nobody can check, or prove, membership.
 *
 * @throws RangeError when there are none; TypeError for what is not an address
 */
export function allowList(buyers: readonly string[]): AllowList {
  const members = new Map([...new Set(buyers.map(getAddress))].map((buyer) => [leafOf(buyer), buyer]));
  if (members.size === 0) throw new RangeError("an allow-list needs an address");
  const leaves = [...members.keys()].sort();
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => pair(below[2 * i]!, below[2 * i + 1]));
  }
  return {
    root: levels.at(-1)![0]!,
    proofOf(buyer) {
      let index = leaves.indexOf(leafOf(getAddress(buyer)));
      if (index < 0) throw new RangeError(`${buyer} is not on the list`);
      const proof: string[] = [];
      for (const level of levels) {
        const sibling = level[index ^ 1];
        if (sibling !== undefined) proof.push(sibling);
        index >>= 1;
      }
      return proof;
    },
  };
}

/** Hashed twice, so that a leaf cannot be taken for a node. */
function leafOf(buyer: string): string {
  return keccak256(keccak256(AbiCoder.defaultAbiCoder().encode(["address"], [buyer])));
}

/** A node without a sibling moves up as it is. */
function pair(a: string, b: string | undefined): string {
  if (b === undefined) return a;
  return keccak256(a < b ? concat([a, b]) : concat([b, a]));
}
