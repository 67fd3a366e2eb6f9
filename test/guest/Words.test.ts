import { expect } from "chai";

import { Code, DType, Space } from "../../sdk/src/models/generated.ts";
import { NODE_OVERHEAD, unitBound } from "../../sdk/src/models/importer/cost.ts";
import type { Graph, Tensor } from "../../sdk/src/models/table.ts";
import { Random } from "./support/operators.ts";
import { compared, runTwins } from "./support/twins.ts";

const LENGTH = 5;

/** A table whose output is the numbers of the words of its input. */
function lookup(list: readonly string[], text: number, length = LENGTH): Graph {
  const encoded = list.map((word) => new TextEncoder().encode(word));
  const width = Math.max(...encoded.map((word) => word.length));
  const data = new Uint8Array(list.length * width);
  encoded.forEach((word, i) => data.set(word, i * width));
  const tensors: Tensor[] = [
    { dtype: DType.UINT8, space: Space.INPUT, dims: [text], offset: 0 },
    { dtype: DType.UINT8, space: Space.WEIGHTS, dims: [list.length, width], data },
    { dtype: DType.INT32, space: Space.OUTPUT, dims: [length], offset: 0 },
  ];
  return {
    tensors,
    entries: [{ op: "Words", outputs: [2], inputs: [0, 1], attributes: { width } }],
    steps: 1,
    inputBytes: [0, text],
    outputBytes: 4 * length,
    inputs: [0],
    outputs: [2],
  };
}

const LIST = ["red", "ring", "on", "navy", "rings", "12", "grün", "r"];

async function numbers(text: string | Uint8Array, list = LIST, length = LENGTH) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const { result, instructions } = await runTwins(lookup(list, 48, length), bytes);
  const found = result.fault ? result.code : [...new Int32Array(result.output.slice().buffer)];
  return { found, instructions: instructions[0]! };
}

describe("guest: words", () => {
  const known: readonly (readonly [string, readonly number[]])[] = [
    ["red ring on navy", [1, 2, 3, 4, 0]],
    ["", [0, 0, 0, 0, 0]],
    ["  Red,RING!\n", [1, 2, 0, 0, 0]],
    ["rings ring r", [5, 2, 8, 0, 0]],
    ["navy.12-grün", [4, 6, 7, 0, 0]],
    ["on on on on on", [3, 3, 3, 3, 3]],
    ["red\0\0ring", [1, 2, 0, 0, 0]],
  ];
  for (const [text, wanted] of known)
    it(`finds those of ${JSON.stringify(text)}`, async () => {
      expect((await numbers(text)).found).to.deep.equal(wanted);
    });

  for (const text of ["ri", "rin", "ringsx", "re d", "red rjng", "grun", "GRÜN", "redring", "123", "ringsringsrings"])
    it(`fails on ${JSON.stringify(text)}`, async () => {
      expect((await numbers(text)).found).to.equal(Code.WORD);
    });

  it("fails on a word too many", async () => {
    expect((await numbers("on on on on on on")).found).to.equal(Code.WORDS);
  });

  it("is the same in both builds on any bytes, and within its bound on the worst", async () => {
    const random = new Random(9);
    let [failed, good] = [0, 0];
    for (let i = 0; i < 24; i++) {
      const pieces = Array.from(random.integers(6, 0, LIST.length + 1), (which) => LIST[which] ?? "?");
      const text = new TextEncoder().encode(pieces.join(" ")).slice(0, 48);
      if (i % 2) text[random.integers(1, 0, text.length - 1)[0]!] = random.integers(1, 0, 255)[0]!;
      if (Array.isArray((await numbers(text)).found)) good++;
      else failed++;
    }
    expect(Math.min(failed, good)).to.be.greaterThan(2);

    const alike = Array.from(
      { length: 40 },
      (_, i) => "a".repeat(8) + String.fromCharCode(98 + (i % 20)).repeat(1 + i / 20),
    );
    const short = Array.from({ length: 30 }, (_, i) => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26)));
    for (const [list, text] of [
      [alike, `${alike.at(-1)!} `.repeat(4)],
      [[...short, "z"], "z ".repeat(24)],
      [["a"], "a ".repeat(24)],
      [["a".repeat(48)], "a".repeat(48)],
    ] as const) {
      const graph = lookup(list, 48, 24);
      const { found, instructions } = await numbers(text.slice(0, 48), [...list], 24);
      expect(found).to.be.an("array");
      expect(instructions).to.be.at.most(unitBound(graph.entries[0]!, graph.tensors) + NODE_OVERHEAD);
    }
  });

  after(() => expect(compared.nodes).to.be.greaterThan(40));
});
