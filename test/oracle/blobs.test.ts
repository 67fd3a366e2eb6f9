import { rejects } from "node:assert/strict";

import { expect } from "chai";
import {
  BrowserProvider,
  concat,
  hexlify,
  keccak256,
  Transaction,
  Wallet,
  ZeroAddress,
  type Eip1193Provider,
} from "ethers";
import { network } from "hardhat";

import {
  beaconBlobs,
  BlobError,
  BYTES_PER_BLOB,
  sidecarOf,
  toBlobs,
  versionedHashesOf,
} from "../../sdk/src/blobs/index.ts";
import { ContractError } from "../../sdk/src/errors.ts";
import { MissingLogError, packInputForm, unpackInputForm } from "../../sdk/src/opml/index.ts";
import {
  claim,
  getInput,
  getRequest,
  OracleError,
  recordStruct,
  refund,
  request,
  requestWithBlobs,
  settle,
  watchRequests,
  type PaidRequest,
} from "../../sdk/src/oracle/index.ts";
import { nodeThat } from "../support/actors/nodes.ts";
import { BeaconNode } from "../support/beacon.ts";

const DAY = 86_400;
const FEE = 10n ** 16n;
const TOKEN_FEE = 5n * 10n ** 18n;
const RETENTION = 4096 * 32 * 12;
const noise = (length: number, salt = 1) => Uint8Array.from({ length }, (_, i) => (i * 131 + salt) & 0xff);

const connection = await network.create();
const { networkHelpers } = connection;

async function world() {
  const { ethers } = connection;
  const [deployer, controller, operator] = await ethers.getSigners();
  const parameters = { challengeWindow: DAY, clockBudget: DAY, withdrawalDelay: DAY, burnBps: 5000 };
  const stepper = await ethers.deployContract("ToyStepper");
  const loader = await ethers.deployContract("BlobLoader");
  const bonds = { claimBond: FEE, challengeBond: FEE };
  const court = await ethers.deployContract("OpML", [{ ...parameters, ...bonds, stepper, loader }]);
  const registry = await ethers.deployContract("ModelRegistry");
  const router = await ethers.deployContract("FeeRouter", [registry, ZeroAddress, 0]);
  const oracle = await ethers.deployContract("AIOracle", [court, registry, router]);
  const word = (text: string) => ethers.id(text);
  await registry.registerProgram(word("text"), word("data"), 0, "ipfs://program");
  const machine = {
    textRoot: word("text"),
    dataRoot: word("data"),
    weightsRoot: word("weights"),
    entry: 0,
    logNodes: 1,
    logSteps: 1,
  };
  const token = await ethers.deployContract("TestERC20");
  const pricing = { fee: FEE, callbackGasPrice: 0, token, tokenFee: TOKEN_FEE };
  await registry.registerModel(machine, "ipfs://package", 0, controller!, pricing);
  const schedule = {
    holders: controller!.address,
    creator: controller!.address,
    contributors: ZeroAddress,
    holdersBps: 5000,
    operatorBps: 3000,
    creatorBps: 2000,
    contributorsBps: 0,
  };
  await router.connect(controller!).setSchedule(1, schedule, 0);
  const wallet = Wallet.createRandom(ethers.provider);
  await deployer!.sendTransaction({ to: wallet.address, value: 10n ** 18n });
  await token.mint(wallet, TOKEN_FEE);
  await court.connect(operator!).deposit(oracle, { value: 10n * FEE });
  const address = await oracle.getAddress();
  return { ethers, oracle, court, wallet, address, token, operator: operator!, router: await router.getAddress() };
}

/** The chain by a node that tells which raw transactions it is given, before it takes them. */
function telling(tell: (raw: string) => void): BrowserProvider {
  const node = nodeThat(connection.provider as Eip1193Provider, ({ method, params }, pass) => {
    if (method === "eth_sendRawTransaction") tell((params as [string])[0]);
    return pass();
  });
  return new BrowserProvider(node, undefined, { cacheTimeout: -1 });
}

describe("a request about an input in blobs", () => {
  const ask = { modelId: 1n, sidecars: "eip4844" } as const;
  let chain: Awaited<ReturnType<typeof world>>;

  beforeEach(async () => {
    chain = await world();
  });

  const hashesOf = (bytes: Uint8Array) => versionedHashesOf(toBlobs(bytes));

  it("commits to the blobs, in order, and is read back from the chain with them", async () => {
    const { wallet, address, ethers, oracle, court } = chain;
    const bytes = noise(BYTES_PER_BLOB + 1);
    const asked = await requestWithBlobs(wallet, address, { ...ask, input: bytes });
    const hashes = await hashesOf(bytes);
    expect(asked.blobs).to.deep.equal(hashes);
    expect(asked.input).to.equal("0x");
    expect(asked.record.input).to.equal(keccak256(concat(hashes)));
    expect(asked.record.fee).to.equal(FEE);
    expect(unpackInputForm(asked.record.inputForm)).to.deep.equal({ length: bytes.length, inBlobs: true });
    expect(await oracle.getFunction("isFinalized")(asked.requestId)).to.equal(false);
    expect(await ethers.provider.getBalance(address)).to.equal(FEE);
    expect(await court.taskCount()).to.equal(1n);
    const { receipt, ...paid } = asked;
    expect(receipt.type).to.equal(3);
    expect(await getRequest(ethers.provider, address, { requestId: asked.requestId })).to.deep.equal(paid);
    const watched = await watchRequests(ethers.provider, address, { fromBlock: 0 }).next();
    expect(watched.value?.value).to.deep.equal(paid);
  });

  it("has its input read from a consensus node, checked", async () => {
    const { wallet, address, ethers } = chain;
    const beacon = await BeaconNode.start();
    try {
      const bytes = noise(1_000);
      const asked = await requestWithBlobs(wallet, address, { ...ask, input: bytes });
      const { timestamp } = (await ethers.provider.getBlock(asked.blockNumber))!;
      const source = beaconBlobs(beacon.url);
      const missing = (error: unknown) => error instanceof BlobError && error.code === "BLOBS_MISSING";
      await rejects(getInput(ethers.provider, asked), missing);
      beacon.keep(timestamp, toBlobs(noise(1_000, 2)));
      await rejects(getInput(ethers.provider, asked, source), missing);
      beacon.keep(timestamp, toBlobs(bytes));
      const input = await getInput(ethers.provider, asked, source);
      expect(hexlify(input.bytes)).to.equal(hexlify(bytes));
      expect(input.blobs).to.have.length(1);
      // A node that tells of other blobs than the request commits to.
      const hashes = await hashesOf(noise(1_000, 2));
      const lied: PaidRequest = { ...asked, blobs: hashes };
      await rejects(getInput(ethers.provider, lied, source), MissingLogError);
    } finally {
      beacon.stop();
    }
  });

  it("may be about blobs further on in the transaction, as contracts that ask for others make them", async () => {
    const { wallet, oracle, address, ethers } = chain;
    const all = [noise(50, 1), noise(60, 2)];
    const blobs = [];
    for (const bytes of all) blobs.push(await sidecarOf(toBlobs(bytes)[0]!, "eip4844"));
    const overrides = { type: 3, blobs, gasLimit: 300_000, maxFeePerBlobGas: 10n ** 10n, value: FEE };
    const sent = await oracle.connect(wallet).requestWithBlobs(question(), 60, 1, overrides);
    await sent.wait();
    const { blobs: named } = await getRequest(ethers.provider, address, { requestId: 1n });
    expect(named).to.deep.equal(await hashesOf(all[1]!));
  });

  const question = (change = {}) => ({
    modelId: 1n,
    version: 0,
    input: "0x",
    delivery: 1,
    callbackContract: ZeroAddress,
    gasLimit: 0,
    callbackData: "0x",
    token: ZeroAddress,
    maxFee: FEE,
    deadline: 0n,
    ...change,
  });

  it("is refused without its blobs, with bytes in calldata besides, and when it is too long", async () => {
    const { oracle, wallet, court } = chain;
    const asking = oracle.connect(wallet);
    await expect(asking.requestWithBlobs(question(), 10, 0, { value: FEE }))
      .to.be.revertedWithCustomError(oracle, "BlobMissing")
      .withArgs(0);
    // Without one it would look like a request in calldata, and nobody would watch the answer.
    await expect(asking.requestWithBlobs(question(), 0, 0, { value: FEE })).to.be.revertedWithCustomError(
      oracle,
      "InputEmpty",
    );
    await expect(asking.requestWithBlobs(question({ input: "0x0102" }), 10, 0, { value: FEE }))
      .to.be.revertedWithCustomError(oracle, "InputInCalldata")
      .withArgs(2);
    // One blob is there, two are needed.
    const blobs = [await sidecarOf(toBlobs(noise(10))[0]!, "eip4844")];
    const overrides = { type: 3, blobs, gasLimit: 300_000, maxFeePerBlobGas: 10n ** 10n, value: FEE };
    await expect(asking.requestWithBlobs(question(), BYTES_PER_BLOB + 1, 0, overrides))
      .to.be.revertedWithCustomError(oracle, "BlobMissing")
      .withArgs(1);
    expect(await court.taskCount()).to.equal(0n);
  });

  it("has a deadline by which disputes are over while nodes still have the blobs", async () => {
    const { oracle, wallet, address, ethers } = chain;
    const patience = RETENTION - 3 * DAY;
    expect(await oracle.maxBlobPatience()).to.equal(patience);
    const { timestamp } = (await ethers.provider.getBlock("latest"))!;
    const bytes = noise(10);
    const deadline = BigInt(timestamp + patience + 1_000);
    await rejects(requestWithBlobs(wallet, address, { ...ask, input: bytes, deadline }), (error: unknown) => {
      return error instanceof OracleError && error.code === "DEADLINE_TOO_LATE";
    });
    const blobs = [await sidecarOf(toBlobs(bytes)[0]!, "eip4844")];
    const overrides = { type: 3, blobs, gasLimit: 300_000, maxFeePerBlobGas: 10n ** 10n, value: FEE };
    await expect(oracle.connect(wallet).requestWithBlobs(question({ deadline }), 10, 0, overrides))
      .to.be.revertedWithCustomError(oracle, "BlobsGoneBefore")
      .withArgs(deadline, (latest: bigint) => latest < deadline);
    const inTime = { ...ask, input: bytes, deadline: BigInt(timestamp + patience - 100) };
    expect((await requestWithBlobs(wallet, address, inTime)).record.deadline).to.equal(inTime.deadline);
  });

  it("is refused by the SDK when a transaction has not that many blobs", async () => {
    const { wallet, address } = chain;
    const input = new Uint8Array(6 * BYTES_PER_BLOB + 1);
    await rejects(requestWithBlobs(wallet, address, { ...ask, input }), (error: unknown) => {
      return error instanceof OracleError && error.code === "INPUT_TOO_LONG" && /in 7 blobs; .* 6/.test(error.message);
    });
  });

  it("is refused by the SDK when there is nothing in it", async () => {
    const { wallet, address } = chain;
    await rejects(requestWithBlobs(wallet, address, { ...ask, input: "0x" }), (error: unknown) => {
      return error instanceof OracleError && error.code === "INPUT_EMPTY";
    });
  });

  it("is sent with the proofs of cells to public networks, at twice the price of blob gas", async () => {
    const { ethers, wallet, address } = chain;
    const raw: string[] = [];
    const provider = new BrowserProvider({
      request: async ({ method, params }) => {
        if (method !== "eth_sendRawTransaction")
          return ethers.provider.send(method, (params ?? []) as unknown[]) as unknown;
        raw.push((params as [string])[0]);
        throw new Error("not sent");
      },
    });
    const account = wallet.connect(provider);
    await rejects(requestWithBlobs(account, address, { modelId: 1n, input: noise(10) }), /not sent/);
    const sent = Transaction.from(raw[0]);
    expect(sent.blobWrapperVersion).to.equal(1);
    expect(sent.blobs).to.have.length(1);
    expect((sent.blobs![0]!.proof.length - 2) / 2).to.equal(128 * 48);
    expect(sent.blobVersionedHashes).to.deep.equal(await hashesOf(noise(10)));
    const price = BigInt((await ethers.provider.send("eth_blobBaseFee", [])) as string);
    expect(sent.maxFeePerBlobGas).to.equal(2n * price);
  });

  it("is looked for in the block that it is in, after a reorganisation too", async () => {
    const { wallet, address, ethers } = chain;
    const { provider } = ethers;
    const beacon = await BeaconNode.start();
    try {
      const raw: string[] = [];
      const account = wallet.connect(telling((transaction) => void raw.push(transaction)));
      const before = await networkHelpers.takeSnapshot();
      const asked = await requestWithBlobs(account, address, { ...ask, input: noise(10) });
      await before.restore();
      await networkHelpers.time.increase(600);
      await provider.send("eth_sendRawTransaction", raw);
      const receipt = (await provider.getTransactionReceipt(asked.transactionHash))!;
      expect(receipt.blockNumber).to.be.greaterThan(asked.blockNumber);
      beacon.keep((await receipt.getBlock()).timestamp, toBlobs(noise(10)));
      const { bytes } = await getInput(provider, asked, beaconBlobs(beacon.url));
      expect(hexlify(bytes)).to.equal(hexlify(noise(10)));
    } finally {
      beacon.stop();
    }
  });

  it("is paid for, answered and settled as any other, in ETH and in tokens", async () => {
    const { wallet, address, ethers, oracle, token, operator, router } = chain;
    const provider = ethers.provider;
    await (await token.connect(wallet).approve(address, TOKEN_FEE)).wait();
    const asked = [
      await requestWithBlobs(wallet, address, { ...ask, input: noise(10) }),
      await requestWithBlobs(wallet, address, { ...ask, input: noise(10), token: await token.getAddress() }),
    ];
    expect(await provider.getBalance(address)).to.equal(FEE);
    expect(await token.balanceOf(address)).to.equal(TOKEN_FEE);
    const answer = new TextEncoder().encode("a photograph of a cat");
    for (const request of asked) await claim(operator, address, { request, answer });
    expect(await oracle.isFinalOutput(asked[0]!.requestId, recordStruct(asked[0]!.record), answer)).to.equal(false);
    await networkHelpers.time.increase(DAY);
    for (const { requestId, record } of asked) {
      expect(await oracle.isFinalOutput(requestId, recordStruct(record), answer)).to.equal(true);
      await settle(operator, address, { requestId });
    }
    expect(await provider.getBalance(address)).to.equal(0n);
    expect(await token.balanceOf(address)).to.equal(0n);
    // Half of each went to the holders, the rest waits for operator and creator.
    expect(await provider.getBalance(router)).to.equal(FEE / 2n);
    expect(await token.balanceOf(router)).to.equal(TOKEN_FEE / 2n);
  });

  it("is refunded when nobody answers", async () => {
    const { wallet, address, ethers } = chain;
    const asked = await requestWithBlobs(wallet, address, { ...ask, input: noise(10) });
    const before = await ethers.provider.getBalance(wallet.address);
    await networkHelpers.time.increase(8 * DAY);
    await refund(chain.operator, address, { requestId: asked.requestId });
    expect(await ethers.provider.getBalance(wallet.address)).to.equal(before + FEE);
    expect(await ethers.provider.getBalance(address)).to.equal(0n);
  });

  it("is not the request about the bytes in calldata that have the same commitment", async () => {
    const { wallet, address, operator } = chain;
    const bytes = noise(BYTES_PER_BLOB + 1);
    const inBlobs = await requestWithBlobs(wallet, address, { ...ask, input: bytes });
    const inCalldata = await request(wallet, address, { modelId: 1n, input: concat(await hashesOf(bytes)) });
    expect(inCalldata.record.input).to.equal(inBlobs.record.input);
    const swapped = { ...inCalldata, record: { ...inCalldata.record, inputForm: inBlobs.record.inputForm } };
    await rejects(claim(operator, address, { request: swapped, answer: bytes }), (error: unknown) => {
      return error instanceof ContractError && error.code === "WrongPreimage";
    });
  });

  it("costs far less than calldata", async () => {
    const { wallet, address } = chain;
    const { receipt } = await requestWithBlobs(wallet, address, { ...ask, input: noise(100_000) });
    expect(receipt.gasUsed < 120_000n).to.equal(true);
  });

  it("states its length and place in one number", () => {
    for (const form of [
      { length: 0, inBlobs: false },
      { length: 1 << 20, inBlobs: true },
      { length: 2 ** 32 - 1, inBlobs: true },
    ]) {
      expect(unpackInputForm(packInputForm(form))).to.deep.equal(form);
    }
    expect(packInputForm({ length: 5, inBlobs: false })).to.equal(5n);
    expect(packInputForm({ length: 5, inBlobs: true })).to.equal((1n << 32n) + 5n);
  });
});
