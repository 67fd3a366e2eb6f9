import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type Engine, Machine, Program, Status } from "../../sdk/src/riscv/index.ts";

const path = fileURLToPath(new URL("vm/program.elf", import.meta.url));

/** Instructions the interpreter is measured on; translated code runs the whole program. */
const INTERPRETED = 300_000_000;
const RUNS = 3;

/**
 * Speed of the emulator in millions of instructions a second of processor time: the best of a few runs, the first of
 * which warms up. Where qemu-riscv32 is installed, also the ratio to its speed on the same program.
 */
export async function benchVm(): Promise<Record<string, number>> {
  const program = await Program.fromElf(readFileSync(path));
  const interpreter = await best(() => measure(program, "interpreter", INTERPRETED));
  const translator = await best(() => measure(program, "translator", Infinity));
  const figures: Record<string, number> = {
    "vm.interpreterMips": interpreter.mips,
    "vm.translatedMips": translator.mips,
  };
  if (spawnSync("qemu-riscv32", ["--version"]).status === 0) {
    const qemu = await best(async () => measureQemu(translator.steps, translator.exitCode));
    figures["vm.qemuRatio"] = translator.mips / qemu.mips;
  }
  return figures;
}

interface Measurement {
  readonly mips: number;
}

async function best<T extends Measurement>(run: () => Promise<T>): Promise<T> {
  let record = await run();
  for (let i = 1; i < RUNS; i++) {
    const next = await run();
    if (next.mips > record.mips) record = next;
  }
  return record;
}

async function measure(program: Program, engine: Engine, limit: number) {
  const machine = await Machine.create(program, { engine });
  machine.run(1);
  const before = process.cpuUsage();
  const steps = machine.run(limit);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (steps < limit && machine.status !== Status.Exited) throw new Error(`the program ends with ${machine.status}`);
  return { mips: steps / seconds / 1e6, steps, exitCode: machine.register(10) & 0xff };
}

/** The time of a whole process, as the shell tells it. */
function measureQemu(steps: number, exitCode: number): Measurement {
  const folder = mkdtempSync(join(tmpdir(), "openimo-"));
  try {
    const executable = join(folder, "program");
    copyFileSync(path, executable);
    chmodSync(executable, 0o700);
    const { stdout } = spawnSync("sh", ["-c", 'qemu-riscv32 "$0"; echo $?; times', executable], { encoding: "utf8" });
    const [status, , children] = stdout.split("\n");
    if (Number(status) !== exitCode) throw new Error(`qemu exits with ${status}, the machine with ${exitCode}`);
    const times = [...children!.matchAll(/(\d+)m([\d.]+)s/g)];
    const seconds = times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
    return { mips: steps / seconds / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
