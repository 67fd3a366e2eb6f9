import { expect } from "chai";
import type { JsonRpcSigner } from "ethers";

import { Watchtower, type WatchtowerEvent, type WatchtowerOptions } from "../../sdk/src/node/index.ts";
import { pokedTrace } from "../../sdk/src/opml/drill.ts";
import {
  defend,
  OUTPUT_OFFSET,
  resultHash,
  SessionRunner,
  type ModelImage,
  type Trace,
} from "../../sdk/src/opml/index.ts";
import { ARENA_BASE } from "../../sdk/src/riscv/index.ts";
import { claim as claimAnswer, getRequest } from "../../sdk/src/oracle/index.ts";
import { flakyNode } from "../support/actors/nodes.ts";
import { smallInput, smallModel } from "../support/actors/small-model.ts";
import { BOND, CLOCK, only, startWorld, until, type World } from "./support/world.ts";

describe("a watchtower", () => {
  let image: ModelImage;
  let world: World;
  let us: JsonRpcSigner;
  let operator: JsonRpcSigner;
  let events: WatchtowerEvent[];
  const running: Watchtower[] = [];

  before(async () => {
    image = await smallModel();
  });

  beforeEach(async () => {
    world = await startWorld(image);
    [us, operator] = world.signers as [JsonRpcSigner, JsonRpcSigner];
    events = [];
    await world.stake(operator);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((tower) => tower.stop()));
  });

  function watch(options: Partial<WatchtowerOptions> = {}): Watchtower {
    const tower = new Watchtower({
      ...world.serve(us),
      models: only(image),
      onEvent: (event) => void events.push(event),
      ...options,
    });
    tower.start();
    running.push(tower);
    return tower;
  }

  /** A trace with another last word in the output, honest but for one instruction. */
  async function lie(salt: number): Promise<Trace> {
    const { machine, program, weights } = image;
    const runner = new SessionRunner(await image.session());
    const address = ARENA_BASE + OUTPUT_OFFSET + 12;
    const poke = { node: 3, step: "end" as const, address, bytes: new Uint8Array([0, 0, 0x80, 0x3f]) };
    return pokedTrace({ machine, program, weights, input: smallInput(salt), runner }, poke);
  }

  async function claimBy(trace: Trace, requestId: bigint, by = operator) {
    const request = await getRequest(world.provider, world.oracleAddress, { requestId });
    const result = await trace.result();
    await claimAnswer(by, world.oracleAddress, { request, answer: result.fault ? "fault" : result.output });
  }

  const phase = async (requestId: bigint) => (await world.court.statusOf(requestId)).phase;
  const outcomes = () => events.flatMap((event) => (event.kind === "gameOver" ? [event.outcome] : []));

  /** Plays a liar's games to the end, as they are started. */
  async function defendLie(trace: Trace, gameId: bigint) {
    await until(async () => (await world.court.contract.getFunction("gameCount")()) >= gameId);
    const game = defend({ ...world.serve(operator), gameId, trace });
    while (!(await game.next()).done);
  }

  it("leaves right claims alone", async () => {
    const ids = [await world.ask(smallInput(1)), await world.ask(new Uint8Array(2))];
    await claimBy(await image.trace(smallInput(1)), ids[0]!);
    await claimBy(await image.trace(new Uint8Array(2)), ids[1]!);
    watch();
    await until(() => events.length === 2);
    for (const event of events) expect(event).to.include({ kind: "checked", right: true });
    expect(await world.court.contract.getFunction("gameCount")()).to.equal(0n);
  });

  it("refutes a wrong claim against a defender who plays to the end", async () => {
    const before = await world.provider.getBalance(us.address);
    watch();
    const requestId = await world.ask(smallInput(1));
    const liar = await lie(1);
    await claimBy(liar, requestId);
    await Promise.all([defendLie(liar, 1n), until(() => outcomes().length === 1)]);
    expect(outcomes()).to.deep.equal([{ gameId: 1n, stage: "challengerWon", won: true }]);
    expect(await phase(requestId)).to.equal("refuted");
    const gained = (await world.provider.getBalance(us.address)) - before;
    // Three quarters of the bond, less gas.
    expect(gained > BOND / 2n && gained < BOND).to.equal(true);
  });

  it("times a defender out who is not there", async () => {
    watch();
    const requestId = await world.ask(smallInput(1));
    await claimBy(await lie(1), requestId);
    await until(async () => (await world.court.statusOf(requestId)).openGames === 1);
    await world.pass(CLOCK + 1);
    await until(() => outcomes().length === 1);
    expect(await phase(requestId)).to.equal("refuted");
  });

  it("refutes a second wrong claim after the first, and a fault that is none", async () => {
    watch();
    const requestId = await world.ask(smallInput(1));
    await claimBy(await lie(1), requestId);
    await until(async () => (await world.court.statusOf(requestId)).openGames === 1);
    await world.pass(CLOCK + 1);
    await until(async () => (await phase(requestId)) === "refuted");
    const request = await getRequest(world.provider, world.oracleAddress, { requestId });
    const previousResult = resultHash((await world.court.claimOf(requestId, 1)).result);
    await claimAnswer(operator, world.oracleAddress, { request, answer: "fault", previousResult });
    await until(async () => (await world.court.statusOf(requestId)).openGames === 1);
    await world.pass(CLOCK + 1);
    await until(() => outcomes().length === 2);
    expect(await world.court.statusOf(requestId)).to.include({ phase: "refuted", attempt: 2 });
  });

  it("refutes several wrong claims side by side", async () => {
    const ids = [];
    for (const salt of [1, 2, 3]) ids.push(await world.ask(smallInput(salt)));
    for (const [index, requestId] of ids.entries()) await claimBy(await lie(index + 1), requestId);
    watch();
    await until(() => events.filter((event) => event.kind === "move").length === 3);
    await world.pass(CLOCK + 1);
    await until(() => outcomes().length === 3);
    for (const requestId of ids) expect(await phase(requestId)).to.equal("refuted");
    expect(await world.court.creditOf(us.address)).to.equal(0n);
  });

  it("stopped at any moment, is replaced by another one that plays on and challenges nothing twice", async () => {
    let tower = watch();
    const requestId = await world.ask(smallInput(1));
    const liar = await lie(1);
    await claimBy(liar, requestId);
    const moves = () => events.filter((event) => event.kind === "move").length;
    const defence = defendLie(liar, 1n);
    const over = async () => (await phase(requestId)) === "refuted";
    let restarts = 0;
    for (let seen = 0; !(await over()); seen = moves()) {
      await until(async () => moves() > seen || (await over()));
      await tower.stop();
      tower = watch();
      restarts += 1;
    }
    expect(restarts).to.be.greaterThan(4);
    await defence;
    expect(await phase(requestId)).to.equal("refuted");
    expect(await world.court.contract.getFunction("gameCount")()).to.equal(1n);
    await until(async () => (await world.court.creditOf(us.address)) === 0n);
  });

  it("takes its bond back when another watchtower was faster", async () => {
    const second = world.signers[2]!;
    const requestId = await world.ask(smallInput(1));
    const liar = await lie(1);
    await claimBy(liar, requestId);
    const early = watch();
    await until(async () => (await world.court.statusOf(requestId)).openGames === 1);
    await early.stop();
    watch({ ...world.serve(second) });
    await until(async () => (await world.court.statusOf(requestId)).openGames === 2);
    await defendLie(liar, 2n);
    watch();
    await until(() => outcomes().length === 2);
    expect(
      outcomes()
        .map(({ stage }) => stage)
        .sort(),
    ).to.deep.equal(["challengerWon", "voided"]);
    await until(async () => (await world.court.creditOf(us.address)) === 0n);
  });

  it("goes on over a node that loses one request in twenty", async () => {
    const node = flakyNode(world.node, 20);
    watch({ ...world.serve(us, node) });
    const requestId = await world.ask(smallInput(1));
    const liar = await lie(1);
    await claimBy(liar, requestId);
    await Promise.all([defendLie(liar, 1n), until(() => outcomes().length === 1)]);
    expect(await phase(requestId)).to.equal("refuted");
    expect(await world.court.contract.getFunction("gameCount")()).to.equal(1n);
    expect(node.lost).to.be.greaterThan(2);
  });

  it("does not touch claims about models that it does not have", async () => {
    const requestId = await world.ask(smallInput(1));
    await claimBy(await lie(1), requestId);
    let looked = 0;
    const models = { get: () => void (looked += 1) };
    watch({ models });
    await until(() => looked > 0);
    expect(events).to.deep.equal([]);
    expect((await world.court.statusOf(requestId)).openGames).to.equal(0);
  });
});
