import { expect } from "chai";
import { parseEther, type Provider, type TransactionRequest } from "ethers";
import { network } from "hardhat";

import { ContractError } from "../../sdk/src/errors.ts";
import {
  auctionState,
  bid,
  bidsOf,
  clear,
  currencyInfo,
  finalize,
  launch,
  saleKind,
  settleBid,
  sweep,
  tickFor,
  type LaunchParams,
} from "../../sdk/src/offering/index.ts";
import { deployProtocol, launchParams } from "./fixture.ts";

const { ethers, networkHelpers } = await network.create();

async function launched(sale: Partial<LaunchParams["sale"]>) {
  const { factory } = await deployProtocol(ethers);
  const [launcher, , creator, contributors, ann, bob, cat] = await ethers.getSigners();
  const defaults = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
  const params: LaunchParams = { ...defaults, sale: { ...defaults.sale, ...sale } };
  const made = await launch(launcher!, await factory.getAddress(), params);
  await networkHelpers.time.increaseTo(params.sale.opensAt);
  return { made, params, launcher: launcher!, ann: ann!, bob: bob!, cat: cat! };
}

async function refused(call: Promise<unknown>, code: string): Promise<void> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(ContractError);
  expect((error as ContractError).code).to.equal(code);
}

describe("offering: auction", () => {
  it("finds one price, fills who bid more, shares the margin, and returns the rest to the wei", async () => {
    const { made, params, ann, bob, cat } = await launched({ tickSize: parseEther("1") });
    expect(await saleKind(ann, made.sale)).to.equal("auction");
    const terms = await auctionState(ann, made.sale);
    expect(terms).to.include({ tickSize: parseEther("1"), ticks: 1_024, cleared: false, price: 0n });
    // 600,000 shares from 60 ETH: 0.0001 ETH a share is the reserve, and a rung is 1/600,000 ETH a share.
    expect(tickFor(terms, parseEther("0.00015"))).to.equal(30);
    expect(tickFor(terms, parseEther("1"))).to.equal(1_023);
    expect(() => tickFor(terms, parseEther("0.00009"))).to.throw(RangeError);

    await bid(ann, made.sale, { tick: 30, amount: parseEther("40") });
    await bid(bob, made.sale, { tick: 10, amount: parseEther("30") });
    await bid(cat, made.sale, { tick: 10, amount: parseEther("10") });
    await bid(cat, made.sale, { tick: 0, amount: parseEther("40") });
    await refused(bid(cat, made.sale, { tick: 1_024, amount: 1n }), "TickInvalid");
    await refused(clear(ann, made.sale), "NotClosed");
    const seen = await auctionState(ann, made.sale);
    expect(seen).to.include({ price: parseEther("70"), marginTick: 10, proceeds: parseEther("70"), cleared: false });
    expect((await bidsOf(cat, made.sale, cat.address)).map(({ tick, amount }) => [tick, amount])).to.deep.equal([
      [10, parseEther("10")],
      [0, parseEther("40")],
    ]);

    // A node that looks through a hundred blocks at a time finds them, too.
    await networkHelpers.mine(250);
    const scanty = {
      getBlockNumber: () => ethers.provider.getBlockNumber(),
      async getLogs(filter: { fromBlock: number; toBlock: number }) {
        if (!(filter.toBlock - filter.fromBlock < 100)) throw new Error("too many blocks");
        return ethers.provider.getLogs(filter);
      },
    } as unknown as Provider;
    const reader = { provider: scanty, call: (call: TransactionRequest) => ethers.provider.call(call) };
    expect(await bidsOf(reader, made.sale, cat.address)).to.have.lengthOf(2);

    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await refused(settleBid(ann, made.sale, { tick: 30 }), "NotCleared");
    await clear(cat, made.sale);
    expect(await auctionState(ann, made.sale)).to.include({ cleared: true, price: parseEther("70") });
    const shares = (params.token.supply * 60n) / 100n;
    const first = await settleBid(cat, made.sale, { tick: 30, bidder: ann.address });
    expect(first).to.include({ shares: (shares * 40n) / 70n, paid: parseEther("40"), refund: 0n, to: ann.address });
    const second = await settleBid(bob, made.sale, { tick: 10 });
    expect(second).to.include({ paid: parseEther("22.5"), refund: parseEther("7.5") });
    for (const { tick, shares: quoted, refund } of await bidsOf(cat, made.sale, cat.address)) {
      expect(await settleBid(cat, made.sale, { tick })).to.include({ shares: quoted, refund });
    }
    expect(await bidsOf(cat, made.sale, cat.address)).to.deep.equal([]);
    await refused(settleBid(bob, made.sale, { tick: 10 }), "NothingBid");

    await finalize(ann, made.sale);
    await sweep(ann, made.sale);
    expect(await ethers.provider.getBalance(made.proceeds)).to.equal(parseEther("70"));
    expect(await ethers.provider.getBalance(made.sale)).to.equal(0n);
  });

  it("takes bids in an ERC-20 by signature, and is told from a fixed price", async () => {
    const coin = await ethers.deployContract("TestERC20");
    const currency = await coin.getAddress();
    const { made, params, ann } = await launched({ tickSize: parseEther("1"), currency });
    expect(await currencyInfo(ann, currency)).to.deep.equal({ address: currency, symbol: "TST", decimals: 18 });
    await coin.getFunction("mint")(ann, parseEther("100"));
    const nonce = await ann.getNonce();
    await bid(ann, made.sale, { tick: 5, amount: parseEther("65"), permit: true });
    await bid(ann, made.sale, { tick: 5, amount: parseEther("35"), permit: true });
    expect(await ann.getNonce()).to.equal(nonce + 2);
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    await finalize(ann, made.sale);
    expect(await coin.getFunction("balanceOf")(made.proceeds)).to.equal(parseEther("65"));
    expect(await settleBid(ann, made.sale, { tick: 5 })).to.include({ refund: parseEther("35") });
    expect(await saleKind(ann, (await launched({})).made.sale)).to.equal("fixed");
  });
});
