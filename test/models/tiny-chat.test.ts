import { expect } from "chai";

import { TinyChat } from "../../scripts/models/tiny-chat.ts";
import { checkBitEquality, graphRuntime, Session } from "../../sdk/src/models/index.ts";
import { Code } from "../../sdk/src/models/generated.ts";

/** Inputs compared in both builds: a few, or as many as the environment says. */
const COMPARED = Number(process.env.EQUALITY_INPUTS ?? 1);

describe("tiny-chat", () => {
  let chat: TinyChat;
  before(async () => {
    chat = await TinyChat.open();
  });

  it("answers lines that it never saw", () => {
    const lines = chat.heldOut.slice(0, 200);
    expect(lines.length).to.equal(200);
    expect(chat.right(lines)).to.be.at.least(0.6);
  });

  it("remembers what was said a line before", () => {
    const before = "hello, i am ada.\nhello ada, nice to meet you.\n";
    expect(chat.answer(`${before}i am tim and i like tea. what is my name?`)).to.equal("your name is tim.");
  });

  it("draws other answers from other seeds, and the same from the same", () => {
    const line = "what should i draw? something.";
    const answers = Array.from({ length: 8 }, (_, seed) => chat.answer(line, { seed, temperature: 100 }));
    expect(new Set(answers).size).to.be.greaterThan(3);
    expect(chat.answer(line, { seed: 3, temperature: 100 })).to.equal(answers[3]);
    expect(chat.answer(line, { seed: 1 })).to.equal(chat.answer(line, { seed: 2 }));
    // Of one candidate, there is nothing to choose.
    expect(chat.answer(line, { seed: 5, temperature: 100, topK: 1 })).to.equal(chat.answer(line));
  });

  it("fails on bytes that are no ASCII, and on an empty prompt, in both builds", async () => {
    const session = await Session.open(chat.model.weights, (await graphRuntime()).module);
    const [foreign, empty] = [chat.input("hüllo"), chat.input("").slice(0, 16)];
    expect(session.run(foreign)).to.include({ fault: true, code: Code.INDEX });
    expect(session.run(empty)).to.include({ fault: true, code: Code.INPUT_LENGTH });
    const report = await checkBitEquality(chat.model, [foreign, empty], { threads: 0 });
    expect(report.nodes).to.be.greaterThan(2);
  });

  it("is the same in both builds", async () => {
    const inputs = Array.from({ length: COMPARED }, (_, i) =>
      chat.input(chat.heldOut[(i * 37) % chat.heldOut.length]![0], i % 2 === 0 ? {} : { seed: i, temperature: 90 }),
    );
    const report = await checkBitEquality(chat.model, inputs, { threads: COMPARED > 20 ? undefined : 0 });
    expect(report.inputs).to.equal(COMPARED);
    expect(Math.max(...report.worst)).to.be.lessThan(2 ** chat.model.logSteps);
  });
});
