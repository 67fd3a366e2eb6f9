import { getBytes } from "ethers";
import { z } from "zod";

import { BlobError } from "./codec.ts";
import type { BlobSource } from "./source.ts";

const decimal = z.string().regex(/^\d+$/).transform(Number);
const genesisAnswer = z.object({ data: z.object({ genesis_time: decimal }) });
const specAnswer = z.object({ data: z.object({ SECONDS_PER_SLOT: decimal }) });
const blobsAnswer = z.object({ data: z.array(z.string()) });
const refusal = z.object({ message: z.string() });

/** Milliseconds until a node that says nothing is given up; who asked may ask again. */
const PATIENCE = 60_000;

/**
 * Blobs by the standard API of a consensus node (beacon-APIs: `getBlobs`). A block's slot follows from its time.
 *
 * The node must have whole blobs, of the last 18 days: since Fusaka one that keeps at least half of the data columns, which
 * an ordinary node does not (a "supernode" or "semi-supernode"; Prysm: `--subscribe-all-data-subnets` and the like).
 *
 * @param url of the node, `https://beacon.example`; what follows a `?` is sent with every request
 * @example
 * const operator = new Operator({ oracle, court, sender, models, blobs: beaconBlobs("http://localhost:5052") });
 */
export function beaconBlobs(url: string): BlobSource {
  let timing: Promise<{ readonly genesis: number; readonly seconds: number }> | undefined;

  async function askTiming() {
    const [genesis, spec] = await Promise.all([
      ask(url, "/eth/v1/beacon/genesis", genesisAnswer),
      ask(url, "/eth/v1/config/spec", specAnswer),
    ]);
    return { genesis: genesis.data.genesis_time, seconds: spec.data.SECONDS_PER_SLOT };
  }

  return {
    async get(versionedHashes, at) {
      timing ??= askTiming().catch((error: unknown) => {
        timing = undefined;
        throw error;
      });
      const { genesis, seconds } = await timing;
      const slot = Math.floor((at - genesis) / seconds);
      // Nodes refuse to be asked for the same blob twice.
      const { data } = await ask(url, `/eth/v1/beacon/blobs/${slot}`, blobsAnswer, new Set(versionedHashes));
      return data.map((blob) => getBytes(blob));
    },
  };
}

async function ask<T>(
  url: string,
  path: string,
  schema: z.ZodType<T>,
  versionedHashes: Iterable<string> = [],
): Promise<T> {
  const whole = new URL(url);
  whole.pathname = whole.pathname.replace(/\/+$/, "") + path;
  for (const hash of versionedHashes) whole.searchParams.append("versioned_hashes", hash);
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(whole, { headers: { accept: "application/json" }, signal });
  if (response.ok) return schema.parse(await response.json());
  // The address may hold a key: it is not told.
  const { data } = refusal.safeParse(await response.json().catch(() => undefined));
  const reason = data?.message ?? response.statusText;
  throw new BlobError("BLOBS_MISSING", `the consensus node answers ${response.status} to ${path}: ${reason}`);
}
