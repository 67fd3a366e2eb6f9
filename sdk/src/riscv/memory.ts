import { type Keccak, loadKeccak } from "../merkle/keccak.ts";
import { rootOfBytes } from "../merkle/bytes.ts";
import { LeafTree } from "../merkle/leaves.ts";
import { type SparsePath, sparsePath } from "../merkle/path.ts";
import { SparseTree } from "../merkle/tree.ts";
import { zeroSubtrees } from "../merkle/zero.ts";
import { DATA_BASE, MEMORY_DEPTH, MEMORY_SIZE } from "./layout.ts";

/** Bytes that never change while a memory shows them: an array, or a file read piece by piece. */
export interface Source {
  /** Number of bytes. */
  readonly length: number;
  /** Copies `target.length` bytes from `offset` on; the caller stays within `length`. */
  read(offset: number, target: Uint8Array): void;
  /** Merkle roots of its pages, 32 bytes each, when they are known: see `hashed`. */
  readonly pageRoots?: Uint8Array;
}

/** A source and its place in memory. */
export interface Mapping {
  /** First byte: a multiple of the page size, at least 1 MiB. */
  readonly address: number;
  /** The bytes; zeros follow up to the end of the last page. */
  readonly source: Source;
}

/** Bytes in a page: the unit in which memory is filled, tracked and hashed. */
export const PAGE_SIZE = 8192;
export const PAGE_SHIFT = 13;

/** Levels of the tree inside a page. */
const PAGE_HEIGHT = PAGE_SHIFT - 5;
const PAGES = MEMORY_SIZE / PAGE_SIZE;
/** Levels between the pages and the root. */
const PAGE_DEPTH = MEMORY_DEPTH - PAGE_HEIGHT;

/** Pages whose inner trees are kept, 16 KiB each. */
const KEPT_TREES = 512;

/**
 * Page flags, one byte for each page, at the page's number. Together they are `WRITTEN`. Emulators ask only whether a
 * page's flags are 0 before they load (`loadable`), or other than `WRITTEN` before they store (`storable`); the flags of
 * the first MiB, where every access faults, are always 0.
 */
const FILLED = 1;
const ROOT_STALE = 2;
const SAVE_STALE = 4;
/** Flags of a page that may be stored to without further ado. */
export const WRITTEN = FILLED | ROOT_STALE | SAVE_STALE;

/** Address of the machine's own words, behind the flags. */
export const MACHINE_ADDRESS = PAGES;

/** Memory as it was at some moment: those pages that differ from how the memory was set up. */
export type SavedPages = ReadonlyMap<number, Uint8Array>;

/**
 * The 2^32-byte data memory of a machine, with its Merkle tree.
 *
 * The bytes lie at their own addresses in one `WebAssembly.Memory` of 4 GiB, of which the operating system commits
 * what is touched. Its first MiB, which no program can access, holds the machine itself instead: flags of the pages,
 * and then the machine's words. Pages are filled from their source when they are first accessed, so mapping gigabytes
 * costs nothing until they are used.
 *
 * Resident: touched pages, 64 bytes of tree for each page that is not zero, a copy of each page in a saved state, and
 * at most 8 MiB of trees inside pages.
 */
export class Memory {
  /** Backing store, to be imported by translated programs. */
  readonly store: WebAssembly.Memory;
  /** All of it, byte by byte. Only for accesses to pages that are filled. */
  readonly bytes: Uint8Array;
  /** The same, word by word. */
  readonly words: Int32Array;
  /** The machine's own words; `interpreter.ts` says which. */
  readonly machine: Int32Array;
  private readonly keccak: Keccak;
  private readonly tree: SparseTree;
  private readonly mappings: { address: number; source: Source }[] = [];
  /** Pages whose node in the tree is stale. */
  private stale: number[] = [];
  /** Pages written since the last `save` or `restore`. */
  private unsaved: number[] = [];
  private saved: SavedPages = new Map();
  /** Trees inside the pages hashed or proven last, least recently used first. */
  private readonly pageTrees = new Map<number, LeafTree>();

  private constructor(keccak: Keccak) {
    this.keccak = keccak;
    this.tree = new SparseTree(keccak, PAGE_DEPTH, PAGE_HEIGHT);
    const pages = MEMORY_SIZE / 65536;
    this.store = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.bytes = new Uint8Array(this.store.buffer);
    this.words = new Int32Array(this.store.buffer);
    this.machine = new Int32Array(this.store.buffer, MACHINE_ADDRESS, 64);
  }

  /**
   * A memory that shows the mapped bytes, and zeros elsewhere. Nothing is copied: pages are filled on first access.
   *
   * @throws RangeError when a mapping has no such place, two share a page, or the host refuses to reserve 4 GiB of
   * address space
   */
  static async create(mappings: readonly Mapping[] = []): Promise<Memory> {
    const memory = new Memory(await loadKeccak());
    for (const mapping of mappings) memory.map(mapping);
    return memory;
  }

  /** Readies an address for a load; false if loads from it fault. */
  loadable(address: number): boolean {
    if (address >>> 0 < DATA_BASE) return false;
    this.fill(address >>> PAGE_SHIFT);
    return true;
  }

  /** Readies an address for a store; false if stores to it fault. */
  storable(address: number): boolean {
    if (address >>> 0 < DATA_BASE) return false;
    this.touch(address >>> PAGE_SHIFT);
    return true;
  }

  /**
   * Copies bytes out.
   *
   * @throws RangeError when they end above 2^32
   */
  read(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.eachPage(address, length, (page, at, from, to) => {
      if (page * PAGE_SIZE < DATA_BASE) return;
      this.fill(page);
      bytes.set(this.bytes.subarray(address + from, address + to), from);
    });
    return bytes;
  }

  /**
   * Stores bytes.
   *
   * @throws RangeError when they begin below 1 MiB or end above 2^32
   */
  write(address: number, bytes: Uint8Array): void {
    if (address < DATA_BASE) throw new RangeError(`no memory can be written at ${address}`);
    this.eachPage(address, bytes.length, (page, at, from, to) => {
      this.touch(page);
      this.bytes.set(bytes.subarray(from, to), address + from);
    });
  }

  /** Merkle root of the whole memory. */
  root(): Uint8Array {
    this.refresh();
    return this.tree.root;
  }

  /**
   * Root of an aligned subtree.
   *
   * @param address its first byte
   * @param depth levels from its leaves to its root: it spans `32 * 2 ** depth` bytes
   */
  subtreeRoot(address: number, depth: number): Uint8Array {
    this.refresh();
    const index = this.subtreeIndex(address, depth);
    if (depth >= PAGE_HEIGHT) return this.tree.node(depth - PAGE_HEIGHT, index).slice();
    return this.pageTree(Math.floor(address / PAGE_SIZE))
      .node(depth, index % 2 ** (PAGE_HEIGHT - depth))
      .slice();
  }

  /**
   * Path from a leaf, or from the root of an aligned subtree, up to the root of the memory or of a part of it.
   *
   * @param address a byte of the leaf, or the first byte of the subtree
   * @param from height of the subtree; 0 for a leaf
   * @param to height of the part whose root the path ends at
   */
  prove(address: number, from = 0, to = MEMORY_DEPTH): SparsePath {
    this.refresh();
    const start = from === 0 ? address - (address % 32) : address;
    const index = this.subtreeIndex(start, from);
    const siblings: Uint8Array[] = [];
    for (let height = from; height < Math.min(to, PAGE_HEIGHT); height++) {
      const sibling = Math.floor(start / (32 * 2 ** height)) ^ 1;
      siblings.push(this.subtreeRoot(sibling * 32 * 2 ** height, height));
    }
    const level = Math.max(from - PAGE_HEIGHT, 0);
    const levels = to - PAGE_HEIGHT - level;
    if (levels > 0) {
      siblings.push(...this.tree.siblings(level, Math.floor(start / (PAGE_SIZE * 2 ** level)), levels));
    }
    return sparsePath(this.subtreeRoot(start, from), from, index % 2 ** (to - from), siblings, this.tree.zeros);
  }

  /** Remembers the memory as it is now. Pages unchanged since the last saved or restored state are shared with it. */
  save(): SavedPages {
    const pages = new Map(this.saved);
    for (const page of this.unsaved) {
      pages.set(page, this.bytes.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE));
      this.bytes[page]! &= ~SAVE_STALE;
    }
    this.unsaved = [];
    this.saved = pages;
    return pages;
  }

  /** Brings the memory back to a saved state; an empty map is the memory as it was set up. */
  restore(pages: SavedPages): void {
    const changed = new Set(this.unsaved);
    for (const [page, bytes] of this.saved) if (pages.get(page) !== bytes) changed.add(page);
    for (const [page, bytes] of pages) if (this.saved.get(page) !== bytes) changed.add(page);
    for (const page of changed) this.rewrite(page, pages.get(page));
    this.unsaved = [];
    this.saved = pages;
  }

  /**
   * Brings pages back to what they were when the memory was set up.
   *
   * @param keeps whether the page at an address is left as it is instead
   */
  reset(keeps: (address: number) => boolean): void {
    const kept = (page: number) => keeps(page * PAGE_SIZE);
    for (const page of new Set([...this.unsaved, ...this.saved.keys()])) if (!kept(page)) this.rewrite(page, undefined);
    this.unsaved = this.unsaved.filter(kept);
    this.saved = new Map([...this.saved].filter(([page]) => kept(page)));
  }

  /** Gives a page the bytes of a saved state, or those it was set up with. */
  private rewrite(page: number, bytes: Uint8Array | undefined): void {
    this.touch(page);
    const target = this.bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    if (bytes) target.set(bytes);
    else this.readBase(page, target);
    this.bytes[page]! &= ~SAVE_STALE;
  }

  private map({ address, source }: Mapping): void {
    const first = address / PAGE_SIZE;
    const count = Math.ceil(source.length / PAGE_SIZE);
    if (address % PAGE_SIZE !== 0 || address < DATA_BASE || first + count > PAGES) {
      throw new RangeError(`cannot map ${source.length} bytes at ${address}`);
    }
    for (const other of this.mappings) {
      const otherFirst = other.address / PAGE_SIZE;
      const otherCount = Math.ceil(other.source.length / PAGE_SIZE);
      if (first < otherFirst + otherCount && otherFirst < first + count) {
        throw new RangeError(`the mappings at ${address} and ${other.address} overlap`);
      }
    }
    const roots = source.pageRoots ?? hashPages(this.keccak, source, this.tree.zeros);
    if (roots.length !== count * 32) throw new RangeError(`${roots.length} bytes of page roots for ${count} pages`);
    this.mappings.push({ address, source });
    this.tree.write(first, roots);
    this.tree.rehash(Array.from({ length: count }, (_, i) => first + i));
  }

  /** Recomputes the nodes above stale pages. */
  private refresh(): void {
    if (this.stale.length === 0) return;
    const pages = this.stale.sort((a, b) => a - b);
    for (const page of pages) {
      this.bytes[page]! &= ~ROOT_STALE;
      const known = this.pageTrees.get(page);
      known?.update(this.page(page));
      this.tree.write(page, (known ?? this.pageTree(page)).root);
    }
    this.tree.rehash(pages);
    this.stale = [];
  }

  /** The tree inside a page whose node is not stale. */
  private pageTree(page: number): LeafTree {
    const known = this.pageTrees.get(page);
    if (known) this.pageTrees.delete(page);
    else if (this.pageTrees.size >= KEPT_TREES) this.pageTrees.delete(this.pageTrees.keys().next().value!);
    const tree = known ?? new LeafTree(this.keccak, PAGE_HEIGHT, this.page(page));
    this.pageTrees.set(page, tree);
    return tree;
  }

  /** A page's bytes, as they are now. */
  private page(page: number): Uint8Array {
    if (page * PAGE_SIZE < DATA_BASE) return new Uint8Array(PAGE_SIZE);
    this.fill(page);
    return this.bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  private fill(page: number): void {
    if (this.bytes[page]! & FILLED) return;
    this.bytes[page]! |= FILLED;
    this.readBase(page, this.bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE));
  }

  /** Readies a page for being written: fills it and notes that it changes. */
  private touch(page: number): void {
    const flags = this.bytes[page]!;
    this.fill(page);
    if (!(flags & ROOT_STALE)) this.stale.push(page);
    if (!(flags & SAVE_STALE)) this.unsaved.push(page);
    this.bytes[page] = WRITTEN;
  }

  /** A page as it was set up. */
  private readBase(page: number, target: Uint8Array): void {
    target.fill(0);
    const start = page * PAGE_SIZE;
    for (const { address, source } of this.mappings) {
      if (start < address || start >= address + source.length) continue;
      const length = Math.min(PAGE_SIZE, address + source.length - start);
      source.read(start - address, target.subarray(0, length));
    }
  }

  private subtreeIndex(address: number, height: number): number {
    const size = 32 * 2 ** height;
    if (address % size !== 0 || address < 0 || address + size > MEMORY_SIZE) {
      throw new RangeError(`no subtree of ${size} bytes at ${address}`);
    }
    return address / size;
  }

  /** Calls back with each page of a range and the part of the range, counted from its start, that lies in it. */
  private eachPage(
    address: number,
    length: number,
    visit: (page: number, at: number, from: number, to: number) => void,
  ): void {
    if (address < 0 || address + length > MEMORY_SIZE) throw new RangeError(`no ${length} bytes at ${address}`);
    for (let from = 0; from < length;) {
      const page = Math.floor((address + from) / PAGE_SIZE);
      const to = Math.min(length, (page + 1) * PAGE_SIZE - address);
      visit(page, address + from, from, to);
      from = to;
    }
  }
}

/** Bytes in an array, as a source; the array must not change. */
export function bytesSource(bytes: Uint8Array): Source {
  return { length: bytes.length, read: (offset, target) => target.set(bytes.subarray(offset, offset + target.length)) };
}

/** The same source with its page roots, so that it is hashed once and not by every memory that shows it. */
export async function hashed(source: Source): Promise<Source & { readonly pageRoots: Uint8Array }> {
  const keccak = await loadKeccak();
  const pageRoots = source.pageRoots ?? hashPages(keccak, source, zeroSubtrees(keccak, PAGE_HEIGHT + 1));
  return { length: source.length, read: (offset, target) => source.read(offset, target), pageRoots };
}

function hashPages(keccak: Keccak, source: Source, zeros: readonly Uint8Array[]): Uint8Array {
  const count = Math.ceil(source.length / PAGE_SIZE);
  const roots = new Uint8Array(count * 32);
  const page = new Uint8Array(PAGE_SIZE);
  for (let i = 0; i < count; i++) {
    const length = Math.min(PAGE_SIZE, source.length - i * PAGE_SIZE);
    page.fill(0, length);
    source.read(i * PAGE_SIZE, page.subarray(0, length));
    roots.set(rootOfBytes(keccak, page, PAGE_HEIGHT, zeros), i * 32);
  }
  return roots;
}
