// Twin of contracts/opml/types/InputForm.sol.

/** How long a task's input is, and where its bytes are. */
export interface InputForm {
  /** Number of bytes, 1 MiB at most. */
  readonly length: number;
  /** Whether they are in blobs (EIP-4844), not in calldata. */
  readonly inBlobs: boolean;
}

const IN_BLOBS = 1n << 32n;

/** A form as the contract packs it. */
export function packInputForm({ length, inBlobs }: InputForm): bigint {
  return BigInt(length) | (inBlobs ? IN_BLOBS : 0n);
}

export function unpackInputForm(packed: bigint): InputForm {
  return { length: Number(packed & 0xffffffffn), inBlobs: (packed & IN_BLOBS) !== 0n };
}
