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
  return (textRoot, preState, witness) => step({ keccak, zeros }, textRoot, preState, witness);
}

interface Hashing {
  readonly keccak: Keccak;
  readonly zeros: readonly Uint8Array[];
}

function step(hashing: Hashing, textRoot: Uint8Array, preState: Uint8Array, witness: Uint8Array): Uint8Array {
  const { keccak, zeros } = hashing;
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
    return halt(hashing, state, Status.Faulted);
  }
  const text = readPath(witness, STATE_LENGTH, 2, pc >>> 5, TEXT_DEPTH);
  if (!equalBytes(foldPath(keccak, text.path, zeros), textRoot)) throw new WitnessError("another text");
  return execute(hashing, state, wordAt(text.path.node, pc), witness, text.end);
}

/** Executes one instruction word. `end` is how much of the witness has been read. */
function execute(hashing: Hashing, state: MachineState, word: number, witness: Uint8Array, end: number): Uint8Array {
  const { pc } = state;
  const a = state.registers[rs1(word)]!;
  const b = state.registers[rs2(word)]!;
  if (opcode(word) === Opcode.LOAD) return executeLoad(hashing, state, word, a, witness, end);
  if (opcode(word) === Opcode.STORE) return executeStore(hashing, state, word, a, b, witness, end);

  finish(witness, end);
  switch (opcode(word)) {
    case Opcode.SYSTEM:
      return halt(hashing, state, exits(word, state.registers[17]!) ? Status.Exited : Status.Faulted);
    case Opcode.MISC_MEM:
      return proceed(hashing, state, 0, fence(word) ? 0 : undefined, next(pc));
    case Opcode.BRANCH:
      return proceed(hashing, state, 0, 0, branch(word, pc, a, b));
    case Opcode.JAL:
      return proceed(hashing, state, rd(word), next(pc), jal(word, pc));
    case Opcode.JALR:
      return proceed(hashing, state, rd(word), next(pc), jalr(word, a));
    default:
      return proceed(hashing, state, rd(word), compute(word, pc, a, b), next(pc));
  }
}

/** Value of an instruction that does nothing but write a register; undefined if it is not one. */
function compute(word: number, pc: number, a: number, b: number): number | undefined {
  switch (opcode(word)) {
    case Opcode.OP:
      return funct7(word) === 1 ? multiply.register(word, a, b) : integer.register(word, a, b);
    case Opcode.OP_IMM:
      return integer.immediate(word, a);
    case Opcode.LUI:
      return immU(word);
    case Opcode.AUIPC:
      return (pc + immU(word)) >>> 0;
    default:
      return undefined;
  }
}

function executeLoad(
  hashing: Hashing,
  state: MachineState,
  word: number,
  a: number,
  witness: Uint8Array,
  end: number,
): Uint8Array {
  const target = loadAddress(word, a);
  let value: number | undefined;
  if (target !== undefined) {
    const memory = readPath(witness, end, 4, target >>> 5, MEMORY_DEPTH);
    end = memory.end;
    const root = foldPath(hashing.keccak, memory.path, hashing.zeros);
    if (!equalBytes(root, state.memRoot)) throw new WitnessError("another memory");
    value = load(word, memory.path.node, target);
  }
  finish(witness, end);
  return proceed(hashing, state, rd(word), value, next(state.pc));
}

function executeStore(
  hashing: Hashing,
  state: MachineState,
  word: number,
  a: number,
  b: number,
  witness: Uint8Array,
  end: number,
): Uint8Array {
  const target = storeAddress(word, a);
  if (target === undefined) {
    finish(witness, end);
    return halt(hashing, state, Status.Faulted);
  }
  const memory = readPath(witness, end, 4, target >>> 5, MEMORY_DEPTH);
  const root = foldPath(hashing.keccak, memory.path, hashing.zeros);
  if (!equalBytes(root, state.memRoot)) throw new WitnessError("another memory");
  const stored = store(word, memory.path.node, target, b);
  const memRoot = foldPath(hashing.keccak, memory.path, hashing.zeros, stored);
  finish(witness, memory.end);
  return proceed(hashing, { ...state, memRoot }, 0, 0, next(state.pc));
}

function next(pc: number): number {
  return (pc + 4) >>> 0;
}

/** The state after an instruction, or the fault if there is no value or no target. */
function proceed(
  hashing: Hashing,
  state: MachineState,
  to: number,
  value: number | undefined,
  target: number | undefined,
): Uint8Array {
  if (value === undefined || target === undefined) return halt(hashing, state, Status.Faulted);
  const registers = state.registers.slice();
  if (to !== 0) registers[to] = value;
  return hashing.keccak(packState({ ...state, pc: target, registers }));
}

/** The state with a new status, everything else as it is. */
function halt({ keccak }: Hashing, state: MachineState, status: Status): Uint8Array {
  return keccak(packState({ ...state, status }));
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
