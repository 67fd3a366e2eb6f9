import { ZeroAddress, type ContractRunner, type Provider } from "ethers";

import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";

/** What one account has had of revenue in ETH. All in wei. */
export interface RecipientRevenue {
  readonly account: string;
  /** Its parts of fees as protocol, operator, creator or contributors. */
  readonly fees: bigint;
  /** How much of them it has taken out. */
  readonly withdrawn: bigint;
  /** Claimed as a holder of shares. */
  readonly claimed: bigint;
  /** Redeemed by burning shares. */
  readonly redeemed: bigint;
}

/** What a share token has had in ETH, and where it is. All in wei. */
export interface TokenRevenue {
  readonly token: string;
  /** The holders' parts of fees, and whatever else was sent to it. */
  readonly received: bigint;
  readonly claimed: bigint;
  readonly redeemed: bigint;
  /** Still there: promised to holders, retained for burning, not shared out yet. */
  readonly reserved: bigint;
  readonly pool: bigint;
  readonly pending: bigint;
}

export interface RevenueReport {
  /** Fees split, by whom the parts are for. Wei. */
  readonly fees: {
    readonly total: bigint;
    readonly protocol: bigint;
    readonly operator: bigint;
    readonly creator: bigint;
    readonly contributors: bigint;
    readonly holders: bigint;
  };
  /** By account, those who had most first. */
  readonly recipients: readonly RecipientRevenue[];
  readonly tokens: readonly TokenRevenue[];
  /** Fees that are in the router, to be withdrawn. Wei. */
  readonly unclaimedFees: bigint;
  /**
   * What came in, less what went out and what is still there, over the router and its tokens. Wei; 0n unless ETH was
   * forced into one of them, which no event tells of.
   */
  readonly conservationError: bigint;
}

/**
 * Who got what: every wei of ETH that a fee router has split, and every wei that the share tokens of its schedules have
 * received, by recipient, from the contracts' events; checked against what the contracts hold.
 *
 * @param runner with a provider
 * @param router address of the FeeRouter
 * @param fromBlock the router's first block, or 0; later, and the sums do not balance
 */
export async function revenueReport(runner: ContractRunner, router: string, fromBlock = 0): Promise<RevenueReport> {
  const provider = runner.provider;
  if (!provider) throw new TypeError("the runner has no provider");
  const toBlock = await provider.getBlockNumber();
  const contract = IFeeRouter__factory.connect(router, provider);
  const [sets, splits, withdrawals, protocol, unclaimedFees] = await Promise.all([
    contract.queryFilter(contract.filters.ScheduleSet(), fromBlock, toBlock),
    contract.queryFilter(contract.filters.Distributed(), fromBlock, toBlock),
    contract.queryFilter(contract.filters.Withdrawn(), fromBlock, toBlock),
    contract.protocol(),
    provider.getBalance(router, toBlock),
  ]);
  const schedules = new Map(sets.map(({ args: { scheduleHash, schedule } }) => [scheduleHash, schedule]));

  const books = new Books();
  const fees = { total: 0n, protocol: 0n, operator: 0n, creator: 0n, contributors: 0n, holders: 0n };
  for (const { args } of splits) {
    if (args.asset !== ZeroAddress) continue;
    const { split, operator, scheduleHash } = args;
    const schedule = schedules.get(scheduleHash);
    if (!schedule) throw new RangeError(`the schedule ${scheduleHash} was set before block ${fromBlock}`);
    for (const part of ["protocol", "operator", "creator", "contributors", "holders"] as const) {
      fees[part] += split[part];
      fees.total += split[part];
    }
    books.add(protocol, "fees", split.protocol);
    books.add(operator, "fees", split.operator);
    books.add(schedule.creator, "fees", split.creator);
    books.add(schedule.contributors, "fees", split.contributors);
  }

  const holders = [...new Set(sets.map(({ args }) => args.schedule.holders))].filter((it) => it !== ZeroAddress);
  const isToken = await Promise.all(holders.map(async (it) => (await provider.getCode(it, toBlock)) !== "0x"));
  const addresses = holders.filter((_, i) => isToken[i]);
  let moneyIn = fees.total;
  let moneyOut = unclaimedFees;
  for (const { args } of withdrawals) {
    if (args.asset !== ZeroAddress) continue;
    books.add(args.account, "withdrawn", args.amount);
    // What a token could not be pushed and is withdrawn to it stays among these contracts.
    if (!addresses.includes(args.to)) moneyOut += args.amount;
  }

  const tokens: TokenRevenue[] = [];
  for (const address of addresses) {
    const { state, elsewhere, left } = await tokenRevenue(provider, address, router, fromBlock, toBlock, books);
    tokens.push(state);
    moneyIn += elsewhere;
    moneyOut += left + (await provider.getBalance(address, toBlock));
  }
  return { fees, recipients: books.sorted(), tokens, unclaimedFees, conservationError: moneyIn - moneyOut };
}

async function tokenRevenue(
  provider: Provider,
  address: string,
  router: string,
  fromBlock: number,
  toBlock: number,
  books: Books,
): Promise<{ state: TokenRevenue; elsewhere: bigint; left: bigint }> {
  const token = IRevShareToken__factory.connect(address, provider);
  const [receipts, claims, redemptions, residues, { reserved, pool, pending }] = await Promise.all([
    token.queryFilter(token.filters.RevenueReceived(), fromBlock, toBlock),
    token.queryFilter(token.filters.RevenueClaimed(undefined, ZeroAddress), fromBlock, toBlock),
    token.queryFilter(token.filters.RevenueRedeemed(undefined, ZeroAddress), fromBlock, toBlock),
    token.queryFilter(token.filters.ResidueCollected(undefined, ZeroAddress), fromBlock, toBlock),
    token.revenueOf(ZeroAddress, { blockTag: toBlock }),
  ]);
  let received = 0n;
  let elsewhere = 0n;
  for (const { args } of receipts) {
    received += args.amount;
    if (args.from.toLowerCase() !== router.toLowerCase()) elsewhere += args.amount;
  }
  let claimed = 0n;
  for (const { args } of claims) {
    claimed += args.amount;
    books.add(args.account, "claimed", args.amount);
  }
  let redeemed = 0n;
  for (const { args } of [...redemptions, ...residues]) {
    redeemed += args.amount;
    books.add(args.account, "redeemed", args.amount);
  }
  const state = { token: address, received, claimed, redeemed, reserved, pool, pending };
  return { state, elsewhere, left: claimed + redeemed };
}

type Entry = Exclude<keyof RecipientRevenue, "account">;

/** Sums by account. */
class Books {
  readonly #accounts = new Map<string, Record<Entry, bigint>>();

  add(account: string, entry: Entry, amount: bigint): void {
    if (amount === 0n) return;
    const sums = this.#accounts.get(account) ?? { fees: 0n, withdrawn: 0n, claimed: 0n, redeemed: 0n };
    sums[entry] += amount;
    this.#accounts.set(account, sums);
  }

  sorted(): RecipientRevenue[] {
    const had = (r: RecipientRevenue) => r.fees + r.claimed + r.redeemed;
    return [...this.#accounts]
      .map(([account, sums]) => ({ account, ...sums }))
      .sort((a, b) => (had(b) > had(a) ? 1 : had(b) < had(a) ? -1 : 0));
  }
}
