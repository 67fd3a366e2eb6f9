import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { VoidSigner, ZeroAddress } from "ethers";

import { rootOfBytes, loadKeccak, foldPath, zeroSubtrees, type SparsePath } from "../sdk/src/merkle/index.ts";
import {
  calibrate,
  checkBitEquality,
  decodeOutput,
  encodeInput,
  graphRuntime,
  openPackage,
  Session,
} from "../sdk/src/models/index.ts";
import { allowList, claimRefund, settle, settleBid, tickFor } from "../sdk/src/offering/index.ts";
import { Court, fromHex } from "../sdk/src/opml/index.ts";
import { getRequest } from "../sdk/src/oracle/index.ts";
import { claim, revenueReport } from "../sdk/src/revenue/index.ts";
import { readElf } from "../sdk/src/riscv/index.ts";

/** What a function throws, or rejects with, as "Name: message". */
async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  }
  return "nothing";
}

// Functions of the SDK that need no chain, or refuse before they touch it, given what they cannot use. Those that do
// touch it are refused by the contracts; see the tests of the rooms.
describe("bad input", async () => {
  const nobody = new VoidSigner(ZeroAddress);
  const digits = fileURLToPath(new URL("../models/digits/package", import.meta.url));
  const path: SparsePath = { height: 0, index: 0, depth: 2, mask: 1, node: new Uint8Array(32), siblings: [] };
  const auction = { cap: 100n, shares: 10n ** 18n, tickSize: 1n, ticks: 4 };

  const merkle = async () => {
    const keccak = await loadKeccak();
    return { keccak, zeros: zeroSubtrees(keccak, 8) };
  };
  const fold = async (changed: Partial<SparsePath>) => {
    const { keccak, zeros } = await merkle();
    return foldPath(keccak, { ...path, ...changed }, zeros);
  };
  const session = async () => Session.open((await openPackage(digits)).weights, (await graphRuntime()).module);
  const pixels = async (values: ArrayLike<number>) =>
    encodeInput((await openPackage(digits)).manifest, { pixels: values });

  const cases: readonly (readonly [what: string, action: () => unknown, message: RegExp])[] = [
    [
      "bytes beyond a tree",
      async () => rootOfBytes((await merkle()).keccak, new Uint8Array(65), 1, []),
      /65 bytes exceed/,
    ],
    ["a path higher than its zeros", () => fold({ depth: 9 }), /too high/],
    ["a leaf beyond its tree", () => fold({ index: 4 }), /no node 4 at depth 2/],
    ["a mask beyond its path", () => fold({ mask: 4 }), /mask 4 is wider than 2/],
    ["a path with a sibling missing", () => fold({}), /too few siblings/],
    ["a path with one too many", () => fold({ mask: 0, siblings: [new Uint8Array(32).fill(1)] }), /too many siblings/],
    ["a zero root spelled out", () => fold({ siblings: [new Uint8Array(32)] }), /level 0 is a zero root/],
    ["hexadecimal of odd length", () => fromHex("0x123"), /0x123/],
    ["no package", () => openPackage("nowhere"), /no directory "nowhere"/],
    ["too few numbers", () => pixels([1, 2]), /"pixels" takes 64 numbers, not 2/],
    ["a number that its type cannot hold", () => pixels(Array<number>(64).fill(256)), /is 256; uint8 holds 0 to 255/],
    ["a fraction for an integer", () => pixels(Array<number>(64).fill(0.5)), /is 0.5; uint8 holds 0 to 255/],
    [
      "an input of another name",
      async () => encodeInput((await openPackage(digits)).manifest, { pixel: [] }),
      /no input "pixel"; there is pixels/,
    ],
    [
      "an output that is too long",
      async () => decodeOutput((await openPackage(digits)).manifest, new Uint8Array(2)),
      /2 bytes where 1/,
    ],
    ["an input over 1 MiB", async () => (await session()).start(new Uint8Array(2 ** 20 + 1)), /1048577 bytes/],
    ["another model's arena", async () => (await session()).resume(1, new Uint8Array(4)), /an arena of 4 bytes/],
    [
      "two runs in one session",
      async () => {
        const open = await session();
        const first = open.start(new Uint8Array(64));
        open.start(new Uint8Array(64));
        first.step();
      },
      /another run of this session/,
    ],
    ["nothing to compare on", async () => checkBitEquality(await openPackage(digits), []), /no input to compare/],
    ["nothing to calibrate on", async () => calibrate(undefined as never, [], await graphRuntime()), /there are none/],
    ["a file that is no ELF", () => readElf(new Uint8Array(4)), /ELF/],
    ["an empty allow-list", () => allowList([]), /needs an address/],
    ["an allow-list of names", () => allowList(["alice"]), /invalid address/],
    ["a proof for a stranger", () => allowList([`0x${"11".repeat(20)}`]).proofOf(ZeroAddress), /not on the list/],
    ["a price below the reserve", () => tickFor(auction, 99n), /99 a share is below the reserve/],
    ["a buyer's shares to another", () => settle(nobody, ZeroAddress, { buyer: "a", to: "b" }), /not both/],
    [
      "a bidder's shares to another",
      () => settleBid(nobody, ZeroAddress, { tick: 0, bidder: "a", to: "b" }),
      /not both/,
    ],
    ["a holder's refund to another", () => claimRefund(nobody, ZeroAddress, { holder: "a", to: "b" }), /not both/],
    [
      "a holder's revenue to another",
      () => claim(nobody, ZeroAddress, { snapshotIds: [], account: "a", to: "b" }),
      /not both/,
    ],
    ["a court without a provider", () => new Court(ZeroAddress, nobody), /through a provider/],
    ["logs without a provider", () => getRequest(nobody, ZeroAddress, { requestId: 1n }), /needs a provider/],
    ["a report without a provider", () => revenueReport(nobody, {} as never), /no provider/],
  ];

  for (const [what, action, message] of cases) {
    it(`is refused with a reason: ${what}`, async () => {
      expect(await refusal(action)).to.match(message);
    });
  }
});
