import { rootOfBytes } from "../merkle/bytes.ts";
import type { Keccak } from "../merkle/keccak.ts";
import { sparsePath, type SparsePath } from "../merkle/path.ts";
import { SparseTree } from "../merkle/tree.ts";
import { PAGE_SIZE, type Source } from "../riscv/memory.ts";
import { ARENA_DEPTH, HEAD_HEIGHT } from "./arena.ts";
import { isZero, sameWords } from "./words.ts";

const PAGE_HEIGHT = Math.log2(PAGE_SIZE / 32);
const PAGE_DEPTH = ARENA_DEPTH - PAGE_HEIGHT;

/** An arena at some moment: its pages, none of which ever changes. A page that is undefined is zero. */
export type ArenaPages = readonly (Uint8Array | undefined)[];

/**
 * An arena's Merkle tree, brought up to date page by page. Between two states only the pages that differ are copied and
 * hashed; the others are shared.
 */
export class ArenaTree {
  readonly #keccak: Keccak;
  readonly #tree: SparseTree;
  #pages: (Uint8Array | undefined)[];

  constructor(keccak: Keccak) {
    this.#keccak = keccak;
    this.#tree = new SparseTree(keccak, PAGE_DEPTH, PAGE_HEIGHT);
    this.#pages = [];
  }

  /** The state that the tree is of. */
  get pages(): ArenaPages {
    return this.#pages;
  }

  /** 32 bytes. */
  get root(): Uint8Array {
    return this.#tree.root;
  }

  /**
   * Takes over the state of an arena.
   *
   * @param arena its bytes from the start, a multiple of 32; zeros follow
   */
  update(arena: Uint8Array): void {
    const next = Array.from({ length: Math.ceil(arena.length / PAGE_SIZE) }, (_, page) => {
      const bytes = arena.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
      const old = this.#pages[page];
      if (isZero(bytes)) return undefined;
      if (old && sameWords(bytes, old.subarray(0, bytes.length))) return old;
      const copy = new Uint8Array(PAGE_SIZE);
      copy.set(bytes);
      return copy;
    });
    this.restore(next);
  }

  /** Takes over a state that `pages` once gave. */
  restore(pages: ArenaPages): void {
    const changed: number[] = [];
    for (let page = 0; page < Math.max(pages.length, this.#pages.length); page++) {
      const bytes = pages[page];
      if (bytes === this.#pages[page]) continue;
      changed.push(page);
      this.#tree.write(page, rootOfBytes(this.#keccak, bytes ?? empty, PAGE_HEIGHT, this.#tree.zeros));
    }
    this.#tree.rehash(changed);
    this.#pages = [...pages];
  }

  /** The state's bytes, with the page roots that the tree knows, for a machine to run on. */
  source(): Source {
    const pages = this.#pages;
    const pageRoots = new Uint8Array(32 * pages.length);
    for (let page = 0; page < pages.length; page++) pageRoots.set(this.#tree.node(0, page), 32 * page);
    const read = (offset: number, target: Uint8Array) => {
      for (let done = 0; done < target.length;) {
        const at = offset + done;
        const within = at % PAGE_SIZE;
        const length = Math.min(PAGE_SIZE - within, target.length - done);
        const page = pages[Math.floor(at / PAGE_SIZE)] ?? empty;
        target.set(page.subarray(within, within + length), done);
        done += length;
      }
    };
    return { length: pages.length * PAGE_SIZE, read, pageRoots };
  }

  /** Copies bytes out; zeros beyond the pages. */
  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const { length: end, read } = this.source();
    if (offset < end) read(offset, bytes.subarray(0, Math.min(length, end - offset)));
    return bytes;
  }

  /** Path of the header leaf. */
  proveHeader(): SparsePath {
    const page = this.#pages[0] ?? empty;
    const { zeros } = this.#tree;
    const siblings: Uint8Array[] = [];
    for (let height = 0; height < PAGE_HEIGHT; height++) {
      const size = 32 * 2 ** height;
      siblings.push(rootOfBytes(this.#keccak, page.subarray(size, 2 * size), height, zeros));
    }
    siblings.push(...this.#tree.siblings(0, 0, PAGE_DEPTH));
    return sparsePath(page.slice(0, 32), 0, 0, siblings, zeros);
  }

  /** Path of the first 4 MiB. */
  proveHead(): SparsePath {
    const level = HEAD_HEIGHT - PAGE_HEIGHT;
    const siblings = this.#tree.siblings(level, 0, ARENA_DEPTH - HEAD_HEIGHT);
    return sparsePath(this.#tree.node(level, 0).slice(), HEAD_HEIGHT, 0, siblings, this.#tree.zeros);
  }
}

const empty = new Uint8Array(PAGE_SIZE);
