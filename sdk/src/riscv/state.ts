import { hashPair } from "../merkle/zero.ts";
import type { Keccak } from "../merkle/keccak.ts";
import { ARENA_BASE, STATE_LENGTH, Status } from "./layout.ts";

/** A machine between two instructions: twin of MachineState.sol. */
export interface MachineState {
  /** Merkle root of the data memory: 32 bytes. */
  readonly memRoot: Uint8Array;
  /** Byte offset into the text. */
  readonly pc: number;
  readonly status: Status;
  /** x0 to x31, unsigned; x0 is 0. */
  readonly registers: Uint32Array;
}

/** The 161 bytes whose hash is the state's: memRoot, pc, status, x1 to x31, numbers big-endian. */
export function packState(state: MachineState): Uint8Array {
  const bytes = new Uint8Array(STATE_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set(state.memRoot, 0);
  view.setUint32(32, state.pc);
  view.setUint8(36, state.status);
  for (let i = 1; i < 32; i++) view.setUint32(33 + 4 * i, state.registers[i]!);
  return bytes;
}

/**
 * The inverse of `packState`.
 *
 * @param bytes at least 161 of them
 */
export function unpackState(bytes: Uint8Array): MachineState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const registers = new Uint32Array(32);
  for (let i = 1; i < 32; i++) registers[i] = view.getUint32(33 + 4 * i);
  return { memRoot: bytes.slice(0, 32), pc: view.getUint32(32), status: view.getUint8(36) as Status, registers };
}

/** State in which a node starts: pc at the entry, sp at the top of the first quarter, a0 the node's number. */
export function initialState(
  keccak: Keccak,
  roots: { readonly dataRoot: Uint8Array; readonly arenaRoot: Uint8Array; readonly weightsRoot: Uint8Array },
  entry: number,
  node: number,
): MachineState {
  const registers = new Uint32Array(32);
  registers[2] = ARENA_BASE;
  registers[10] = node;
  const memRoot = composeRoot(keccak, roots.dataRoot, roots.arenaRoot, roots.weightsRoot);
  return { memRoot, pc: entry, status: Status.Running, registers };
}

/** Root of the whole memory: two quarters, then the upper half. */
export function composeRoot(
  keccak: Keccak,
  dataRoot: Uint8Array,
  arenaRoot: Uint8Array,
  weightsRoot: Uint8Array,
): Uint8Array {
  return hashPair(keccak, hashPair(keccak, dataRoot, arenaRoot), weightsRoot);
}
