import { expect } from "chai";
import type { JsonRpcSigner } from "ethers";

import { Operator, type OperatorEvent, type OperatorOptions } from "../../sdk/src/node/index.ts";
import {
  claimCommitment,
  Player,
  resultOf,
  Sender,
  stakeOf,
  type Logger,
  type ModelImage,
  type Stage,
  type TraceResult,
} from "../../sdk/src/opml/index.ts";
import { claim as claimAnswer, getRequest } from "../../sdk/src/oracle/index.ts";
import { smallInput, smallModel } from "../support/actors/small-model.ts";
import { flakyNode, nodeThat } from "../support/actors/nodes.ts";
import { BOND, CLOCK, only, startWorld, until, WINDOW, type World } from "./support/world.ts";

describe("an operator", () => {
  let image: ModelImage;
  let world: World;
  let us: JsonRpcSigner;
  let rival: JsonRpcSigner;
  let events: OperatorEvent[];
  const running: Operator[] = [];

  before(async () => {
    image = await smallModel();
  });

  beforeEach(async () => {
    world = await startWorld(image);
    [us, rival] = world.signers as [JsonRpcSigner, JsonRpcSigner];
    events = [];
    await world.stake(us);
    await world.stake(rival);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((operator) => operator.stop()));
  });

  function serve(options: Partial<OperatorOptions> = {}): Operator {
    const operator = new Operator({
      ...world.serve(us),
      oracle: world.oracleAddress,
      models: only(image),
      onEvent: (event) => void events.push(event),
      ...options,
    });
    operator.start();
    running.push(operator);
    return operator;
  }

  const phase = async (requestId: bigint) => (await world.court.statusOf(requestId)).phase;
  const kinds = () => events.map(({ kind }) => kind);

  /** What a wrong operator posts. */
  async function claimWrongly(requestId: bigint, answer: Uint8Array | "fault", by = rival) {
    const request = await getRequest(world.provider, world.oracleAddress, { requestId });
    await claimAnswer(by, world.oracleAddress, { request, answer });
  }

  /** Challenges the latest claim, then leaves it to its operator to answer. */
  async function challengeIt(requestId: bigint): Promise<bigint> {
    const { court } = world;
    const data = court.encode("challenge", [requestId, await court.commitmentOf(requestId)]);
    const sender = new Sender(world.signers[3]!, { pollEvery: 0.01 });
    const receipt = await sender.send({ to: court.address, data, value: BOND });
    return court.interface.parseLog(receipt.logs[0]!)!.args[0] as bigint;
  }

  async function claimed(requestId: bigint): Promise<TraceResult> {
    await until(async () => (await phase(requestId)) === "claimed");
    const [task, claim] = await Promise.all([world.court.taskOf(requestId), world.court.claimOf(requestId)]);
    expect(claimCommitment(task, claim.result)).to.equal(await world.court.commitmentOf(requestId));
    return (await (await image.trace(smallInput(1))).result()) satisfies TraceResult;
  }

  it("answers requests of every kind, and settles when the answers are final", async () => {
    serve();
    const ids = [
      await world.ask(smallInput(1), "provisional"),
      await world.ask(smallInput(2), "final"),
      await world.ask(smallInput(3), "root"),
      await world.ask(new Uint8Array(3), "final"),
    ];
    for (const [index, requestId] of ids.entries()) {
      await until(async () => (await phase(requestId)) === "claimed");
      const input = index === 3 ? new Uint8Array(3) : smallInput(index + 1);
      const expected = await resultOf(await (await image.trace(input)).result());
      expect((await world.court.claimOf(requestId)).result).to.deep.equal(expected);
      expect(expected.fault).to.equal(index === 3);
    }
    await world.pass(WINDOW);
    for (const requestId of ids) await until(async () => (await phase(requestId)) === "closed");
    expect((await stakeOf(world.court, world.oracleAddress, us.address)).free).to.equal(10n * BOND);
    await until(() => kinds().filter((kind) => kind === "settled").length === 4);
    expect(kinds().filter((kind) => kind === "claimed").length).to.equal(4);
  });

  it("defends its claim in several games, and settles after them", async () => {
    serve();
    const requestId = await world.ask(smallInput(1));
    await claimed(requestId);
    const games = [await challengeIt(requestId), await challengeIt(requestId)];
    // Nobody selects: both challengers are timed out.
    const reach = (stage: Stage) => async (gameId: bigint) =>
      until(async () => (await world.court.gameOf(gameId)).stage === stage);
    await Promise.all(games.map(reach("select")));
    await world.pass(CLOCK + 1);
    await Promise.all(games.map(reach("defenderWon")));
    await until(async () => kinds().filter((kind) => kind === "gameOver").length === 2);
    await world.pass(WINDOW);
    await until(async () => (await phase(requestId)) === "closed");
    expect(await world.court.creditOf(us.address)).to.equal(0n);
  });

  it("claims where another operator's wrong claim was refuted", async () => {
    const requestId = await world.ask(smallInput(1));
    await claimWrongly(requestId, new Uint8Array([1, 2, 3]));
    const gameId = await challengeIt(requestId);
    serve();
    await world.pass(CLOCK + 1);
    const timeout = { to: world.court.address, data: world.court.encode("timeout", [gameId]) };
    await new Sender(world.signers[3]!, { pollEvery: 0.01 }).send(timeout);
    await claimed(requestId);
    const status = await world.court.statusOf(requestId);
    expect(status).to.include({ operator: us.address, attempt: 2 });
    await world.pass(WINDOW);
    await until(async () => (await phase(requestId)) === "closed");
  });

  it("claims the same answer that an operator who stayed away from the game has lost with", async () => {
    const requestId = await world.ask(smallInput(1));
    const truth = await (await image.trace(smallInput(1))).result();
    if (truth.fault) throw new Error("no output");
    await claimWrongly(requestId, truth.output);
    const gameId = await challengeIt(requestId);
    await world.pass(CLOCK + 1);
    const timeout = { to: world.court.address, data: world.court.encode("timeout", [gameId]) };
    await new Sender(world.signers[3]!, { pollEvery: 0.01 }).send(timeout);
    expect(await phase(requestId)).to.equal("refuted");
    serve();
    await claimed(requestId);
    expect((await world.court.statusOf(requestId)).operator).to.equal(us.address);
  });

  it("does not put up another bond for an answer of its own that was refuted", async () => {
    const errors: string[] = [];
    const logger: Logger = { debug() {}, info() {}, warn() {}, error: (_, message) => void errors.push(message) };
    const first = serve();
    const requestId = await world.ask(smallInput(1));
    await claimed(requestId);
    await first.stop();
    const gameId = await challengeIt(requestId);
    await world.pass(CLOCK + 1);
    const timeout = { to: world.court.address, data: world.court.encode("timeout", [gameId]) };
    await new Sender(world.signers[3]!, { pollEvery: 0.01 }).send(timeout);
    serve({ logger });
    await until(() => errors.includes("the answer that we have was refuted; not claiming it again"));
    expect(await phase(requestId)).to.equal("refuted");
  });

  it("stopped at any moment, is replaced by another one that goes on", async () => {
    const requestId = await world.ask(smallInput(1));
    let operator = serve();
    const restart = async () => {
      await operator.stop();
      operator = serve();
    };
    await until(() => kinds().includes("claimed"));
    await restart();
    const gameId = await challengeIt(requestId);
    const trace = await image.trace(smallInput(2));
    const liar = () =>
      new Player({
        ...world.serve(world.signers[3]!),
        gameId,
        side: "challenger",
        trace,
      }).turn();
    for (let moves = 0; ;) {
      await until(async () => events.filter(({ kind }) => kind === "move").length > moves);
      moves = events.filter(({ kind }) => kind === "move").length;
      await restart();
      await until(async () => ["select", "defenderWon"].includes((await world.court.gameOf(gameId)).stage));
      if ((await world.court.gameOf(gameId)).stage === "defenderWon") break;
      await liar();
    }
    await world.pass(WINDOW);
    await until(async () => (await phase(requestId)) === "closed");
    expect(kinds().filter((kind) => kind === "claimed").length).to.equal(1);
    await until(
      async () => (await world.court.creditOf(us.address)) === 0n,
      () => world.pass(60),
    );
  });

  it("goes on over a node that loses one request in twenty", async () => {
    const node = flakyNode(world.node, 20);
    serve({ ...world.serve(us, node) });
    const ids = [await world.ask(smallInput(1)), await world.ask(smallInput(2))];
    for (const requestId of ids) await until(async () => (await phase(requestId)) === "claimed");
    await world.pass(WINDOW);
    for (const requestId of ids) await until(async () => (await phase(requestId)) === "closed");
    expect(node.lost).to.be.greaterThan(2);
    for (const requestId of ids) expect((await world.court.statusOf(requestId)).attempt).to.equal(1);
  });

  it("claims nothing about an input that its node made up", async () => {
    // Longer than a leaf, so that it is not its own root.
    const input = new Uint8Array(40).fill(7);
    const [told, forged] = ["07", "08"].map((byte) => byte.repeat(40)) as [string, string];
    const lying = nodeThat(world.node, async (_, pass) => {
      const answer = await pass();
      return answer && (JSON.parse(JSON.stringify(answer).replaceAll(told, forged)) as unknown);
    });
    const errors: string[] = [];
    const error = (fields: object) => void errors.push(JSON.stringify(fields));
    const requestId = await world.ask(input);
    serve({ ...world.serve(us, lying), logger: { debug() {}, info() {}, warn() {}, error } });
    await until(() => errors.some((text) => text.includes("MissingLogError")));
    expect(await phase(requestId)).to.equal("open");
  });

  it("claims nothing that it has no stake for, no model of, or no mind to", async () => {
    const poor = world.signers[4]!;
    const warnings: string[] = [];
    const logger: Logger = { debug() {}, info() {}, error() {}, warn: (_, message) => void warnings.push(message) };
    const requestId = await world.ask(smallInput(1));
    let asked = 0;
    serve({ accept: () => ++asked === 0 });
    serve({ models: new Map() });
    serve({ ...world.serve(poor), logger });
    await until(() => asked > 0 && warnings.includes("not enough stake for a claim"));
    expect(await phase(requestId)).to.equal("open");
    await world.stake(poor, 1);
    await until(
      async () => (await phase(requestId)) === "claimed",
      () => world.pass(10),
    );
    expect((await world.court.statusOf(requestId)).operator).to.equal(poor.address);
  });
});
