// An auction by its commands alone, from `imo launch` to what was raised; and one that fails.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { parseEther } from "ethers";

import { ImoWorld, digits } from "../support/imo.ts";

const DAY = 86_400;
const SHARES = parseEther("600000");

type Sale = Record<string, unknown>;

describe("imo sale, of an auction", function () {
  this.timeout(240_000);
  let world: ImoWorld;
  let launcher: string;
  let ann: string;
  let bob: string;
  let cat: string;

  before(async () => {
    world = await ImoWorld.create();
    const signers = await world.connection.ethers.getSigners();
    [launcher, ann, bob, cat] = [0, 4, 5, 6].map((i) => signers[i]!.address) as [string, string, string, string];
  });

  after(() => world?.close());

  /** Launches an auction with a reserve of 30 ETH for all shares, and lets it open. */
  async function launch(salt: string, sale: Sale): Promise<string> {
    await world.writeConfig({ salt, sale: { ...digits.sale, kind: "auction", step: "1", ...sale } });
    const launched = await world.json("launch", "--config", "imo.json", "--yes");
    expect(launched.error).to.equal(undefined);
    await world.connection.networkHelpers.time.increase(601);
    return String((launched.launched as { modelId: string }).modelId).replace(/n$/, "");
  }

  /** `imo sale <verb> ...`, of a model, by an account. */
  const sale = (verb: string, model: string, from: string, ...flags: string[]) =>
    world.json("sale", verb, ...flags, "--model", model, "--from", from);
  const balance = async (account: string) => world.connection.ethers.provider.getBalance(account);
  const ether = (amount: string) => parseEther(amount).toString();

  it("takes bids, finds one price with the first who settles, and sends what was raised", async () => {
    const model = await launch("one", {});
    const bid = (from: string, amount: string, ...flags: string[]) => sale("commit", model, from, amount, ...flags);
    expect((await bid(ann, "20")).error).to.include({ code: "BAD_OPTION" });
    const cheap = (await bid(ann, "20", "--price", "0.00004")).error as { message: string };
    expect(cheap.message).to.match(/the reserve is 0\.00005 ETH a share$/);
    const dry = await bid(ann, "20", "--price", "0.0001");
    expect(dry).to.include({ dryRun: true, rung: 30, priceOfAllIfClosedNow: ether("30") });
    expect(await balance(ann)).to.equal(parseEther("10000"));

    expect(await bid(ann, "20", "--price", "0.0001", "--yes")).to.include({ dryRun: false, rung: 30 });
    expect(await bid(bob, "30", "--price", "0.00007", "--yes")).to.include({ rung: 12 });
    // 50 ETH are wanted at rung 12 of 42 ETH: the price is 42.
    expect(await bid(cat, "5", "--price", "0.00007", "--yes")).to.include({ priceOfAllIfClosedNow: ether("42") });
    await bid(cat, "40", "--price", "0.00005", "--yes");
    const status = await sale("status", model, cat);
    expect(status).to.include({ kind: "auction" });
    expect(status.sale).to.include({ state: "open", cleared: false, totalCommitted: ether("95"), price: ether("42") });
    expect((status.bids as { tick: number }[]).map(({ tick }) => tick)).to.deep.equal([12, 0]);
    const { out } = await world.run("sale", "status", "--model", model, "--from", cat);
    expect(out)
      .to.match(/price if it closed now +42 ETH/)
      .and.to.include("an auction");
    for (const verb of ["settle", "finalize"]) {
      expect((await sale(verb, model, ann)).error).to.include({ code: "NotClosed" });
    }

    await world.connection.networkHelpers.time.increase(7 * DAY);
    expect((await sale("settle", model, launcher)).error).to.include({ code: "NOTHING" });
    expect((await sale("status", model, ann)).sale).to.include({ state: "succeeded", cleared: false });
    const first = await sale("settle", model, ann);
    expect(first).to.include({ shares: ((SHARES * 20n) / 42n).toString(), paid: ether("20"), refund: "0", to: ann });
    expect((await sale("status", model, ann)).sale).to.include({ cleared: true, price: ether("42") });
    // 22 ETH are sold at the margin, to 35 that are bid there.
    const before = await balance(bob);
    const second = await sale("settle", model, launcher, "--buyer", bob);
    expect(second).to.include({ to: bob });
    expect(BigInt(second.paid as string) + BigInt(second.refund as string)).to.equal(parseEther("30"));
    expect(await balance(bob)).to.equal(before + BigInt(second.refund as string));
    expect(BigInt(second.refund as string)).to.equal((parseEther("30") * 13n) / 35n);
    expect((await sale("settle", model, launcher, "--buyer", bob, "--to", ann)).error).to.include({
      code: "BAD_OPTION",
    });
    const third = await sale("settle", model, cat, "--to", launcher);
    expect(third).to.include({ to: launcher });
    expect(BigInt(third.refund as string)).to.equal(parseEther("40") + (parseEther("5") * 13n) / 35n);
    expect((await sale("settle", model, cat)).error).to.include({ code: "NOTHING" });
    expect((await sale("refund", model, cat)).error).to.include({ code: "NO_REFUND" });

    expect(await sale("finalize", model, launcher)).to.include({ raised: ether("42") });
    expect((await sale("finalize", model, launcher)).error).to.include({ code: "AlreadyFinalized" });
    const paid = [first, second, third].reduce((sum, { paid }) => sum + BigInt(paid as string), 0n);
    const got = [first, second, third].reduce((sum, { shares }) => sum + BigInt(shares as string), 0n);
    expect(paid >= parseEther("42") && paid < parseEther("42") + 3n, `${paid}`).to.equal(true);
    expect(got <= SHARES && got > SHARES - 10n ** 6n, `${got}`).to.equal(true);
    expect((await sale("status", model, ann)).proceeds).to.include({ state: "releasing", raised: ether("42") });
  });

  it("finds the price when it is finalized before anybody settles", async () => {
    const model = await launch("two", {});
    await sale("commit", model, ann, "40", "--price", "1", "--yes");
    await world.connection.networkHelpers.time.increase(7 * DAY);
    expect(await sale("finalize", model, launcher)).to.include({ raised: ether("40") });
    expect(await sale("settle", model, ann)).to.include({ paid: ether("40"), shares: SHARES.toString() });
  });

  it("lets in whom the list names, and returns everything when too little was bid", async () => {
    writeFileSync(join(world.directory, "list.json"), JSON.stringify([ann, bob]));
    const model = await launch("three", { allowList: [ann, bob], limit: "5" });
    const listed = ["--price", "0.00005", "--yes", "--allow-list", "list.json"];
    expect((await sale("commit", model, ann, "4", "--price", "0.00005", "--yes")).error).to.include({
      code: "NotAllowed",
    });
    await sale("commit", model, ann, "3", ...listed);
    await sale("commit", model, ann, "2", "--price", "0.001", ...listed.slice(2));
    await sale("commit", model, bob, "4", ...listed);
    expect((await sale("commit", model, bob, "2", ...listed)).error).to.include({ code: "LimitExceeded" });
    await world.connection.networkHelpers.time.increase(7 * DAY);
    expect((await sale("status", model, ann)).sale).to.include({ state: "failed", price: "0" });
    expect(await sale("refund", model, ann)).to.include({ refund: ether("5") });
    const before = await balance(bob);
    expect(await sale("refund", model, launcher, "--holder", bob)).to.include({ refund: ether("4") });
    expect(await balance(bob)).to.equal(before + parseEther("4"));
    expect((await sale("refund", model, ann)).error).to.include({ code: "NOTHING" });
    expect(await sale("finalize", model, launcher)).to.include({ raised: "0" });
  });
});
