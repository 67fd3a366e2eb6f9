// Gas of every move of the dispute game, as whole transactions (EIP-7623 included), against a chain in this process.
//
// A game needs no computation to be played: its roots are made up here, except those around the one instruction that is
// executed in the end. So any size can be measured, the largest too.
import { AbiCoder, concat, getBytes, hexlify, keccak256, toBeHex, ZeroHash } from "ethers";
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

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

/** `IDisputeGame.Stage.Bisect` */
const BISECT = 2n;
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

/**
 * Plays one game to its end and the winner's withdrawal, with the longest proofs that there are. Every slot that a move
 * can find empty is empty: the court has had no game before.
 *
 * @param logNodes log2 of the number of nodes
 * @param logSteps log2 of the number of instructions of a node
 * @param winner who is right about the last instruction; it also executes it
 * @throws RangeError when a last round would have a single root: it could not hold both states of the instruction
 */
export async function playForGas(logNodes: number, logSteps: number, winner: Side): Promise<MeasuredMove[]> {
  for (const bits of [logNodes, logSteps]) {
    if (bits % ARITY_BITS === 1) throw new RangeError(`${bits} bits end in a round of one`);
  }
  const { ethers } = await network.create();
  const [client, operator, challenger] = await ethers.getSigners();
  const stepper = await ethers.deployContract("RiscVStep");
  const court = await ethers.deployContract("OpML", [{ ...courtParameters, stepper }]);
  const defender = court.connect(operator!);
  const attacker = court.connect(challenger!);

  const last = dearestInstruction();
  const postState = await stepper.step(last.textRoot, last.preState, last.witness);
  const machine = {
    textRoot: last.textRoot,
    dataRoot: noise("data"),
    weightsRoot: noise("weights"),
    entry: 0x1234,
    logNodes,
    logSteps,
  };
  const coder = AbiCoder.defaultAbiCoder();
  const result = { root: noise("output"), length: 1 << 20, fault: false };
  const resultHash = keccak256(coder.encode([resultType], [result]));
  const task = {
    client: client!.address,
    machine: keccak256(coder.encode([machineType], [machine])),
    inputRoot: noise("input"),
    inputLength: 1 << 20,
    context: noise("context"),
  };
  await (await defender.deposit(client!, { value: courtParameters.claimBond })).wait();
  await (await court.submit(task)).wait();
  await (await court.claim(1, task, ZeroHash, result, operator!)).wait();

  const moves: MeasuredMove[] = [];
  async function move(by: Side, name: string, sent: Promise<ContractTransactionResponse>) {
    const receipt: ContractTransactionReceipt = (await (await sent).wait())!;
    moves.push({ name, by, gas: Number(receipt.gasUsed) });
    return receipt;
  }

  const commitment = await court.commitmentOf(1);
  await move("challenger", "challenge", attacker.challenge(1, commitment, { value: courtParameters.challengeBond }));
  const opening = {
    arenaRoot: ZeroHash,
    header: ZeroHash,
    mask: 255,
    siblings: Array.from({ length: 8 }, (_, i) => noise(`arena ${i}`)),
  };
  const opened = await move("defender", "open", defender.open(1, task, machine, result, opening));
  let [start, end] = boundsIn(opened, 0);

  async function narrow(lastStart: Hash, lastEnd: Hash) {
    for (let round = 0; ; round++) {
      const { stage, position } = await court.gameOf(1);
      if (stage !== BISECT) return;
      const left = Number((position >> 40n) & 0xffn);
      const bits = Math.min(ARITY_BITS, left);
      const roots = Array.from({ length: 2 ** bits - 1 }, (_, i) => noise(`root ${position} ${i}`));
      // The first segment once, so that the bounds come to lie in two trees and the third is needed too.
      const segment = round === 0 && left > bits ? 0 : 2 ** (bits - 1);
      if (left === bits) [roots[segment - 1], roots[segment]] = [lastStart, lastEnd];
      await move("defender", `bisect ${2 ** bits}`, defender.bisect(1, position, roots));
      const game = await court.gameOf(1);
      await move("challenger", `select ${2 ** bits}`, attacker.select(1, position, game.commitment, segment));
      const leaves = [...roots, ZeroHash];
      if (segment > 0) start = { leaves, index: segment - 1 };
      if (segment < leaves.length - 1) end = { leaves, index: segment };
    }
  }

  await narrow(noise("arena before"), noise("arena after"));
  const final = {
    dataRoot: noise("final data"),
    arenaRoot: end.leaves[end.index]!,
    weightsRoot: noise("weights"),
    pc: 0xa5a5c,
    status: 1,
    registers: `0x${"41".repeat(124)}`,
  };
  const entering = defender.enterNode(1, task, machine, resultHash, proveLeaf(start), proveLeaf(end), final);
  [start, end] = boundsIn(await move("defender", "enterNode", entering), 1);
  await narrow(last.preState, winner === "defender" ? postState : noise("post state"));
  const side = winner === "defender" ? defender : attacker;
  const stepping = side.step(1, task, machine, resultHash, proveLeaf(start), proveLeaf(end), last.witness);
  await move(winner, "step", stepping);
  const won = winner === "defender" ? operator! : challenger!;
  if ((await court.creditOf(won)) === 0n) throw new Error(`the ${winner} has not won`);
  await move(winner, "withdrawCredit", side.withdrawCredit(won));
  return moves;
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
 */
export async function benchMoves(): Promise<Record<string, number>> {
  const moves = await playForGas(13, 30, "challenger");
  const largest = await playForGas(32, 40, "challenger");
  const of = (name: string) => moves.filter((move) => move.name === name).map(({ gas }) => gas);
  const dearest = (...names: string[]) => Math.max(...names.flatMap(of));
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
  };
}

/** The middle one of an odd number of figures, the upper of the two middle ones of an even number. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}
