import { AbiCoder, id, keccak256, ZeroHash } from "ethers";

import { loadKeccak, type Keccak } from "../../../sdk/src/merkle/index.ts";
import { foldPath, type SparsePath, zeroSubtrees } from "../../../sdk/src/merkle/index.ts";
import { ARENA_DEPTH, finalHeadRoot, HEAD_HEIGHT, initialArenaRoot } from "../../../sdk/src/opml/arena.ts";
import { BlobInput } from "../../../sdk/src/opml/blob-input.ts";
import { fromHex, toHex, type Hash, type Hex } from "../../../sdk/src/opml/hex.ts";
import { bytesRoot } from "../../../sdk/src/opml/merkle-bytes.ts";
import {
  FAULT,
  type FinalState,
  type InputTrace,
  type MachineSpec,
  type NodeTrace,
  type Opening,
  type Trace,
  type TraceResult,
} from "../../../sdk/src/opml/trace.ts";
import { composeRoot, packState, type MachineState, type Status } from "../../../sdk/src/riscv/index.ts";

export interface ToyOptions {
  readonly logNodes: number;
  readonly logSteps: number;
  readonly input?: Uint8Array;
  readonly output?: Uint8Array;
  /** A node that faults, or never ends, or a run that ends without saying done. */
  readonly fails?: { faultNode: number } | { endlessNode: number } | "unfinished";
}

const NEVER = (1n << 64n) - 1n;
const PROGRAM =
  "tuple(bytes32 seed, bytes32 finalArena, uint32 exitAfter, uint64 lastNode, uint64 faultNode, uint64 endlessNode)";
const STATE =
  "tuple(bytes32 dataRoot, bytes32 arenaRoot, bytes32 weightsRoot, uint32 pc, uint8 status, bytes registers)";
const coder = AbiCoder.defaultAbiCoder();

/** The truth about a program of `contracts/mocks/ToyStepper.sol`: a formula, whatever the number of instructions. */
export class ToyTrace implements Trace {
  readonly machine: MachineSpec;
  readonly input: Uint8Array;
  readonly #keccak: Keccak;
  readonly #program: { seed: Hash; finalArena: Hash; exitAfter: bigint; lastNode: bigint } & Record<
    "faultNode" | "endlessNode",
    bigint
  >;
  readonly #initial: Hash;
  readonly #result: TraceResult;
  readonly #opening: Opening;

  private constructor(keccak: Keccak, options: ToyOptions) {
    const { logNodes, logSteps, fails } = options;
    this.#keccak = keccak;
    this.input = options.input ?? new TextEncoder().encode("what is 2 + 2?");
    const output = options.output ?? new TextEncoder().encode("4");
    const inputs = { root: bytesRoot(keccak, this.input), length: this.input.length };
    this.#initial = toHex(initialArenaRoot(keccak, inputs));
    const { opening, root } =
      fails === "unfinished" ? unfinishedOpening(keccak, this.input, 2) : doneOpening(keccak, this.input, output);
    const faults = typeof fails === "object";
    this.#result = fails ? { fault: true } : { fault: false, output };
    this.#opening = faults ? { ...opening, arenaRoot: FAULT, mask: 0n, siblings: [] } : opening;
    const most = 2n ** BigInt(Math.min(logSteps, 31));
    this.#program = {
      seed: id(`toy ${logNodes} ${logSteps}`) as Hash,
      finalArena: root,
      exitAfter: most === 1n ? 1n : (most * 3n) / 4n,
      lastNode: 2n ** BigInt(logNodes) - 1n,
      faultNode: faults && "faultNode" in fails ? BigInt(fails.faultNode) : NEVER,
      endlessNode: faults && "endlessNode" in fails ? BigInt(fails.endlessNode) : NEVER,
    };
    this.machine = {
      textRoot: keccak256(coder.encode([PROGRAM], [this.#program])) as Hash,
      dataRoot: id("data") as Hash,
      weightsRoot: id("weights") as Hash,
      entry: 64,
      logNodes,
      logSteps,
    };
  }

  static async create(options: ToyOptions): Promise<ToyTrace> {
    return new ToyTrace(await loadKeccak(), options);
  }

  async result(): Promise<TraceResult> {
    return this.#result;
  }

  async arenaRoot(node: number): Promise<Hash> {
    return this.#arenaBefore(BigInt(node));
  }

  async opening(): Promise<Opening> {
    return this.#opening;
  }

  /** For `contracts/mocks/ToyLoader.sol`, whose witness is the whole input. */
  async loading(): Promise<InputTrace> {
    const loading = new BlobInput(this.#keccak, this.input, []);
    return { arenaRoot: (leaves) => loading.arenaRoot(leaves), witness: async () => toHex(this.input) };
  }

  async enter(node: number): Promise<NodeTrace> {
    if (this.#arenaBefore(BigInt(node)) === FAULT) throw new RangeError(`node ${node} comes after a fault`);
    return {
      stateHash: async (step) => toHex(this.#keccak(packState(this.#pack(this.#stateAt(node, step))))),
      finalState: async () => this.#stateAt(node, 1n << BigInt(this.machine.logSteps)),
      witness: async (step) => coder.encode([PROGRAM, STATE], [this.#program, this.#stateAt(node, step)]) as Hex,
    };
  }

  #arenaBefore(node: bigint): Hash {
    const { seed, faultNode, endlessNode, lastNode, finalArena } = this.#program;
    if (node === 0n) return this.#initial;
    if (node > faultNode || node > endlessNode) return FAULT;
    if (node - 1n === lastNode) return finalArena;
    return keccak256(coder.encode(["bytes32", "uint256"], [seed, node - 1n])) as Hash;
  }

  #stateAt(node: number, step: bigint): FinalState {
    const { exitAfter, faultNode, endlessNode } = this.#program;
    const ended = step >= exitAfter && BigInt(node) !== endlessNode;
    const taken = Number((ended ? exitAfter : step) & 0xffffffffn);
    const faults = ended && BigInt(node) === faultNode;
    const registers = new DataView(new ArrayBuffer(124));
    registers.setUint32(4 * (2 - 1), 0x40000000);
    registers.setUint32(4 * (5 - 1), taken);
    registers.setUint32(4 * (10 - 1), node);
    return {
      dataRoot: this.machine.dataRoot,
      arenaRoot: this.#arenaBefore(BigInt(node) + (ended && !faults ? 1n : 0n)),
      weightsRoot: this.machine.weightsRoot,
      pc: (this.machine.entry + 4 * taken) >>> 0,
      status: ended ? (faults ? 2 : 1) : 0,
      registers: toHex(new Uint8Array(registers.buffer)),
    };
  }

  #pack(state: FinalState): MachineState {
    return unpackFinal(this.#keccak, state);
  }
}

/** The hashed form of a state that is taken apart. */
export function unpackFinal(keccak: Keccak, state: FinalState): MachineState {
  const [dataRoot, arenaRoot, weightsRoot] = [state.dataRoot, state.arenaRoot, state.weightsRoot].map(fromHex);
  const registers = new Uint32Array(32);
  const view = new DataView(fromHex(state.registers).buffer);
  for (let i = 1; i < 32; i++) registers[i] = view.getUint32(4 * (i - 1));
  return {
    memRoot: composeRoot(keccak, dataRoot!, arenaRoot!, weightsRoot!),
    pc: state.pc,
    status: state.status as Status,
    registers,
  };
}

/** Opening of an arena that is done with an output, over made-up working memory. */
export function doneOpening(keccak: Keccak, input: Uint8Array, output: Uint8Array, claimedLength = output.length) {
  const siblings = [id("working memory"), id("more of it")].map(fromHex);
  const inputs = { root: bytesRoot(keccak, input), length: input.length };
  const node = finalHeadRoot(keccak, inputs, { root: bytesRoot(keccak, output), length: claimedLength });
  const path: SparsePath = { node, height: HEAD_HEIGHT, index: 0, depth: 8, mask: 5, siblings };
  return openingOf(keccak, path, {
    inputRoot: toHex(inputs.root),
    arenaRoot: ZeroHash as Hash,
    header: ZeroHash as Hash,
  });
}

/** Opening of an arena whose header has a status, over made-up memory. */
export function unfinishedOpening(keccak: Keccak, input: Uint8Array, status: number) {
  const header = new Uint8Array(32);
  header[8] = status;
  const siblings = [id("rest of the arena")].map(fromHex);
  const path: SparsePath = { node: header, height: 0, index: 0, depth: ARENA_DEPTH, mask: 1 << 20, siblings };
  const inputRoot = toHex(bytesRoot(keccak, input));
  const { opening, root } = openingOf(keccak, path, { inputRoot, arenaRoot: ZeroHash as Hash, header: toHex(header) });
  return { opening: { ...opening, arenaRoot: root }, root };
}

function openingOf(keccak: Keccak, path: SparsePath, rest: Pick<Opening, "inputRoot" | "arenaRoot" | "header">) {
  const root = toHex(foldPath(keccak, path, zeroSubtrees(keccak, ARENA_DEPTH + 1)));
  const opening: Opening = { ...rest, mask: BigInt(path.mask), siblings: path.siblings.map(toHex) };
  return { opening, root };
}
