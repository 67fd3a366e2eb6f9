// `imo claim` and `imo burn`, on a model that earns in ETH, in an ERC-20, and in one that misbehaves.
import { expect } from "chai";
import { ZeroAddress, parseEther, type BaseContract } from "ethers";

import { commit, finalize, launch, settle, type Launched } from "../../sdk/src/offering/index.ts";
import { earnings } from "../../sdk/src/revenue/index.ts";
import { launchParams } from "../offering/fixture.ts";
import { ImoWorld } from "../support/imo.ts";

const DAY = 86_400;
const eth = { asset: ZeroAddress, symbol: "ETH", decimals: 18 };

describe("imo claim", function () {
  this.timeout(240_000);
  let world: ImoWorld;
  let made: Launched;
  let coin: BaseContract;
  let hostile: BaseContract;
  /** Each has 300,000 of 1,000,000 shares. */
  let ann: string;
  let bob: string;
  const addresses = { coin: "", hostile: "" };

  before(async () => {
    world = await ImoWorld.create({ protocolBps: 500 });
    const { ethers, networkHelpers } = world.connection;
    const [launcher, , creator, contributors, first, second] = await ethers.getSigners();
    await world.registerProgram();
    coin = await ethers.deployContract("TestERC20");
    hostile = await ethers.deployContract("HostileERC20");
    addresses.coin = await coin.getAddress();
    addresses.hostile = await hostile.getAddress();
    const defaults = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
    const revenueTokens = [addresses.coin, addresses.hostile];
    const params = { ...defaults, token: { ...defaults.token, revenueTokens } };
    made = await launch(launcher!, world.protocol.factory, params);
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    for (const buyer of [first!, second!]) await commit(buyer, made.sale, { amount: parseEther("30") });
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    for (const buyer of [first!, second!]) await settle(buyer, made.sale);
    await finalize(launcher!, made.sale);
    await networkHelpers.time.increase(2 * DAY);
    ann = first!.address;
    bob = second!.address;
  });

  after(() => world?.close());

  /** 1 ETH and 1,000 of each token, of which 80% are to be claimed. */
  async function earn(): Promise<void> {
    const [payer] = await world.connection.ethers.getSigners();
    await payer!.sendTransaction({ to: made.token, value: parseEther("1") });
    for (const one of [coin, hostile]) await one.getFunction("mint")(made.token, parseEther("1000"));
  }

  async function nextDay(): Promise<void> {
    await world.connection.networkHelpers.time.increase(DAY);
  }

  const claim = (from: string, ...flags: string[]) => world.json("claim", "--model", "1", "--from", from, ...flags);
  const held = async (token: BaseContract, account: string) =>
    (await token.getFunction("balanceOf")(account)) as bigint;
  const unnamed = () => ({ asset: addresses.hostile, symbol: `units of ${addresses.hostile}`, decimals: 0 });
  const test = () => ({ asset: addresses.coin, symbol: "TST", decimals: 18 });
  const of = (what: object, amount: string) => ({ ...what, amount: parseEther(amount).toString() });

  it("burns for what there is, be it an ERC-20 alone", async () => {
    const burn = () => world.json("burn", "100000", "--model", "1", "--from", ann, "--dry-run");
    const nothing = await world.connection.networkHelpers.takeSnapshot();
    expect((await burn()).error).to.include({ code: "NOTHING" });
    await coin.getFunction("mint")(made.token, parseEther("1000"));
    expect(await burn()).to.deep.include({ dryRun: true, paid: "0", creditedForClaim: [of(test(), "100")] });
    await nothing.restore();
  });

  it("says what a snapshot has shared, in every asset", async () => {
    await earn();
    const outcome = await claim(ann, "--snapshot");
    expect(outcome).to.deep.include({ dryRun: false, claimed: "nothing yet: claim again in a moment" });
    expect(outcome.snapshot)
      .to.match(/^#1: 0\.8 ETH, /)
      .and.to.include("800 TST")
      .and.to.match(/ to claim$/);
    await world.connection.networkHelpers.mine();
  });

  it("claims everything, and an ERC-20 that refuses holds up nothing else", async () => {
    await hostile.getFunction("setMode")(7); // Blocks
    const tried = await claim(ann, "--dry-run");
    expect(tried.claimed).to.deep.equal([of(eth, "0.24"), of(test(), "240")]);
    expect(await held(coin, ann)).to.equal(0n);

    const { code, out } = await world.run("claim", "--model", "1", "--from", ann);
    expect(code).to.equal(1);
    expect(out)
      .to.include("0.24 ETH, 240 TST")
      .and.to.match(/refused +units of 0x/);
    expect(await held(coin, ann)).to.equal(parseEther("240"));

    await hostile.getFunction("setMode")(0);
    const rest = await claim(ann);
    expect(rest.claimed).to.deep.equal([of(unnamed(), "240")]);
    expect(rest).to.include({ snapshots: "1" }).and.not.have.property("refused");
    expect((await claim(ann)).error).to.include({ code: "NOTHING" });
  });

  it("takes a cut only when it is named", async () => {
    await hostile.getFunction("rebase")(1, 2);
    // 1,000 - 240 are left, and half of them; 760 are owed.
    const outcome = await claim(bob, "--to", ann);
    expect(outcome.claimed).to.deep.equal([of(eth, "0.24"), of(test(), "240")]);
    expect(outcome.short).to.match(/is less than is owed: --asset 0x\w{40} takes it$/);
    expect(await held(coin, ann)).to.equal(parseEther("480"));
    // On another's behalf nobody takes it.
    expect((await claim(ann, "--account", bob, "--asset", addresses.hostile)).error).to.include({ code: "TokenShort" });
    const cut = await claim(bob, "--asset", addresses.hostile);
    expect(cut.claimed).to.deep.equal([of(unnamed(), "120")]);
    await hostile.getFunction("rebase")(1, 1);
  });

  it("credits who burns, and pays the credit", async () => {
    const burned = await world.json("burn", "100000", "--model", "1", "--from", ann);
    // A tenth of what is retained: 0.2 ETH, 200 TST.
    expect(burned).to.include({ paid: parseEther("0.02").toString() });
    expect(burned.creditedForClaim).to.deep.include(of(test(), "20"));
    const before = await held(coin, ann);
    expect((await claim(bob, "--account", ann)).error).to.include({ code: "NOTHING" });
    expect((await claim(ann, "--asset", addresses.coin)).claimed).to.deep.equal([of(test(), "20")]);
    expect(await held(coin, ann)).to.equal(before + parseEther("20"));
  });

  it("claims for others, one asset alone, and from tokens that are no longer listed", async () => {
    const { ethers, networkHelpers } = world.connection;
    await nextDay();
    await earn();
    await claim(ann, "--snapshot");
    await networkHelpers.mine();
    await networkHelpers.impersonateAccount(made.timelock);
    await networkHelpers.setBalance(made.timelock, parseEther("1"));
    const token = await ethers.getContractAt("RevShareToken", made.token, await ethers.getSigner(made.timelock));
    await token.getFunction("setRevenueToken")(addresses.coin, false);
    for (let i = 0; i < 2; i++) {
      await nextDay();
      await earn();
      await claim(ann, "--snapshot");
    }
    await networkHelpers.mine();
    expect(await token.getFunction("revenueTokens")()).to.deep.equal([addresses.hostile]);

    const expected = (await earnings(ethers.provider, made.token, bob)).find(({ asset }) => asset === addresses.coin)!;
    expect(expected.claimable > 0n && expected.snapshotIds.length === 2).to.equal(true);
    const before = await held(coin, bob);
    const pushed = await claim(ann, "--account", bob, "--asset", addresses.coin.toLowerCase());
    expect(pushed.claimed).to.deep.equal([{ ...test(), amount: expected.claimable.toString() }]);
    expect(await held(coin, bob)).to.equal(before + expected.claimable);
    expect((await claim(bob, "--asset", "ETH")).claimed).to.have.lengthOf(1);
    expect((await claim(bob, "--asset", bob)).error).to.include({ code: "BAD_OPTION" });
  });
});
