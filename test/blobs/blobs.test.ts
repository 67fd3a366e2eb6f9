import { rejects } from "node:assert/strict";

import { expect } from "chai";
import { hexlify } from "ethers";
import fc from "fast-check";

import {
  BLOB_SIZE,
  beaconBlobs,
  blobCount,
  BlobError,
  BYTES_PER_BLOB,
  commitmentTo,
  fromBlobs,
  pointOf,
  proveElement,
  readBlobs,
  sidecarOf,
  toBlobs,
  versionedHashesOf,
  versionedHashOf,
} from "../../sdk/src/blobs/index.ts";
import { BeaconNode } from "../support/beacon.ts";

const MODULUS = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;

const noise = (length: number, salt = 1) =>
  Uint8Array.from({ length }, (_, i) => (i * 131 + (i >> 8) * 7 + salt) & 0xff);
const refusedWith = (code: string) => (error: unknown) => error instanceof BlobError && error.code === code;

describe("bytes in blobs", () => {
  it("come back as they were, whatever their length", () => {
    const length = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: BYTES_PER_BLOB - 40, max: BYTES_PER_BLOB + 40 }),
    );
    fc.assert(
      fc.property(length, fc.integer(), (size, salt) => {
        const bytes = noise(size, salt);
        const blobs = toBlobs(bytes);
        expect(blobs.length).to.equal(blobCount(size));
        for (const blob of blobs) expect(blob.length).to.equal(BLOB_SIZE);
        expect(hexlify(fromBlobs(blobs, size))).to.equal(hexlify(bytes));
      }),
    );
  });

  it("are laid out 31 bytes a field element, the first byte of each zero", () => {
    const [blob] = toBlobs(noise(64));
    expect(hexlify(blob!.subarray(0, 96))).to.equal(
      hexlify(
        new Uint8Array([
          0,
          ...noise(64).subarray(0, 31),
          0,
          ...noise(64).subarray(31, 62),
          0,
          ...noise(64).subarray(62),
          ...new Uint8Array(29),
        ]),
      ),
    );
  });

  it("do not depend on what is besides them in the blobs", () => {
    const blob = noise(BLOB_SIZE);
    const other = blob.slice();
    for (let at = 0; at < BLOB_SIZE; at += 32) other[at] = 0;
    other.fill(0, 32 * 4);
    expect(fromBlobs([blob], 100)).to.deep.equal(fromBlobs([other], 100));
  });

  it("are refused in blobs of another size or number", () => {
    expect(() => fromBlobs([new Uint8Array(BLOB_SIZE - 1)], 10)).to.throw(BlobError, "131072 bytes, not 131071");
    expect(() => fromBlobs([], 10)).to.throw(BlobError, "10 bytes are in 1 blobs, not in 0");
    expect(() => fromBlobs([new Uint8Array(BLOB_SIZE), new Uint8Array(BLOB_SIZE)], BYTES_PER_BLOB)).to.throw(
      BlobError,
      "126976 bytes are in 1 blobs, not in 2",
    );
  });
});

describe("commitments to blobs", () => {
  const [blob] = toBlobs(noise(5000)) as [Uint8Array];

  it("of a constant blob are the constant times the generator", async () => {
    // Of all ones, the sum of the setup's points is the generator itself.
    const ones = new Uint8Array(BLOB_SIZE);
    for (let at = 31; at < BLOB_SIZE; at += 32) ones[at] = 1;
    expect(await commitmentTo(ones)).to.equal(
      "0x97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
    );
  });

  it("name a blob by its versioned hash", async () => {
    // The empty blob's, as networks know it.
    expect(versionedHashOf(await commitmentTo(new Uint8Array(BLOB_SIZE)))).to.equal(
      "0x010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014",
    );
  });

  it("prove every value to be where the contract looks for it", async () => {
    for (const index of [0, 1, 2, 161, 4095]) {
      const { value } = await proveElement(blob, index);
      expect(value).to.equal(hexlify(blob.subarray(32 * index, 32 * index + 32)));
    }
  });

  it("lie at the roots of unity, in bit-reversed order", () => {
    expect(pointOf(0)).to.equal(1n);
    expect(pointOf(1)).to.equal(MODULUS - 1n);
    const points = new Set(Array.from({ length: 4096 }, (_, i) => pointOf(i)));
    expect(points.size).to.equal(4096);
    let power = pointOf(2048);
    for (let squared = 0; squared < 11; squared++) power = (power * power) % MODULUS;
    expect(power).to.equal(MODULUS - 1n);
  });

  it("travel with one proof, or with those of 128 cells", async () => {
    const whole = await sidecarOf(blob, "eip4844");
    expect(whole.proof.length).to.equal(2 + 2 * 48);
    const cells = await sidecarOf(blob, "eip7594");
    expect(cells.proof.length).to.equal(2 + 2 * 48 * 128);
    expect(cells.commitment).to.equal(whole.commitment);
  });

  it("are refused to what is no blob", async () => {
    await rejects(commitmentTo(new Uint8Array(100)), refusedWith("BLOB_SIZE"));
    await rejects(proveElement(new Uint8Array(BLOB_SIZE).fill(0xff), 0), refusedWith("WRONG_BLOB"));
  });
});

describe("a consensus node's blobs", () => {
  const blobs = toBlobs(noise(BYTES_PER_BLOB + 10));
  let node: BeaconNode;

  beforeEach(async () => {
    node = await BeaconNode.start();
  });

  afterEach(() => node.stop());

  it("are found by the time of their block, put in order, and checked", async () => {
    const [first, second] = blobs as [Uint8Array, Uint8Array];
    node.keep(1_000_000, [second, toBlobs(noise(3))[0]!, first]);
    const hashes = await versionedHashesOf([first, second]);
    const read = await readBlobs(beaconBlobs(`${node.url}/`), hashes, 1_000_007);
    expect(read.map((blob) => hexlify(blob))).to.deep.equal([hexlify(first), hexlify(second)]);
    expect(node.asked).to.include(`/eth/v1/beacon/blobs/83333?versioned_hashes=${hashes.join("&versioned_hashes=")}`);
  });

  it("are asked for once where an input is in equal ones", async () => {
    const input = new Uint8Array(BYTES_PER_BLOB + 1);
    node.keep(1_200, toBlobs(input));
    const hashes = await versionedHashesOf(toBlobs(input));
    expect(hashes[0]).to.equal(hashes[1]);
    expect(fromBlobs(await readBlobs(beaconBlobs(node.url), hashes, 1_200), input.length)).to.deep.equal(input);
  });

  it("are had again once the node is back, which says why it has none, and is told no secret", async () => {
    const [hash] = await versionedHashesOf(blobs.slice(0, 1));
    node.keep(24, [blobs[0]!]);
    const source = beaconBlobs(`${node.url}/?apikey=secret`);
    node.down = true;
    node.refusal = "not enough data columns";
    await rejects(readBlobs(source, [hash!], 24), (error: unknown) => {
      return (
        error instanceof BlobError &&
        /404 .*: not enough data columns$/.test(error.message) &&
        !/secret/.test(error.message)
      );
    });
    node.down = false;
    expect(await readBlobs(source, [hash!], 24)).to.have.length(1);
    expect(node.asked.at(-1)).to.equal(`/eth/v1/beacon/blobs/2?apikey=secret&versioned_hashes=${hash}`);
  });

  it("are missed where the node has others, or none", async () => {
    const hashes = await versionedHashesOf(blobs.slice(0, 1));
    const source = beaconBlobs(node.url);
    await rejects(readBlobs(source, hashes, 24), refusedWith("BLOBS_MISSING"));
    node.keep(24, [blobs[1]!]);
    await rejects(readBlobs(source, hashes, 24), refusedWith("BLOBS_MISSING"));
    node.keep(24, [blobs[0]!]);
    expect(await readBlobs(source, hashes, 24)).to.have.length(1);
  });
});
