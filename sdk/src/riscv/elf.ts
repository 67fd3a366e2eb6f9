import { DATA_BASE, ARENA_BASE, TEXT_LIMIT } from "./layout.ts";

/** What a bare RV32 executable holds. */
export interface ElfImage {
  /** Byte offset into the text at which it starts. */
  readonly entry: number;
  /** The instructions: `text[i]` is the byte at offset i, up to the last byte of any executable segment. */
  readonly text: Uint8Array;
  /** Bytes of the first quarter of memory that are set before the start, ascending by address. */
  readonly data: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** An ELF file that is damaged, or that this machine cannot run. */
export class ElfError extends Error {
  override readonly name = "ElfError";
}

const HEADER_SIZE = 52;
const PROGRAM_HEADER_SIZE = 32;
const TYPE_EXECUTABLE = 2;
const MACHINE_RISCV = 243;
/** e_flags: compressed instructions, a float ABI, the embedded register set. */
const UNSUPPORTED_FLAGS = 0x1 | 0x6 | 0x8;
const SEGMENT_LOAD = 1;
const SEGMENT_DYNAMIC = 2;
const SEGMENT_INTERPRETER = 3;
const FLAG_EXECUTE = 1;

/**
 * Reads a statically linked RV32 executable. Executable segments become text, at their address as offset; every other
 * loadable segment becomes data.
 *
 * @param file the whole file
 * @throws ElfError when the file is not such an executable, or a segment does not fit its place
 */
export function readElf(file: Uint8Array): ElfImage {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_SIZE || view.getUint32(0) !== 0x7f454c46) throw new ElfError("not an ELF file");
  if (file[4] !== 1) throw new ElfError("not a 32-bit ELF file");
  if (file[5] !== 1) throw new ElfError("not a little-endian ELF file");
  if (view.getUint16(16, true) !== TYPE_EXECUTABLE) throw new ElfError("not an executable: link it statically");
  if (view.getUint16(18, true) !== MACHINE_RISCV) throw new ElfError("not a RISC-V file");
  const flags = view.getUint32(36, true);
  if (flags & UNSUPPORTED_FLAGS) {
    throw new ElfError(`e_flags 0x${flags.toString(16)} ask for more than RV32IM with the ilp32 ABI`);
  }
  const entry = view.getUint32(24, true);
  const table = view.getUint32(28, true);
  const entrySize = view.getUint16(42, true);
  const count = view.getUint16(44, true);
  if (entrySize !== PROGRAM_HEADER_SIZE) throw new ElfError(`program headers of ${entrySize} bytes`);
  if (table + count * PROGRAM_HEADER_SIZE > file.length)
    throw new ElfError("program headers beyond the end of the file");

  const text: { address: number; bytes: Uint8Array; size: number }[] = [];
  const data: { address: number; bytes: Uint8Array; size: number }[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * PROGRAM_HEADER_SIZE;
    const type = view.getUint32(at, true);
    if (type === SEGMENT_DYNAMIC || type === SEGMENT_INTERPRETER) throw new ElfError("dynamically linked");
    const size = view.getUint32(at + 20, true);
    if (type !== SEGMENT_LOAD || size === 0) continue;
    const offset = view.getUint32(at + 4, true);
    const address = view.getUint32(at + 8, true);
    const fileSize = view.getUint32(at + 16, true);
    if (fileSize > size) throw new ElfError(`segment ${i} has more bytes in the file than in memory`);
    if (offset + fileSize > file.length) throw new ElfError(`segment ${i} lies beyond the end of the file`);
    const segment = { address, bytes: file.slice(offset, offset + fileSize), size };
    if (view.getUint32(at + 24, true) & FLAG_EXECUTE) {
      if (address + size > TEXT_LIMIT) throw new ElfError(`executable segment ${i} ends above the text's 1 MiB`);
      text.push(segment);
    } else {
      if (address < DATA_BASE)
        throw new ElfError(
          `data segment ${i} lies below 1 MiB, where every access faults: link it at 0x100000 or above`,
        );
      if (address + size > ARENA_BASE) throw new ElfError(`data segment ${i} ends above the first quarter of memory`);
      data.push(segment);
    }
  }
  if (text.length === 0) throw new ElfError("no executable segment");
  for (const segments of [text, data]) {
    segments.sort((a, b) => a.address - b.address);
    segments.forEach((segment, i) => {
      const next = segments[i + 1];
      if (next && segment.address + segment.size > next.address) throw new ElfError("segments overlap");
    });
  }
  const last = text[text.length - 1]!;
  const merged = new Uint8Array(Math.ceil((last.address + last.size) / 4) * 4);
  for (const segment of text) merged.set(segment.bytes, segment.address);
  const set = data.filter(({ bytes }) => bytes.length > 0).map(({ address, bytes }) => ({ address, bytes }));
  return { entry, text: merged, data: set };
}
