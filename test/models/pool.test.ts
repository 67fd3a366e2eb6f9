import { fileURLToPath } from "node:url";

import { expect } from "chai";

import {
  graphRuntime,
  ModelError,
  type ModelPackage,
  openPackage,
  Session,
  SessionError,
  SessionPool,
} from "../../sdk/src/models/index.ts";

const directory = fileURLToPath(new URL("../../models/digits/package", import.meta.url));

describe("sessions that share a model's weights", () => {
  let model: ModelPackage;
  let wasm: Uint8Array;
  before(async () => {
    model = await openPackage(directory);
    wasm = (await graphRuntime()).wasm;
  });

  it("answer as the samples say, several at once in threads", async () => {
    await using pool = await SessionPool.open(model.weights, { threads: 3 });
    const results = await Promise.all(model.samples.map(({ input }) => pool.run(input)));
    expect(results.length).to.be.greaterThan(300);
    results.forEach((result, i) => {
      expect(result, `sample ${i}`).to.deep.equal({ fault: false, output: model.samples[i]!.output });
    });
    const fault = await pool.run(new Uint8Array(63));
    expect(fault.fault && fault.reason).to.match(/length/);
    const tooLong = await pool.run(new Uint8Array(2 ** 20 + 1)).catch((error: unknown) => error);
    expect(tooLong)
      .to.be.instanceOf(SessionError)
      .with.property("message")
      .that.matches(/an input of 1048577 bytes/);
  });

  it("keep one copy of the weights, and a stack and an arena each", async () => {
    const [one, four] = await Promise.all([1, 4].map((count) => Session.share(model.weights, wasm, count)));
    expect(four!.memory.buffer).to.be.instanceOf(SharedArrayBuffer);
    const { arenaExtent } = (await Session.join(one!, 0)).table;
    const page = 65_536;
    const grown = four!.memory.buffer.byteLength - one!.memory.buffer.byteLength;
    expect(grown).to.equal(3 * (Math.ceil(arenaExtent / page) * page + 2 * page));
  });

  it("do not disturb one another when they take turns node by node", async () => {
    const shared = await Session.share(model.weights, wasm, 2);
    const sessions = await Promise.all([0, 1].map((slot) => Session.join(shared, slot)));
    const samples = [model.samples[0]!, model.samples.find(({ output }) => output[0] !== model.samples[0]!.output[0])!];
    const runs = sessions.map((session, i) => session.start(samples[i]!.input));
    while (runs.map((run) => run.step()).includes(true));
    runs.forEach((run, i) => expect(run.result()).to.deep.equal({ fault: false, output: samples[i]!.output }));
  });

  it("refuse a slot that is not there, and a pool of none", async () => {
    const shared = await Session.share(model.weights, wasm, 1);
    const noSlot = await Session.join(shared, 1).catch((error: unknown) => error);
    expect(noSlot).to.be.instanceOf(RangeError);
    const none = await SessionPool.open(model.weights, { threads: 0 }).catch((error: unknown) => error);
    expect(none).to.be.instanceOf(ModelError);
  });

  it("fail what is under way when the pool is closed", async () => {
    const pool = await SessionPool.open(model.weights, { threads: 1 });
    const runs = [0, 1].map((i) => pool.run(model.samples[i]!.input).catch((error: unknown) => error));
    await pool.close();
    for (const result of await Promise.all(runs)) expect(result).to.be.instanceOf(SessionError);
    const late = await pool.run(model.samples[0]!.input).catch((error: unknown) => error);
    expect(late)
      .to.be.instanceOf(SessionError)
      .with.property("message")
      .that.matches(/closed/);
  });
});
