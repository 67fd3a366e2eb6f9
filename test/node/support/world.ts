import { BrowserProvider, type Eip1193Provider, type JsonRpcSigner, Wallet, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { Court, Sender, type Hash, type ModelImage } from "../../../sdk/src/opml/index.ts";
import { toBlobs } from "../../../sdk/src/blobs/index.ts";
import { requestWithBlobs } from "../../../sdk/src/oracle/index.ts";
import type { ServiceOptions } from "../../../sdk/src/node/index.ts";
import {
  AIOracle__factory,
  BlobLoader__factory,
  FeeRouter__factory,
  ModelRegistry__factory,
  OpML__factory,
  RiscVStep__factory,
  type AIOracle,
} from "../../../types/ethers-contracts/index.ts";
import type { BeaconNode } from "../../support/beacon.ts";

export const WINDOW = 3600;
export const CLOCK = 600;
export const BOND = 10n ** 17n;
export const FEE = 10n ** 16n;

/** The whole service on a chain of its own: registry, oracle, router, court with the real machine, one model. */
export interface World {
  readonly node: Eip1193Provider;
  readonly provider: BrowserProvider;
  readonly court: Court;
  readonly oracle: AIOracle;
  readonly oracleAddress: string;
  readonly modelId: bigint;
  readonly requester: JsonRpcSigner;
  readonly signers: readonly JsonRpcSigner[];
  /** Deposits stake for some claims. */
  stake(operator: JsonRpcSigner, claims?: number): Promise<void>;
  /** Asks the model; the answer is due within a day. @returns the request's id */
  ask(input: Uint8Array, delivery?: "provisional" | "final" | "root"): Promise<bigint>;
  /** Asks about an input in blobs, which `beacon` keeps. @returns the request's id */
  askWithBlobs(input: Uint8Array, beacon: BeaconNode): Promise<bigint>;
  /** Lets time pass on the chain. */
  pass(seconds: number): Promise<void>;
  /** A service's options: time passes in no time. */
  serve(signer: JsonRpcSigner, node?: Eip1193Provider): ServiceOptions & { court: Court; sender: Sender };
}

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 2));

export async function startWorld(image: ModelImage): Promise<World> {
  const connection = await network.create();
  const node = connection.provider as Eip1193Provider;
  const provider = new BrowserProvider(node, undefined, { cacheTimeout: -1 });
  const signers = (await provider.listAccounts()) as JsonRpcSigner[];
  const [deployer, requester] = signers as [JsonRpcSigner, JsonRpcSigner];

  const stepper = await new RiscVStep__factory(deployer).deploy();
  const opml = await new OpML__factory(deployer).deploy({
    challengeWindow: WINDOW,
    clockBudget: CLOCK,
    withdrawalDelay: WINDOW,
    burnBps: 2500,
    claimBond: BOND,
    challengeBond: BOND,
    stepper: await stepper.getAddress(),
    loader: await new BlobLoader__factory(deployer).deploy(),
  });
  const registry = await new ModelRegistry__factory(deployer).deploy();
  const router = await new FeeRouter__factory(deployer).deploy(registry, ZeroAddress, 0);
  const oracle = await new AIOracle__factory(deployer).deploy(opml, registry, router);
  const oracleAddress = await oracle.getAddress();

  const { textRoot, dataRoot, entry } = image.machine;
  await (await registry.registerProgram(textRoot, dataRoot, entry, "ipfs://program")).wait();
  const pricing = { fee: FEE, callbackGasPrice: 10n ** 9n, token: ZeroAddress, tokenFee: 0 };
  await (await registry.registerModel(image.machine, "ipfs://package", 0, deployer.address, pricing)).wait();
  const modelId = await registry.modelCount();
  const schedule = {
    holders: Wallet.createRandom().address,
    creator: deployer.address,
    contributors: ZeroAddress,
    holdersBps: 5000,
    operatorBps: 3000,
    creatorBps: 2000,
    contributorsBps: 0,
  };
  await (await router.setSchedule(modelId, schedule, 1000)).wait();
  const court = new Court(await opml.getAddress(), provider);

  return {
    node,
    provider,
    court,
    oracle,
    oracleAddress,
    modelId,
    requester,
    signers: signers.slice(2),
    async stake(operator, claims = 10) {
      await (await opml.connect(operator).deposit(oracleAddress, { value: BigInt(claims) * BOND })).wait();
    },
    async ask(input, delivery = "final") {
      const question = {
        modelId,
        version: 0,
        input,
        delivery: ["provisional", "final", "root"].indexOf(delivery),
        callbackContract: ZeroAddress,
        gasLimit: 0,
        callbackData: "0x",
        token: ZeroAddress,
        maxFee: FEE,
        deadline: BigInt((await court.now()) + 86_400),
      };
      await (await oracle.connect(requester).request(question, { value: FEE })).wait();
      return opml.taskCount();
    },
    async askWithBlobs(input, beacon) {
      // Accounts of the node sign no blobs.
      const wallet = Wallet.createRandom(provider);
      await (await requester.sendTransaction({ to: wallet.address, value: 10n ** 18n })).wait();
      const asked = await requestWithBlobs(wallet, oracleAddress, { modelId, input, sidecars: "eip4844" });
      beacon.keep((await provider.getBlock(asked.blockNumber))!.timestamp, toBlobs(input));
      return asked.requestId;
    },
    pass: async (seconds) => void (await connection.networkHelpers.time.increase(seconds)),
    serve(signer, on = node) {
      const own = new BrowserProvider(on, undefined, { cacheTimeout: -1 });
      const account = new (signer.constructor as new (p: BrowserProvider, a: string) => JsonRpcSigner)(
        own,
        signer.address,
      );
      return {
        court: new Court(court.address, own),
        sender: new Sender(account, { pollEvery: 0.01, wait: tick }),
        wait: tick,
      };
    },
  };
}

/** Waits until something is so; lets time pass on the chain while it is not, if told to. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  meanwhile: () => Promise<void> = tick,
  patience = 20_000,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not so after ${patience} ms: ${condition.toString()}`);
    await meanwhile();
    await tick();
  }
}

/** The models of a node that has one. */
export const only = (image: ModelImage): Map<string, ModelImage> => new Map([[image.machineHash as Hash, image]]);
