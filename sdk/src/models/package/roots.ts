import { loadKeccak } from "../../merkle/keccak.ts";
import { rootOfBytes } from "../../merkle/bytes.ts";
import { zeroSubtrees } from "../../merkle/zero.ts";
import { toHex } from "./manifest.ts";

/** Levels of the tree over the upper half of data memory, where the weights are. */
const WEIGHTS_DEPTH = 26;

/** A program as it is registered. Roots are `0x` and 64 lower-case digits. */
export interface ProgramRoots {
  /** Merkle root of the text, depth 15. */
  readonly textRoot: string;
  /** Merkle root of the first quarter of data memory, depth 25. */
  readonly dataRoot: string;
  /** Byte offset into the text at which every node starts. */
  readonly entry: number;
}

/** A model as the court sees it: the fields of `Machine` in `contracts/opml/interfaces/OpMLTypes.sol`. */
export interface MachineRoots extends ProgramRoots {
  /** Merkle root of the upper half of data memory, depth 26. */
  readonly weightsRoot: string;
  readonly logNodes: number;
  readonly logSteps: number;
}

/** Root of the upper half of data memory with the blob at its start: 32 bytes, hexadecimal. */
export async function weightsRootOf(blob: Uint8Array): Promise<string> {
  const keccak = await loadKeccak();
  return toHex(rootOfBytes(keccak, blob, WEIGHTS_DEPTH, zeroSubtrees(keccak, WEIGHTS_DEPTH + 1)));
}

/** `keccak256(abi.encode(textRoot, dataRoot, entry))`, hexadecimal. */
export async function programRootOf({ textRoot, dataRoot, entry }: ProgramRoots): Promise<string> {
  return hashWords([textRoot, dataRoot, entry]);
}

/** `keccak256(abi.encode(Machine))`, hexadecimal. */
export async function machineHashOf(machine: MachineRoots): Promise<string> {
  const { textRoot, dataRoot, weightsRoot, entry, logNodes, logSteps } = machine;
  return hashWords([textRoot, dataRoot, weightsRoot, entry, logNodes, logSteps]);
}

/** keccak256 of 32-byte words: hashes as they are, numbers big-endian. */
async function hashWords(words: readonly (string | number)[]): Promise<string> {
  const keccak = await loadKeccak();
  const digits = words.map((word) => (typeof word === "string" ? word.slice(2) : word.toString(16).padStart(64, "0")));
  return toHex(keccak(new Uint8Array(Buffer.from(digits.join(""), "hex"))));
}
