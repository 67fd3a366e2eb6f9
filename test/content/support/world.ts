import { keccak256, toUtf8Bytes, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { createCollection, type CollectionParams } from "../../../sdk/src/content/index.ts";
import { claim, getRequest, getResult } from "../../../sdk/src/oracle/index.ts";

export const { ethers, networkHelpers } = await network.create();

export const WINDOW = 3600;
export const CLOCK = 600;
export const BOND = 10n ** 18n;
export const FEE = 10n ** 16n;
export const GAS_PRICE = 10n ** 9n;
export const MINT_FEE = 5n * 10n ** 15n;

const hash = (text: string) => keccak256(toUtf8Bytes(text));

/** The protocol, a model at FEE whose holders have a revenue token, an operator with stake, and a factory of collections. */
export async function deployWorld() {
  const [user, operator, controller, creator, challenger, buyer] = await ethers.getSigners();
  const court = await ethers.deployContract("OpML", [
    {
      challengeWindow: WINDOW,
      clockBudget: CLOCK,
      withdrawalDelay: WINDOW,
      burnBps: 5000,
      claimBond: BOND,
      challengeBond: BOND,
      stepper: await ethers.deployContract("ToyStepper"),
      loader: await ethers.deployContract("ToyLoader"),
    },
  ]);
  const registry = await ethers.deployContract("ModelRegistry");
  const router = await ethers.deployContract("FeeRouter", [registry, creator!, 250]);
  const oracle = await ethers.deployContract("AIOracle", [court, registry, router]);
  const token = await ethers.deployContract("RevShareToken", [
    {
      name: "Glyph revenue",
      symbol: "RGLYPH",
      admin: controller!.address,
      claimableBps: 10_000,
      snapshotInterval: 3600,
      firstSnapshotAt: 0,
      recipients: [user!.address],
      amounts: [10n ** 24n],
      revenueTokens: [],
    },
  ]);
  await registry.registerProgram(hash("text"), hash("data"), 0, "ipfs://program");
  const machine = {
    textRoot: hash("text"),
    dataRoot: hash("data"),
    weightsRoot: hash("weights"),
    entry: 0,
    logNodes: 4,
    logSteps: 20,
  };
  const pricing = { fee: FEE, callbackGasPrice: GAS_PRICE, token: ZeroAddress, tokenFee: 0 };
  await registry.registerModel(machine, "ipfs://package", 0, controller!, pricing);
  const schedule = {
    holders: token,
    creator: creator!,
    contributors: ZeroAddress,
    holdersBps: 5_000,
    operatorBps: 3_000,
    creatorBps: 1_750,
    contributorsBps: 0,
  };
  await router.connect(controller!).setSchedule(1, schedule, 1_000);
  await court.connect(operator!).deposit(oracle, { value: 100n * BOND });
  const renderer = await ethers.deployContract("AigcRenderer");
  const factory = await ethers.deployContract("AigcNftFactory", [oracle, renderer]);
  const pass = (seconds: number) => networkHelpers.time.increase(seconds);
  const address = await oracle.getAddress();
  const world = {
    court,
    oracle: address,
    contract: oracle,
    registry,
    router,
    renderer,
    token,
    collections: factory,
    factory: await factory.getAddress(),
    user: user!,
    operator: operator!,
    buyer: buyer!,
    controller: controller!,
    provider: ethers.provider,
    pass,
    /** Lets the chain's time pass instead of the machine's. */
    wait: async (seconds: number) => void (await pass(seconds)),
    params: async (params: Partial<CollectionParams> = {}): Promise<CollectionParams> => ({
      name: "Glyphs",
      symbol: "GLYPH",
      modelId: 1n,
      revenueToken: await token.getAddress(),
      mintFee: MINT_FEE,
      royaltyBps: 500,
      format: { kind: "image", width: 4, height: 3, channels: 3 },
      ...params,
    }),
    collection: async (params: Partial<CollectionParams> = {}): Promise<string> =>
      (await createCollection(user!, world.factory, await world.params(params))).collection,
    answer: async (requestId: bigint, output: Uint8Array) => {
      const request = await getRequest(operator!, address, { requestId });
      const { latest } = await getResult(operator!, address, { requestId });
      // After a refuted answer, the claim names it.
      const previous = latest && { previousResult: latest.resultHash };
      await claim(operator!, address, { request, answer: output, ...previous });
    },
    /** A challenger whom the operator does not answer. */
    refute: async (requestId: bigint) => {
      await court.connect(challenger!).challenge(requestId, await court.commitmentOf(requestId), { value: BOND });
      await pass(CLOCK + 1);
      await court.timeout(await court.gameCount());
    },
  };
  return world;
}

export type World = Awaited<ReturnType<typeof deployWorld>>;
