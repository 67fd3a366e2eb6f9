import { expect } from "chai";

import { operators } from "../../sdk/src/models/generated.ts";
import { measureCosts } from "./support/costs.ts";

describe("guest: what the importer allows for is enough for any data", () => {
  it("no data makes an operator cost more than its bound", async () => {
    const costs = await measureCosts();
    const over = [...costs].filter(([, { ratio }]) => ratio > 1);
    expect(over.map(([name, { ratio }]) => `${name}: ${ratio.toFixed(2)} times its bound`)).to.deep.equal([]);
    const measured = new Set([...costs.keys()].map((name) => /^\w+/.exec(name)![0]));
    // Token runs once a step on one element; ConvInt8 does what LinearInt8 does, over a window; Words has its own test.
    const others = Object.keys(operators).filter((name) => !measured.has(name));
    expect(others).to.deep.equal(["Token", "ConvInt8", "Words"]);
  });
});
