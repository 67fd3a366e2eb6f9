// Which contracts a deployment consists of, and what they were built with: for publishing sources, and for comparing the
// code on a chain with the build.
import { ZeroAddress } from "ethers";

import { collectionStruct } from "../../sdk/src/content/index.ts";
import type { LaunchContext } from "../../sdk/src/offering/index.ts";
import type { LaunchPlan } from "./launch/plan.ts";

export interface DeployedContract {
  /** As the build names it: `contracts/<room>/<Name>.sol:<Name>`. */
  readonly contract: string;
  readonly address: string;
  /** For a deployer: the contract whose creation code it keeps. */
  readonly keeps?: string;
  /** For a deployer: the contract that it clones. */
  readonly clones?: string;
  /** Whether it is a clone of the contract (ERC-1167). */
  readonly clone?: true;
}

const room = (name: string, at: string): string => `contracts/${at}/${name}.sol:${name}`;

type About = Omit<DeployedContract, "address">;

function deployers(
  how: "keeps" | "clones",
  kinds: readonly (readonly [kind: string, made: string, at: string])[],
): Readonly<Record<string, About>> {
  return Object.fromEntries(
    kinds.map(([kind, made, at]) => [
      `Protocol#${kind}Deployer`,
      { contract: room(`${kind}Deployer`, "offering/deployers"), [how]: room(made, at) },
    ]),
  );
}

/** The contracts of the protocol module by Ignition's name. */
const protocol: Readonly<Record<string, About>> = {
  "Protocol#RiscVStep": { contract: room("RiscVStep", "riscv") },
  "Protocol#OpML": { contract: room("OpML", "opml") },
  "Protocol#ModelRegistry": { contract: room("ModelRegistry", "models") },
  "Protocol#FeeRouter": { contract: room("FeeRouter", "revenue") },
  "Protocol#AIOracle": { contract: room("AIOracle", "oracle") },
  "Protocol#ImoFactory": { contract: room("ImoFactory", "offering") },
  "Protocol#Grants": { contract: room("Grants", "governance") },
  "Protocol#AigcRenderer": { contract: room("AigcRenderer", "content") },
  "Protocol#AigcNftFactory": { contract: room("AigcNftFactory", "content") },
  ...deployers("keeps", [
    ["Token", "RevShareToken", "revenue"],
    ["Offering", "Offering", "offering"],
    ["Auction", "Auction", "offering"],
    ["Governor", "ModelGovernor", "governance"],
  ]),
  ...deployers("clones", [
    ["Timelock", "ModelTimelock", "governance"],
    ["Vesting", "CreatorVesting", "offering"],
    ["Proceeds", "Proceeds", "offering"],
  ]),
};

/** @param deployed as Ignition records it: addresses by name */
export function protocolContracts(deployed: Readonly<Record<string, string>>): DeployedContract[] {
  return Object.entries(protocol).flatMap(([id, about]) => {
    const address = deployed[id];
    return address === undefined ? [] : [{ ...about, address }];
  });
}

/** What a launch makes as clones: of contracts whose sources the deployers' stand for. */
export function launchClones({ launched }: Pick<LaunchPlan, "launched">): DeployedContract[] {
  const clone = (name: string, at: string, address: string) =>
    ({ contract: room(name, at), address, clone: true }) as const;
  return [
    clone("ModelTimelock", "governance", launched.timelock),
    clone("Proceeds", "offering", launched.proceeds),
    clone("CreatorVesting", "offering", launched.vesting),
    ...(launched.contributorVesting === ZeroAddress
      ? []
      : [clone("CreatorVesting", "offering", launched.contributorVesting)]),
  ];
}

/** What a launch makes whole, and what each was constructed with. */
export function launchContracts(
  plan: LaunchPlan,
  { oracle, renderer }: Pick<LaunchContext, "oracle" | "renderer">,
): (DeployedContract & { args: unknown[] })[] {
  const { params, launched } = plan;
  const { token, allocation, sale, governance, collection } = params;
  const settledAt = sale.closesAt + sale.settlementPeriod;
  const unit = token.supply / 10_000n;
  const shares = (bps: number): bigint => unit * BigInt(bps);
  const theirs = launched.contributorVesting === ZeroAddress ? params.contributors : launched.contributorVesting;
  const holders: [string, bigint][] = [
    [launched.sale, shares(allocation.sale)],
    [launched.timelock, shares(allocation.treasury)],
    [launched.vesting, shares(allocation.creator)],
  ];
  if (allocation.contributors > 0) holders.push([theirs, shares(allocation.contributors)]);
  const terms = [
    launched.token,
    shares(allocation.sale),
    sale.currency,
    sale.floor,
    sale.cap,
    sale.opensAt,
    sale.closesAt,
    launched.proceeds,
    launched.timelock,
    sale.allowRoot,
    sale.limit,
  ];
  const { settings } = governance;
  return [
    {
      contract: room("RevShareToken", "revenue"),
      address: launched.token,
      args: [
        [
          token.name,
          token.symbol,
          launched.timelock,
          token.claimableBps,
          token.snapshotInterval,
          settledAt,
          holders.map(([holder]) => holder),
          holders.map(([, amount]) => amount),
          [...token.revenueTokens],
        ],
      ],
    },
    sale.tickSize
      ? { contract: room("Auction", "offering"), address: launched.sale, args: [terms, sale.tickSize] }
      : { contract: room("Offering", "offering"), address: launched.sale, args: [terms] },
    {
      contract: room("ModelGovernor", "governance"),
      address: launched.governor,
      args: [
        launched.token,
        launched.timelock,
        settledAt,
        [settings.votingDelay, settings.votingPeriod, settings.proposalThreshold, settings.quorumBps],
      ],
    },
    ...(collection === undefined ? [] : [collectionOf(plan, collectionStruct(collection), oracle, renderer)]),
  ];
}

function collectionOf(
  { launched }: LaunchPlan,
  terms: ReturnType<typeof collectionStruct>,
  oracle: string,
  renderer: string,
): DeployedContract & { args: unknown[] } {
  const { kind, width, height, channels } = terms.format;
  return {
    contract: room("AigcNft", "content"),
    address: launched.collection,
    args: [
      [
        terms.name,
        terms.symbol,
        launched.token,
        launched.timelock,
        terms.mintFee,
        terms.royaltyBps,
        [kind, width, height, channels],
        terms.revealDelay,
        renderer,
      ],
      [
        oracle,
        launched.modelId,
        terms.version,
        terms.seedBytes,
        terms.promptBytes,
        terms.inputBytes,
        terms.outputBytes,
      ],
    ],
  };
}
