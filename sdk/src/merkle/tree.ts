import type { Keccak } from "./keccak.ts";
import { zeroSubtrees } from "./zero.ts";

/**
 * A Merkle tree over a power of two of bottom nodes, most of them roots of all-zero subtrees.
 *
 * Nodes lie in one array in heap order (the root is node 1, the children of i are 2i and 2i + 1), 64 bytes for each
 * bottom node; a node that is a zero root is not stored but left as 32 zero bytes, so untouched parts of the array are
 * never committed by the operating system.
 */
export class SparseTree {
  /** Zero roots by height, up to this tree's own. */
  readonly zeros: readonly Uint8Array[];
  private readonly nodes: Uint8Array;
  private readonly keccak: Keccak;

  /**
   * @param depth levels between the bottom nodes and the root
   * @param height height of the subtrees whose roots the bottom nodes are; 0 if they are leaves
   */
  constructor(
    keccak: Keccak,
    readonly depth: number,
    readonly height: number,
  ) {
    this.keccak = keccak;
    this.nodes = new Uint8Array(64 * 2 ** depth);
    this.zeros = zeroSubtrees(keccak, depth + height + 1);
  }

  /**
   * @param level levels above the bottom
   * @param index position at that level
   * @returns the node's 32 bytes; not to be written to
   */
  node(level: number, index: number): Uint8Array {
    const at = (2 ** (this.depth - level) + index) * 32;
    return isZero(this.nodes, at) ? this.zeros[this.height + level]! : this.nodes.subarray(at, at + 32);
  }

  /** The root's 32 bytes. */
  get root(): Uint8Array {
    return this.node(this.depth, 0).slice();
  }

  /**
   * Replaces bottom nodes. The nodes above are stale until `rehash`.
   *
   * @param index position of the first
   * @param nodes 32 bytes each
   */
  write(index: number, nodes: Uint8Array): void {
    const at = (2 ** this.depth + index) * 32;
    const zero = this.zeros[this.height]!;
    this.nodes.set(nodes, at);
    for (let i = at; i < at + nodes.length; i += 32) {
      if (startsWith(this.nodes, i, zero)) this.nodes.fill(0, i, i + 32);
    }
  }

  /**
   * Recomputes what lies above changed bottom nodes, each inner node once.
   *
   * @param indices positions of the bottom nodes, ascending, each once
   */
  rehash(indices: readonly number[]): void {
    let level = indices;
    for (let up = 1; up <= this.depth; up++) {
      const parents: number[] = [];
      let last = -1;
      for (const index of level) {
        const parent = Math.floor(index / 2);
        if (parent === last) continue;
        parents.push((last = parent));
        this.join(up, parent);
      }
      level = parents;
    }
  }

  /** All siblings on the way from a node to the root of the subtree `levels` above it, lowest first. */
  siblings(level: number, index: number, levels: number): Uint8Array[] {
    const siblings: Uint8Array[] = [];
    for (let k = 0; k < levels; k++) {
      siblings.push(this.node(level + k, Math.floor(index / 2 ** k) ^ 1).slice());
    }
    return siblings;
  }

  private join(level: number, index: number): void {
    const at = (2 ** (this.depth - level) + index) * 32;
    const left = at * 2;
    const leftZero = isZero(this.nodes, left);
    const rightZero = isZero(this.nodes, left + 32);
    if (leftZero && rightZero) {
      this.nodes.fill(0, at, at + 32);
      return;
    }
    const pair = this.nodes.slice(left, left + 64);
    if (leftZero) pair.set(this.zeros[this.height + level - 1]!, 0);
    if (rightZero) pair.set(this.zeros[this.height + level - 1]!, 32);
    this.nodes.set(this.keccak(pair), at);
  }
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 32; i++) if (bytes[i] !== 0) return false;
  return true;
}

function startsWith(bytes: Uint8Array, at: number, other: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) if (bytes[at + i] !== other[i]) return false;
  return true;
}
