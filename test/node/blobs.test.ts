import { rejects } from "node:assert/strict";

import { expect } from "chai";
import type { JsonRpcSigner } from "ethers";

import { beaconBlobs, toBlobs, type BlobSource } from "../../sdk/src/blobs/index.ts";
import { Operator, Watchtower, type OperatorEvent, type WatchtowerEvent } from "../../sdk/src/node/index.ts";
import { challenge, defend, Player, type ModelImage, type PlayedMove, type Trace } from "../../sdk/src/opml/index.ts";
import { claim as claimAnswer, getRequest, getResult } from "../../sdk/src/oracle/index.ts";
import { BeaconNode } from "../support/beacon.ts";
import { smallInput, smallModel } from "../support/actors/small-model.ts";
import { BOND, CLOCK, only, startWorld, until, WINDOW, type World } from "./support/world.ts";

describe("requests about inputs in blobs", () => {
  let image: ModelImage;
  let world: World;
  let beacon: BeaconNode;
  let source: BlobSource;
  let us: JsonRpcSigner;
  let them: JsonRpcSigner;
  const running: (Operator | Watchtower)[] = [];

  before(async () => {
    image = await smallModel();
  });

  beforeEach(async () => {
    world = await startWorld(image);
    [us, them] = world.signers as [JsonRpcSigner, JsonRpcSigner];
    beacon = await BeaconNode.start();
    source = beaconBlobs(beacon.url);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
    beacon.stop();
  });

  function operate(blobs?: BlobSource) {
    const events: OperatorEvent[] = [];
    const operator = new Operator({
      ...world.serve(us),
      oracle: world.oracleAddress,
      models: only(image),
      blobs,
      onEvent: (event) => void events.push(event),
    });
    operator.start();
    running.push(operator);
    return { events, moves: () => events.flatMap((event) => (event.kind === "move" ? [event.move.name] : [])) };
  }

  function watch(blobs?: BlobSource) {
    const events: WatchtowerEvent[] = [];
    const tower = new Watchtower({
      ...world.serve(us),
      models: only(image),
      blobs,
      onEvent: (event) => void events.push(event),
    });
    tower.start();
    running.push(tower);
    return { events, moves: () => events.flatMap((event) => (event.kind === "move" ? [event.move] : [])) };
  }

  it("are answered and settled", async () => {
    await world.stake(us);
    const { events } = operate(source);
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    await until(() => events.some(({ kind }) => kind === "claimed"));
    const answer = (await getResult(world.provider, world.oracleAddress, { requestId })).latest!;
    const expected = await (await image.trace(smallInput(1))).result();
    expect(expected.fault).to.equal(false);
    expect(!expected.fault && answer.output).to.deep.equal(expected.fault ? undefined : expected.output);
    await world.pass(WINDOW + 1);
    await until(() => events.some(({ kind }) => kind === "settled"));
  });

  it("are left alone by an operator that cannot get them, and others are answered", async () => {
    await world.stake(us);
    const { events } = operate();
    const first = await world.askWithBlobs(smallInput(1), beacon);
    const second = await world.ask(smallInput(2));
    await until(() => events.some(({ kind }) => kind === "claimed"));
    expect(events[0]).to.include({ kind: "claimed", requestId: second });
    expect((await world.court.statusOf(first)).phase).to.equal("open");
  });

  it("are answered once the consensus node is back", async () => {
    await world.stake(us);
    const { events } = operate(source);
    beacon.down = true;
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    await until(() => beacon.asked.length > 3);
    expect(events).to.deep.equal([]);
    beacon.down = false;
    await until(() => events.some(({ kind }) => kind === "claimed"));
    expect(events[0]).to.include({ kind: "claimed", requestId });
  });

  it("are answered though a reorganisation has put another in a request's place", async () => {
    await world.stake(us);
    const before = (await world.provider.send("evm_snapshot", [])) as string;
    beacon.down = true;
    const { events } = operate(source);
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    // The request is known, its input is not.
    await until(() => beacon.asked.length > 3);
    await world.provider.send("evm_revert", [before]);
    await world.pass(600);
    await world.pass(600);
    expect(await world.askWithBlobs(smallInput(2), beacon)).to.equal(requestId);
    beacon.down = false;
    await until(() => events.some(({ kind }) => kind === "claimed"));
    const answer = (await getResult(world.provider, world.oracleAddress, { requestId })).latest!;
    const expected = await (await image.trace(smallInput(2))).result();
    expect(answer.output).to.deep.equal(expected.fault ? undefined : expected.output);
  });

  /** Claims what a trace says, in the name of `them`. */
  async function claimBy(trace: Trace, requestId: bigint) {
    await world.stake(them);
    const request = await getRequest(world.provider, world.oracleAddress, { requestId });
    const result = await trace.result();
    await claimAnswer(them, world.oracleAddress, { request, answer: result.fault ? "fault" : result.output });
  }

  it("are watched: an answer to another input is refuted by one leaf of the blob", async () => {
    const { events, moves } = watch(source);
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    const before = await world.provider.getBalance(us.address);
    // The input that the operator would have liked to be asked about, and a true answer to it.
    const liar = await image.trace(smallInput(9), toBlobs(smallInput(9)));
    await claimBy(liar, requestId);
    await until(async () => (await world.court.contract.getFunction("gameCount")()) === 1n);
    const game = defend({ ...world.serve(them), gameId: 1n, trace: liar });
    while (!(await game.next()).done);
    await until(() => events.some(({ kind }) => kind === "gameOver"));
    expect(moves().map(({ name }) => name)).to.deep.equal(["challenge", "rejectInput", "loadInput", "withdrawCredit"]);
    expect((await world.court.statusOf(requestId)).phase).to.equal("refuted");
    const gained = (await world.provider.getBalance(us.address)) - before;
    expect(gained > BOND / 2n && gained < BOND).to.equal(true);
  });

  it("are watched once the consensus node is back, and games of before are not looked at without need", async () => {
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    await claimBy(await image.trace(smallInput(9), toBlobs(smallInput(9))), requestId);
    beacon.down = true;
    const { events } = watch(source);
    await until(() => beacon.asked.length > 3);
    expect(events).to.deep.equal([]);
    beacon.down = false;
    await until(async () => (await world.court.statusOf(requestId)).openGames === 1);
    // The operator is gone: no input is needed for that.
    beacon.down = true;
    await running.pop()!.stop();
    await world.pass(CLOCK + 1);
    const second = watch(source);
    await until(() => second.events.some(({ kind }) => kind === "gameOver"));
    expect(second.moves().map(({ name }) => name)).to.deep.equal(["timeout", "withdrawCredit"]);
    await running.pop()!.stop();
    // Nor is it for a game that is over.
    const asked = beacon.asked.length;
    const errors: unknown[] = [];
    const third = new Watchtower({
      ...world.serve(us),
      models: only(image),
      blobs: source,
      logger: {
        debug() {},
        info() {},
        warn: (...line) => void errors.push(line),
        error: (...line) => void errors.push(line),
      },
    });
    third.start();
    running.push(third);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(errors).to.deep.equal([]);
    expect(beacon.asked.length).to.equal(asked);
  });

  it("are not challenged, nor defended, with a trace that has not got the blobs", async () => {
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    await claimBy(await image.trace(smallInput(9)), requestId);
    const blind = { ...world.serve(us), taskId: requestId, trace: await image.trace(smallInput(1)) };
    await rejects(challenge(blind).next(), /TypeError: the input is in blobs/);
    expect((await world.court.statusOf(requestId)).openGames).to.equal(0);
  });

  it("are watched: a right answer is left alone, and one that cannot be checked too", async () => {
    const { events } = watch(source);
    const requestId = await world.askWithBlobs(smallInput(1), beacon);
    await claimBy(await image.trace(smallInput(1)), requestId);
    await until(() => events.length === 1);
    expect(events[0]).to.include({ kind: "checked", right: true });
    await running.pop()!.stop();
    const blind = watch();
    await claimBy(await image.trace(smallInput(5)), await world.askWithBlobs(smallInput(2), beacon));
    const third = await world.ask(smallInput(3));
    await claimBy(await image.trace(smallInput(3)), third);
    await until(() => blind.events.length === 1);
    expect(blind.events[0]).to.include({ kind: "checked", taskId: third, right: true });
  });

  it("are defended against a challenger who reads something else, down to a leaf of a long input", async () => {
    await world.stake(us);
    const { events, moves } = operate(source);
    // Longer than the model takes: the right answer is that it fails.
    const input = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7) & 0xff);
    const requestId = await world.askWithBlobs(input, beacon);
    await until(() => events.some(({ kind }) => kind === "claimed"));
    const other = input.slice();
    other[4_321]! ^= 1;
    const troll = world.serve(them);
    const data = troll.court.encode("challenge", [requestId, await world.court.commitmentOf(requestId)]);
    await troll.sender.send({ to: troll.court.address, data, value: BOND });
    const trace = await image.trace(other, toBlobs(other));
    const player = new Player({ ...troll, gameId: 1n, side: "challenger", trace });
    const seen: PlayedMove[] = [];
    await until(
      () => events.some(({ kind }) => kind === "gameOver"),
      async () => {
        const turn = await player.turn().catch(() => undefined);
        if (turn?.kind === "moved") seen.push(turn.move);
      },
    );
    expect(moves()).to.deep.equal(["open", "bisect", "bisect", "loadInput", "withdrawCredit"]);
    expect(seen.map(({ name }) => name)).to.deep.equal(["rejectInput", "select", "select"]);
    expect((await world.court.statusOf(requestId)).phase).to.equal("claimed");
  });
});
