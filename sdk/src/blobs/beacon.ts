import { getBytes } from "ethers";
import { z } from "zod";

import { BlobError } from "./codec.ts";
import type { BlobSource } from "./source.ts";

const decimal = z.string().regex(/^\d+$/).transform(Number);
const genesisAnswer = z.object({ data: z.object({ genesis_time: decimal }) });
const specAnswer = z.object({ data: z.object({ SECONDS_PER_SLOT: decimal }) });
const blobsAnswer = z.object({ data: z.array(z.string()) });

/**
 * Blobs by the standard API of a consensus node (beacon-APIs: `getBlobs`), which has those of the last 18 days. A block's
 * slot follows from its time.
 *
 * @param url of the node, `https://beacon.example`
 * @example
 * const operator = new Operator({ oracle, court, sender, models, blobs: beaconBlobs("http://localhost:5052") });
 */
export function beaconBlobs(url: string): BlobSource {
  const base = url.replace(/\/+$/, "");
  let slots: Promise<{ readonly genesis: number; readonly seconds: number }> | undefined;

  async function timing() {
    const [genesis, spec] = await Promise.all([
      ask(`${base}/eth/v1/beacon/genesis`, genesisAnswer),
      ask(`${base}/eth/v1/config/spec`, specAnswer),
    ]);
    return { genesis: genesis.data.genesis_time, seconds: spec.data.SECONDS_PER_SLOT };
  }

  return {
    async get(versionedHashes, at) {
      slots ??= timing();
      slots.catch(() => (slots = undefined));
      const { genesis, seconds } = await slots;
      const slot = Math.floor((at - genesis) / seconds);
      const query = versionedHashes.map((hash) => `versioned_hashes=${hash}`).join("&");
      const { data } = await ask(`${base}/eth/v1/beacon/blobs/${slot}?${query}`, blobsAnswer);
      return data.map((blob) => getBytes(blob));
    },
  };
}

async function ask<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new BlobError("BLOBS_MISSING", `${url} answers ${response.status} ${response.statusText}`);
  return schema.parse(await response.json());
}
