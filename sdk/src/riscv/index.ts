export { decode, type Instruction } from "./decode.ts";
export { ElfError, type ElfImage, readElf } from "./elf.ts";
export { Op } from "./interpreter.ts";
export * from "./layout.ts";
export { Machine, type MachineOptions, type Snapshot } from "./machine.ts";
export { bytesSource, hashed, type Mapping, Memory, PAGE_SIZE, type SavedPages, type Source } from "./memory.ts";
export { Program } from "./program.ts";
export { composeRoot, initialState, type MachineState, packState, unpackState } from "./state.ts";
export { buildWitness } from "./witness.ts";
