import { getBytes, type ContractRunner } from "ethers";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { explained } from "../transact.ts";
import { contentErrors } from "./errors.ts";

/** Where a token stands: `IAigcNft.State`, in its order. */
export const contentStates = ["pending", "answered", "unstored", "faulted", "unanswered", "final"] as const;
export type ContentState = (typeof contentStates)[number];

export interface Content {
  readonly tokenId: bigint;
  readonly owner: string;
  /**
   * - `pending`: no answer yet;
   * - `answered`: the data is stored;
   * - `unstored`: the answer is known by its hash, `update` brings its bytes;
   * - `faulted`: the model is claimed to give no output for this prompt;
   * - `unanswered`: nobody answered in time;
   * - `final`: the data is stored, and announced as final.
   */
  readonly state: ContentState;
  /** Whether that can no longer change. */
  readonly finalized: boolean;
  /** The oracle's; absent while the first request is pending. */
  readonly requestId?: bigint;
  /** What the model made of the prompt; empty unless the state is `answered` or `final`. */
  readonly data: Uint8Array;
}

/**
 * Where a token stands, and its data.
 *
 * @param collection address of the AigcNft
 * @throws ContractError: ERC721NonexistentToken
 */
export async function getContent(
  runner: ContractRunner,
  collection: string,
  { tokenId }: { readonly tokenId: bigint },
): Promise<Content> {
  const contract = AigcNft__factory.connect(collection, runner);
  const [owner, { state, requestId, finalized }] = await explained(
    Promise.all([contract.ownerOf(tokenId), contract.statusOf(tokenId)]),
    contentErrors,
  );
  // After the status: what was read before it may be from an older block, and would pass for final.
  const data = await explained(contract.aigcDataOf(tokenId), contentErrors);
  return {
    tokenId,
    owner,
    state: contentStates[Number(state)]!,
    finalized,
    ...(requestId !== 0n && { requestId }),
    data: getBytes(data),
  };
}
