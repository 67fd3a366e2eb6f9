import { readdirSync, readFileSync } from "node:fs";

import { expect } from "chai";

const root = new URL("../", import.meta.url);

const read = (folder: string, kind: RegExp) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((file) => kind.test(file) && !file.startsWith("mocks"))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, root), "utf8"));

describe("refusals", () => {
  it("are each expected by a test: every custom error that a contract declares", () => {
    const tests = read("test", /\.(ts|sol)$/).join("\n");
    const errors = read("contracts", /\.sol$/).flatMap((source) =>
      [...source.matchAll(/^\s*error (\w+)\(/gm)].map((match) => match[1]!),
    );
    const named = new Set(tests.match(/\w+/g));
    expect(errors).to.have.lengthOf.above(150);
    expect(errors.filter((error) => !named.has(error))).to.deep.equal([]);
  });
});
