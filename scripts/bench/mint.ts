// Gas of a mint of an AIGC NFT (ERC-7007), each figure the whole transaction.
import { randomBytes } from "ethers";

import { commitPrompt, createCollection, mintPrompt, type ContentFormat } from "../../sdk/src/content/index.ts";
import { claim, getRequest } from "../../sdk/src/oracle/index.ts";
import { benchWorld } from "./oracle.ts";

/**
 * Figures of a mint with a prompt of 64 bytes and data of 64 bytes, paid in ETH, by an account that has minted before:
 * - `token.mint7007`: all that the token costs: the mint, which asks the model, and what storing prompt and data adds to the
 *   operator's claim;
 * - `token.mint7007Mint`: the mint alone, of which the request is about half;
 * - `token.mint7007Store`: the claim that delivers, less a claim that delivers to nobody;
 * - `token.mint7007First`: `mint7007` for a first token of its owner, whose balance takes a fresh word;
 * - `token.mint7007Commit`: the commitment that comes before;
 * - `token.mint7007CreateCollection`: a collection, made by the factory;
 * - `token.mint7007Picture`: `mint7007` for a picture of 32 x 32 pixels, RGB;
 * - `token.tokenURIPicture`: what its `tokenURI` costs a contract, or a node.
 */
export async function benchMint(): Promise<Record<string, number>> {
  const { ethers, networkHelpers, user, operator, holders, address, oracle, opml } = await benchWorld();
  const renderer = await ethers.deployContract("AigcRenderer");
  const factory = await ethers.deployContract("AigcNftFactory", [oracle, renderer]);
  const factoryAddress = await factory.getAddress();
  const terms = {
    name: "Bench",
    symbol: "BENCH",
    modelId: 1n,
    revenueToken: holders.address,
    mintFee: 10n ** 15n,
    royaltyBps: 500,
  };
  const create = (format: ContentFormat) =>
    createCollection(user, factoryAddress, { ...terms, format, outputBytes: 64 });
  const texts = await create({ kind: "text" });
  const deliver = async (requestId: bigint, bytes: number): Promise<number> => {
    const request = await getRequest(operator, address, { requestId });
    // No zero among the bytes: calldata of zeros is cheaper.
    const answer = randomBytes(bytes).map((byte) => byte || 1);
    const claimed = await claim(operator, address, { request, answer });
    if (await oracle.isUndelivered(requestId)) throw new Error("the token did not take its data");
    return Number(claimed.gasUsed);
  };
  const mint = async (collection: string, number: number, bytes: number) => {
    // Exactly 64 bytes.
    const prompt = `a prompt of sixty-four bytes, number ${number}`.padEnd(64, ".");
    const committed = await commitPrompt(user, collection, { prompt });
    await networkHelpers.time.increase(60);
    const { tokenId, requestId, receipt } = await mintPrompt(user, collection, committed);
    const delivered = await deliver(requestId, bytes);
    await oracle.requestCallback(1, randomBytes(32), ethers.ZeroAddress, 0, "0x", { value: 10n ** 16n });
    const store = delivered - (await deliver(await opml.taskCount(), bytes));
    return { tokenId, store, mint: Number(receipt.gasUsed), commit: Number(committed.receipt!.gasUsed) };
  };
  const figures: Record<string, number> = {};
  // The oracle has served before.
  await oracle.requestCallback(1, randomBytes(32), ethers.ZeroAddress, 0, "0x", { value: 10n ** 16n });
  for (let round = 0; round < 3; round++) {
    const made = await mint(texts.collection, round, 64);
    figures[round === 0 ? "token.mint7007First" : "token.mint7007"] = made.mint + made.store;
    figures["token.mint7007Mint"] = made.mint;
    figures["token.mint7007Store"] = made.store;
    figures["token.mint7007Commit"] = made.commit;
  }
  figures["token.mint7007CreateCollection"] = Number(texts.receipt.gasUsed);
  const { collection } = await create({ kind: "image", width: 32, height: 32, channels: 3 });
  for (let round = 0; round < 2; round++) {
    const made = await mint(collection, round, 3072);
    figures["token.mint7007Picture"] = made.mint + made.store;
    const contract = await ethers.getContractAt("AigcNft", collection);
    figures["token.tokenURIPicture"] = Number(await contract.tokenURI.estimateGas(made.tokenId)) - 21_000;
  }
  return figures;
}
