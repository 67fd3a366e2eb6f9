import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { ZeroAddress, parseEther } from "ethers";

import { explain } from "../../scripts/cli/explain.ts";
import {
  ConfigError,
  configJsonSchema,
  launchParams,
  parseConfig,
  type LaunchFacts,
} from "../../scripts/deploy/launch/config.ts";
import { ContractError } from "../../sdk/src/errors.ts";
import { bars, money } from "../../scripts/deploy/launch/summary.ts";

const DAY = 86_400;
const file = fileURLToPath(new URL("../../models/digits/imo.json", import.meta.url));
const shipped = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
const facts: LaunchFacts = {
  now: 1_800_000_000,
  currency: { address: ZeroAddress, symbol: "ETH", decimals: 18 },
  protocolBps: 250,
};

/** The shipped config with some fields, named by their path, set or left out. */
function changed(changes: Readonly<Record<string, unknown>>): string {
  const config = structuredClone(shipped);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split(".");
    let place = config;
    for (const name of names.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>;
    place[names.at(-1)!] = value;
  }
  return JSON.stringify(config);
}

function problems(changes: Readonly<Record<string, unknown>>, given: LaunchFacts = facts): readonly string[] {
  try {
    launchParams(parseConfig(changed(changes)), given);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("offering: config", () => {
  it("turns what an issuer writes into the parameters of a launch", () => {
    const params = launchParams(parseConfig(JSON.stringify(shipped)), facts);
    expect(params.allocation).to.deep.equal({ sale: 6_000, treasury: 1_800, creator: 1_700, contributors: 500 });
    expect(params.sale).to.include({ floor: parseEther("10"), cap: parseEther("30"), tickSize: 0n, limit: 0n });
    expect(params.sale.opensAt).to.equal(facts.now + 600);
    expect(params.sale.closesAt).to.equal(params.sale.opensAt + 7 * DAY);
    expect(params.release.servedBy).to.equal(params.sale.closesAt + 60 * DAY);
    expect(params.vesting).to.deep.equal({
      cliff: 90 * DAY,
      duration: 730 * DAY,
      contributorsCliff: 30 * DAY,
      contributorsDuration: 365 * DAY,
    });
    expect(params.governance.settings.proposalThreshold).to.equal(parseEther("10000"));
    expect(params.fees).to.include({ holdersBps: 5_250, floorBps: 5_000 });
    expect(params.model.pricing).to.include({ fee: parseEther("0.01"), callbackGasPrice: 2_000_000_000n });
    const dated = parseConfig(
      changed({ "sale.opens": "2027-02-01T00:00:00Z", "sale.closes": "2027-02-08T00:00:00+01:00" }),
    );
    const { opensAt, closesAt } = launchParams(dated, facts).sale;
    expect([opensAt, closesAt]).to.deep.equal([Date.UTC(2027, 1, 1) / 1000, Date.UTC(2027, 1, 7, 23) / 1000]);
  });

  it("says what is wrong, where, and what it should be", () => {
    const cases: [Readonly<Record<string, unknown>>, RegExp][] = [
      [{ symbol: undefined }, /^symbol: is missing$/],
      [{ simbol: "X" }, /^unknown "simbol"$/],
      [{ "sale.flor": "1" }, /^sale: unknown "flor"$/],
      [{ "allocation.sale": "60" }, /^allocation.sale: "60" must be a percentage .*"57.5%"/],
      [{ "allocation.sale": 60 }, /^allocation.sale: must be a percentage/],
      [{ "fees.holders": "52.555%" }, /^fees.holders: "52.555%" must be a percentage with at most two decimals/],
      [
        { "sale.settlement": "1 fortnight" },
        /^sale.settlement: "1 fortnight" must be a length of time, such as "90 days"/,
      ],
      [{ "sale.opens": "tomorrow" }, /^sale.opens: "tomorrow" must be a moment/],
      [{ creator: "0x123" }, /^creator: "0x123" must be an address/],
      [{ "sale.cap": "-3" }, /^sale.cap: "-3" must be an amount/],
      [{ "allocation.sale": "61%" }, /^allocation: .*sale 61% .*is 101%; it must be 100%$/],
      [{ "fees.holders": "55%" }, /^fees: holders 55% .*the protocol's 2.5% is 102.5%; it must be 100%$/],
      [{ "fees.floor": "53%" }, /^fees.floor: 53% is above the holders' 52.5%$/],
      [{ "sale.floor": "31" }, /^sale.floor: 31 is above the cap, 30$/],
      [{ "sale.cap": "30.0000000000000000001" }, /has 19 decimals, ETH has 18$/],
      [{ "sale.limit": "1" }, /^sale.limit: needs an allowList/],
      [{ "sale.kind": "auction" }, /^sale.step: goes with/],
      [{ "sale.step": "1" }, /^sale.step: goes with/],
      [{ "sale.settlement": "31 days" }, /^sale.settlement: 31 days; 30 days at most$/],
      [{ "sale.closes": "366 days" }, /^sale.closes: a window of 366 days; 365 days at most$/],
      [{ "sale.opens": "2020-01-01T00:00:00Z" }, /^sale.closes: 2020-01-08T00:00Z is past$/],
      [{ "vesting.cliff": "10 days" }, /^vesting.cliff: .*its creator could share in the refund$/],
      [{ "vesting.contributors.duration": "11 years" }, /^vesting.contributors.duration: /],
      [{ contributors: undefined }, /^contributors: an address is missing/],
      [{ supply: "0.5", "sale.cap": "1" }, /^supply: .* are fewer than/],
      [{ model: 1 }, /^give either a package or a model$/],
      [{ "vesting.cliff": "61 days" }, /^vesting.cliff: /],
      [{ "revenue.snapshotEvery": "93 days" }, /^revenue.snapshotEvery: 93 days/],
      [
        { "revenue.snapshotEvery": "59 minutes" },
        /^revenue.snapshotEvery: 59 minutes; an hour at least, 92 days at most$/,
      ],
    ];
    for (const [changes, expected] of cases) {
      const said = problems(changes);
      expect(
        said.some((problem) => expected.test(problem)),
        `${JSON.stringify(changes)}: ${said.join(" | ")}`,
      ).to.equal(true);
    }
    expect(cases).to.have.length.greaterThan(20);
    expect(problems({ "allocation.sale": "61%", "fees.floor": "53%" })).to.have.lengthOf(2);
    expect(() => parseConfig("{")).to.throw(ConfigError, /not JSON/);
    // EIP-712, which signs for shares, has room for so many.
    expect(() => parseConfig(changed({ name: "ü".repeat(16) }))).to.throw(ConfigError, /name: .* of 1 to 31 bytes/);
    expect(() => parseConfig(changed({ symbol: "ü".repeat(6) }))).to.throw(ConfigError, /symbol: .* of 1 to 11 bytes/);
  });

  it("counts in the sale's currency", () => {
    const currency = { address: `0x${"11".repeat(20)}`, symbol: "USDC", decimals: 6 };
    const params = launchParams(parseConfig(changed({ "sale.kind": "auction", "sale.step": "0.5" })), {
      ...facts,
      currency,
    });
    expect(params.sale).to.include({ cap: 30_000_000n, tickSize: 500_000n, currency: currency.address });
    expect(problems({ "sale.cap": "30.1234567" }, { ...facts, currency })[0]).to.match(/has 7 decimals, USDC has 6/);
  });

  it("reads a collection's terms", () => {
    const collection = {
      name: "Glyphs",
      symbol: "GLYPH",
      mintFee: "0.02",
      royalty: "5%",
      format: { kind: "image", width: 16, height: 16, channels: 3 },
      revealDelay: "2 minutes",
    };
    const read = (terms: object) => launchParams(parseConfig(changed({ collection: terms })), facts).collection;
    expect(read(collection)).to.deep.equal({
      name: "Glyphs",
      symbol: "GLYPH",
      mintFee: parseEther("0.02"),
      royaltyBps: 500,
      format: collection.format,
      revealDelay: 120,
    });
    expect(launchParams(parseConfig(changed({})), facts)).not.to.have.property("collection");
    // The model `glyph`: without its seed every picture would be of another input, for ever.
    const input = { seedBytes: 16, promptBytes: 64 };
    expect(read({ ...collection, ...input })).to.include(input);
    const padded = { ...input, inputBytes: 80 };
    expect(read({ ...collection, ...padded })).to.include(padded);
    const refused: [object, RegExp][] = [
      [{ revealDelay: "2 hours" }, /collection.revealDelay: 2 hours; a second to an hour/],
      [{ seedBytes: 16, inputBytes: 16 }, /collection.inputBytes: 16 bytes leave no room .* seed of 16/],
      [{ mintFee: "0.0000000000000000001" }, /collection.mintFee: .* has 19 decimals, ETH has 18/],
      [{ mintFee: "79228162515" }, /collection.mintFee: 79228162515 ETH; 79228162514\.264.* at most/],
      // Three bytes each.
      [{ name: "字".repeat(22) }, /collection.name: .* of 1 to 64 bytes/],
      [{ symbol: "字字字字" }, /collection.symbol: .* of 1 to 11 bytes/],
      [{ format: { kind: "image", width: 89, height: 89, channels: 3 } }, /format: 23763 bytes of content; 23550/],
      [{ format: { kind: "text", outputBytes: 23_551 } }, /format: 23551 bytes of content; 23550 at most/],
    ];
    for (const [wrong, said] of refused) {
      expect(() => read({ ...collection, ...wrong }), JSON.stringify(wrong)).to.throw(ConfigError, said);
    }
    expect(() => parseConfig(changed({ collection: { ...collection, seedBytes: 33 } }))).to.throw(ConfigError);
    // With all that is wrong elsewhere.
    const wrong = { collection: { ...collection, revealDelay: "2 hours" }, "sale.cap": "0" };
    expect(problems(wrong)).to.have.lengthOf.above(1);
  });

  it("offers a schema to editors", () => {
    const schema = configJsonSchema() as { required: string[]; properties: object };
    expect(schema.required).to.include.members(["name", "symbol", "sale", "fees"]);
    expect(schema.properties).to.have.property("governance");
  });

  it("says why a contract refuses, and what to do", () => {
    const said = (code: string, values: Record<string, unknown>) => explain(new ContractError(code, values, "0x"));
    expect(said("NotClosed", { state: 1n })).to.match(
      /^the sale is open: settle when its window is over \(NotClosed\)$/,
    );
    expect(said("RefundTooEarly", { servedBy: 1_800_000_000n })).to.match(/until 2027-01-15T08:00:00Z to serve/);
    expect(
      said("GovernorInsufficientProposerVotes", { proposer: "0xab", votes: 0n, threshold: parseEther("5") }),
    ).to.match(/^0xab has 0 shares delegated to it and needs 5: imo delegate/);
    expect(said("Unheard", { of: 1n })).to.equal("Unheard(of: 1)");
  });

  it("draws parts to scale", () => {
    const drawn = bars([
      ["a", 7_500, "x"],
      ["b", 2_500, ""],
    ]).split("\n");
    expect(drawn.map((line) => [...line].filter((mark) => mark === "█").length)).to.deep.equal([30, 10]);
    expect(money(1_234_567n * 10n ** 15n, 18, "T")).to.equal("1,234.567 T");
  });
});
