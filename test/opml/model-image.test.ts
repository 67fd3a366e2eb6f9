import { rejects } from "node:assert/strict";

import { expect } from "chai";

import { graphRuntime } from "../../sdk/src/models/index.ts";
import { ARENA_BASE } from "../../sdk/src/riscv/index.ts";
import { pokedTrace } from "../../sdk/src/opml/drill.ts";
import {
  EmulatedRunner,
  ModelImage,
  ModelMismatchError,
  ModelTrace,
  OUTPUT_OFFSET,
  SessionRunner,
} from "../../sdk/src/opml/index.ts";
import { SMALL_LOG_NODES, smallInput, smallModel } from "../support/actors/small-model.ts";

const NODES = 2 ** SMALL_LOG_NODES;

describe("a model of the graph runtime", () => {
  let image: ModelImage;

  before(async () => {
    image = await smallModel();
  });

  it("has the same trace in the fast build and in the emulator, node by node", async () => {
    const { machine, program, weights } = image;
    for (const input of [smallInput(1), smallInput(2), new Uint8Array(5)]) {
      const fast = await image.trace(input);
      const runner = await EmulatedRunner.create(program, weights, machine.logSteps, (4 << 20) + 65536);
      const slow = await ModelTrace.create({ machine, program, weights, input, runner });
      for (let node = NODES; node >= 0; node--) {
        expect(await fast.arenaRoot(node)).to.equal(await slow.arenaRoot(node));
      }
      expect(await fast.result()).to.deep.equal(await slow.result());
      expect(await fast.opening()).to.deep.equal(await slow.opening());
    }
  });

  it("answers as a plain session does", async () => {
    const session = await image.session();
    const input = smallInput(3);
    const answer = session.run(input);
    expect(answer.fault).to.equal(false);
    expect(await (await image.trace(input)).result()).to.deep.equal(answer);
  });

  it("fails on an input of another length, provably", async () => {
    const trace = await image.trace(new Uint8Array(5));
    expect(await trace.result()).to.deep.equal({ fault: true });
    expect((await trace.opening()).arenaRoot).to.equal(await trace.arenaRoot(NODES));
  });

  it("joins its nodes: each ends in the arena that the next starts from", async () => {
    const trace = await image.trace(smallInput(4));
    for (let node = 0; node < NODES; node++) {
      const { arenaRoot, status } = await (await trace.enter(node)).finalState();
      expect(arenaRoot).to.equal(await trace.arenaRoot(node + 1));
      expect(status).to.equal(1);
    }
  });

  it("is not opened under another machine's name", async () => {
    const { machine, program } = image;
    const { module } = await graphRuntime();
    const other = ModelImage.open({ machine, weights: new Uint8Array(128) }, { program, module });
    await rejects(other, ModelMismatchError);
  });

  it("poked, differs from one instruction on and is consistent after it", async () => {
    const { machine, program, weights } = image;
    const input = smallInput(5);
    const honest = await image.trace(input);
    const runner = new SessionRunner(await image.session());
    const poke = { node: 3, step: "end" as const, address: ARENA_BASE + OUTPUT_OFFSET, bytes: new Uint8Array([1]) };
    const poked = await pokedTrace({ machine, program, weights, input, runner }, poke);
    const [truth, lie] = [await honest.result(), await poked.result()];
    if (truth.fault || lie.fault) throw new Error("no output");
    expect([...lie.output]).to.deep.equal([1, ...truth.output.slice(1)]);
    expect(await poked.arenaRoot(3)).to.equal(await honest.arenaRoot(3));
    expect(await poked.arenaRoot(4)).not.to.equal(await honest.arenaRoot(4));

    const [right, wrong] = [await honest.enter(3), await poked.enter(3)];
    let [agreed, disputed] = [0n, 2n ** 16n];
    while (disputed - agreed > 1n) {
      const middle = (agreed + disputed) / 2n;
      if ((await right.stateHash(middle)) === (await wrong.stateHash(middle))) agreed = middle;
      else disputed = middle;
    }
    expect(await wrong.witness(agreed)).to.equal(await right.witness(agreed));
    expect((await wrong.finalState()).arenaRoot).to.equal(await poked.arenaRoot(4));
  });
});
