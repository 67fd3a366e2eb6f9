import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { getBytes, toBeHex, toUtf8Bytes } from "ethers";
import fc from "fast-check";
import { PNG } from "pngjs";

import {
  announceFinal,
  askAgain,
  collect,
  commitPrompt,
  ContentError,
  decodeTokenURI,
  getContent,
  getMetadata,
  mintPrompt,
  predictCollection,
  promptBytes,
  reclaim,
  tokenIdOf,
  update,
  verifyContent,
  waitForContent,
  withdraw,
} from "../../sdk/src/content/index.ts";
import { ContractError } from "../../sdk/src/errors.ts";
import { graphRuntime, openPackage, Session } from "../../sdk/src/models/index.ts";
import { claim, getRequest, refund } from "../../sdk/src/oracle/index.ts";
import { findChromium, screenshot } from "./support/browser.ts";
import { deployWorld, ethers, MINT_FEE, WINDOW, type World } from "./support/world.ts";

/** 4 x 3 pixels, RGB, all different. */
const picture = Uint8Array.from({ length: 36 }, (_, i) => (i * 97 + 31) % 256);
const other = picture.map((byte) => 255 - byte);

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const error = await thrownBy(call);
  return error instanceof ContractError || error instanceof ContentError ? error.code : error;
}

describe("content", function () {
  let world: World;
  let collection: string;

  before(async () => {
    world = await deployWorld();
    collection = await world.collection();
  });

  /** Commits, waits, mints. */
  const mint = async (prompt: string, at = collection, to?: string) => {
    const committed = await commitPrompt(world.buyer, at, { prompt, ...(to && { to }) });
    await world.pass(60);
    return mintPrompt(world.buyer, at, committed);
  };

  it("is minted from a prompt to its final picture", async () => {
    const prompt = "red ring on navy";
    const committed = await commitPrompt(world.buyer, collection, { prompt });
    expect(committed.notAfter - committed.notBefore).to.equal(86_400n - 60n);
    expect(await codeOf(mintPrompt(world.buyer, collection, committed))).to.equal("RevealTooEarly");
    await world.pass(60);
    const earned = await ethers.provider.getBalance(world.token);
    const low = { ...committed, maxPrice: MINT_FEE };
    expect(await codeOf(mintPrompt(world.buyer, collection, low))).to.equal("PRICE_TOO_HIGH");
    const { tokenId, requestId, price } = await mintPrompt(world.buyer, collection, committed);
    expect(tokenId).to.equal(tokenIdOf(prompt));
    expect(await collect(world.user, collection)).to.deep.include({ amount: MINT_FEE });
    expect((await ethers.provider.getBalance(world.token)) - earned).to.equal(MINT_FEE);
    expect(await codeOf(collect(world.user, collection))).to.equal("NothingToCollect");
    expect(price > MINT_FEE).to.equal(true);
    expect(await getContent(world.provider, collection, { tokenId })).to.deep.include({
      owner: world.buyer.address,
      state: "pending",
      finalized: false,
    });
    const pending = await getMetadata(world.provider, collection, { tokenId });
    expect(pending).to.deep.include({ status: "Pending", aigcType: "image", proofType: "fraud", model: "1" });
    expect(pending).not.to.have.any.keys("prompt", "data", "image");

    await world.answer(requestId, picture);
    const posted = await waitForContent(world.provider, collection, { tokenId, finality: "posted" });
    expect(posted).to.deep.include({ state: "answered", finalized: false, requestId, data: picture });
    const provisional = await getMetadata(world.provider, collection, { tokenId });
    expect(provisional).to.deep.include({ status: "Provisional", prompt });
    const claimed = { prompt, data: picture, requestId };
    expect(await verifyContent(world.provider, collection, claimed)).to.equal(false);
    expect(await codeOf(announceFinal(world.user, collection, { tokenId }))).to.equal("NotFinal");
    expect(await codeOf(update(world.user, collection, { tokenId }))).to.equal("NOTHING_TO_UPDATE");

    const wait = { finality: "finalized", pollEvery: WINDOW, wait: world.wait } as const;
    const final = await waitForContent(world.provider, collection, { tokenId, ...wait });
    expect(final).to.deep.include({ state: "answered", finalized: true });
    expect(await verifyContent(world.provider, collection, claimed)).to.equal(true);
    await announceFinal(world.user, collection, { tokenId });
    expect((await getContent(world.provider, collection, { tokenId })).state).to.equal("final");
    expect((await getMetadata(world.provider, collection, { tokenId })).status).to.equal("Final");
  });

  describe("the mint fee", () => {
    let at: string;
    let count = 0;
    /** A collection of its own, at MINT_FEE, whose fee the controller sets. */
    beforeEach(async () => {
      at = await world.collection({ name: `Fee ${count++}`, admin: world.controller.address });
    });
    const set = async (fee: bigint) => {
      const nft = await ethers.getContractAt("AigcNft", at);
      await (await nft.connect(world.controller).setMintFee(fee)).wait();
    };
    const prompt = "a price";
    const salt = `0x${"5a".repeat(32)}` as const;
    const given = () => commitPrompt(world.buyer, at, { prompt, salt });
    /** What somebody sends who has seen the commitment on its way. */
    const copied = async () => {
      const nft = await ethers.getContractAt("AigcNft", at);
      const commitment = await nft.commitmentOf(world.buyer.address, promptBytes(prompt), salt);
      await (await nft.connect(world.user).commit(commitment, 2n ** 96n - 1n)).wait();
    };

    it("is refused above the maximum, which is what it was when the signer looked", async () => {
      const above = commitPrompt(world.buyer, at, { prompt, maxMintFee: MINT_FEE - 1n });
      expect(await codeOf(above)).to.equal("MintFeeTooHigh");
      // The vote is executed between the look and the commitment.
      const late = new Proxy(world.buyer, {
        get: (signer, key) =>
          key === "sendTransaction"
            ? async (request: Parameters<typeof signer.sendTransaction>[0]) => {
                await set(100n * 10n ** 18n);
                return signer.sendTransaction(request);
              }
            : (Reflect.get(signer, key) as unknown),
      });
      expect(await codeOf(commitPrompt(late, at, { prompt }))).to.equal("MintFeeTooHigh");
      const agreed = await commitPrompt(world.buyer, at, { prompt, maxMintFee: 200n * 10n ** 18n });
      expect(agreed.mintFee).to.equal(100n * 10n ** 18n);
    });

    it("is what a copy of the commitment fixed, if that came first and is not above the maximum", async () => {
      await copied();
      await set(2n * MINT_FEE);
      const committed = await given();
      expect(committed).to.deep.include({ salt, mintFee: MINT_FEE, receipt: undefined });
      await world.pass(60);
      const { price } = await mintPrompt(world.buyer, at, committed);
      const nft = await ethers.getContractAt("AigcNft", at);
      expect((await nft.price(7)) - price).to.equal(MINT_FEE);
    });

    it("is not taken from a copy that fixed it above the maximum", async () => {
      await set(2n * MINT_FEE);
      await copied();
      await set(MINT_FEE);
      expect(await codeOf(given())).to.equal("MINT_FEE_TOO_HIGH");
      expect((await thrownBy(given())) as Error)
        .to.have.property("message")
        .that.contains(salt);
      expect((await commitPrompt(world.buyer, at, { prompt })).mintFee).to.equal(MINT_FEE);
    });

    it("is not what somebody renews an expired commitment at", async () => {
      const committed = await given();
      await world.pass(86_401);
      await set(2n * MINT_FEE);
      // Nothing to go on with: the refusal stands.
      expect(await codeOf(commitPrompt(world.buyer, at, { prompt, salt, maxMintFee: MINT_FEE }))).to.equal(
        "MintFeeTooHigh",
      );
      await copied();
      await world.pass(60);
      expect(await codeOf(mintPrompt(world.buyer, at, committed))).to.equal("MINT_FEE_TOO_HIGH");
      const dear = await mintPrompt(world.buyer, at, { ...committed, mintFee: 2n * MINT_FEE });
      expect(dear.tokenId).to.equal(tokenIdOf(prompt));
    });
  });

  it("shows the corrected picture after a dispute", async () => {
    const { tokenId, requestId } = await mint("disputed");
    await world.answer(requestId, other);
    await world.refute(requestId);
    await world.answer(requestId, picture);
    const { data, prompt } = await getMetadata(world.provider, collection, { tokenId });
    expect(prompt).to.equal("disputed");
    expect(pixelsOf(data!.bytes, 3)).to.deep.equal([...picture]);
  });

  it("brings the bytes of an answer that is longer than was paid for", async () => {
    const at = await world.collection({ format: { kind: "text" }, outputBytes: 8 });
    const { tokenId, requestId } = await mint("tell me", at);
    const first = toUtf8Bytes("longer than eight bytes");
    const second = toUtf8Bytes("another that is longer than eight bytes: é");
    for (const answer of [first, second]) {
      if (answer === second) await world.refute(requestId);
      await world.answer(requestId, answer);
      const posted = await waitForContent(world.provider, at, { tokenId, finality: "posted" });
      expect(posted).to.deep.include({ state: "unstored", data: new Uint8Array(0) });
      expect((await getMetadata(world.provider, at, { tokenId })).status).to.equal("Unstored");
      await update(world.user, at, { tokenId });
      const { data, aigcType } = await getMetadata(world.provider, at, { tokenId });
      expect(aigcType).to.equal("text");
      expect(data).to.deep.equal({ mediaType: "text/plain", bytes: answer });
    }
    expect(await codeOf(update(world.user, at, { tokenId }))).to.equal("NOTHING_TO_UPDATE");
  });

  it("gives back what an unanswered prompt cost, and asks again", async () => {
    const prompt = "nobody answers";
    const { tokenId, requestId, price } = await mint(prompt);
    expect(await codeOf(askAgain(world.user, collection, { prompt }))).to.equal("WrongState");
    await world.pass(8 * 86_400);
    await refund(world.user, world.oracle, { requestId });
    const wait = { tokenId, finality: "posted" } as const;
    expect(await codeOf(waitForContent(world.provider, collection, wait))).to.equal("FAILED");
    const { amount } = await withdraw(world.buyer, collection, { to: world.controller.address });
    expect(amount).to.equal(price - MINT_FEE);
    expect(await codeOf(withdraw(world.buyer, collection))).to.equal("NothingToWithdraw");
    const maxPrice = price - MINT_FEE;
    expect(await codeOf(askAgain(world.user, collection, { prompt, maxPrice: maxPrice - 1n }))).to.equal(
      "PRICE_TOO_HIGH",
    );
    const again = await askAgain(world.user, collection, { prompt, maxPrice });
    expect(again).to.deep.include({ tokenId, price: price - MINT_FEE });
    await world.answer(again.requestId, picture);
    expect((await waitForContent(world.provider, collection, wait)).state).to.equal("answered");
  });

  it("gives the fee back for a prompt that the model does not take", async () => {
    const { tokenId, requestId } = await mint("nonsense");
    const request = await getRequest(world.operator, world.oracle, { requestId });
    await claim(world.operator, world.oracle, { request, answer: "fault" });
    const wait = { tokenId, finality: "posted", timeout: 0 } as const;
    expect(await codeOf(waitForContent(world.provider, collection, wait))).to.equal("TIMEOUT");
    expect(await codeOf(reclaim(world.user, collection, { requestId }))).to.equal("NothingToReclaim");
    await world.pass(WINDOW);
    expect((await getMetadata(world.provider, collection, { tokenId })).status).to.equal("No output");
    const { amount } = await reclaim(world.user, collection, { requestId });
    expect(amount).to.equal(request.record.fee);
    expect((await withdraw(world.buyer, collection)).amount).to.equal(amount);
    expect(await codeOf(waitForContent(world.provider, collection, wait))).to.equal("FAILED");
  });

  it("is at the address that was predicted", async () => {
    const params = await world.params({ name: "Another" });
    const predicted = await predictCollection(world.provider, world.factory, params);
    expect(await world.collection({ name: "Another" })).to.equal(predicted);
  });

  it("refuses what is no prompt", async () => {
    for (const prompt of ["", "a\0b", "\ud800"]) {
      expect(await codeOf(commitPrompt(world.user, collection, { prompt }))).to.equal("NOT_A_PROMPT");
    }
    expect(promptBytes("é")).to.equal("0xc3a9");
  });

  describe("the metadata", function () {
    it("pitfall 6: a prompt with a quote neither breaks the JSON nor overrides its fields", async () => {
      const prompts = [
        'a "quoted" prompt',
        '","image":"https://elsewhere.example/x.png","name":"Forged',
        "back\\slash \\u0041 and\nlines\r\n\ttabs \b\f \u0001\u001f\u007f",
        "</script><svg onload=alert(1)>",
        "emoji 🦊, 汉字, ̈combining",
      ];
      const names = ['Gl"yphs', 'Gl\\yphs","image":"x'];
      for (const name of names) {
        const at = await world.collection({ name });
        for (const prompt of prompts) {
          const { tokenId, requestId } = await mint(prompt, at);
          await world.answer(requestId, picture);
          const metadata = await getMetadata(world.provider, at, { tokenId });
          expect(metadata.prompt).to.equal(prompt);
          expect(metadata.name).to.equal(`${name} #${tokenId.toString(16).padStart(64, "0").slice(0, 8)}`);
          expect(metadata.image!.mediaType).to.equal("image/svg+xml");
          const contract = await ethers.getContractAt("AigcNft", at);
          expect(await contract.prompt(tokenId)).to.equal(prompt);
          // No key twice: parsing would hide it.
          const json = Buffer.from((await contract.tokenURI(tokenId)).split(",")[1]!, "base64").toString("utf8");
          expect(JSON.stringify(JSON.parse(json))).to.have.lengthOf(json.length);
        }
      }
    });

    it("pitfall 7: the URI is a URI, complete in itself", async () => {
      const { tokenId, requestId } = await mint("complete");
      await world.answer(requestId, picture);
      const contract = await ethers.getContractAt("AigcNft", collection);
      const uri = await contract.tokenURI(tokenId);
      expect(uri).to.match(/^data:application\/json;base64,[A-Za-z0-9+/]+=*$/);
      expect(new URL(uri).protocol).to.equal("data:");
      const fetched = (await (await fetch(uri)).json()) as Record<string, string>;
      expect(fetched.image).to.match(/^data:image\/svg\+xml;base64,/);
      expect(fetched.aigc_data).to.match(/^data:image\/png;base64,/);
      const svg = Buffer.from(fetched.image!.split(",")[1]!, "base64").toString("utf8");
      expect(svg).to.contain('viewBox="0 0 4 3"').and.to.contain("image-rendering:pixelated");
      expect(svg)
        .to.contain(fetched.aigc_data)
        .and.not.to.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg")/);
    });

    it("is what a renderer makes of any text", async () => {
      const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((s) => !s.includes("\0"));
      await fc.assert(
        fc.asyncProperty(text, text, async (prompt, name) => {
          const uri = await world.renderer.tokenURI({ ...shown, prompt, collection: name });
          const metadata = decodeTokenURI(uri);
          expect(metadata.prompt).to.equal(prompt);
          expect(metadata.name).to.equal(`${name} #00000000`);
        }),
        { numRuns: 60 },
      );
    });

    it("carries every pixel, for all kinds of pixels and sizes", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 12 }),
          fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
          async (channels, width, height, stream) => {
            const data = Uint8Array.from({ length: width * height * channels }, () => stream.next().value as number);
            const format = { kind: 1, width, height, channels };
            const metadata = decodeTokenURI(await world.renderer.tokenURI({ ...shown, data, format }));
            const png = PNG.sync.read(Buffer.from(metadata.data!.bytes));
            expect([png.width, png.height]).to.deep.equal([width, height]);
            expect(pixelsOf(metadata.data!.bytes, channels)).to.deep.equal([...data]);
          },
        ),
        { numRuns: 40 },
      );
    });

    it("says what is not a picture", async () => {
      const data = Uint8Array.of(1, 2, 3);
      const metadata = decodeTokenURI(await world.renderer.tokenURI({ ...shown, data }));
      expect(metadata.data).to.deep.equal({ mediaType: "application/octet-stream", bytes: data });
      expect(metadata.image).to.equal(undefined);
      for (const uri of ["", "https://x", "data:text/plain;base64,AA==", "data:application/json;base64,e30="]) {
        expect(() => decodeTokenURI(uri))
          .to.throw(ContentError)
          .with.property("code", "BAD_METADATA");
      }
    });

    it("is drawn as the model `glyph` made it, pixel by pixel", async function () {
      const size = 32;
      const scale = 10;
      const { weights } = await openPackage(fileURLToPath(new URL("../../models/glyph/package", import.meta.url)));
      const glyph = await Session.open(weights, (await graphRuntime()).module);
      const format = { kind: "image", width: size, height: size, channels: 3 } as const;
      const at = await world.collection({ format, seedBytes: 16, promptBytes: 64 });
      const prompt = "large red ring on navy";
      const { tokenId, requestId } = await mint(prompt, at);
      // What an operator reads, and runs: the seed, which is of the token's id, and the prompt.
      const { input } = await getRequest(world.operator, world.oracle, { requestId });
      expect(input).to.equal(toBeHex(tokenId, 32).slice(0, 34) + promptBytes(prompt).slice(2));
      const run = glyph.run(getBytes(input));
      if (run.fault) throw new Error("glyph does not take this prompt");
      const drawn = Uint8Array.from(run.output);
      await world.answer(requestId, drawn);
      const contract = await ethers.getContractAt("AigcNft", at);
      const uri = await contract.tokenURI(tokenId);
      expect(pixelsOf(decodeTokenURI(uri).data!.bytes, 3)).to.deep.equal([...drawn]);

      const chromium = findChromium();
      if (!chromium) {
        console.log("      no Chromium here: the pixels were checked by pngjs, not drawn");
        return;
      }
      const seen = await screenshot(chromium, uri, size * scale, size * scale);
      expect([seen.width, seen.height]).to.deep.equal([size * scale, size * scale]);
      let wrong = 0;
      // Every pixel of the screen: enlarged without smoothing.
      for (let y = 0; y < size * scale; y++) {
        for (let x = 0; x < size * scale; x++) {
          const from = 3 * (size * Math.floor(y / scale) + Math.floor(x / scale));
          const shownAt = 4 * (size * scale * y + x);
          for (let c = 0; c < 3; c++) if (seen.data[shownAt + c] !== drawn[from + c]) wrong++;
        }
      }
      expect(wrong).to.equal(0);
    });
  });
});

/** A token for the renderer alone. */
const shown = {
  tokenId: 0n,
  collection: "Glyphs",
  prompt: "a prompt",
  data: picture,
  format: { kind: 1, width: 4, height: 3, channels: 3 },
  model: "1",
  proofType: "fraud",
  status: "Final",
  explanation: "Nothing.",
};

/** The bytes that a PNG of so many channels was made of, by an independent decoder (which gives RGBA). */
function pixelsOf(png: Uint8Array, channels: number): number[] {
  const { data } = PNG.sync.read(Buffer.from(png), { checkCRC: true });
  const used = [[0], [0, 3], [0, 1, 2], [0, 1, 2, 3]][channels - 1]!;
  return [...data].filter((_, i) => used.includes(i % 4));
}
