import { expect } from "chai";
import { getBytes, hexlify, keccak256, concat, type BytesLike } from "ethers";
import { network } from "hardhat";

import { BYTES_PER_BLOB, toBlobs, versionedHashesOf } from "../../sdk/src/blobs/index.ts";
import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { BlobInput, heightOf, initialArenaRoot, bytesRoot, toHex, type Hash } from "../../sdk/src/opml/index.ts";
import type { BlobLoader, ToyLoader } from "../../types/ethers-contracts/index.ts";

const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 131 + (i >> 8) * 7 + 1) & 0xff);

interface Case {
  readonly bytes: Uint8Array;
  readonly trace: BlobInput;
  /** What the task commits to. */
  readonly input: string;
}

const { ethers } = await network.create();

describe("the loader of inputs in blobs", () => {
  let loader: BlobLoader;
  let toy: ToyLoader;

  before(async () => {
    loader = await ethers.deployContract("BlobLoader");
    toy = await ethers.deployContract("ToyLoader");
  });

  async function inBlobs(bytes: Uint8Array, blobs = toBlobs(bytes)): Promise<Case> {
    const hashes = await versionedHashesOf(blobs);
    return { bytes, trace: new BlobInput(await loadKeccak(), bytes, blobs), input: keccak256(concat(hashes)) };
  }

  /** Loads leaf `index`, with the witness changed. */
  async function load(
    { bytes, trace, input }: Case,
    index: bigint,
    change: (witness: Uint8Array) => BytesLike = (witness) => witness,
    preRoot?: Hash,
  ): Promise<string> {
    const witness = change(getBytes(await trace.witness(index)));
    return loader.load(input, bytes.length, index, preRoot ?? (await trace.arenaRoot(index)), witness);
  }

  const flipped = (at: number) => (witness: Uint8Array) => {
    witness[at < 0 ? witness.length + at : at]! ^= 1;
    return witness;
  };

  it("loads every leaf of short inputs, as one that is given them whole would", async () => {
    let leaves = 0;
    for (const length of [1, 31, 33, 100]) {
      const one = await inBlobs(noise(length));
      const count = 1n << BigInt(heightOf(length));
      expect(await loader.blank(length)).to.equal(await toy.blank(length));
      expect(await one.trace.arenaRoot(0n)).to.equal(await toy.blank(length));
      for (let index = 0n; index < count; index++) {
        const after = await toy.loaded(one.bytes, index + 1n);
        expect(await load(one, index)).to.equal(after);
        expect(await one.trace.arenaRoot(index + 1n)).to.equal(after);
        leaves++;
      }
      const root = { root: bytesRoot(await loadKeccak(), one.bytes), length };
      expect(await one.trace.arenaRoot(count)).to.equal(toHex(initialArenaRoot(await loadKeccak(), root)));
    }
    expect(leaves).to.equal(1 + 1 + 2 + 4);
  });

  it("loads from the blob that a leaf is in", async () => {
    const one = await inBlobs(noise(2 * BYTES_PER_BLOB - 7));
    // The last leaf of the first blob, the first of the second, the last, which is not whole, and one beyond the bytes.
    const last = BigInt(Math.floor((one.bytes.length - 1) / 32));
    for (const index of [0n, 30n, 3967n, 3968n, last, last + 1n]) {
      expect(await load(one, index)).to.equal(await one.trace.arenaRoot(index + 1n));
    }
    expect(await one.trace.arenaRoot(last + 2n)).to.equal(await one.trace.arenaRoot(last + 1n));
  });

  it("passes over the first byte of each element, and what follows the input's end", async () => {
    const blob = noise(131_072);
    for (let at = 0; at < blob.length; at += 32) blob[at] = 0x60;
    const bytes = new Uint8Array(45);
    bytes.set(blob.subarray(1, 32));
    bytes.set(blob.subarray(33, 33 + 14), 31);
    const one = await inBlobs(bytes, [blob]);
    expect(await load(one, 0n)).to.equal(await toy.loaded(bytes, 1));
    expect(await load(one, 1n)).to.equal(await toy.loaded(bytes, 2));
  });

  it("takes no other blobs, no other value, no other proof, no other place", async () => {
    const one = await inBlobs(noise(100));
    // Versioned hash 32; value, commitment, proof 128, twice; mask 32; siblings.
    const actual = (witness: Uint8Array) => keccak256(witness.subarray(0, 32));
    const changed = getBytes(await one.trace.witness(1n));
    changed[5]! ^= 1;
    await expect(load(one, 1n, flipped(5)))
      .to.be.revertedWithCustomError(loader, "WrongBlobs")
      .withArgs(one.input, actual(changed));
    const hash = hexlify(getBytes(await one.trace.witness(1n)).subarray(0, 32));
    for (const [at, element] of [
      [32 + 31, 1n],
      [32 + 32 + 40, 1n],
      [32 + 80 + 40, 1n],
      [32 + 128 + 31, 2n],
    ] as const) {
      await expect(load(one, 1n, flipped(at)), `byte ${at}`)
        .to.be.revertedWithCustomError(loader, "WrongElement")
        .withArgs(hash, element);
    }
    // The right bytes of another leaf.
    const other = getBytes(await one.trace.witness(2n));
    await expect(load(one, 1n, () => other)).to.be.revertedWithCustomError(loader, "WrongElement");
    await expect(load(one, 1n, flipped(-1))).to.be.revertedWithCustomError(loader, "WrongPreRoot");
  });

  it("takes no witness of another length", async () => {
    const one = await inBlobs(noise(100));
    const { length } = getBytes(await one.trace.witness(1n));
    await expect(load(one, 1n, (witness) => concat([witness, "0x00"])))
      .to.be.revertedWithCustomError(loader, "WrongWitnessLength")
      .withArgs(length, length + 1);
    await expect(load(one, 1n, (witness) => witness.subarray(0, 300)))
      .to.be.revertedWithCustomError(loader, "WrongWitnessLength")
      .withArgs(320, 300);
  });

  it("takes no path of another form", async () => {
    const one = await inBlobs(noise(100));
    const paths = await ethers.getContractAt("SparsePath", ethers.ZeroAddress);
    // The mask's word ends before the siblings: a bit above the arena's height.
    const siblings = (witness: Uint8Array) => (witness.length - 32 - 256 - 32) / 32;
    const wide = (witness: Uint8Array) => {
      witness[witness.length - 32 * siblings(witness) - 4]! |= 2;
      return concat([witness, ethers.id("one more")]);
    };
    await expect(load(one, 1n, wide)).to.be.revertedWithCustomError(paths, "MaskTooWide");
  });

  it("confirms nothing on a chain without the precompile", async () => {
    const one = await inBlobs(noise(100));
    const code = await ethers.provider.getCode(loader);
    const old = await network.create({ override: { hardfork: "shanghai" } });
    const at = await loader.getAddress();
    await old.provider.request({ method: "hardhat_setCode", params: [at, code] });
    const call = loader.interface.encodeFunctionData("load", [
      one.input,
      one.bytes.length,
      1n,
      await one.trace.arenaRoot(1n),
      await one.trace.witness(1n),
    ]);
    const answer = old.ethers.provider.call({ to: at, data: call });
    await expect(answer).to.be.revertedWithCustomError(loader, "WrongElement");
  });

  it("takes no arena but the one both sides agreed on", async () => {
    const one = await inBlobs(noise(100));
    for (const step of [0n, 2n]) {
      const preRoot = await one.trace.arenaRoot(step);
      await expect(load(one, 1n, undefined, preRoot))
        .to.be.revertedWithCustomError(loader, "WrongPreRoot")
        .withArgs(preRoot, await one.trace.arenaRoot(1n));
    }
  });
});
