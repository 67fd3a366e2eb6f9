import { network } from "hardhat";

import { bytesSource, Machine, Program } from "../../sdk/src/riscv/index.ts";

const ALU = 0x00a58533; // add a0, a1, a0
const STORE = 0x00b52023; // sw a1, 0(a0)
const LOAD = 0x00052503; // lw a0, 0(a0)

/** Bytes that look like neither zero nor each other. */
function noise(length: number): Uint8Array {
  let state = 0x9e3779b9;
  return new Uint8Array(length).map(() => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
}

/**
 * A machine as one is met in a dispute: 40 KiB of text, 64 KiB of data, an arena with input, output and 1 MiB of working
 * memory, 1 MiB of weights, and registers that hold pointers, counters and floats.
 */
async function typicalMachine(): Promise<Machine> {
  const text = noise(40 * 1024);
  const words = new DataView(text.buffer);
  [ALU, STORE, LOAD].forEach((word, i) => words.setUint32(0x5000 + 4 * i, word, true));
  const program = await Program.fromImage({
    entry: 0x5000,
    text,
    data: [{ address: 0x00100000, bytes: noise(64 * 1024) }],
  });
  const arena = new Uint8Array(0x500000);
  arena.set(noise(32), 0);
  arena.set(noise(256), 0x100000);
  arena.set(noise(256), 0x200000);
  arena.set(noise(0x100000), 0x400000);
  const machine = await Machine.create(program, {
    node: 1234,
    arena: bytesSource(arena),
    weights: bytesSource(noise(0x100000)),
  });
  const registers = new Int32Array(noise(128).buffer);
  for (let i = 1; i < 32; i++) {
    // A third of the registers pointers, a third small numbers, a third all bits.
    if (i % 3 === 0) machine.memory.machine[i] = 0x40400000 + (registers[i]! & 0xffffc);
    else if (i % 3 === 1) machine.memory.machine[i] = registers[i]! & 0x3ff;
    else machine.memory.machine[i] = registers[i]!;
  }
  machine.memory.machine[10] = 0x40437abc;
  machine.memory.machine[11] = 0;
  return machine;
}

/** Gas of whole transactions (EIP-7623 calldata included) that execute one instruction. */
export async function benchStep(): Promise<Record<string, number>> {
  const { ethers } = await network.create();
  const stepper = await ethers.deployContract("RiscVStep");
  const [sender] = await ethers.getSigners();
  const machine = await typicalMachine();
  const figures: Record<string, number> = {};
  for (const name of ["step.aluGas", "step.storeGas", "step.loadGas"]) {
    const [preState, witness] = [machine.stateHash(), machine.witness()];
    const data = stepper.interface.encodeFunctionData("step", [machine.program.textRoot, preState, witness]);
    const transaction = await sender!.sendTransaction({ to: stepper, data });
    const receipt = await transaction.wait();
    figures[name] = Number(receipt!.gasUsed);
    const result = await sender!.call({ to: stepper, data });
    machine.run(1);
    if (result !== ethers.hexlify(machine.stateHash())) throw new Error(`${name}: the chain disagrees`);
  }
  return figures;
}
