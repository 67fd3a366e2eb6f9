import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { hexlify } from "ethers";

const SECONDS_PER_SLOT = 12;

/** The part of a consensus node's API by which blobs are had, as strict as the strictest; its chain began at time 0. */
export class BeaconNode {
  /** What was asked for, without the host. */
  readonly asked: string[] = [];
  /** Whether it is away: then it has nothing for anybody. */
  down = false;
  /** Why it has not got what it is asked for. */
  refusal = "NOT_FOUND";
  readonly #slots = new Map<number, string[]>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url!);
      const { pathname, searchParams } = new URL(request.url!, "http://localhost");
      const hashes = searchParams.getAll("versioned_hashes");
      const twice = new Set(hashes).size !== hashes.length;
      const refused = twice
        ? { code: 400, message: "Duplicate versioned hashes provided" }
        : { code: 404, message: this.refusal };
      const answer = twice || this.down ? undefined : this.#answer(pathname);
      response.writeHead(answer ? 200 : refused.code, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? refused));
    });
  }

  static async start(): Promise<BeaconNode> {
    const node = new BeaconNode();
    node.#server.listen(0, "127.0.0.1");
    await once(node.#server, "listening");
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Keeps the blobs of a block. */
  keep(timestamp: number, blobs: readonly Uint8Array[]): void {
    const slot = Math.floor(timestamp / SECONDS_PER_SLOT);
    this.#slots.set(slot, [...(this.#slots.get(slot) ?? []), ...blobs.map((blob) => hexlify(blob))]);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(path: string): unknown {
    if (path === "/eth/v1/beacon/genesis") return { data: { genesis_time: "0" } };
    if (path === "/eth/v1/config/spec") return { data: { SECONDS_PER_SLOT: `${SECONDS_PER_SLOT}` } };
    const slot = /^\/eth\/v1\/beacon\/blobs\/(\d+)$/.exec(path)?.[1];
    const blobs = slot === undefined ? undefined : this.#slots.get(Number(slot));
    return blobs && { execution_optimistic: false, finalized: false, data: blobs };
  }
}
