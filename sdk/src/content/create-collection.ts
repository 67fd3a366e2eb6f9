import { ZeroAddress, ZeroHash, type ContractRunner, type ContractTransactionReceipt, type Signer } from "ethers";

import type { IAigcNftFactory } from "../../../types/ethers-contracts/content/AigcNftFactory.ts";
import { AigcNftFactory__factory } from "../../../types/ethers-contracts/factories/content/AigcNftFactory__factory.ts";
import { eventOf } from "../events.ts";
import type { Hash } from "../opml/hex.ts";
import { explained, transact } from "../transact.ts";
import { contentErrors } from "./errors.ts";

/** What the model's output is. */
export type ContentFormat =
  | { readonly kind: "text" }
  | {
      readonly kind: "image";
      /** Pixels. */
      readonly width: number;
      readonly height: number;
      /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha; one byte each. */
      readonly channels: 1 | 2 | 3 | 4;
    };

/** Of a collection, what a launch does not decide. */
export interface CollectionTerms {
  readonly name: string;
  readonly symbol: string;
  /** Default: the latest at each mint. */
  readonly version?: number;
  /** Wei for each mint, besides the inference. */
  readonly mintFee: bigint;
  /** Basis points of a sale. */
  readonly royaltyBps: number;
  readonly format: ContentFormat;
  /** Seconds between commitment and mint, 1 to 3600. Default: 60. */
  readonly revealDelay?: number;
  /** First bytes of the token id that go before the prompt in the model's input, as its seed: 0 to 32. Default: 0. */
  readonly seedBytes?: number;
  /** Longest prompt that the model takes. Default: 1024. */
  readonly promptBytes?: number;
  /** Length of the model's input, to which seed and prompt are padded with zeros. Default: inputs of any length. */
  readonly inputBytes?: number;
  /** Longest text whose storage a minter pays for. Required for texts; an image's is its size. */
  readonly outputBytes?: number;
}

export interface CollectionParams extends CollectionTerms {
  readonly modelId: bigint;
  /** Receives mint fees and royalties: the model's revenue token. */
  readonly revenueToken: string;
  /** May change the fee of later mints, and nothing else. Default: nobody may. */
  readonly admin?: string;
  /** Tells apart collections on the same terms. Default: zero. */
  readonly salt?: Hash;
}

/**
 * Makes a collection for a model that has none of its launch. Nobody owns it, and but for the mint fee, where it has an
 * admin, its terms never change.
 *
 * @param factory address of the AigcNftFactory
 * @throws ContractError: TermsInvalid, InferenceInvalid, FormatInvalid; FailedDeployment when it exists already
 */
export async function createCollection(
  signer: Signer,
  factory: string,
  params: CollectionParams,
): Promise<{ readonly collection: string; readonly receipt: ContractTransactionReceipt }> {
  const contract = AigcNftFactory__factory.connect(factory, signer);
  const receipt = await transact(contract.create(struct(params), params.salt ?? ZeroHash), contentErrors);
  const { collection } = eventOf(receipt, factory, contract.interface, "CollectionCreated");
  return { collection: collection as string, receipt };
}

/**
 * Where a collection on these terms is, or will be, whoever makes it.
 *
 * @param factory address of the AigcNftFactory
 */
export async function predictCollection(
  runner: ContractRunner,
  factory: string,
  params: CollectionParams,
): Promise<string> {
  const contract = AigcNftFactory__factory.connect(factory, runner);
  return explained(contract.predict(struct(params), params.salt ?? ZeroHash), contentErrors);
}

function struct(params: CollectionParams): IAigcNftFactory.CollectionStruct {
  const { modelId, revenueToken, admin = ZeroAddress } = params;
  return { ...collectionStruct(params), modelId, revenueToken, admin };
}

/** The terms as contracts take them, defaults filled in. */
export function collectionStruct(terms: CollectionTerms) {
  const { name, symbol, mintFee, royaltyBps, format } = terms;
  const { version = 0, revealDelay = 60, seedBytes = 0, promptBytes = 0, inputBytes = 0 } = terms;
  const image = format.kind === "image" ? format : { width: 0, height: 0, channels: 0 };
  const { width, height, channels } = image;
  return {
    name,
    symbol,
    version,
    mintFee,
    royaltyBps,
    format: { kind: format.kind === "image" ? 1 : 0, width, height, channels },
    revealDelay,
    seedBytes,
    promptBytes,
    inputBytes,
    outputBytes: format.kind === "image" ? width * height * channels : (terms.outputBytes ?? 0),
  };
}
