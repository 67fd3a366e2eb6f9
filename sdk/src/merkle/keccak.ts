import { createKeccak, type IHasher } from "hash-wasm";

/** Hashes bytes to 32 bytes; synchronous, so a tree can be walked without awaiting at every node. */
export type Keccak = (data: Uint8Array) => Uint8Array;

let pending: Promise<Keccak> | undefined;

/**
 * Resolves to keccak256. The wasm hasher behind it is made once in a process and reused by every caller: making one
 * costs milliseconds, and resetting one costs nothing.
 *
 * @returns a function from bytes to a fresh 32-byte array
 */
export function loadKeccak(): Promise<Keccak> {
  pending ??= createKeccak(256).then((hasher: IHasher): Keccak => {
    return (data) => hasher.init().update(data).digest("binary");
  });
  return pending;
}
