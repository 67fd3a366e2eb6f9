import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";

import { ModelError } from "../errors.ts";
import type { ReadExternal } from "./read.ts";

/**
 * Reads tensors that a model keeps in other files of its own folder; nothing outside the folder is ever opened, whatever
 * the model's paths and the folder's links say.
 *
 * @param folder Where the model file is.
 */
export function externalReader(folder: string): ReadExternal {
  return (location, offset, length) => {
    const fail = (reason: string): ModelError =>
      new ModelError("MALFORMED", `the external file "${location}" ${reason}`);
    const path = resolve(folder, location);
    if (isAbsolute(location) || !inside(path, folder)) throw fail("is outside the model's folder");
    let real: string;
    try {
      real = realpathSync(path);
    } catch {
      throw fail("does not exist");
    }
    if (!inside(real, realpathSync(folder))) throw fail("is outside the model's folder");
    const file = openSync(real, "r");
    try {
      const info = fstatSync(file);
      if (!info.isFile() || offset + length > info.size) throw fail(`has no ${length} bytes at ${offset}`);
      const bytes = new Uint8Array(length);
      if (readSync(file, bytes, 0, length, offset) !== length) throw fail(`has no ${length} bytes at ${offset}`);
      return bytes;
    } finally {
      closeSync(file);
    }
  };
}

function inside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
