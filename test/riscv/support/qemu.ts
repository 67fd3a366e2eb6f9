import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DUMP_SIZE } from "./generator.ts";

const EMULATOR = "qemu-riscv32";

/** What the emulator said of one generated program. */
export interface Recording {
  readonly seed: number;
  readonly repetitions: number;
  /** keccak256 of the program, to tell a changed generator from a wrong machine. */
  readonly elf: string;
  /** Instructions until the program asks for its `write`. */
  readonly steps: number;
  /** keccak256 of what the program wrote. */
  readonly dump: string;
}

/** Whether this host has the emulator. */
export function hasQemu(): boolean {
  return spawnSync(EMULATOR, ["--version"]).status === 0;
}

/** What a generated program writes under the emulator. */
export function runQemu(elf: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "openimo-"));
  try {
    const path = join(folder, "program");
    writeFileSync(path, elf, { mode: 0o700 });
    const { status, stdout, error } = spawnSync(EMULATOR, [path]);
    if (status !== 0 || stdout.length !== DUMP_SIZE) {
      throw new Error(`${EMULATOR}: status ${status}, ${stdout?.length} bytes`, { cause: error });
    }
    return new Uint8Array(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
