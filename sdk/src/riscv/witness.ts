import type { SparsePath } from "../merkle/path.ts";
import { loadAddress, storeAddress, wordAt } from "./access.ts";
import { opcode, Opcode, rs1 } from "./instruction.ts";
import { Status, TEXT_LIMIT } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Program } from "./program.ts";
import { type MachineState, packState } from "./state.ts";

/**
 * Witness of the instruction a machine is about to execute, as RiscVStep.sol reads it:
 *
 *     0    161  packed state: memRoot, pc (4), status (1), x1 to x31 (4 each)
 *     then, if the machine runs and the instruction can be fetched:
 *     161    2  text mask
 *     163   32  text leaf
 *     195  32n  text siblings
 *     then, if the instruction is a load or a store that does not fault:
 *       +    4  memory mask
 *       +   32  memory leaf
 *       +  32m  memory siblings
 *
 * Numbers are big-endian; a mask's bit k says that the sibling k levels above the leaf is listed, because it is not the
 * root of an all-zero subtree; siblings are listed from the leaf upwards.
 */
export function buildWitness(program: Program, memory: Memory, state: MachineState): Uint8Array {
  const parts: Uint8Array[] = [packState(state)];
  const { pc } = state;
  if (state.status === Status.Running && pc < TEXT_LIMIT && pc % 4 === 0) {
    const text = program.proveText(pc);
    parts.push(packPath(text, 2));
    const address = accessedAddress(wordAt(text.node, pc), state.registers);
    if (address !== undefined) parts.push(packPath(memory.prove(address), 4));
  }
  return concat(parts);
}

/** Address that a load or store reads or writes; undefined if the instruction is neither or faults. */
function accessedAddress(word: number, registers: Uint32Array): number | undefined {
  const base = registers[rs1(word)]!;
  if (opcode(word) === Opcode.LOAD) return loadAddress(word, base);
  if (opcode(word) === Opcode.STORE) return storeAddress(word, base);
  return undefined;
}

function packPath(path: SparsePath, maskLength: number): Uint8Array {
  const mask = new Uint8Array(maskLength);
  for (let i = 0; i < maskLength; i++) mask[i] = path.mask >>> (8 * (maskLength - 1 - i));
  return concat([mask, path.node, ...path.siblings]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
