// Records what qemu-riscv32 makes of generated programs, for hosts without it: tsx test/riscv/support/record-qemu.ts
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { loadKeccak } from "../../../sdk/src/merkle/index.ts";
import { Machine, Program } from "../../../sdk/src/riscv/index.ts";
import { generateProgram } from "./generator.ts";
import { type Recording, runQemu } from "./qemu.ts";

const PROGRAMS = 16;
const REPETITIONS = 12;

async function record(): Promise<void> {
  const keccak = await loadKeccak();
  const hash = (bytes: Uint8Array) => Buffer.from(keccak(bytes)).toString("hex");
  const recordings: Recording[] = [];
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const elf = generateProgram(seed, REPETITIONS);
    // The emulator does not count instructions; its result would be another one had ours counted wrongly.
    const machine = await Machine.create(await Program.fromElf(elf), { engine: "interpreter" });
    const steps = machine.run();
    recordings.push({ seed, repetitions: REPETITIONS, elf: hash(elf), steps, dump: hash(runQemu(elf)) });
  }
  const path = fileURLToPath(new URL("../qemu.json", import.meta.url));
  writeFileSync(path, `${JSON.stringify(recordings, null, 2)}\n`);
  console.log(`${recordings.length} programs, ${recordings.reduce((sum, { steps }) => sum + steps, 0)} instructions`);
}

// Test runners load every file of this folder.
if (process.argv[1] === fileURLToPath(import.meta.url)) await record();
