import { type Keccak, loadKeccak } from "../merkle/keccak.ts";
import { type SparsePath, sparsePath } from "../merkle/path.ts";
import { SparseTree } from "../merkle/tree.ts";
import { decodeText } from "./decode.ts";
import { type ElfImage, readElf } from "./elf.ts";
import { QUARTER_DEPTH, TEXT_DEPTH, TEXT_LIMIT } from "./layout.ts";
import { bytesSource, hashed, type Mapping, PAGE_SIZE } from "./memory.ts";
import { translate, type Translation } from "./translator.ts";

/** Levels of the tree inside a page. */
const PAGE_HEIGHT = Math.log2(PAGE_SIZE / 32);

/** How many times as long it takes to translate an instruction as to interpret one. */
const PATIENCE = 2000;

/** A guest program: its immutable text, and the first quarter of memory as it is at the start of every node. */
export class Program {
  /** The text, decoded for the interpreter. */
  readonly code: Int32Array;
  /** Instructions that its machines still interpret before it is worth while to translate it. */
  patience: number;
  private translated: (Translation & { readonly compiled: WebAssembly.Module }) | undefined;

  private constructor(
    /** The instructions, up to the last that the file holds. */
    readonly text: Uint8Array,
    /** Byte offset into the text at which every node starts. */
    readonly entry: number,
    /** The first quarter of memory, in whole pages. */
    readonly data: readonly Mapping[],
    /** Merkle root of the text, zeros after its end: 32-byte leaves, depth 15. */
    readonly textRoot: Uint8Array,
    /** Merkle root of the first quarter of memory: depth 25. */
    readonly dataRoot: Uint8Array,
    private readonly textTree: SparseTree,
  ) {
    this.code = decodeText(text);
    this.patience = PATIENCE * (text.length / 4);
  }

  /**
   * Opens an executable.
   *
   * @param file a statically linked RV32IM ELF file: executable segments become text, others data
   * @throws ElfError when it is not one, or does not fit the machine
   */
  static async fromElf(file: Uint8Array): Promise<Program> {
    return Program.fromImage(readElf(file));
  }

  /**
   * A program from what an executable holds.
   *
   * @throws RangeError when the text is longer than 1 MiB or not whole words
   */
  static async fromImage(image: ElfImage): Promise<Program> {
    const { text, entry } = image;
    if (text.length > TEXT_LIMIT || text.length % 4 !== 0) throw new RangeError(`a text of ${text.length} bytes`);
    const keccak = await loadKeccak();
    const textTree = new SparseTree(keccak, TEXT_DEPTH, 0);
    const leaves = new Uint8Array(Math.ceil(text.length / 32) * 32);
    leaves.set(text);
    textTree.write(0, leaves);
    textTree.rehash(Array.from({ length: leaves.length / 32 }, (_, i) => i));
    const data: Mapping[] = [];
    for (const { address, bytes } of wholePages(image.data)) {
      data.push({ address, source: await hashed(bytesSource(bytes)) });
    }
    return new Program(text, entry, data, textTree.root, quarterRoot(keccak, data), textTree);
  }

  /** The text as a WebAssembly module; made when it is first asked for, which takes some milliseconds. */
  get translation(): Translation & { readonly compiled: WebAssembly.Module } {
    if (!this.translated) {
      const translation = translate(this.text, this.entry, this.pointers());
      this.translated = { ...translation, compiled: new WebAssembly.Module(translation.module) };
    }
    return this.translated;
  }

  /**
   * Path of the leaf that holds an instruction, up to `textRoot`.
   *
   * @param pc byte offset into the text, below 1 MiB
   */
  proveText(pc: number): SparsePath {
    const index = Math.floor(pc / 32);
    const leaf = this.textTree.node(0, index).slice();
    return sparsePath(leaf, 0, index, this.textTree.siblings(0, index, TEXT_DEPTH), this.textTree.zeros);
  }

  /** Words of the data that may be addresses of instructions. */
  private *pointers(): Generator<number> {
    const page = new Int32Array(PAGE_SIZE / 4);
    for (const { source } of this.data) {
      for (let offset = 0; offset < source.length; offset += PAGE_SIZE) {
        source.read(offset, new Uint8Array(page.buffer));
        for (const word of page) if (word >= 0 && word < this.text.length && word % 4 === 0) yield word;
      }
    }
  }
}

/** The same bytes, zero-padded to runs of whole pages that share none. */
function wholePages(data: ElfImage["data"]): { address: number; bytes: Uint8Array }[] {
  const runs: { first: number; end: number }[] = [];
  for (const { address, bytes } of data) {
    const first = Math.floor(address / PAGE_SIZE);
    const end = Math.ceil((address + bytes.length) / PAGE_SIZE);
    const last = runs[runs.length - 1];
    if (last && first <= last.end) last.end = end;
    else runs.push({ first, end });
  }
  return runs.map(({ first, end }) => {
    const address = first * PAGE_SIZE;
    const bytes = new Uint8Array((end - first) * PAGE_SIZE);
    for (const segment of data) {
      const at = segment.address - address;
      if (at >= 0 && at < bytes.length) bytes.set(segment.bytes, at);
    }
    return { address, bytes };
  });
}

function quarterRoot(keccak: Keccak, data: readonly Mapping[]): Uint8Array {
  const tree = new SparseTree(keccak, QUARTER_DEPTH - PAGE_HEIGHT, PAGE_HEIGHT);
  for (const { address, source } of data) {
    const first = address / PAGE_SIZE;
    const roots = source.pageRoots!;
    tree.write(first, roots);
    tree.rehash(Array.from({ length: roots.length / 32 }, (_, i) => first + i));
  }
  return tree.root;
}
