import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { graphRuntime, openPackage, type Sample } from "../../sdk/src/models/index.ts";
import { pokedTrace, type Poke } from "../../sdk/src/opml/drill.ts";
import { ModelImage, OUTPUT_OFFSET, SessionRunner, WORK_OFFSET, type Trace } from "../../sdk/src/opml/index.ts";
import { ARENA_BASE } from "../../sdk/src/riscv/index.ts";
import { pointingActor, traceActor } from "../support/actors/actors.ts";
import { challengeClaim, claimOn, deployRiscVStep, startChain, type Chain } from "../support/actors/chain.ts";
import { duel } from "../support/actors/duel.ts";
import { smallInput, smallModel } from "../support/actors/small-model.ts";
import { Behaviour } from "../support/actors/tiny-program.ts";
import { tinyTrace } from "../support/actors/tiny-trace.ts";

const digitsPackage = fileURLToPath(new URL("../../models/digits/package", import.meta.url));

async function poked(image: ModelImage, input: Uint8Array, poke: Poke): Promise<Trace> {
  const { machine, program, weights } = image;
  const runner = new SessionRunner(await image.session());
  return pokedTrace({ machine, program, weights, input, runner }, poke);
}

describe("games over the real machine", () => {
  let chain: Chain;

  before(async () => {
    chain = await startChain(deployRiscVStep);
  });

  /** The liar defends; the honest challenger must win. */
  async function refute(lie: Trace, truth: () => Promise<Trace>, input: Uint8Array) {
    const { taskId } = await claimOn(chain, lie, input);
    const gameId = await challengeClaim(chain, taskId);
    const liar = traceActor(chain, "defender", lie);
    const { outcome, moves } = await duel({ chain, gameId, side: "challenger", trace: truth, liar });
    expect(outcome).to.deep.equal({ gameId, stage: "challengerWon", won: true });
    return moves;
  }

  /** The liar challenges; the honest defender must win. */
  async function withstand(liar: (chain: Chain) => ReturnType<typeof traceActor>, truth: Trace, input: Uint8Array) {
    const { taskId } = await claimOn(chain, truth, input);
    const gameId = await challengeClaim(chain, taskId);
    const { outcome, moves } = await duel({
      chain,
      gameId,
      side: "defender",
      trace: async () => truth,
      liar: liar(chain),
    });
    expect(outcome).to.deep.equal({ gameId, stage: "defenderWon", won: true });
    return moves;
  }

  describe("digits", () => {
    let image: ModelImage;
    let sample: Sample;
    let lastNode: number;

    before(async () => {
      const model = await openPackage(digitsPackage);
      lastNode = model.manifest.trace.entries * model.manifest.trace.steps - 1;
      image = await ModelImage.open(model, await graphRuntime());
      sample = model.samples[0]!;
    });

    const wrongDigit = (): Poke => ({
      node: lastNode,
      step: "end",
      address: ARENA_BASE + OUTPUT_OFFSET,
      bytes: new Uint8Array([(sample.output[0]! + 1) % 10]),
    });

    it("a wrong digit is refuted, by a challenger who is killed before every turn", async () => {
      const lie = await poked(image, sample.input, wrongDigit());
      expect(await lie.result()).to.deep.equal({ fault: false, output: wrongDigit().bytes });
      const moves = await refute(lie, () => image.trace(sample.input), sample.input);
      expect(moves.map(({ name }) => name)).to.include("step");
    });

    it("the right digit withstands a challenger who is sure of another", async () => {
      const lie = await poked(image, sample.input, wrongDigit());
      const truth = await image.trace(sample.input);
      const moves = await withstand((on) => traceActor(on, "challenger", lie), truth, sample.input);
      expect(moves.map(({ name }) => name)).to.include("step");
    });

    it("the right digit withstands one byte of working memory that changes in a challenger's machine", async () => {
      const poke = { node: 2, step: 12_345, address: ARENA_BASE + WORK_OFFSET + 7, bytes: new Uint8Array([0xa5]) };
      const lie = await poked(image, sample.input, poke);
      await withstand((on) => traceActor(on, "challenger", lie), await image.trace(sample.input), sample.input);
    });
  });

  describe("a small network", () => {
    let image: ModelImage;
    const input = smallInput(7);

    before(async () => {
      image = await smallModel();
    });

    it("one word of a layer that changes while it is computed is refuted", async () => {
      const lie = await poked(image, input, {
        node: 1,
        step: 200,
        address: ARENA_BASE + WORK_OFFSET,
        bytes: new Uint8Array([0, 0, 0x80, 0x3f]),
      });
      const truth = await image.trace(input);
      expect(await lie.result()).not.to.deep.equal(await truth.result());
      await refute(lie, async () => truth, input);
    });

    for (const [name, choose] of [
      ["first", () => 0],
      ["last", (segments: number) => segments - 1],
      ["scattered", (segments: number, { id }: { id: bigint }) => Number((id * 7919n) % BigInt(segments))],
    ] as const) {
      it(`a right output withstands a challenger who points at ${name} segments`, async () => {
        await withstand((on) => pointingActor(on, choose), await image.trace(input), input);
      });
    }
  });

  describe("a program that goes wrong", () => {
    const inputOf = (behaviour: number) => new Uint8Array([behaviour, 10, 20, 30, 40]);

    for (const [name, behaviour] of [
      ["a fault", Behaviour.Fault],
      ["an endless loop", Behaviour.Endless],
      ["a run that does not finish well", Behaviour.Failed],
    ] as const) {
      it(`${name} is proven against whoever points at it`, async () => {
        const input = inputOf(behaviour);
        const truth = await tinyTrace(input);
        for (const choose of [() => 0, (segments: number) => segments - 1, () => 3]) {
          const bounded = (segments: number) => Math.min(choose(segments), segments - 1);
          await withstand((on) => pointingActor(on, bounded), truth, input);
        }
      });
    }
  });
});
