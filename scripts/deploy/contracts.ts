// Which contracts a deployment consists of, and what they were built with: for publishing sources, and for comparing the
// code on a chain with the build.
import { ZeroAddress } from "ethers";

import type { LaunchPlan } from "./launch/plan.ts";

export interface DeployedContract {
  /** As the build names it: `contracts/<room>/<Name>.sol:<Name>`. */
  readonly contract: string;
  readonly address: string;
  /** For a deployer: the contract whose creation code it keeps. */
  readonly keeps?: string;
}

const room = (name: string, at: string): string => `contracts/${at}/${name}.sol:${name}`;

/** The contracts of the protocol module by Ignition's name. */
const protocol: Readonly<Record<string, { readonly contract: string; readonly keeps?: string }>> = {
  "Protocol#RiscVStep": { contract: room("RiscVStep", "riscv") },
  "Protocol#OpML": { contract: room("OpML", "opml") },
  "Protocol#ModelRegistry": { contract: room("ModelRegistry", "models") },
  "Protocol#FeeRouter": { contract: room("FeeRouter", "revenue") },
  "Protocol#AIOracle": { contract: room("AIOracle", "oracle") },
  "Protocol#ImoFactory": { contract: room("ImoFactory", "offering") },
  "Protocol#Grants": { contract: room("Grants", "governance") },
  "Protocol#AigcRenderer": { contract: room("AigcRenderer", "content") },
  "Protocol#AigcNftFactory": { contract: room("AigcNftFactory", "content") },
  ...Object.fromEntries(
    (
      [
        ["Token", "RevShareToken", "revenue"],
        ["Offering", "Offering", "offering"],
        ["Auction", "Auction", "offering"],
        ["Governor", "ModelGovernor", "governance"],
        ["Timelock", "ModelTimelock", "governance"],
        ["Vesting", "CreatorVesting", "offering"],
        ["Proceeds", "Proceeds", "offering"],
      ] as const
    ).map(([kind, made, at]) => [
      `Protocol#${kind}Deployer`,
      { contract: room(`${kind}Deployer`, "offering/deployers"), keeps: room(made, at) },
    ]),
  ),
};

/** @param deployed as Ignition records it: addresses by name */
export function protocolContracts(deployed: Readonly<Record<string, string>>): DeployedContract[] {
  return Object.entries(protocol).flatMap(([id, about]) => {
    const address = deployed[id];
    return address === undefined ? [] : [{ ...about, address }];
  });
}

/** With what each contract of a launch was constructed. */
export function launchContracts(plan: LaunchPlan, oracle: string): (DeployedContract & { args: unknown[] })[] {
  const { params, launched, registry } = plan;
  const { token, allocation, sale, release, vesting, governance } = params;
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
  const wallet = (address: string, owner: string, cliff: number, duration: number) => ({
    contract: room("CreatorVesting", "offering"),
    address,
    args: [launched.token, owner, sale.closesAt, cliff, duration],
  });
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
      contract: room("ModelTimelock", "governance"),
      address: launched.timelock,
      args: [governance.timelockDelay, launched.governor, registry, launched.modelId],
    },
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
    wallet(launched.vesting, params.creator, vesting.cliff, vesting.duration),
    ...(launched.contributorVesting === ZeroAddress
      ? []
      : [
          wallet(
            launched.contributorVesting,
            params.contributors,
            vesting.contributorsCliff ?? 0,
            vesting.contributorsDuration ?? 0,
          ),
        ]),
    {
      contract: room("Proceeds", "offering"),
      address: launched.proceeds,
      args: [
        [
          launched.sale,
          launched.timelock,
          release.developer === ZeroAddress ? params.creator : release.developer,
          launched.vesting,
          oracle,
          launched.modelId,
          release.treasuryBps,
          release.upfrontBps,
          sale.closesAt,
          release.duration,
          release.servedBy,
        ],
        sale.currency,
        launched.token,
      ],
    },
  ];
}
