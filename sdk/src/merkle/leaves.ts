import type { Keccak } from "./keccak.ts";

/** A Merkle tree that keeps the bytes under it, and so rehashes only what lies above bytes that changed. */
export class LeafTree {
  /** All nodes in heap order: the root is node 1, the children of i are 2i and 2i + 1, the leaves come last. */
  private readonly nodes: Uint8Array;
  private readonly words: BigUint64Array;
  private readonly keccak: Keccak;

  /** @param height levels between the leaves and the root; at least 1 */
  constructor(
    keccak: Keccak,
    readonly height: number,
    bytes: Uint8Array,
  ) {
    this.keccak = keccak;
    const leaves = 2 ** height;
    this.nodes = new Uint8Array(64 * leaves);
    this.words = new BigUint64Array(this.nodes.buffer);
    this.nodes.set(bytes, 32 * leaves);
    for (let node = leaves - 1; node > 0; node--) this.join(node);
  }

  /** The root's 32 bytes; not to be written to. */
  get root(): Uint8Array {
    return this.node(this.height, 0);
  }

  /**
   * @param level levels above the leaves
   * @param index position at that level
   * @returns the node's 32 bytes; not to be written to
   */
  node(level: number, index: number): Uint8Array {
    const offset = (2 ** (this.height - level) + index) * 32;
    return this.nodes.subarray(offset, offset + 32);
  }

  /**
   * Takes over bytes that may have changed.
   *
   * @param bytes `32 * 2 ** height` of them, at a multiple of 8 in their buffer
   */
  update(bytes: Uint8Array): void {
    const leaves = 2 ** this.height;
    const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
    const first = 4 * leaves;
    let stale: number[] = [];
    for (let i = 0; i < words.length; i++) {
      if (words[i] === this.words[first + i]) continue;
      const pair = Math.floor(i / 8);
      this.nodes.set(bytes.subarray(64 * pair, 64 * pair + 64), 32 * leaves + 64 * pair);
      stale.push(leaves / 2 + pair);
      i = 8 * pair + 7;
    }
    while (stale.length > 0) {
      const parents: number[] = [];
      for (const node of stale) {
        this.join(node);
        const parent = Math.floor(node / 2);
        if (parent > 0 && parents[parents.length - 1] !== parent) parents.push(parent);
      }
      stale = parents;
    }
  }

  private join(node: number): void {
    this.nodes.set(this.keccak(this.nodes.subarray(64 * node, 64 * node + 64)), 32 * node);
  }
}
