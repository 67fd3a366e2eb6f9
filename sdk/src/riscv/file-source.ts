import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";

import { hashed, PAGE_SIZE, type Source } from "./memory.ts";

/** A file as a source. */
export interface FileSource extends Source {
  readonly pageRoots: Uint8Array;
  /** Closes the file; memories that show it must not be used any more. */
  close(): void;
}

/** Size and time of change of the file that kept roots belong to. */
const STAMP_LENGTH = 16;

/**
 * Opens a file as a source that is read page by page as a machine needs it, never as a whole. Its page roots are kept
 * next to it, in `<path>.roots`, so that it is hashed once; a file that has changed since is hashed again.
 *
 * @param path a file that must not change while it is open
 * @throws the file system's error when the file cannot be read, or its roots cannot be written
 */
export async function openFileSource(path: string): Promise<FileSource> {
  const file = openSync(path, "r");
  try {
    const { size, mtimeMs } = fstatSync(file);
    const stamp = new Uint8Array(new Float64Array([size, mtimeMs]).buffer);
    const plain: Source = {
      length: size,
      read: (offset, target) => {
        for (let done = 0; done < target.length;) {
          const count = readSync(file, target, done, target.length - done, offset + done);
          if (count === 0) throw new RangeError(`${path} ends before its ${size} bytes`);
          done += count;
        }
      },
    };
    const kept = keptRoots(`${path}.roots`, stamp, Math.ceil(size / PAGE_SIZE));
    const source = await hashed(kept ? { ...plain, pageRoots: kept } : plain);
    if (!kept) writeFileSync(`${path}.roots`, Buffer.concat([stamp, source.pageRoots]));
    return { ...source, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function keptRoots(path: string, stamp: Uint8Array, pages: number): Uint8Array | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = new Uint8Array(readFileSync(path));
  const fits = bytes.length === STAMP_LENGTH + 32 * pages && stamp.every((byte, i) => byte === bytes[i]);
  return fits ? bytes.subarray(STAMP_LENGTH) : undefined;
}
