// A launch, for its issuer to read before it is sent: every number, every role, and a picture.
import { formatUnits } from "ethers";
import pc from "picocolors";

import { facts, table } from "../../cli/output.ts";
import type { CollectionTerms } from "../../../sdk/src/content/index.ts";
import { bps, date, days } from "./config.ts";
import type { LaunchPlan } from "./plan.ts";
import type { LaunchOutcome } from "./run.ts";

const WIDTH = 40;

/** Parts of a whole, drawn to scale below each other. Parts in basis points. */
export function bars(parts: readonly (readonly [name: string, bps: number, note: string])[]): string {
  const width = Math.max(...parts.map(([name]) => name.length));
  let before = 0;
  return parts
    .map(([name, part, note]) => {
      const from = Math.round((before * WIDTH) / 10_000);
      before += part;
      const to = Math.max(part > 0 ? from + 1 : from, Math.round((before * WIDTH) / 10_000));
      const bar = `${"·".repeat(from)}${pc.cyan("█".repeat(to - from))}${"·".repeat(Math.max(0, WIDTH - to))}`;
      return `  ${name.padEnd(width)}  ${bar}  ${bps(part).padStart(6)}  ${note}`;
    })
    .join("\n");
}

/** Units of a currency, thousands set apart, without needless zeros. */
export function money(units: bigint, decimals: number, symbol: string): string {
  const [whole, fraction] = formatUnits(units, decimals).split(".");
  return `${BigInt(whole!).toLocaleString("en-US")}${fraction === "0" ? "" : `.${fraction}`} ${symbol}`;
}

/** All that a plan fixes. `outcome` is that of its simulation. */
export function planText(plan: LaunchPlan, outcome: LaunchOutcome): string {
  const { params, currency, launched } = plan;
  const { token, allocation, sale, release, vesting, governance, fees, model } = params;
  const paid = (units: bigint) => money(units, currency.decimals, currency.symbol);
  const shares = (units: bigint) => money(units, 18, token.symbol);
  const part = (of: number) => shares((token.supply / 10_000n) * BigInt(of));
  const sold = (token.supply / 10_000n) * BigInt(allocation.sale);
  const each = (total: bigint) => paid((total * 10n ** 18n) / sold);
  const heading = (title: string) => `\n${pc.bold(title)}`;
  const { contributorsCliff = 0, contributorsDuration = 0 } = vesting;
  const price = sale.tickSize
    ? `auction: ${each(sale.cap)} a share at least, in steps to ${each(sale.cap + 1_023n * sale.tickSize)}; one price for everybody`
    : `${each(sale.cap)} a share, the same for everybody`;
  return [
    heading(`${token.name} (${token.symbol}), ${shares(token.supply)} in all`),
    bars([
      ["sale", allocation.sale, part(allocation.sale)],
      ["treasury", allocation.treasury, `${part(allocation.treasury)}, moved by vote only`],
      ["creator", allocation.creator, `${part(allocation.creator)}, vesting ${days(vesting.duration)}`],
      [
        "contributors",
        allocation.contributors,
        part(allocation.contributors) + (contributorsDuration ? `, vesting ${days(contributorsDuration)}` : ""),
      ],
    ]),
    heading("Sale"),
    facts({
      price,
      cap: `${paid(sale.cap)}${sale.tickSize ? " (reserve)" : ""}; over it everybody is filled pro rata`,
      floor: `${paid(sale.floor)}; under it everybody is refunded`,
      window: `${date(sale.opensAt)} to ${date(sale.closesAt)}`,
      settlement: `${days(sale.settlementPeriod)}; from then on shares earn and vote`,
      buyers: /^0x0+$/.test(sale.allowRoot)
        ? "anybody"
        : `an allow-list${sale.limit ? `, at most ${paid(sale.limit)} each` : ""}`,
    }),
    heading("What is raised"),
    bars([
      ["treasury", release.treasuryBps, "at once, moved by vote only"],
      ["developer", share(release.upfrontBps, release.treasuryBps), "at once"],
      [
        "developer, over time",
        10_000 - release.treasuryBps - share(release.upfrontBps, release.treasuryBps),
        `over ${days(release.duration)} once the model has served; holders can stop it by vote`,
      ],
    ]),
    facts({
      "refund to holders": `if the model has not served by ${date(release.servedBy)}`,
      "creator's cliff": days(vesting.cliff),
      ...(contributorsDuration ? { "contributors' cliff": days(contributorsCliff) } : {}),
    }),
    heading("Fees of each answer"),
    bars([
      ["holders", fees.holdersBps, `never below ${bps(fees.floorBps)}`],
      ["operator", fees.operatorBps, "who answers, with a bond"],
      ["creator", fees.creatorBps, params.creator],
      ["contributors", fees.contributorsBps, fees.contributorsBps ? params.contributors : ""],
      ["protocol", plan.protocolBps, ""],
    ]),
    facts({
      price: `${priceText(plan)} an answer, and ${money(model.pricing.callbackGasPrice, 9, "gwei")} for each unit of callback gas`,
      revenue: `a snapshot every ${days(token.snapshotInterval)}: ${bps(token.claimableBps)} to claim, the rest for burning`,
    }),
    heading("Governance"),
    facts({
      "to propose": `${shares(governance.settings.proposalThreshold)}`,
      vote: `after ${days(governance.settings.votingDelay)}, for ${days(governance.settings.votingPeriod)}, quorum ${bps(governance.settings.quorumBps)}`,
      timelock: days(governance.timelockDelay),
    }),
    ...(params.collection === undefined
      ? []
      : [
          heading("NFTs"),
          facts({
            collection: `${params.collection.name} (${params.collection.symbol})`,
            content: contentText(params.collection),
            mint: `${money(params.collection.mintFee, 18, "ETH")}, which holders can change by vote, and the inference; royalty ${bps(params.collection.royaltyBps)}; both to the shares' holders`,
          }),
        ]),
    heading("Addresses, known before the launch"),
    facts({
      model: model.existing === 0n ? `to be registered, package ${model.contentId}` : `#${model.existing}`,
      token: launched.token,
      sale: launched.sale,
      proceeds: launched.proceeds,
      governor: launched.governor,
      timelock: launched.timelock,
      vesting: launched.vesting,
      ...(contributorsDuration ? { "contributors' vesting": launched.contributorVesting } : {}),
      ...(params.collection === undefined ? {} : { NFTs: launched.collection }),
    }),
    heading("Every privileged action, and who holds it after the launch"),
    rolesText(plan, outcome),
  ].join("\n");
}

/** Of an answer: in ETH, and in the ERC-20 that is accepted instead. */
function priceText({ params, feeCurrency }: Pick<LaunchPlan, "params" | "feeCurrency">): string {
  const { fee, tokenFee } = params.model.pricing;
  const inEther = money(fee, 18, "ETH");
  return feeCurrency === undefined
    ? inEther
    : `${inEther} or ${money(tokenFee, feeCurrency.decimals, feeCurrency.symbol)}`;
}

/** Of each token, and what the model is asked for it: neither can be changed. */
function contentText({ format, outputBytes, seedBytes = 0, promptBytes, inputBytes }: CollectionTerms): string {
  const content =
    format.kind === "image"
      ? `an image of ${format.width} x ${format.height} in ${["", "grey", "grey and alpha", "RGB", "RGB and alpha"][format.channels]}`
      : `a text of ${outputBytes} bytes`;
  return [
    `${content}, of an input of`,
    ...(seedBytes === 0 ? [] : [`${seedBytes} bytes of seed and`]),
    `a prompt${promptBytes === undefined ? "" : ` of at most ${promptBytes} bytes`}`,
    ...(inputBytes === undefined ? [] : [`padded to ${inputBytes} bytes`]),
  ].join(" ");
}

export function rolesText(plan: LaunchPlan, { roles }: Pick<LaunchOutcome, "roles">): string {
  const { launched, params } = plan;
  const names = new Map<string, string>([
    [launched.timelock, "timelock (a vote)"],
    [launched.governor, "governor (a vote)"],
    [params.creator, "creator"],
    [params.contributors, "contributors"],
  ]);
  return table(
    ["action", "holder"],
    roles.map(({ action, holder }) => [action, names.get(holder) ?? holder]),
  );
}

/** Of the rest after `taken`, in basis points of the whole. */
function share(part: number, taken: number): number {
  return Math.round((part * (10_000 - taken)) / 10_000);
}
