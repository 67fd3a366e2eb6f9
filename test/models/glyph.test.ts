import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { PNG } from "pngjs";

import { GlyphGallery, SIDE } from "../../scripts/models/glyph.ts";
import { checkBitEquality, graphRuntime, Session } from "../../sdk/src/models/index.ts";
import { Code } from "../../sdk/src/models/generated.ts";

/** Inputs compared in both builds: a few, or as many as the environment says. */
const COMPARED = Number(process.env.EQUALITY_INPUTS ?? 2);

describe("glyph", () => {
  let gallery: GlyphGallery;
  before(async () => {
    gallery = await GlyphGallery.open();
  });

  it("draws held-out prompts so that a judge recovers them", () => {
    const cases = gallery.heldOut.map((prompt, i) => [prompt, i] as const);
    expect(cases.length).to.be.greaterThan(200);
    const { all, ...kinds } = gallery.recovered(cases);
    expect(all).to.be.at.least(0.9);
    for (const [kind, share] of Object.entries(kinds)) expect(share, kind).to.be.at.least(0.95);
  });

  it("draws the same prompt in another way for another seed, and the same for the same", () => {
    const prompt = gallery.heldOut[0]!;
    const picture = gallery.paint(prompt, 1);
    expect(picture).to.have.length(3 * SIDE * SIDE);
    expect(gallery.paint(prompt, 1)).to.deep.equal(picture);
    const other = gallery.paint(prompt, 2);
    expect(other.filter((byte, i) => Math.abs(byte - picture[i]!) > 8).length).to.be.greaterThan(100);
  });

  it("knows words by other names, in any order and case", () => {
    const picture = gallery.paint("large red ring on navy", 5);
    expect(gallery.paint("A big crimson HOOP, at night!", 5)).to.deep.equal(picture);
    expect(gallery.paint("navy ring: red, large", 5)).to.deep.equal(picture);
  });

  it("lets the seed choose what the prompt leaves open", () => {
    const shapes = new Set(
      Array.from({ length: 24 }, (_, seed) => gallery.describe(gallery.paint("white", seed)).shape),
    );
    expect(shapes.size).to.be.greaterThan(3);
  });

  it("fails on a word it does not know, and on more than twelve, in both builds", async () => {
    const session = await Session.open(gallery.model.weights, (await graphRuntime()).module);
    const unknown = gallery.input("a red dragon", 1);
    expect(session.run(unknown)).to.deep.equal({
      fault: true,
      code: Code.WORD,
      reason: "the text has a word that the model does not know",
    });
    const wordy = gallery.input("a ".repeat(13), 1);
    expect(session.run(wordy)).to.include({ fault: true, code: Code.WORDS });
    const report = await checkBitEquality(gallery.model, [unknown, wordy], { threads: 0 });
    expect(report.nodes).to.equal(2);
  });

  it("is the same in both builds", async () => {
    const inputs = Array.from({ length: COMPARED }, (_, i) =>
      gallery.input(gallery.heldOut[(i * 41) % gallery.heldOut.length]!, i),
    );
    const report = await checkBitEquality(gallery.model, inputs, { threads: COMPARED > 20 ? undefined : 0 });
    const { entries, steps } = gallery.model.manifest.trace;
    expect(report.nodes).to.equal(inputs.length * entries * steps);
    expect(Math.max(...report.worst)).to.be.lessThan(2 ** gallery.model.logSteps);
  });

  it("has a contact sheet of what it draws today", async () => {
    const committed = await readFile(fileURLToPath(new URL("../../models/glyph/sheet.png", import.meta.url)));
    const { rgb, width } = gallery.sheet();
    const { data, ...size } = PNG.sync.read(committed);
    expect(size).to.include({ width, height: width });
    const opaque = Buffer.from(data.filter((_, i) => i % 4 !== 3));
    expect(Buffer.compare(opaque, rgb), "npx tsx scripts/models/glyph.ts --sheet").to.equal(0);
  });
});
