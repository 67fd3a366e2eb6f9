// Gas of every move of the dispute game, as whole transactions (EIP-7623 included), against a chain in this process.
//
// A game needs no computation to be played: its roots are made up here, except those around the one instruction that is
// executed in the end. So any size can be measured, the largest too.
import { AbiCoder, concat, getBytes, hexlify, keccak256, toBeHex, ZeroHash } from "ethers";
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

import { BYTES_PER_BLOB, toBlobs, versionedHashesOf } from "../../sdk/src/blobs/index.ts";
import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { BlobInput, packInputForm, stages, type MachineSpec } from "../../sdk/src/opml/index.ts";
import { courtParameters } from "../deploy/court.ts";

type Hash = string;
type Side = "defender" | "challenger";

/** A move of a game, as a whole transaction. */
export interface MeasuredMove {
  readonly name: string;
  readonly by: Side;
  readonly gas: number;
}

interface LeafProof {
  readonly leaf: Hash;
  readonly siblings: Hash[];
}

/** A bound of the range: leaf `index` of the tree over `leaves`. */
interface Bound {
  readonly leaves: readonly Hash[];
  readonly index: number;
}

const machineType =
  "tuple(bytes32 textRoot, bytes32 dataRoot, bytes32 weightsRoot, uint32 entry, uint8 logNodes, uint8 logSteps)";
const resultType = "tuple(bytes32 root, uint32 length, bool fault)";

const ARITY_BITS = 5;

/** 32 bytes that look like a hash: none of them zero, so that calldata costs the most it can. */
function noise(label: string): Hash {
  return hexlify(getBytes(keccak256(Buffer.from(label))).map((byte) => byte || 1));
}

const hashPair = (left: Hash, right: Hash): Hash => keccak256(concat([left, right]));

function fold(leaf: Hash, index: number, siblings: readonly Hash[]): Hash {
  return siblings.reduce(
    (node, sibling, level) => ((index >>> level) & 1 ? hashPair(sibling, node) : hashPair(node, sibling)),
    leaf,
  );
}

function proveLeaf({ leaves, index }: Bound): LeafProof {
  const siblings: Hash[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at >>= 1) {
    siblings.push(level[at ^ 1]!);
    level = Array.from({ length: level.length / 2 }, (_, i) => hashPair(level[2 * i]!, level[2 * i + 1]!));
  }
  return { leaf: leaves[index]!, siblings };
}

/** A store with the longest witness there is: no sibling is a zero subtree, no register has a zero byte. */
function dearestInstruction() {
  const [pc, address] = [0xa5a5c, 0x7ab7bb34];
  const siblings = (label: string, count: number) => Array.from({ length: count }, (_, i) => noise(`${label} ${i}`));
  const textLeaf = getBytes(noise("text"));
  textLeaf.set([0x23, 0x20, 0xb5, 0x00], pc % 32); // sw a1, 0(a0)
  const text = siblings("text", 15);
  const leaf = noise("memory");
  const memory = siblings("memory", 27);
  const registers = Array.from({ length: 31 }, (_, i) => (i === 9 ? address : 0x41414141 + i));
  const state = concat([
    fold(leaf, address >>> 5, memory),
    toBeHex(pc, 4),
    "0x00",
    ...registers.map((value) => toBeHex(value, 4)),
  ]);
  return {
    textRoot: fold(hexlify(textLeaf), pc >>> 5, text),
    preState: keccak256(state),
    witness: concat([state, "0x7fff", textLeaf, ...text, "0x07ffffff", leaf, ...memory]),
  };
}

/** A game on a court that has had none before, in which every move is measured. */
async function startGame(
  machine: Omit<MachineSpec, `${string}Root`> & Record<"textRoot" | "dataRoot" | "weightsRoot", Hash>,
  { input, inputForm }: { input: Hash; inputForm: bigint },
) {
  const { ethers } = await network.create();
  const [client, operator, challenger] = await ethers.getSigners();
  const stepper = await ethers.deployContract("RiscVStep");
  const loader = await ethers.deployContract("BlobLoader");
  const court = await ethers.deployContract("OpML", [{ ...courtParameters, stepper, loader }]);
  const defender = court.connect(operator!);
  const attacker = court.connect(challenger!);

  const coder = AbiCoder.defaultAbiCoder();
  const result = { root: noise("output"), length: 1 << 20, fault: false };
  const task = {
    client: client!.address,
    machine: keccak256(coder.encode([machineType], [machine])),
    input,
    inputForm,
    context: noise("context"),
  };
  await (await defender.deposit(client!, { value: courtParameters.claimBond })).wait();
  await (await court.submit(task)).wait();
  await (await court.claim(1, task, ZeroHash, result, operator!)).wait();

  const moves: MeasuredMove[] = [];
  let start: Bound;
  let end: Bound;
  const game = {
    moves,
    stepper,
    defender,
    attacker,
    task,
    resultHash: keccak256(coder.encode([resultType], [result])),
    bounds: () => [proveLeaf(start), proveLeaf(end)] as const,
    /** Commitment to the tree that holds the start of the range. */
    opened: () => hashPair(start.leaves[0]!, start.leaves[1]!),
    /** The root that the end of the range stands for. */
    endRoot: () => end.leaves[end.index]!,
    /** The two roots in the data of the latest event, after `skip` words, are the bounds of a phase. */
    startPhase(receipt: ContractTransactionReceipt, skip: number) {
      [start, end] = boundsIn(receipt, skip);
    },
    /** What was the start of the trace is the end of the loading; the start is the blank arena. */
    startLoading(blank: Hash) {
      [start, end] = [{ leaves: [blank, ZeroHash], index: 0 }, start];
    },
    async move(by: Side, name: string, sent: Promise<ContractTransactionResponse>) {
      const receipt: ContractTransactionReceipt = (await (await sent).wait())!;
      moves.push({ name, by, gas: Number(receipt.gasUsed) });
      return receipt;
    },
    /** Plays all rounds of a phase; `last` gives the roots around the element that is left. */
    async narrow(last: (element: number) => Promise<readonly [Hash, Hash]>) {
      for (let round = 0; ; round++) {
        const { stage, position } = await court.gameOf(1);
        if (stages[Number(stage)] !== "bisect") return;
        const left = Number((position >> 40n) & 0xffn);
        const index = Number(position & ((1n << 40n) - 1n));
        const bits = Math.min(ARITY_BITS, left);
        const roots = Array.from({ length: 2 ** bits - 1 }, (_, i) => noise(`root ${position} ${i}`));
        // The first segment once, so that the bounds come to lie in two trees and the third is needed too.
        const segment = round === 0 && left > bits ? 0 : 2 ** (bits - 1);
        if (left === bits) [roots[segment - 1], roots[segment]] = await last(2 ** bits * index + segment);
        await game.move("defender", `bisect ${2 ** bits}`, defender.bisect(1, position, roots));
        const { commitment } = await court.gameOf(1);
        await game.move("challenger", `select ${2 ** bits}`, attacker.select(1, position, commitment, segment));
        const leaves = [...roots, ZeroHash];
        if (segment > 0) start = { leaves, index: segment - 1 };
        if (segment < leaves.length - 1) end = { leaves, index: segment };
      }
    },
    async finish(winner: Side) {
      const [side, won] = winner === "defender" ? [defender, operator!] : [attacker, challenger!];
      if ((await court.creditOf(won)) === 0n) throw new Error(`the ${winner} has not won`);
      await game.move(winner, "withdrawCredit", side.withdrawCredit(won));
      return moves;
    },
  };
  const commitment = await court.commitmentOf(1);
  const value = courtParameters.challengeBond;
  await game.move("challenger", "challenge", attacker.challenge(1, commitment, { value }));
  const opening = {
    inputRoot: noise("input"),
    arenaRoot: ZeroHash,
    header: ZeroHash,
    mask: 255,
    siblings: Array.from({ length: 8 }, (_, i) => noise(`arena ${i}`)),
  };
  game.startPhase(await game.move("defender", "open", defender.open(1, task, machine, result, opening)), 0);
  return game;
}

/**
 * Plays one game to its end and the winner's withdrawal, with the longest proofs that there are. Every slot that a move
 * can find empty is empty: the court has had no game before.
 *
 * @param logNodes log2 of the number of nodes
 * @param logSteps log2 of the number of instructions of a node
 * @param winner who is right about the last instruction; it also executes it
 * @param inBlobs the input is in blobs, and accepted: a move more
 * @throws RangeError when a last round would have a single root: it could not hold both states of the instruction
 */
export async function playForGas(
  logNodes: number,
  logSteps: number,
  winner: Side,
  inBlobs = false,
): Promise<MeasuredMove[]> {
  for (const bits of [logNodes, logSteps]) {
    if (bits % ARITY_BITS === 1) throw new RangeError(`${bits} bits end in a round of one`);
  }
  const last = dearestInstruction();
  const machine = {
    textRoot: last.textRoot,
    dataRoot: noise("data"),
    weightsRoot: noise("weights"),
    entry: 0x1234,
    logNodes,
    logSteps,
  };
  const inputForm = packInputForm({ length: 1 << 20, inBlobs });
  const game = await startGame(machine, { input: noise("input"), inputForm });
  const { defender, attacker, task, resultHash } = game;
  if (inBlobs) await game.move("challenger", "acceptInput", attacker.acceptInput(1, game.opened()));
  await game.narrow(async () => [noise("arena before"), noise("arena after")]);
  const final = {
    dataRoot: noise("final data"),
    arenaRoot: game.endRoot(),
    weightsRoot: noise("weights"),
    pc: 0xa5a5c,
    status: 1,
    registers: `0x${"41".repeat(124)}`,
  };
  const entering = defender.enterNode(1, task, machine, resultHash, ...game.bounds(), final);
  game.startPhase(await game.move("defender", "enterNode", entering), 1);
  const postState = await game.stepper.step(last.textRoot, last.preState, last.witness);
  await game.narrow(async () => [last.preState, winner === "defender" ? postState : noise("post state")]);
  const side = winner === "defender" ? defender : attacker;
  const stepping = side.step(1, task, machine, resultHash, ...game.bounds(), last.witness);
  await game.move(winner, "step", stepping);
  return game.finish(winner);
}

/** Plays one game about the loading of an input, in as many blobs as a transaction has, to its end. */
export async function playLoadingForGas(winner: Side): Promise<MeasuredMove[]> {
  const bytes = Uint8Array.from({ length: 6 * BYTES_PER_BLOB }, (_, i) => 1 + (i % 255));
  const blobs = toBlobs(bytes);
  const loading = new BlobInput(await loadKeccak(), bytes, blobs);
  const hashes = await versionedHashesOf(blobs);
  const machine = {
    textRoot: noise("text"),
    dataRoot: noise("data"),
    weightsRoot: noise("weights"),
    entry: 0,
    logNodes: 13,
    logSteps: 30,
  };
  const inputForm = packInputForm({ length: bytes.length, inBlobs: true });
  const game = await startGame(machine, { input: keccak256(concat(hashes)), inputForm });
  const { defender, attacker, task, resultHash } = game;
  await game.move("challenger", "rejectInput", attacker.rejectInput(1, game.opened(), task, resultHash));
  game.startLoading(await loading.arenaRoot(0n));
  let disputed = 0;
  await game.narrow(async (leaf) => {
    disputed = leaf;
    const after = winner === "defender" ? await loading.arenaRoot(BigInt(leaf + 1)) : noise("loaded");
    return [await loading.arenaRoot(BigInt(leaf)), after];
  });
  const side = winner === "defender" ? defender : attacker;
  const witness = await loading.witness(BigInt(disputed));
  await game.move(winner, "loadInput", side.loadInput(1, task, resultHash, ...game.bounds(), witness));
  return game.finish(winner);
}

/** The two bounds in an event's data, after `skip` words. */
function boundsIn(receipt: ContractTransactionReceipt, skip: number): [Bound, Bound] {
  const { data } = receipt.logs.at(-1)!;
  const leaves = [0, 1].map((i) => `0x${data.slice(2 + 64 * (i + skip), 66 + 64 * (i + skip))}`);
  return [
    { leaves, index: 0 },
    { leaves, index: 1 },
  ];
}

/** Gas of all moves of one side. */
export function gasOf(moves: readonly MeasuredMove[], by: Side): number {
  return moves.reduce((sum, move) => (move.by === by ? sum + move.gas : sum), 0);
}

/**
 * Gas of the moves of a game of 2^13 nodes of 2^30 instructions, and of whole games, with the longest proofs there are.
 *
 * - `challenge`, `open`, `select`, `enterNode`, `step`, `withdrawCredit`: the dearest of their name
 * - `bisect31`, `bisect7`: a round of so many roots, as most are; `bisect31First` into a tree not used before
 * - `total`, `transactions`; `totalLargest`: 2^32 nodes of 2^40 instructions
 * - `acceptInput`, `rejectInput`, `loadInput`, `totalLoading`: of games about inputs in six blobs
 */
export async function benchMoves(): Promise<Record<string, number>> {
  const moves = await playForGas(13, 30, "challenger");
  const largest = await playForGas(32, 40, "challenger");
  const accepted = await playForGas(13, 30, "challenger", true);
  const loading = await playLoadingForGas("challenger");
  const of = (name: string, game = moves) => game.filter((move) => move.name === name).map(({ gas }) => gas);
  const dearest = (...names: string[]) => Math.max(...names.flatMap((name) => of(name)));
  const total = (game: readonly MeasuredMove[]) => gasOf(game, "defender") + gasOf(game, "challenger");
  return {
    "moves.challenge": dearest("challenge"),
    "moves.open": dearest("open"),
    "moves.bisect31": median(of("bisect 32")),
    "moves.bisect31First": dearest("bisect 32"),
    "moves.bisect7": dearest("bisect 8"),
    "moves.select": dearest("select 32", "select 8"),
    "moves.enterNode": dearest("enterNode"),
    "moves.step": dearest("step"),
    "moves.withdrawCredit": dearest("withdrawCredit"),
    "moves.total": total(moves),
    "moves.transactions": moves.length,
    "moves.totalLargest": total(largest),
    "moves.acceptInput": of("acceptInput", accepted)[0]!,
    "moves.rejectInput": of("rejectInput", loading)[0]!,
    "moves.loadInput": of("loadInput", loading)[0]!,
    "moves.totalLoading": total(loading),
  };
}

/** The middle one of an odd number of figures, the upper of the two middle ones of an even number. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}
