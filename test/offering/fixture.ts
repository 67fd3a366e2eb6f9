import { ZeroAddress, ZeroHash, parseEther, type Addressable } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";

import type { LaunchParams } from "../../sdk/src/offering/index.ts";

const DAY = 86_400;

/** The contracts that every launch shares, freshly deployed. */
export async function deployProtocol(ethers: HardhatEthers) {
  const [, protocol] = await ethers.getSigners();
  const registry = await ethers.deployContract("ModelRegistry");
  await registry.registerProgram(ethers.toBeHex(1, 32), ethers.toBeHex(2, 32), 0, "program");
  const router = await ethers.deployContract("FeeRouter", [registry, protocol!, 500]);
  const oracle = await ethers.deployContract("FinalOutputs");
  const renderer = await ethers.deployContract("AigcRenderer");
  const collections = await ethers.deployContract("AigcNftFactory", [oracle, renderer]);
  const factory = await deployFactory(ethers, registry, router, oracle, collections);
  return { registry, router, oracle, factory, renderer, collections };
}

/** The ImoFactory, with a deployer for each kind of contract. */
export async function deployFactory(ethers: HardhatEthers, ...around: readonly Addressable[]) {
  const kinds = ["Token", "Offering", "Governor", "Timelock", "Vesting", "Proceeds", "Auction"];
  const [token, sale, governor, timelock, vesting, proceeds, auction] = await Promise.all(
    kinds.map((kind) => ethers.deployContract(`${kind}Deployer`)),
  );
  const deployers = { token, sale, governor, timelock, vesting, proceeds, auction };
  return ethers.deployContract("ImoFactory", [...around, deployers]);
}

/** NFTs of texts, for a launch that shall have them. */
export const texts: NonNullable<LaunchParams["collection"]> = {
  name: "Words",
  symbol: "WORD",
  version: 1,
  mintFee: parseEther("0.01"),
  royaltyBps: 500,
  format: { kind: "text" },
  seedBytes: 16,
  promptBytes: 64,
  inputBytes: 80,
  outputBytes: 128,
};

/** All that a launch can have, in words as long as `imo launch` takes; of a model made from model 1, which must be there. */
export async function largestLaunch(ethers: HardhatEthers, params: LaunchParams): Promise<LaunchParams> {
  const tokens: string[] = [];
  for (let i = 0; i < 8; i++) tokens.push(await (await ethers.deployContract("TestERC20")).getAddress());
  return {
    ...params,
    token: { ...params.token, name: "x".repeat(31), symbol: "ELEVENCHARS", revenueTokens: tokens },
    sale: { ...params.sale, currency: tokens[1]!, tickSize: 10n ** 17n, allowRoot: word(5), limit: parseEther("1") },
    vesting: { ...params.vesting, contributorsCliff: 30 * DAY, contributorsDuration: 300 * DAY },
    model: {
      ...params.model,
      contentId: "b".repeat(64),
      parent: 1n,
      pricing: {
        ...params.model.pricing,
        callbackGasPrice: 2n * 10n ** 9n,
        token: tokens[0]!,
        tokenFee: parseEther("1"),
      },
    },
    collection: { ...texts, name: "x".repeat(64), symbol: "ELEVENCHARS" },
    salt: `0x${"5a".repeat(32)}`,
  };
}

/** A launch as tests want it: 1,000,000 shares, 60% for sale for 60 ETH, a window of a day that opens in an hour. */
export function launchParams(now: number, creator: string, contributors: string): LaunchParams {
  const supply = parseEther("1000000");
  return {
    token: {
      name: "Digits",
      symbol: "DGT",
      supply,
      claimableBps: 8_000,
      snapshotInterval: DAY,
      revenueTokens: [],
    },
    allocation: { sale: 6_000, treasury: 1_500, creator: 2_000, contributors: 500 },
    sale: {
      currency: ZeroAddress,
      floor: parseEther("20"),
      cap: parseEther("60"),
      opensAt: now + 3_600,
      closesAt: now + 3_600 + DAY,
      settlementPeriod: DAY,
      allowRoot: ZeroHash,
      limit: 0n,
    },
    release: {
      developer: ZeroAddress,
      treasuryBps: 1_000,
      upfrontBps: 2_000,
      duration: 200 * DAY,
      servedBy: now + 80 * DAY,
    },
    vesting: { cliff: 90 * DAY, duration: 720 * DAY },
    governance: {
      settings: { votingDelay: DAY, votingPeriod: 3 * DAY, proposalThreshold: supply / 100n, quorumBps: 1_000 },
      timelockDelay: 2 * DAY,
    },
    model: {
      existing: 0n,
      machine: {
        textRoot: word(1),
        dataRoot: word(2),
        weightsRoot: word(3),
        entry: 0,
        logNodes: 4,
        logSteps: 20,
      },
      contentId: "package",
      parent: 0n,
      pricing: { fee: parseEther("0.01"), callbackGasPrice: 0n, token: ZeroAddress, tokenFee: 0n },
    },
    fees: { holdersBps: 4_500, operatorBps: 3_000, creatorBps: 1_500, contributorsBps: 500, floorBps: 3_000 },
    creator,
    contributors,
    salt: ZeroHash,
  };
}

function word(value: number): string {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
