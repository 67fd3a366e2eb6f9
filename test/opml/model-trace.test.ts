import { rejects } from "node:assert/strict";

import { expect } from "chai";

import { equalBytes, foldPath, loadKeccak, rootOfBytes, zeroSubtrees } from "../../sdk/src/merkle/index.ts";
import {
  bytesRoot,
  FAULT,
  finalHeadRoot,
  fromHex,
  initialArenaRoot,
  toHex,
  UnclaimableTraceError,
  type Opening,
} from "../../sdk/src/opml/index.ts";
import { composeRoot, packState, type Status, unpackState } from "../../sdk/src/riscv/index.ts";
import { Behaviour, LAST_NODE, tinyAnswer, WRONG_NODE } from "../support/actors/tiny-program.ts";
import { tinyTrace } from "../support/actors/tiny-trace.ts";
import { unpackFinal } from "../support/actors/toy-trace.ts";

const NODES = 8;
const STEPS = 2048n;

const inputOf = (behaviour: number) => new Uint8Array([behaviour, 10, 20, 30, 40]);

describe("the honest trace of a model", () => {
  it("answers what the program computes", async () => {
    const input = inputOf(Behaviour.Sum);
    const trace = await tinyTrace(input);
    expect(await trace.result()).to.deep.equal({ fault: false, output: tinyAnswer(input) });
  });

  it("starts from the arena that the chain computes of the input", async () => {
    const keccak = await loadKeccak();
    for (const length of [0, 1, 33, 4097, 1 << 20]) {
      const input = new Uint8Array(length).map((_, i) => (i * 7 + 1) & 0xff);
      const trace = await tinyTrace(input);
      const expected = initialArenaRoot(keccak, { root: bytesRoot(keccak, input), length });
      expect(await trace.arenaRoot(0)).to.equal(toHex(expected));
    }
  });

  it("gives the same roots in whatever order they are asked for", async () => {
    const input = inputOf(Behaviour.Sum);
    const forwards = await tinyTrace(input);
    const roots = [];
    for (let node = 0; node <= NODES; node++) roots.push(await forwards.arenaRoot(node));
    expect(new Set(roots).size).to.equal(LAST_NODE + 2);
    const backwards = await tinyTrace(input);
    for (let node = NODES; node >= 0; node -= 3) expect(await backwards.arenaRoot(node)).to.equal(roots[node]);
    const together = await tinyTrace(input);
    expect(await Promise.all(roots.map((_, node) => together.arenaRoot(node)))).to.deep.equal(roots);
  });

  it("opens the final arena as the chain checks it", async () => {
    const keccak = await loadKeccak();
    const input = inputOf(Behaviour.Sum);
    const trace = await tinyTrace(input);
    const output = tinyAnswer(input);
    const commit = (bytes: Uint8Array) => ({ root: bytesRoot(keccak, bytes), length: bytes.length });
    const head = finalHeadRoot(keccak, commit(input), commit(output));
    expect(await rootOf(await trace.opening(), head, 17)).to.equal(await trace.arenaRoot(NODES));
  });

  it("joins the nodes: each ends in the arena that the next starts from", async () => {
    const trace = await tinyTrace(inputOf(Behaviour.Sum));
    for (const node of [0, LAST_NODE, NODES - 1]) {
      const final = await (await trace.enter(node)).finalState();
      expect(final.status).to.equal(1);
      expect(final.arenaRoot).to.equal(await trace.arenaRoot(node + 1));
      expect(final.weightsRoot).to.equal(trace.machine.weightsRoot);
    }
  });

  it("takes a node apart: first state, final state, witnesses on the way", async () => {
    const keccak = await loadKeccak();
    const trace = await tinyTrace(inputOf(Behaviour.Sum));
    const node = await trace.enter(2);
    const final = await node.finalState();
    expect(await node.stateHash(STEPS)).to.equal(toHex(keccak(packState(unpackFinal(keccak, final)))));
    for (const step of [40n, 0n, 63n, 12n, STEPS - 1n, 13n]) {
      const state = unpackState(fromHex(await node.witness(step)));
      expect(toHex(keccak(packState(state)))).to.equal(await node.stateHash(step));
    }
    const first = unpackState(fromHex(await node.witness(0n)));
    const { dataRoot, weightsRoot } = trace.machine;
    const roots = [dataRoot, await trace.arenaRoot(2), weightsRoot].map(fromHex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(equalBytes(first.memRoot, composeRoot(keccak, ...roots))).to.equal(true);
    expect([first.pc, first.registers[2], first.registers[10]]).to.deep.equal([0, 0x40000000, 2]);
  });

  for (const [name, behaviour, status] of [
    ["faults", Behaviour.Fault, 2],
    ["never ends", Behaviour.Endless, 0],
  ] as const) {
    it(`is FAULT from the node on that ${name}`, async () => {
      const trace = await tinyTrace(inputOf(behaviour));
      expect(await trace.result()).to.deep.equal({ fault: true });
      expect(await trace.arenaRoot(NODES)).to.equal(FAULT);
      expect(await trace.arenaRoot(WRONG_NODE + 1)).to.equal(FAULT);
      expect(await trace.arenaRoot(WRONG_NODE)).not.to.equal(FAULT);
      expect((await trace.opening()).arenaRoot).to.equal(FAULT);
      const final = await (await trace.enter(WRONG_NODE)).finalState();
      expect(final.status).to.equal(status satisfies Status);
      await rejects(trace.enter(WRONG_NODE + 1), RangeError);
    });
  }

  it("proves by its header that a run did not finish well", async () => {
    const trace = await tinyTrace(inputOf(Behaviour.Failed));
    expect(await trace.result()).to.deep.equal({ fault: true });
    const opening = await trace.opening();
    const root = await trace.arenaRoot(NODES);
    expect(opening.arenaRoot).to.equal(root);
    expect(await rootOf(opening, fromHex(opening.header), 0)).to.equal(root);
  });

  for (const [name, behaviour] of [
    ["tells a wrong output length", Behaviour.BadLayout],
    ["writes beside the header", Behaviour.Scribble],
  ] as const) {
    it(`can claim nothing of a program that ${name}`, async () => {
      const trace = await tinyTrace(inputOf(behaviour));
      await rejects(trace.result(), UnclaimableTraceError);
      await rejects(trace.opening(), UnclaimableTraceError);
      expect(await trace.arenaRoot(NODES)).not.to.equal(FAULT);
    });
  }

  it("refuses an input over 1 MiB", async () => {
    await rejects(tinyTrace(new Uint8Array((1 << 20) + 1)), RangeError);
  });
});

describe("the root of bytes", () => {
  it("is that of the fewest leaves, a power of two, that hold them", async () => {
    const keccak = await loadKeccak();
    const zeros = zeroSubtrees(keccak, 16);
    for (const [length, height] of [
      [0, 0],
      [1, 0],
      [32, 0],
      [33, 1],
      [64, 1],
      [65, 2],
      [96, 2],
      [129, 3],
      [1 << 20, 15],
    ] as const) {
      const bytes = new Uint8Array(length).map((_, i) => i & 0xff);
      expect(toHex(bytesRoot(keccak, bytes))).to.equal(toHex(rootOfBytes(keccak, bytes, height, zeros)));
    }
  });
});

async function rootOf(opening: Opening, node: Uint8Array, height: number) {
  const keccak = await loadKeccak();
  const siblings = opening.siblings.map(fromHex);
  const path = { node, height, index: 0, depth: 25 - height, mask: Number(opening.mask), siblings };
  return toHex(foldPath(keccak, path, zeroSubtrees(keccak, 26)));
}
