import { BrowserProvider, JsonRpcSigner, type Eip1193Provider } from "ethers";

type Request = Parameters<Eip1193Provider["request"]>[0];

/** A node that does as it pleases with some requests. */
export function nodeThat(node: Eip1193Provider, behave: (request: Request, pass: () => Promise<unknown>) => unknown) {
  return { request: async (request: Request): Promise<unknown> => behave(request, () => node.request(request)) };
}

/** A node that loses one request in `odds`, every other one of them after it has acted on it. */
export function flakyNode(node: Eip1193Provider, odds: number): Eip1193Provider & { lost: number } {
  let state = 1;
  const flaky = { ...nodeThat(node, lose), lost: 0 };
  async function lose(_: Request, pass: () => Promise<unknown>): Promise<unknown> {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (Math.floor(state / 65536) % odds !== 0) return pass();
    flaky.lost += 1;
    if (flaky.lost % 2 === 0) await pass();
    throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  }
  return flaky;
}

/** An account of a node, seen through an ethers provider of its own. */
export function signerOn(node: Eip1193Provider, address: string): JsonRpcSigner {
  return new JsonRpcSigner(new BrowserProvider(node, undefined, { cacheTimeout: -1 }), address);
}
