import { rejects } from "node:assert/strict";

import { expect } from "chai";
import { BrowserProvider, type JsonRpcSigner } from "ethers";

import { ContractError } from "../../sdk/src/errors.ts";
import { loadKeccak, type Keccak } from "../../sdk/src/merkle/index.ts";
import {
  challenge,
  Court,
  defend,
  isOver,
  moverOf,
  NothingToChallengeError,
  Player,
  Sender,
  type Side,
  type Trace,
} from "../../sdk/src/opml/index.ts";
import { finish } from "../../scripts/bench/dispute.ts";
import { IOpML__factory } from "../../types/ethers-contracts/index.ts";
import {
  callsOf,
  CHALLENGE_BOND,
  challengeClaim,
  claimOn,
  CLAIM_BOND,
  CLOCK,
  startChain,
  type Chain,
} from "../support/actors/chain.ts";
import { divergence } from "../support/actors/toy-lies.ts";
import { ToyTrace } from "../support/actors/toy-trace.ts";
import { flakyNode, nodeThat, signerOn } from "../support/actors/nodes.ts";

const wrong = { output: new TextEncoder().encode("5") };

/** A move that the contract refuses, because another came first, is tried again on what it finds then. */
function ignoreRefused(error: unknown): void {
  if (!(error instanceof ContractError)) throw error;
}

/** Time passes by itself; the other players get their turn. */
const wait = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a player", () => {
  let chain: Chain;
  let keccak: Keccak;
  let truth: ToyTrace;
  let lie: Trace;

  beforeEach(async () => {
    chain = await startChain();
    keccak = await loadKeccak();
    truth = await ToyTrace.create({ logNodes: 6, logSteps: 10 });
    lie = divergence(keccak, truth, 37, 300n, wrong);
  });

  const player = (side: Side, gameId: bigint, trace: Trace, signer?: JsonRpcSigner, court = chain.court) => {
    const account = signer ?? (side === "defender" ? chain.operator : chain.challenger);
    return new Player({ court, sender: new Sender(account, { pollEvery: 0.01 }), gameId, side, trace });
  };

  const playing = (signer: JsonRpcSigner, trace: Trace) => ({
    court: new Court(chain.court.address, signer.provider),
    sender: new Sender(signer, { pollEvery: 0.01, wait }),
    trace,
    wait,
  });

  it("plays both sides unattended over a node that loses one request in ten", async () => {
    const { taskId } = await claimOn(chain, lie, truth.input);
    const [attacking, defending] = [flakyNode(chain.node, 10), flakyNode(chain.node, 10)];
    const challenger = signerOn(attacking, chain.challenger.address);
    const operator = signerOn(defending, chain.operator.address);
    const before = await chain.provider.getBlockNumber();
    const [attack, defence] = await Promise.all([
      finish(challenge({ ...playing(challenger, truth), taskId })),
      (async () => {
        while ((await chain.court.statusOf(taskId)).openGames === 0) await wait();
        return finish(defend({ ...playing(operator, lie), gameId: 1n }));
      })(),
    ]);
    expect(attack.outcome).to.deep.equal({ gameId: 1n, stage: "challengerWon", won: true });
    expect(defence.outcome).to.deep.equal({ gameId: 1n, stage: "challengerWon", won: false });
    expect(attacking.lost).to.be.greaterThan(10);
    // Whatever answers were lost, each move was sent once: challenge, four selections and the credit against the opening,
    // four bisections and the entry; and the step, by whoever came first, or by both at the same moment.
    const sent = [await callsOf(chain, chain.challenger, before), await callsOf(chain, chain.operator, before)];
    for (const calls of sent) {
      expect(new Set(calls).size).to.equal(calls.length);
      expect(calls.length).to.be.within(6, 7);
    }
    expect(sent.flat().length).to.be.at.least(13);
  });

  it("tells how the range narrows", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const gameId = await challengeClaim(chain, taskId);
    const [{ moves: defence }, { moves: attack }] = await Promise.all([
      finish(defend({ ...playing(chain.operator, truth), gameId })),
      finish(challenge({ ...playing(chain.challenger, lie), taskId })),
    ]);
    const told = [...defence, ...attack]
      .filter(({ name }) => name !== "withdrawCredit")
      .sort((a, b) => a.blockNumber - b.blockNumber)
      .map(({ name, round, phase, first, count, node, segment }) => [name, round, phase, first, count, node, segment]);
    expect(told).to.deep.equal([
      ["open", 0, "nodes", 0n, 1n, undefined, undefined],
      ["bisect", 1, "nodes", 0n, 64n, undefined, undefined],
      ["select", 1, "nodes", 0n, 64n, undefined, 18],
      ["bisect", 2, "nodes", 36n, 2n, undefined, undefined],
      ["select", 2, "nodes", 36n, 2n, undefined, 1],
      ["enterNode", 2, "nodes", 37n, 1n, undefined, undefined],
      ["bisect", 3, "instructions", 0n, 1024n, 37, undefined],
      ["select", 3, "instructions", 0n, 1024n, 37, 9],
      ["bisect", 4, "instructions", 288n, 32n, 37, undefined],
      ["select", 4, "instructions", 288n, 32n, 37, 12],
      ["step", 4, "instructions", 300n, 1n, 37, undefined],
    ]);
    for (const { gasUsed, transactionHash } of defence) {
      const receipt = await chain.provider.getTransactionReceipt(transactionHash);
      expect(receipt?.gasUsed).to.equal(gasUsed);
    }
  });

  it("killed after a move was sent and before it was mined, does not send it again", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const gameId = await challengeClaim(chain, taskId);
    // The node takes every transaction, and the answer is never seen.
    const deaf = signerOn(
      nodeThat(chain.node, async ({ method }, pass) => {
        const answer = await pass();
        if (method.startsWith("eth_send")) throw new Error("killed");
        return answer;
      }),
      chain.operator.address,
    );
    await chain.provider.send("evm_setAutomine", [false]);
    const nonce = await chain.operator.getNonce();
    await rejects(player("defender", gameId, truth, deaf).turn(), /killed/);
    expect(await chain.operator.getNonce("pending")).to.equal(nonce + 1);

    let waits = 0;
    const mine = async () => {
      expect(await chain.operator.getNonce("pending")).to.equal(nonce + 1);
      if (++waits === 2) await chain.provider.send("evm_mine", []);
    };
    const sender = new Sender(chain.operator, { pollEvery: 1, wait: mine });
    const next = new Player({ court: chain.court, sender, gameId, side: "defender", trace: truth });
    await chain.provider.send("evm_setAutomine", [false]);
    const turning = next.turn();
    // The first move is mined while the new player waits; what it then sends is the move after that one.
    const mining = (async () => {
      while ((await chain.operator.getNonce("pending")) < nonce + 2) await wait();
      await chain.provider.send("evm_mine", []);
    })();
    const [turn] = await Promise.all([turning, mining]);
    expect(turn.kind === "moved" && turn.move.name).to.equal("bisect");
    expect(await chain.operator.getNonce()).to.equal(nonce + 2);
  });

  it("challenges a claim once, however often it is started", async () => {
    const { taskId } = await claimOn(chain, lie, truth.input);
    const first = challenge({ ...playing(chain.challenger, truth), taskId });
    expect((await first.next()).value).to.include({ name: "challenge", gameId: 1n });
    await first.return(undefined as never);
    const again = challenge({ ...playing(chain.challenger, truth), taskId });
    expect((await player("defender", 1n, lie).turn()).kind).to.equal("moved");
    expect((await player("defender", 1n, lie).turn()).kind).to.equal("moved");
    expect((await again.next()).value).to.include({ name: "select", gameId: 1n });
    expect((await chain.court.statusOf(taskId)).openGames).to.equal(1);
  });

  it("finds nothing to challenge in a right claim, nor where nothing is claimed", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    await rejects(finish(challenge({ ...playing(chain.challenger, truth), taskId })), NothingToChallengeError);
    await rejects(finish(challenge({ ...playing(chain.challenger, truth), taskId: 99n })), NothingToChallengeError);
    expect((await chain.court.statusOf(taskId)).openGames).to.equal(0);
  });

  it("does not answer twice when the node is behind", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const gameId = await challengeClaim(chain, taskId);
    const { data: query } = await chain.court.contract.getFunction("gameOf").populateTransaction(gameId);
    let stale: Promise<unknown> | undefined;
    const behind = nodeThat(chain.node, (request, pass) => {
      const [call] = (request.params ?? []) as [{ data?: string }?];
      if (request.method !== "eth_call" || call?.data !== query) return pass();
      return (stale ??= pass());
    });
    const court = new Court(chain.court.address, new BrowserProvider(behind, undefined, { cacheTimeout: -1 }));
    const slow = player("defender", gameId, truth, undefined, court);
    expect((await slow.turn()).kind).to.equal("moved");
    const nonce = await chain.operator.getNonce();
    expect(await slow.turn()).to.include({ kind: "waiting", for: "node" });
    stale = undefined;
    const turn = await slow.turn();
    expect(turn.kind === "moved" && turn.move.name).to.equal("bisect");
    expect(await chain.operator.getNonce()).to.equal(nonce + 1);
  });

  it("makes a move again that a reorganisation took back", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const gameId = await challengeClaim(chain, taskId);
    const snapshot: unknown = await chain.provider.send("evm_snapshot", []);
    const defender = player("defender", gameId, truth);
    expect((await defender.turn()).kind).to.equal("moved");
    await chain.provider.send("evm_revert", [snapshot]);
    expect((await chain.court.gameOf(gameId)).stage).to.equal("open");
    const turn = await defender.turn();
    expect(turn.kind === "moved" && turn.move.name).to.equal("open");
    expect((await chain.court.gameOf(gameId)).stage).to.equal("bisect");
  });

  for (const side of ["defender", "challenger"] as const) {
    it(`wins as ${side} though the chain loses a few blocks again and again`, async () => {
      const claimed = side === "defender" ? truth : lie;
      const { taskId } = await claimOn(chain, claimed, truth.input);
      const gameId = await challengeClaim(chain, taskId);
      // The same players all the while: what they remember of the lost blocks must not mislead them.
      const defender = player("defender", gameId, claimed);
      const challenger = player("challenger", gameId, side === "defender" ? lie : truth);
      const honest = side === "defender" ? defender : challenger;
      let lost = 0;
      for (let block = 1; ; block++) {
        const snapshot: unknown = await chain.provider.send("evm_snapshot", []);
        // Every other time the blocks of the next three turns are lost, whoever made them.
        const before = await chain.provider.getBlockNumber();
        for (const each of [defender, challenger, defender]) await each.turn().catch(ignoreRefused);
        const after = await chain.provider.getBlockNumber();
        if (block % 2 === 0 && after > before) {
          await chain.provider.send("evm_revert", [snapshot]);
          lost += after - before;
        }
        const turn = await honest.turn();
        if (turn.kind !== "over") continue;
        expect(turn.outcome).to.deep.equal({ gameId, stage: `${side}Won`, won: true });
        break;
      }
      expect(lost).to.be.at.least(6);
    });

    it(`does not lose as ${side} on a slow machine that meets its clock`, async () => {
      const claimed = side === "defender" ? truth : lie;
      const { taskId } = await claimOn(chain, claimed, truth.input);
      const gameId = await challengeClaim(chain, taskId);
      const honest = player(side, gameId, truth);
      const hasty = player(side === "defender" ? "challenger" : "defender", gameId, lie);
      // Seven moves of the defender, four of the challenger: together all but a few seconds of the clock.
      const most = side === "defender" ? 7 : 4;
      const pace = Math.floor(CLOCK / most) - 2;
      let slow = 0;
      for (;;) {
        await hasty.turn().catch(ignoreRefused);
        const { stage } = await chain.court.gameOf(gameId);
        if (!isOver(stage) && moverOf(stage) === side) {
          await chain.setTime((await chain.court.now()) + pace);
          slow += 1;
          // The other side takes every chance there is, a timeout too.
          await hasty.turn().catch(ignoreRefused);
        }
        const turn = await honest.turn();
        if (turn.kind !== "over") continue;
        expect(turn.outcome).to.deep.equal({ gameId, stage: `${side}Won`, won: true });
        break;
      }
      // The last move is made by whoever comes first.
      expect(slow).to.be.within(4, most);
    });
  }

  it("takes its bond back from a game that another game has made pointless", async () => {
    const { taskId } = await claimOn(chain, lie, truth.input);
    const second = chain.others[0]!;
    const [winning, voided] = [await challengeClaim(chain, taskId), await challengeClaim(chain, taskId, second)];
    const [{ outcome }] = await Promise.all([
      finish(challenge({ ...playing(chain.challenger, truth), taskId })),
      finish(defend({ ...playing(chain.operator, lie), gameId: winning })),
    ]);
    expect(outcome.stage).to.equal("challengerWon");
    // Neither the defender nor a new claim on the task is in the way.
    expect(await player("defender", voided, lie).turn()).to.deep.equal({
      kind: "over",
      outcome: { gameId: voided, stage: "voided", won: false },
    });
    const late = player("challenger", voided, truth, second);
    const before = await chain.provider.getBalance(second.address);
    const names = [];
    for (;;) {
      const turn = await late.turn();
      if (turn.kind === "moved") names.push(turn.move.name);
      else {
        expect(turn).to.deep.equal({ kind: "over", outcome: { gameId: voided, stage: "voided", won: false } });
        break;
      }
    }
    expect(names).to.deep.equal(["voidGame", "withdrawCredit"]);
    const gained = (await chain.provider.getBalance(second.address)) - before;
    expect(gained > CHALLENGE_BOND - CHALLENGE_BOND / 100n).to.equal(true);
  });

  it("defends a claim in three games at once, then the claim is final", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const liars = [chain.challenger, chain.others[0]!, chain.others[1]!];
    const gameIds = [];
    for (const liar of liars) gameIds.push(await challengeClaim(chain, taskId, liar));
    const sender = new Sender(chain.operator, { pollEvery: 0.01, wait });
    const defences = gameIds.map((gameId) =>
      finish(defend({ court: chain.court, sender, trace: truth, wait, gameId })),
    );
    const attacks = liars.map((liar, i) =>
      finish(challenge({ ...playing(liar, divergence(keccak, truth, 10 * i, 100n, wrong)), taskId })),
    );
    for (const { outcome } of await Promise.all(defences)) expect(outcome.won).to.equal(true);
    for (const { outcome } of await Promise.all(attacks)) expect(outcome.won).to.equal(false);
    const { openGames, postedAt } = await chain.court.statusOf(taskId);
    expect(openGames).to.equal(0);
    await chain.setTime(postedAt + (await chain.court.challengeWindow()));
    expect(await chain.court.isFinal(taskId)).to.equal(true);
    const stake = await IOpML__factory.connect(chain.court.address, chain.provider).claimBond();
    expect(stake).to.equal(CLAIM_BOND);
  });

  it("stops when it is told to, and plays on later", async () => {
    const { taskId } = await claimOn(chain, truth, truth.input);
    const gameId = await challengeClaim(chain, taskId);
    const abort = new AbortController();
    const options = { ...playing(chain.operator, truth), gameId };
    const game = defend({ ...options, signal: abort.signal });
    await game.next();
    abort.abort(new Error("enough"));
    await rejects(game.next(), /enough/);
    expect((await defend(options).next()).value).to.include({ name: "bisect" });
  });
});
