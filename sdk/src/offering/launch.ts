import type { ContractRunner, ContractTransactionReceipt, Interface } from "ethers";

import { IImoFactory__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IImoFactory__factory.ts";
import { IModelRegistry__factory } from "../../../types/ethers-contracts/factories/models/interfaces/IModelRegistry__factory.ts";
import { ModelGovernor__factory } from "../../../types/ethers-contracts/factories/governance/ModelGovernor__factory.ts";
import { CreatorVesting__factory } from "../../../types/ethers-contracts/factories/offering/CreatorVesting__factory.ts";
import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import { RevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/RevShareToken__factory.ts";
import { collectionStruct, contentErrors, type CollectionTerms } from "../content/index.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { auctionErrors, proceedsErrors } from "./types.ts";

/** All that a launch fixes. Basis points are ten-thousandths; times are Unix seconds; amounts are smallest units. */
export interface LaunchParams {
  readonly token: {
    readonly name: string;
    readonly symbol: string;
    /** Shares in all, 18 decimals; a multiple of 10,000 units. */
    readonly supply: bigint;
    /** Part of each snapshot's revenue that holders claim; the rest is redeemed by burning. */
    readonly claimableBps: number;
    /** Least seconds between two snapshots: an hour to 92 days. */
    readonly snapshotInterval: number;
    /** ERC-20s shared besides ETH from the start. */
    readonly revenueTokens: readonly string[];
  };
  /** Who receives the shares, in basis points; they sum to 10,000. */
  readonly allocation: {
    readonly sale: number;
    readonly treasury: number;
    readonly creator: number;
    readonly contributors: number;
  };
  readonly sale: {
    /** The ERC-20 that buyers pay in; the zero address for ETH. */
    readonly currency: string;
    /** Least sum of commitments at which the sale succeeds, in units of currency. */
    readonly floor: bigint;
    /** The price of all shares for sale, in units of currency: the most that is raised; in an auction, the reserve. */
    readonly cap: bigint;
    /** Makes the sale an auction, with prices from `cap` upwards in steps of so many units. Default 0n: a fixed price. */
    readonly tickSize?: bigint;
    readonly opensAt: number;
    readonly closesAt: number;
    /** Seconds after the window before the first snapshot, for settling everybody. */
    readonly settlementPeriod: number;
    /** Root of the allow-list, see `allowList`; 32 zero bytes for none. */
    readonly allowRoot: string;
    /** Most that one address may commit; 0n for no limit. Needs an allow-list. */
    readonly limit: bigint;
  };
  /** How what is raised is released. */
  readonly release: {
    /** Who builds and serves the model; the zero address for the creator. */
    readonly developer: string;
    /** Part of what is raised that the treasury gets at once, in basis points. */
    readonly treasuryBps: number;
    /** Part of the rest that the developer gets at once, in basis points. */
    readonly upfrontBps: number;
    /** Seconds from the close of the sale over which the developer earns what remains, once the model has served. */
    readonly duration: number;
    /**
     * By when the model must have served, or what is not released goes back to holders. At the latest a snapshot's interval
     * and a day before the vesting's cliff ends.
     */
    readonly servedBy: number;
  };
  /** The creator's shares, counted from the close of the sale, in seconds. */
  readonly vesting: {
    readonly cliff: number;
    readonly duration: number;
    /** The contributors' shares; default 0: they do not vest. */
    readonly contributorsCliff?: number;
    readonly contributorsDuration?: number;
  };
  readonly governance: {
    readonly settings: {
      /** Seconds between a proposal and its vote. */
      readonly votingDelay: number;
      /** Seconds a vote lasts. */
      readonly votingPeriod: number;
      /** Shares that a proposer must have delegated to it. */
      readonly proposalThreshold: bigint;
      readonly quorumBps: number;
    };
    /** Seconds between a passed vote and its execution. */
    readonly timelockDelay: number;
  };
  readonly model: {
    /** A registered model whose controller, the launcher, has proposed the factory as the next one; 0n to register. */
    readonly existing: bigint;
    readonly machine: {
      readonly textRoot: string;
      readonly dataRoot: string;
      readonly weightsRoot: string;
      readonly entry: number;
      readonly logNodes: number;
      readonly logSteps: number;
    };
    readonly contentId: string;
    /** The model that this one was made from; 0n for none. */
    readonly parent: bigint;
    readonly pricing: {
      /** Wei for one inference. */
      readonly fee: bigint;
      /** Wei for each unit of gas reserved for the callback. */
      readonly callbackGasPrice: bigint;
      /** ERC-20 accepted instead; the zero address for none. */
      readonly token: string;
      readonly tokenFee: bigint;
    };
  };
  /** How inference fees are split. With the protocol's part they sum to 10,000. */
  readonly fees: {
    readonly holdersBps: number;
    readonly operatorBps: number;
    readonly creatorBps: number;
    readonly contributorsBps: number;
    /** Least part of the holders for ever. */
    readonly floorBps: number;
  };
  /** NFTs of what the model makes of prompts, for the shares' holders. Default: none. */
  readonly collection?: CollectionTerms;
  readonly creator: string;
  /** The zero address if contributors get neither shares nor fees. */
  readonly contributors: string;
  /** 32 bytes; tells apart launches that are otherwise equal. */
  readonly salt: string;
}

/** The addresses of a launch. */
export interface Launched {
  readonly token: string;
  readonly sale: string;
  readonly governor: string;
  readonly timelock: string;
  readonly vesting: string;
  /** Keeps what is raised, see `release`. */
  readonly proceeds: string;
  /** Holds the contributors' shares; the zero address where they do not vest. */
  readonly contributorVesting: string;
  /** The NFTs; the zero address where there are none. */
  readonly collection: string;
  /** 0n in a prediction of a launch that registers the model. */
  readonly modelId: bigint;
}

/** Where the custom errors of a launch are declared. */
export const launchErrors: readonly Interface[] = [
  IImoFactory__factory.createInterface(),
  IModelRegistry__factory.createInterface(),
  IFeeRouter__factory.createInterface(),
  // Whole, for what they inherit refuses too.
  RevShareToken__factory.createInterface(),
  ModelGovernor__factory.createInterface(),
  CreatorVesting__factory.createInterface(),
  ...proceedsErrors,
  ...auctionErrors,
  ...contentErrors,
];

/**
 * Launches an offering: token, sale, proceeds, governor, timelock, vesting, fee schedule and, if it has one, collection of
 * NFTs, in one transaction.
 *
 * @param runner the launcher; of an existing model, its controller
 * @param factory address of the ImoFactory
 * @throws ContractError: AllocationInvalid, SupplyInvalid, ContributorsMissing, ContributorVestingInvalid,
 * SnapshotIntervalTooLong, SettlementTooLong, VestsBeforeServed, CollectionNameMissing, NotModelController, and what the
 * parts refuse (CapZero, FloorAboveCap, PriceTooCoarse, WindowInvalid, UnknownProgram, ScheduleInvalid, ConfigInvalid,
 * StringTooLong for a token's name over 31 bytes, InvalidCliffDuration, GovernorInvalidQuorumFraction, TermsInvalid,
 * InferenceInvalid, FormatInvalid, ...)
 */
export async function launch(
  runner: ContractRunner,
  factory: string,
  params: LaunchParams,
): Promise<Launched & { readonly receipt: ContractTransactionReceipt }> {
  const contract = IImoFactory__factory.connect(factory, runner);
  const receipt = await transact(contract.launch(launchStruct(params)), launchErrors);
  const { launched } = eventOf(receipt, factory, contract.interface, "ModelLaunched");
  return { ...launchedOf(launched as Launched), receipt };
}

/**
 * Where a launch with these parameters, by this launcher, puts everything.
 *
 * @param launcher who is going to send the launch
 */
export async function predictLaunch(
  runner: ContractRunner,
  factory: string,
  launcher: string,
  params: LaunchParams,
): Promise<Launched> {
  return launchedOf(await IImoFactory__factory.connect(factory, runner).predict(launcher, launchStruct(params)));
}

/** What was launched for a model; undefined if it was not launched by this factory. */
export async function launchOf(
  runner: ContractRunner,
  factory: string,
  modelId: bigint,
): Promise<Launched | undefined> {
  const launched = launchedOf(await IImoFactory__factory.connect(factory, runner).launchOf(modelId));
  return launched.modelId === 0n ? undefined : launched;
}

/** The parameters as the factory takes them, defaults filled in. */
export function launchStruct(params: LaunchParams) {
  return {
    ...params,
    sale: { tickSize: 0n, ...params.sale },
    vesting: { contributorsCliff: 0, contributorsDuration: 0, ...params.vesting },
    token: { ...params.token, revenueTokens: [...params.token.revenueTokens] },
    collection: params.collection === undefined ? noCollection : collectionStruct(params.collection),
  };
}

/** One without a name is none. */
const noCollection = collectionStruct({
  name: "",
  symbol: "",
  mintFee: 0n,
  royaltyBps: 0,
  format: { kind: "text" },
  revealDelay: 0,
});

function launchedOf(launched: Launched): Launched {
  const { token, sale, governor, timelock, vesting, proceeds, contributorVesting, collection, modelId } = launched;
  return { token, sale, governor, timelock, vesting, proceeds, contributorVesting, collection, modelId };
}
