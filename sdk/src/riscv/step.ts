import { type Keccak, loadKeccak } from "../merkle/keccak.ts";
import { equalBytes, foldPath, type SparsePath } from "../merkle/path.ts";
import { zeroSubtrees } from "../merkle/zero.ts";
import { load, loadAddress, store, storeAddress, wordAt } from "./access.ts";
import { branch, jal, jalr } from "./control.ts";
import { funct7, immU, opcode, Opcode, rd, rs1, rs2 } from "./instruction.ts";
import * as integer from "./integer.ts";
import { MEMORY_DEPTH, STATE_LENGTH, Status, TEXT_DEPTH, TEXT_LIMIT } from "./layout.ts";
import * as multiply from "./multiply.ts";
import { type MachineState, packState, unpackState } from "./state.ts";
import { exits, fence } from "./system.ts";

/** A witness that does not belong to the state and the text it is given for. */
export class WitnessError extends Error {
  override readonly name = "WitnessError";
}

/** Executes one instruction from its witness alone: `IStepper.step` off-chain. */
export type Step = (textRoot: Uint8Array, preState: Uint8Array, witness: Uint8Array) => Uint8Array;

/**
 * Resolves to the twin of RiscVStep.sol: from a text root, the hash of a state and the witness of its next instruction
 * to the hash of the state after it. It accepts and refuses (WitnessError, PathError) what the contract does.
 */
export async function loadStep(): Promise<Step> {
  const keccak = await loadKeccak();
  const zeros = zeroSubtrees(keccak, MEMORY_DEPTH + 1);
  return (textRoot, preState, witness) => step(keccak, zeros, textRoot, preState, witness);
}

function step(
  keccak: Keccak,
  zeros: readonly Uint8Array[],
  textRoot: Uint8Array,
  preState: Uint8Array,
  witness: Uint8Array,
): Uint8Array {
  if (witness.length < STATE_LENGTH) throw wrongLength(STATE_LENGTH, witness);
  if (!equalBytes(keccak(witness.subarray(0, STATE_LENGTH)), preState)) throw new WitnessError("another state");
  const state = unpackState(witness);

  if (state.status !== Status.Running) {
    finish(witness, STATE_LENGTH);
    return preState;
  }
  const { pc } = state;
  if (pc >= TEXT_LIMIT || (pc & 3) !== 0) {
    finish(witness, STATE_LENGTH);
    return hash(keccak, state, { status: Status.Faulted });
  }
  const text = readPath(witness, STATE_LENGTH, 2, pc >>> 5, TEXT_DEPTH);
  if (!equalBytes(foldPath(keccak, text.path, zeros), textRoot)) throw new WitnessError("another text");
  return execute(keccak, zeros, state, wordAt(text.path.node, pc), witness, text.end);
}

/** Executes one instruction word. `end` is how much of the witness has been read. */
function execute(
  keccak: Keccak,
  zeros: readonly Uint8Array[],
  state: MachineState,
  word: number,
  witness: Uint8Array,
  end: number,
): Uint8Array {
  const { pc } = state;
  const a = state.registers[rs1(word)]!;
  const b = state.registers[rs2(word)]!;
  let to = rd(word);
  let next: number | undefined = (pc + 4) >>> 0;
  let value: number | undefined;
  let memRoot = state.memRoot;

  if (opcode(word) === Opcode.OP) {
    value = funct7(word) === 1 ? multiply.register(word, a, b) : integer.register(word, a, b);
  } else if (opcode(word) === Opcode.OP_IMM) {
    value = integer.immediate(word, a);
  } else if (opcode(word) === Opcode.LOAD) {
    const target = loadAddress(word, a);
    if (target !== undefined) {
      const memory = readPath(witness, end, 4, target >>> 5, MEMORY_DEPTH);
      end = memory.end;
      if (!equalBytes(foldPath(keccak, memory.path, zeros), memRoot)) throw new WitnessError("another memory");
      value = load(word, memory.path.node, target);
    }
  } else if (opcode(word) === Opcode.STORE) {
    const target = storeAddress(word, a);
    if (target !== undefined) {
      const memory = readPath(witness, end, 4, target >>> 5, MEMORY_DEPTH);
      end = memory.end;
      if (!equalBytes(foldPath(keccak, memory.path, zeros), memRoot)) throw new WitnessError("another memory");
      memRoot = foldPath(keccak, memory.path, zeros, store(word, memory.path.node, target, b));
      value = 0;
    }
    to = 0;
  } else if (opcode(word) === Opcode.BRANCH) {
    next = branch(word, pc, a, b);
    value = 0;
    to = 0;
  } else if (opcode(word) === Opcode.JAL) {
    value = next;
    next = jal(word, pc);
  } else if (opcode(word) === Opcode.JALR) {
    value = next;
    next = jalr(word, a);
  } else if (opcode(word) === Opcode.LUI) {
    value = immU(word);
  } else if (opcode(word) === Opcode.AUIPC) {
    value = (pc + immU(word)) >>> 0;
  } else if (opcode(word) === Opcode.MISC_MEM) {
    value = fence(word) ? 0 : undefined;
    to = 0;
  } else if (opcode(word) === Opcode.SYSTEM) {
    if (exits(word, state.registers[17]!)) {
      finish(witness, end);
      return hash(keccak, state, { status: Status.Exited });
    }
  }

  finish(witness, end);
  if (value === undefined || next === undefined) return hash(keccak, state, { status: Status.Faulted });
  const registers = state.registers.slice();
  if (to !== 0) registers[to] = value;
  return hash(keccak, state, { memRoot, pc: next, registers });
}

function hash(keccak: Keccak, state: MachineState, changes: Partial<MachineState>): Uint8Array {
  return keccak(packState({ ...state, ...changes }));
}

/** Reads a mask, a leaf and the siblings listed from `start` on. */
function readPath(
  witness: Uint8Array,
  start: number,
  maskLength: number,
  index: number,
  depth: number,
): { path: SparsePath; end: number } {
  let end = start + maskLength + 32;
  if (witness.length < end) throw wrongLength(end, witness);
  const mask = witness.subarray(start, start + maskLength).reduce((bits, byte) => bits * 256 + byte, 0);
  const node = witness.slice(start + maskLength, end);
  const siblings: Uint8Array[] = [];
  for (let bits = mask; bits !== 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 0) continue;
    siblings.push(witness.slice(end, end + 32));
    end += 32;
  }
  if (witness.length < end) throw wrongLength(end, witness);
  return { path: { node, height: 0, index, depth, mask, siblings }, end };
}

/** Throws unless the witness ends here. */
function finish(witness: Uint8Array, end: number): void {
  if (witness.length !== end) throw wrongLength(end, witness);
}

function wrongLength(expected: number, witness: Uint8Array): WitnessError {
  return new WitnessError(`a witness of ${witness.length} bytes instead of ${expected}`);
}
