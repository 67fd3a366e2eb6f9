import { decodeBase64, getBytes, toUtf8String, type ContractRunner } from "ethers";
import { z } from "zod";

import { AigcNft__factory } from "../../../types/ethers-contracts/factories/content/AigcNft__factory.ts";
import { explained } from "../transact.ts";
import { ContentError, contentErrors } from "./errors.ts";

/** A file that a data URI carries. */
export interface Embedded {
  /** For example `image/png`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ContentMetadata {
  readonly name: string;
  readonly description: string;
  /** Absent until it is stored with the data. */
  readonly prompt?: string;
  readonly aigcType: "image" | "text";
  /** "fraud": wrong data can be refuted. "validity": the data was proved. */
  readonly proofType: "fraud" | "validity";
  /** The model's output: a PNG of an image's pixels, or the text. Absent when there is none. */
  readonly data?: Embedded;
  /** For viewers: an SVG around the PNG that is scaled without smoothing. Images only. */
  readonly image?: Embedded;
  /** For example "Pending", "Provisional", "Final". */
  readonly status: string;
  /** The model's id in the registry; of a proved collection, the model's commitment. */
  readonly model: string;
}

const schema = z.object({
  name: z.string(),
  description: z.string(),
  prompt: z.string().optional(),
  aigc_type: z.enum(["image", "text"]),
  proof_type: z.enum(["fraud", "validity"]),
  aigc_data: z.string().optional(),
  image: z.string().optional(),
  attributes: z.array(z.object({ trait_type: z.string(), value: z.string() })),
});

/**
 * Reads a token URI. Asks nobody: all is in the URI.
 *
 * @throws ContentError: BAD_METADATA
 */
export function decodeTokenURI(uri: string): ContentMetadata {
  try {
    const { mediaType, bytes } = decodeDataURI(uri);
    if (mediaType !== "application/json") throw new Error(`it carries ${mediaType}, not application/json`);
    const json = schema.parse(JSON.parse(toUtf8String(bytes)));
    const attribute = (name: string): string => {
      const found = json.attributes.find(({ trait_type }) => trait_type === name);
      if (!found) throw new Error(`it has no attribute ${name}`);
      return found.value;
    };
    return {
      name: json.name,
      description: json.description,
      ...(json.prompt !== undefined && { prompt: json.prompt }),
      aigcType: json.aigc_type,
      proofType: json.proof_type,
      ...(json.aigc_data !== undefined && { data: decodeDataURI(json.aigc_data) }),
      ...(json.image !== undefined && { image: decodeDataURI(json.image) }),
      status: attribute("Status"),
      model: attribute("Model"),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ContentError("BAD_METADATA", `not a token URI of an AIGC collection: ${reason}`, { cause });
  }
}

/**
 * The metadata of a token.
 *
 * @param collection address of the AigcNft or AigcNftZk
 * @throws ContentError: BAD_METADATA
 * @throws ContractError: ERC721NonexistentToken
 */
export async function getMetadata(
  runner: ContractRunner,
  collection: string,
  { tokenId }: { readonly tokenId: bigint },
): Promise<ContentMetadata> {
  const contract = AigcNft__factory.connect(collection, runner);
  return decodeTokenURI(await explained(contract.tokenURI(tokenId), contentErrors));
}

function decodeDataURI(uri: string): Embedded {
  const [, mediaType, base64] = /^data:([^;,]+)(?:;charset=utf-8)?;base64,([A-Za-z0-9+/]*={0,2})$/.exec(uri) ?? [];
  if (mediaType === undefined || base64 === undefined) throw new Error(`not a data URI: ${uri.slice(0, 40)}`);
  return { mediaType, bytes: getBytes(decodeBase64(base64)) };
}
