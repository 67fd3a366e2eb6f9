// What an issuer writes in imo.json, and what becomes of it: the parameters of a launch.
import { ZeroAddress, ZeroHash, formatEther, getAddress, id, isAddress, parseUnits } from "ethers";
import { z } from "zod/v4";

import type { CollectionTerms } from "../../../sdk/src/content/index.ts";
import { allowList, ether, type CurrencyInfo, type LaunchParams } from "../../../sdk/src/offering/index.ts";
import type { MachineRoots } from "../../../sdk/src/models/index.ts";
import { OpenImoError } from "../../../sdk/src/errors.ts";

/** A config that cannot be launched: every reason at once, each with the place in the file. */
export class ConfigError extends OpenImoError {
  override readonly name = "ConfigError";
  readonly code = "BAD_CONFIG";
  constructor(readonly problems: readonly string[]) {
    super(`the config cannot be launched:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const seconds: Readonly<Record<string, number>> = {
  second: 1,
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: DAY,
  week: 7 * DAY,
  year: 365 * DAY,
};

/** Text that `read` understands, or a problem that says what it should be. */
function text<T>(what: string, read: (value: string) => T | undefined) {
  const error = ({ input }: { readonly input?: unknown }) => (input === undefined ? "is missing" : `must be ${what}`);
  return z.string({ error }).transform((value, context): T => {
    const result = read(value.trim());
    if (result !== undefined) return result;
    context.addIssue({ code: "custom", message: `"${value}" must be ${what}` });
    return z.NEVER;
  });
}

/** Basis points. */
const percent = text('a percentage with at most two decimals, such as "57.5%"', (value) => {
  const [, whole, fraction = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?%$/.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const bps = 100 * Number(whole) + Number(fraction.padEnd(2, "0"));
  return bps <= 10_000 ? bps : undefined;
});

/** Seconds. */
const duration = text('a length of time, such as "90 days", "12 hours" or "0 days"', (value) => {
  const [, count, unit] = /^(\d{1,6}) (second|minute|hour|day|week|year)s?$/.exec(value) ?? [];
  return unit === undefined ? undefined : Number(count) * seconds[unit]!;
});

/** A moment, or seconds after one that the field's description names. */
const moment = text('a moment, such as "2027-01-31T12:00:00Z", or a length of time, such as "2 hours"', (value) => {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value)) {
    const at = Date.parse(value) / 1000;
    return Number.isInteger(at) ? { at } : undefined;
  }
  const after = duration.safeParse(value);
  return after.success ? { after: after.data } : undefined;
});

/** Kept as text: how many decimals it may have, the currency says. */
const amount = text('an amount in whole units, such as "12.5"', (value) =>
  /^\d+(\.\d+)?$/.test(value) ? value : undefined,
);
const address = text(
  "an address, 0x and 40 hexadecimal digits, with the right checksum if letters are mixed",
  (value) => (isAddress(value) ? getAddress(value) : undefined),
);
const currency = text('"ETH" or the address of an ERC-20', (value) =>
  value === "ETH" ? ZeroAddress : isAddress(value) ? getAddress(value) : undefined,
);
/** Counted in bytes, as what they cost a launch is. */
const named = (what: string, most: number) =>
  text(`${what} of 1 to ${most} bytes`, (value) =>
    value.length > 0 && Buffer.byteLength(value) <= most ? value : undefined,
  );

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  // EIP-712 domains keep it in one word.
  name: named("a name", 31).describe("the token's name"),
  symbol: named("a symbol", 11).describe("the token's symbol"),
  supply: amount.describe("shares in all"),
  package: z.string().optional().describe("directory of the model's package, seen from this file"),
  model: z.number().int().positive().optional().describe("id of a registered model, instead of a package"),
  parent: z.number().int().positive().optional().describe("id of the model that this one was made from"),
  creator: address.describe("receives the vested shares and the creator's part of fees"),
  contributors: address.optional().describe("receives the contributors' shares and part of fees"),
  allocation: z.strictObject({
    sale: percent,
    treasury: percent,
    creator: percent,
    contributors: percent.optional(),
  }),
  sale: z.strictObject({
    kind: z.enum(["fixed", "auction"], { error: 'must be "fixed" or "auction"' }).optional(),
    currency: currency.optional().describe('"ETH" or the address of an ERC-20'),
    floor: amount.describe("least that must be committed, or everybody is refunded"),
    cap: amount.describe("price of all shares for sale; in an auction, the reserve"),
    step: amount.optional().describe("in an auction: between two prices, of which there are 1,024"),
    opens: moment.describe("or how long after the launch"),
    closes: moment.describe("or how long after it opens"),
    settlement: duration.describe("time to settle every buyer before shares earn and vote, 30 days at most"),
    allowList: z.array(address).min(1).optional().describe("who may buy; everybody if it is left out"),
    limit: amount.optional().describe("most that one address on the list may commit"),
  }),
  proceeds: z.strictObject({
    developer: address.optional().describe("default: the creator"),
    treasury: percent.describe("to the treasury at once"),
    upfront: percent.describe("of the rest, to the developer at once"),
    release: duration.describe("over which the developer earns what remains, once the model has served"),
    servedBy: moment.describe("or how long after the sale closes: else holders are refunded"),
  }),
  vesting: z.strictObject({
    cliff: duration,
    duration: duration,
    contributors: z.strictObject({ cliff: duration, duration: duration }).optional(),
  }),
  revenue: z.strictObject({
    claimable: percent.describe("of each snapshot's revenue, to claim; burning redeems the rest"),
    snapshotEvery: duration,
    tokens: z.array(address).optional().describe("ERC-20s shared besides ETH"),
  }),
  governance: z.strictObject({
    votingDelay: duration,
    votingPeriod: duration,
    proposalThreshold: percent.describe("of the supply, that a proposer must have delegated to it"),
    quorum: percent.describe("of the supply, that must vote for or abstain"),
    timelock: duration,
  }),
  fees: z.strictObject({
    holders: percent,
    operator: percent,
    creator: percent,
    contributors: percent.optional(),
    floor: percent.describe("least part of holders for ever"),
  }),
  pricing: z.strictObject({
    fee: amount.describe("ETH for one inference"),
    callbackGasPrice: amount.describe("gwei for each unit of gas of the callback"),
    token: address.optional(),
    tokenFee: amount.optional(),
  }),
  collection: z
    .strictObject({
      name: named("a name", 64),
      symbol: named("a symbol", 11),
      mintFee: amount.describe(
        "ETH for each mint, besides the inference; to the shares' holders, who may change it by vote",
      ),
      royalty: percent.describe("of each sale, told to markets (ERC-2981)"),
      format: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("text"), outputBytes: z.number().int().positive() }),
        z.strictObject({
          kind: z.literal("image"),
          width: z.number().int().positive(),
          height: z.number().int().positive(),
          channels: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
        }),
      ]),
      revealDelay: duration.optional().describe("between commitment and mint, a second to an hour (default: a minute)"),
      seedBytes: z
        .number()
        .int()
        .min(0)
        .max(32)
        .optional()
        .describe("bytes of the prompt's hash before it in the model's input, as a seed (default: 0)"),
      promptBytes: z.number().int().min(1).max(1_024).optional().describe("longest prompt (default: 1024)"),
      inputBytes: z.number().int().positive().optional().describe("to which seed and prompt are padded"),
    })
    .optional()
    .describe("NFTs of what the model makes of prompts (ERC-7007)"),
  salt: z.string().optional().describe("any text: tells apart launches that are otherwise equal"),
});

export type ImoConfig = z.output<typeof configSchema>;

/** For editors: the schema as JSON Schema. */
export const configJsonSchema = (): unknown => z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" });

/** @throws ConfigError with every problem of form */
export function parseConfig(json: string): ImoConfig {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ConfigError([`it is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map(problemOf));
}

function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return `${place === "" ? "" : `${place}: `}unknown ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  }
  const missing = issue.code === "invalid_type" && issue.message.includes("received undefined");
  return `${place || "the file"}: ${missing ? "is missing" : issue.message}`;
}

/** What a launch needs to know besides its config. */
export interface LaunchFacts {
  /** Chain time, Unix seconds. */
  readonly now: number;
  readonly currency: CurrencyInfo;
  /** Of `pricing.token`. */
  readonly feeCurrency?: CurrencyInfo;
  readonly protocolBps: number;
  /** Of the package; undefined for a model that is registered. */
  readonly machine?: MachineRoots;
  readonly contentId?: string;
}

/**
 * The parameters of a launch, with every time fixed.
 *
 * @throws ConfigError with everything that the contracts would refuse, in the issuer's words
 */
export function launchParams(config: ImoConfig, facts: LaunchFacts): LaunchParams {
  const { allocation, sale, proceeds, vesting, revenue, governance, fees, pricing } = config;
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  const money = (place: string, value: string, { decimals, symbol }: CurrencyInfo): bigint => {
    const given = value.split(".")[1]?.length ?? 0;
    check(given <= decimals, `${place}: ${value} has ${given} decimals, ${symbol} has ${decimals}`);
    return given <= decimals ? parseUnits(value, decimals) : 0n;
  };
  const shares = { address: "", symbol: config.symbol, decimals: 18 };

  const supply = money("supply", config.supply, shares);
  check(supply > 0n && supply % 10_000n === 0n, `supply: ${config.supply} cannot be divided into 10,000 equal parts`);
  const parts = { contributors: 0, ...allocation };
  sums(problems, "allocation", parts);
  const cuts = { contributors: 0, ...fees };
  sums(problems, "fees", {
    holders: cuts.holders,
    operator: cuts.operator,
    creator: cuts.creator,
    contributors: cuts.contributors,
    "the protocol's": facts.protocolBps,
  });
  check(cuts.floor <= cuts.holders, `fees.floor: ${bps(cuts.floor)} is above the holders' ${bps(cuts.holders)}`);
  check(
    config.contributors !== undefined || (parts.contributors === 0 && cuts.contributors === 0),
    "contributors: an address is missing, but allocation or fees give them a part",
  );

  const opensAt = resolve(sale.opens, facts.now);
  const closesAt = resolve(sale.closes, opensAt);
  check(closesAt > opensAt, `sale.closes: ${date(closesAt)} is not after it opens, ${date(opensAt)}`);
  check(closesAt > facts.now, `sale.closes: ${date(closesAt)} is past`);
  check(closesAt - opensAt <= 365 * DAY, `sale.closes: a window of ${days(closesAt - opensAt)}; 365 days at most`);
  check(sale.settlement <= 30 * DAY, `sale.settlement: ${days(sale.settlement)}; 30 days at most`);
  const floor = money("sale.floor", sale.floor, facts.currency);
  const cap = money("sale.cap", sale.cap, facts.currency);
  check(cap > 0n, "sale.cap: must be more than 0");
  check(floor <= cap, `sale.floor: ${sale.floor} is above the cap, ${sale.cap}`);
  const auction = sale.kind === "auction";
  check(auction === (sale.step !== undefined), 'sale.step: goes with "kind": "auction", and only with it');
  const tickSize = sale.step === undefined ? 0n : money("sale.step", sale.step, facts.currency);
  check(!auction || tickSize > 0n, "sale.step: must be more than 0");
  const limit = sale.limit === undefined ? 0n : money("sale.limit", sale.limit, facts.currency);
  check(
    sale.limit === undefined || sale.allowList !== undefined,
    "sale.limit: needs an allowList, for without one a buyer may use many addresses",
  );
  const sold = (supply / 10_000n) * BigInt(parts.sale);
  const highest = cap + 1_023n * tickSize;
  check(parts.sale > 0, "allocation.sale: nothing is for sale");
  check(
    sold >= highest,
    `supply: ${sold} units of ${config.symbol} for sale are fewer than the ${highest} units of ${facts.currency.symbol} they can cost; make the supply larger`,
  );

  const servedBy = resolve(proceeds.servedBy, closesAt);
  check(servedBy > closesAt, `proceeds.servedBy: ${date(servedBy)} is not after the sale closes, ${date(closesAt)}`);
  const refundable = servedBy + revenue.snapshotEvery + DAY;
  check(
    closesAt + vesting.cliff >= refundable,
    `vesting.cliff: ends ${date(closesAt + vesting.cliff)}; ${date(refundable)} at the earliest, a snapshot's interval and ` +
      "a day after the model must have served, or its creator could share in the refund",
  );
  check(vesting.duration >= vesting.cliff, "vesting.duration: is shorter than the cliff");
  const theirs = vesting.contributors;
  check(theirs === undefined || parts.contributors > 0, "vesting.contributors: they are allocated nothing");
  check(
    theirs === undefined || (theirs.duration >= theirs.cliff && theirs.duration <= 3_650 * DAY && theirs.duration > 0),
    "vesting.contributors.duration: must be between the cliff and 10 years",
  );
  check(
    revenue.snapshotEvery >= 3_600 && revenue.snapshotEvery <= 92 * DAY,
    `revenue.snapshotEvery: ${days(revenue.snapshotEvery)}; an hour at least, 92 days at most`,
  );
  check(governance.votingPeriod > 0, "governance.votingPeriod: must be more than 0");
  check((config.package === undefined) !== (config.model === undefined), "give either a package or a model");
  check(
    (pricing.token === undefined) === (pricing.tokenFee === undefined),
    "pricing.token and pricing.tokenFee go together",
  );
  const fee = money("pricing.fee", pricing.fee, ether);
  const callbackGasPrice = money("pricing.callbackGasPrice", pricing.callbackGasPrice, {
    ...ether,
    symbol: "gwei",
    decimals: 9,
  });
  const tokenFee =
    pricing.tokenFee === undefined || facts.feeCurrency === undefined
      ? 0n
      : money("pricing.tokenFee", pricing.tokenFee, facts.feeCurrency);
  const collection = collectionTerms(config, check);
  if (problems.length > 0) throw new ConfigError(problems);

  const machine = facts.machine ?? {
    textRoot: ZeroHash,
    dataRoot: ZeroHash,
    weightsRoot: ZeroHash,
    entry: 0,
    logNodes: 0,
    logSteps: 0,
  };
  return {
    token: {
      name: config.name,
      symbol: config.symbol,
      supply,
      claimableBps: revenue.claimable,
      snapshotInterval: revenue.snapshotEvery,
      revenueTokens: revenue.tokens ?? [],
    },
    allocation: parts,
    sale: {
      currency: facts.currency.address,
      floor,
      cap,
      tickSize,
      opensAt,
      closesAt,
      settlementPeriod: sale.settlement,
      allowRoot: sale.allowList === undefined ? ZeroHash : allowList(sale.allowList).root,
      limit,
    },
    release: {
      developer: proceeds.developer ?? ZeroAddress,
      treasuryBps: proceeds.treasury,
      upfrontBps: proceeds.upfront,
      duration: proceeds.release,
      servedBy,
    },
    vesting: {
      cliff: vesting.cliff,
      duration: vesting.duration,
      contributorsCliff: theirs?.cliff ?? 0,
      contributorsDuration: theirs?.duration ?? 0,
    },
    governance: {
      settings: {
        votingDelay: governance.votingDelay,
        votingPeriod: governance.votingPeriod,
        proposalThreshold: (supply * BigInt(governance.proposalThreshold)) / 10_000n,
        quorumBps: governance.quorum,
      },
      timelockDelay: governance.timelock,
    },
    model: {
      existing: BigInt(config.model ?? 0),
      machine,
      contentId: facts.contentId ?? "",
      parent: BigInt(config.parent ?? 0),
      pricing: { fee, callbackGasPrice, token: pricing.token ?? ZeroAddress, tokenFee },
    },
    fees: {
      holdersBps: cuts.holders,
      operatorBps: cuts.operator,
      creatorBps: cuts.creator,
      contributorsBps: cuts.contributors,
      floorBps: cuts.floor,
    },
    ...(collection === undefined ? {} : { collection }),
    creator: config.creator,
    contributors: config.contributors ?? ZeroAddress,
    salt: id(config.salt ?? ""),
  };
}

/** The terms of the config's NFT collection, but for what the launch decides. */
function collectionTerms(
  { collection }: ImoConfig,
  require: (holds: boolean, problem: string) => void,
): CollectionTerms | undefined {
  if (collection === undefined) return undefined;
  const { name, symbol, mintFee, format, revealDelay, seedBytes = 0, promptBytes, inputBytes } = collection;
  const check = (holds: boolean, problem: string) => require(holds, `collection.${problem}`);
  const decimals = mintFee.split(".")[1]?.length ?? 0;
  check(decimals <= 18, `mintFee: ${mintFee} has ${decimals} decimals, ETH has 18`);
  const fee = decimals > 18 ? 0n : parseUnits(mintFee, 18);
  check(fee <= MOST_MINT_FEE, `mintFee: ${mintFee} ETH; ${formatEther(MOST_MINT_FEE)} at most`);
  check(
    revealDelay === undefined || (revealDelay >= 1 && revealDelay <= 3_600),
    `revealDelay: ${days(revealDelay ?? 0)}; a second to an hour`,
  );
  const bytes = format.kind === "text" ? format.outputBytes : format.width * format.height * format.channels;
  check(bytes <= MOST_CONTENT, `format: ${bytes} bytes of content; ${MOST_CONTENT} at most`);
  check(
    inputBytes === undefined || inputBytes > seedBytes,
    `inputBytes: ${inputBytes} bytes leave no room for a prompt after a seed of ${seedBytes}`,
  );
  return {
    name,
    symbol,
    mintFee: fee,
    royaltyBps: collection.royalty,
    format: format.kind === "text" ? { kind: "text" } : format,
    ...(format.kind === "text" ? { outputBytes: format.outputBytes } : {}),
    ...(revealDelay === undefined ? {} : { revealDelay }),
    ...(seedBytes === 0 ? {} : { seedBytes }),
    ...(promptBytes === undefined ? {} : { promptBytes }),
    ...(inputBytes === undefined ? {} : { inputBytes }),
  };
}

/** What a collection can hold in its fee, a `uint96`: wei. */
const MOST_MINT_FEE = 2n ** 96n - 1n;

/** What a collection can store with the longest prompt: `Blob.MAX_BYTES` less 1,024. */
const MOST_CONTENT = 23_550;

function sums(problems: string[], place: string, parts: Readonly<Record<string, number>>): void {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  if (sum === 10_000) return;
  const listed = Object.entries(parts).map(([name, part]) => `${name} ${bps(part)}`);
  problems.push(`${place}: ${listed.join(" + ")} is ${bps(sum)}; it must be 100%`);
}

function resolve(when: { at: number } | { after: number }, from: number): number {
  return "at" in when ? when.at : from + when.after;
}

/** Basis points as a percentage. */
export const bps = (value: number): string => `${Number((value / 100).toFixed(2))}%`;

/** Unix seconds as a date. */
export const date = (at: number): string => new Date(1000 * at).toISOString().replace(/:00\.000Z$|\.000Z$/, "Z");

/** Seconds in the largest unit that fits. */
export function days(length: number): string {
  const unit = ["day", "hour", "minute", "second"].find((name) => length % seconds[name]! === 0)!;
  const count = length / seconds[unit]!;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
