import type { SparsePath } from "../merkle/path.ts";
import { decode } from "./decode.ts";
import { Op } from "./interpreter.ts";
import { DATA_BASE, Status, TEXT_LIMIT } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Program } from "./program.ts";
import { type MachineState, packState } from "./state.ts";

/**
 * Witness of the instruction a machine is about to execute, as RiscVStep.sol reads it:
 *
 *     0    161  packed state
 *     if the machine runs and its pc is in the text and a multiple of 4:
 *     161    2  text mask
 *     163   32  text leaf
 *     195  32n  the siblings listed in the text mask
 *     if the instruction is a load or a store that does not fault:
 *       +    4  memory mask
 *       +   32  memory leaf
 *       +  32m  the siblings listed in the memory mask
 *
 * Masks are big-endian; bit k set: the sibling k levels above the leaf is listed, for it is not a zero root.
 */
export function buildWitness(program: Program, memory: Memory, state: MachineState): Uint8Array {
  const parts: Uint8Array[] = [packState(state)];
  const { pc } = state;
  if (state.status === Status.Running && pc < TEXT_LIMIT && pc % 4 === 0) {
    const text = program.proveText(pc);
    parts.push(packPath(text, 2));
    const leaf = new DataView(text.node.buffer, text.node.byteOffset, 32);
    const address = accessedAddress(leaf.getInt32(pc % 32, true), state.registers);
    if (address !== undefined) parts.push(packPath(memory.prove(address), 4));
  }
  return concat(parts);
}

/** Address that a load or store reads or writes; undefined if the instruction is neither or faults. */
function accessedAddress(word: number, registers: Uint32Array): number | undefined {
  const { op, rs1, imm } = decode(word);
  if (op < Op.Lb || op > Op.Sw) return undefined;
  const address = (registers[rs1]! + imm) >>> 0;
  if (address < DATA_BASE || address % accessSize(op) !== 0) return undefined;
  return address;
}

function accessSize(op: Op): number {
  if (op === Op.Lw || op === Op.Sw) return 4;
  return op === Op.Lh || op === Op.Lhu || op === Op.Sh ? 2 : 1;
}

function packPath(path: SparsePath, maskLength: number): Uint8Array {
  const mask = new Uint8Array(maskLength);
  for (let i = 0; i < maskLength; i++) mask[i] = path.mask >>> (8 * (maskLength - 1 - i));
  return concat([mask, path.node, ...path.siblings]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
