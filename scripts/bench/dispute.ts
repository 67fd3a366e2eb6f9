import { fileURLToPath } from "node:url";

import { BrowserProvider, type Eip1193Provider, type JsonRpcSigner } from "ethers";
import { network } from "hardhat";

import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { graphRuntime, openPackage } from "../../sdk/src/models/index.ts";
import { pokedTrace, type Poke } from "../../sdk/src/opml/drill.ts";
import {
  bytesRoot,
  challenge,
  Court,
  defend,
  machineHash,
  ModelImage,
  OUTPUT_OFFSET,
  packInputForm,
  resultOf,
  Sender,
  SessionRunner,
  toHex,
  type MachineSpec,
  type NodeTrace,
  type Outcome,
  type PlayedMove,
  type Task,
} from "../../sdk/src/opml/index.ts";
import { ARENA_BASE } from "../../sdk/src/riscv/index.ts";
import { BlobLoader__factory, OpML__factory, RiscVStep__factory } from "../../types/ethers-contracts/index.ts";
import { median } from "./moves.ts";

const digitsPackage = fileURLToPath(new URL("../../models/digits/package", import.meta.url));

/** Time in which the other player gets its turn. */
const wait = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Disputes over the digits model, played by the SDK's players with real proofs against a chain in this process.
 *
 * - `totalGas`, `transactions`: 2^13 nodes of 2^30 instructions, from the challenge to the winner's withdrawal, both
 *   sides; `move.*`: the dearest of its moves of that name; for bisections, which are many, the median, and the dearest
 *   apart: one that fills an empty slot
 * - `digitsSeconds`: the model as it is registered, from the challenge to the end, both players in this process
 */
export async function benchDispute(): Promise<Record<string, number>> {
  const deep = await disputeDigits({ logNodes: 13, logSteps: 30 });
  const gasOf = (name: PlayedMove["name"]) =>
    deep.moves.filter((move) => move.name === name).map(({ gasUsed }) => Number(gasUsed));
  const dearest = (name: PlayedMove["name"]) => Math.max(...gasOf(name));
  const registered = await disputeDigits({});
  return {
    "dispute.totalGas": deep.moves.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0),
    "dispute.transactions": deep.moves.length,
    "dispute.digitsSeconds": registered.seconds,
    "move.challengeGas": dearest("challenge"),
    "move.openGas": dearest("open"),
    "move.bisectGas": median(gasOf("bisect")),
    "move.bisectFirstGas": dearest("bisect"),
    "move.selectGas": dearest("select"),
    "move.enterNodeGas": dearest("enterNode"),
    "move.stepGas": dearest("step"),
  };
}

/**
 * A wrong digit is claimed, challenged and refuted. It comes down to the instruction with the longest witness among the
 * last ones of the last node: a store.
 *
 * @param size of the trace, when it is not the registered one
 */
async function disputeDigits(size: Partial<MachineSpec>) {
  const model = await openPackage(digitsPackage);
  const image = await ModelImage.open({ ...model, machine: { ...model.machine, ...size } }, await graphRuntime());
  const { input, output } = model.samples[0]!;
  const { machine, program, weights } = image;
  const node = model.manifest.trace.entries - 1;
  const truth = await image.trace(input);
  const poke: Poke = {
    node,
    step: Number(await dearestStep(await truth.enter(node), machine.logSteps)) + 1,
    address: ARENA_BASE + OUTPUT_OFFSET,
    bytes: new Uint8Array([(output[0]! + 1) % 10]),
  };
  const runner = new SessionRunner(await image.session());
  const lie = await pokedTrace({ machine, program, weights, input, runner }, poke);

  const { provider: node_ } = await network.create();
  const provider = new BrowserProvider(node_ as Eip1193Provider, undefined, { cacheTimeout: -1 });
  const [client, operator, challenger] = (await provider.listAccounts()) as [
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
  ];
  const stepper = await new RiscVStep__factory(client).deploy();
  const bond = 10n ** 17n;
  const court = await new OpML__factory(client).deploy({
    challengeWindow: 86_400,
    clockBudget: 86_400,
    withdrawalDelay: 86_400,
    burnBps: 2_500,
    claimBond: bond,
    challengeBond: bond,
    stepper: await stepper.getAddress(),
    loader: await new BlobLoader__factory(client).deploy(),
  });
  const address = await court.getAddress();
  const task: Task = {
    client: client.address,
    machine: machineHash(machine),
    input: toHex(bytesRoot(await loadKeccak(), input)),
    inputForm: packInputForm({ length: input.length, inBlobs: false }),
    context: machineHash(machine),
  };
  await (await court.connect(operator).deposit(client.address, { value: bond })).wait();
  await (await court.submit(task)).wait();
  const none = `0x${"00".repeat(32)}`;
  const claimed = await resultOf(await lie.result());
  await (await court.claim(1n, task, none, claimed, operator.address)).wait();

  const started = performance.now();
  const attack = challenge({ ...playing(address, challenger), trace: truth, taskId: 1n });
  const first = await attack.next();
  if (first.done) throw new Error("no challenge");
  const sides = await Promise.all([
    finish(attack),
    finish(defend({ ...playing(address, operator), trace: lie, gameId: first.value.gameId })),
  ]);
  const seconds = (performance.now() - started) / 1000;
  if (!sides[0].outcome.won) throw new Error("the wrong claim has won");
  return { moves: [first.value, ...sides[0].moves, ...sides[1].moves], seconds };
}

/** Among the last instructions of a node after which its output stays, the one with the longest witness. */
async function dearestStep(node: NodeTrace, logSteps: number): Promise<bigint> {
  const end = await node.stateHash(1n << BigInt(logSteps));
  let [running, halted] = [0n, 1n << BigInt(logSteps)];
  while (halted - running > 1n) {
    const middle = (running + halted) / 2n;
    if ((await node.stateHash(middle)) === end) halted = middle;
    else running = middle;
  }
  let dearest = { step: running, length: 0 };
  for (let step = running; step > running - 40n; step--) {
    const { length } = await node.witness(step);
    if (length > dearest.length) dearest = { step, length };
  }
  return dearest.step;
}

function playing(court: string, signer: JsonRpcSigner) {
  return {
    court: new Court(court, signer),
    sender: new Sender(signer, { wait }),
    wait,
  };
}

/** Plays one side of a game to the end. */
export async function finish(
  game: AsyncGenerator<PlayedMove, Outcome>,
): Promise<{ moves: PlayedMove[]; outcome: Outcome }> {
  const moves: PlayedMove[] = [];
  for (;;) {
    const next = await game.next();
    if (next.done) return { moves, outcome: next.value };
    moves.push(next.value);
  }
}
