import { expect } from "chai";

import { operators } from "../../sdk/src/models/generated.ts";
import { measureCosts } from "./support/costs.ts";

/** The importer fills a node to 0.6 of 2^logSteps by prediction; no input may make it need more than the whole. */
const SLACK = 1 / 0.6;

describe("guest: what the importer predicts holds for any data", () => {
  it("no data makes an operator cost more than a node has room for", async () => {
    const costs = await measureCosts();
    const over = [...costs].filter(([, { ratio }]) => ratio > SLACK);
    expect(over.map(([name, { ratio }]) => `${name}: ${ratio.toFixed(2)} times the prediction`)).to.deep.equal([]);
    const measured = new Set([...costs.keys()].map((name) => /^\w+/.exec(name)![0]));
    // Token runs once a step on one element; ConvInt8 does what LinearInt8 does, over a window.
    const others = Object.keys(operators).filter((name) => !measured.has(name));
    expect(others).to.deep.equal(["Token", "ConvInt8"]);
  });
});
