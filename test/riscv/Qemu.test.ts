import { expect } from "chai";

import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { Machine, Program, Status } from "../../sdk/src/riscv/index.ts";
import recordings from "./qemu.json" with { type: "json" };
import { DUMP_ADDRESS, DUMP_SIZE, generateProgram } from "./support/generator.ts";
import { hasQemu, runQemu } from "./support/qemu.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Instructions compared with the emulator itself; where there is none, the recorded programs must do, unless it is asked for. */
const ASKED = process.env.QEMU_INSTRUCTIONS;
const INSTRUCTIONS = Number(ASKED ?? 1_000_000);

/** Runs a generated program to its `write`. */
async function runMachine(elf: Uint8Array): Promise<Machine> {
  const machine = await Machine.create(await Program.fromElf(elf));
  machine.run();
  expect(machine.status).to.equal(Status.Faulted);
  expect(machine.register(17), "a7 of the last ecall").to.equal(64);
  return machine;
}

describe("QEMU", () => {
  it("agrees on the recorded programs", async () => {
    const keccak = await loadKeccak();
    let steps = 0;
    for (const { seed, repetitions, elf, steps: expected, dump } of recordings) {
      const program = generateProgram(seed, repetitions);
      expect(hex(keccak(program)), `the generator makes another program ${seed}: record again`).to.equal(elf);
      const machine = await runMachine(program);
      expect(machine.steps, `program ${seed}`).to.equal(expected);
      expect(hex(keccak(machine.memory.read(DUMP_ADDRESS, DUMP_SIZE))), `program ${seed}`).to.equal(dump);
      steps += machine.steps;
    }
    expect(steps).to.be.at.least(1_000_000);
  });

  it(`agrees on ${INSTRUCTIONS} instructions of other programs`, async function () {
    if (ASKED === undefined && !hasQemu()) this.skip();
    this.timeout(0);
    let steps = 0;
    for (let seed = 1000; steps < INSTRUCTIONS; seed++) {
      const elf = generateProgram(seed, 20);
      const machine = await runMachine(elf);
      expect(hex(machine.memory.read(DUMP_ADDRESS, DUMP_SIZE)), `program ${seed}`).to.equal(hex(runQemu(elf)));
      steps += machine.steps;
    }
    expect(steps).to.be.at.least(INSTRUCTIONS).and.to.be.at.least(1_000_000);
  });
});
