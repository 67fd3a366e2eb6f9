import { expect } from "chai";
import { hexlify, keccak256, toUtf8Bytes, ZeroAddress } from "ethers";
import { network } from "hardhat";

import { ContractError, OpenImoError } from "../../sdk/src/errors.ts";
import {
  claim,
  getRequest,
  getResult,
  OracleError,
  quoteFee,
  refund,
  request,
  requestBatch,
  requestCallback,
  requestWithPermit,
  retryCallback,
  retryDistribution,
  settle,
  waitForResult,
  watchRequests,
  watchResults,
  withdrawCredit,
  type Cursor,
  type PaidRequest,
  type Watched,
} from "../../sdk/src/oracle/index.ts";

const { ethers, networkHelpers } = await network.create();

const WINDOW = 3600;
const CLOCK = 600;
const BOND = 10n ** 18n;
const FEE = 10n ** 16n;
const GAS_PRICE = 10n ** 9n;
const TOKEN_FEE = 5n * 10n ** 18n;

const hash = (text: string) => keccak256(toUtf8Bytes(text));
const bytes = (...values: number[]) => Uint8Array.from(values);

/** The protocol with its own court, registry and router, a model at FEE, an operator with stake. */
async function deploy() {
  const [user, operator, controller, creator, protocol, challenger] = await ethers.getSigners();
  const stepper = await ethers.deployContract("ToyStepper");
  const court = await ethers.deployContract("OpML", [
    {
      challengeWindow: WINDOW,
      clockBudget: CLOCK,
      withdrawalDelay: WINDOW,
      burnBps: 5000,
      claimBond: BOND,
      challengeBond: BOND,
      stepper,
      loader: await ethers.deployContract("ToyLoader"),
    },
  ]);
  const registry = await ethers.deployContract("ModelRegistry");
  const router = await ethers.deployContract("FeeRouter", [registry, protocol!, 250]);
  const contract = await ethers.deployContract("AIOracle", [court, registry, router]);
  const token = await ethers.deployContract("RevShareToken", [
    {
      name: "Digits",
      symbol: "DGT",
      admin: controller!.address,
      claimableBps: 8_000,
      snapshotInterval: 3600,
      firstSnapshotAt: 0,
      recipients: [user!.address],
      amounts: [1_000_000n * 10n ** 18n],
      revenueTokens: [],
    },
  ]);
  const machine = {
    textRoot: hash("text"),
    dataRoot: hash("data"),
    weightsRoot: hash("weights"),
    entry: 0,
    logNodes: 4,
    logSteps: 20,
  };
  await registry.registerProgram(machine.textRoot, machine.dataRoot, 0, "ipfs://program");
  const pricing = { fee: FEE, callbackGasPrice: GAS_PRICE, token, tokenFee: TOKEN_FEE };
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
  const oracle = await contract.getAddress();
  await court.connect(operator!).deposit(oracle, { value: 100n * BOND });
  const digits = await ethers.deployContract("DigitConsumer", [oracle, 1]);
  return {
    oracle,
    contract,
    court,
    registry,
    router,
    token,
    digits,
    user: user!,
    operator: operator!,
    controller: controller!,
    creator: creator!,
    protocol: protocol!,
    challenger: challenger!,
    provider: ethers.provider,
    pass: (seconds: number) => networkHelpers.time.increase(seconds),
  };
}

type World = Awaited<ReturnType<typeof deploy>>;

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A contract refuses the call with this error. */
async function refused(call: Promise<unknown>, code: string): Promise<ContractError> {
  const error = await thrownBy(call);
  expect(error).to.be.instanceOf(ContractError).and.instanceOf(OpenImoError);
  expect((error as ContractError).code).to.equal(code);
  return error as ContractError;
}

async function failed(call: Promise<unknown>, code: string): Promise<void> {
  const error = await thrownBy(call);
  expect(error).to.be.instanceOf(OracleError).and.instanceOf(OpenImoError);
  expect((error as OracleError).code).to.equal(code);
}

describe("oracle: SDK", () => {
  let world: World;
  let oracle: string;

  beforeEach(async () => {
    world = await networkHelpers.loadFixture(deploy);
    ({ oracle } = world);
  });

  const answer = async (requestId: bigint, output: Uint8Array | "fault", by = world.operator) =>
    claim(by, oracle, { request: await getRequest(world.provider, oracle, { requestId }), answer: output });

  const refute = async (requestId: bigint) => {
    const { court, challenger } = world;
    await court.connect(challenger).challenge(requestId, await court.commitmentOf(requestId), { value: BOND });
    await world.pass(CLOCK + 1);
    await court.timeout(await court.gameCount());
  };

  it("asks, waits, settles: to the wei", async () => {
    const { user, operator, contract, router, token, creator, protocol, provider } = world;
    const { receipt, ...asked } = await request(user, oracle, { modelId: 1n, input: "0x0102" });
    expect(receipt.hash).to.equal(asked.transactionHash);
    expect(asked.record.fee).to.equal(FEE);
    expect(asked.record.delivery).to.equal("final");
    expect(await provider.getBalance(oracle)).to.equal(FEE);

    const { requestId } = asked;
    expect(await getRequest(provider, oracle, { requestId })).to.deep.equal(asked);
    expect((await getResult(provider, oracle, { requestId })).stage).to.equal("open");

    // The answer comes while it is waited for, and time passes by the chain's clock.
    let waits = 0;
    const posted = await waitForResult(provider, oracle, {
      requestId,
      finality: "posted",
      wait: async () => void (++waits === 2 && (await answer(requestId, bytes(7)))),
    });
    expect(waits).to.equal(2);
    expect(posted).to.include({ kind: "output", stage: "posted", operator: operator.address });
    expect(posted.kind === "output" && posted.output).to.deep.equal(bytes(7));

    await refused(settle(user, oracle, { requestId }), "NotFinal");
    const final = await waitForResult(provider, oracle, {
      requestId,
      finality: "finalized",
      pollEvery: 600,
      wait: async (seconds) => void (await world.pass(seconds)),
    });
    expect(final).to.include({ kind: "output", stage: "finalized" });

    const before = await provider.getBalance(token);
    await settle(user, oracle, { requestId });
    const parts = [
      await router.creditOf(protocol, ZeroAddress),
      await router.creditOf(operator, ZeroAddress),
      await router.creditOf(creator, ZeroAddress),
      (await provider.getBalance(token)) - before,
    ];
    expect(parts).to.deep.equal([(FEE * 250n) / 10_000n, (FEE * 3n) / 10n, (FEE * 175n) / 1000n, FEE / 2n]);
    expect(await provider.getBalance(oracle)).to.equal(0n);
    expect(await getResult(provider, oracle, { requestId })).to.include({ stage: "finalized", settled: true });
    expect(await contract.isFinalized(requestId)).to.equal(true);
    await refused(settle(user, oracle, { requestId }), "WrongPhase");
    await refused(retryDistribution(user, oracle, { requestId }), "NothingToRetry");
  });

  it("serves a consumer: provisional, corrected, final", async () => {
    const { digits, user, operator, controller, court, provider } = world;
    await court.connect(controller).deposit(oracle, { value: BOND });
    await digits.connect(user).read(new Uint8Array(64), { value: await digits.price() });
    await answer(1n, bytes(3));
    expect([...(await digits.digitOf(1))]).to.deep.equal([3n, true, false]);

    await refute(1n);
    const open = await getResult(provider, oracle, { requestId: 1n });
    expect(open).to.include({ stage: "open", attempt: 1 });
    const again = await getRequest(provider, oracle, { requestId: 1n });
    await refused(claim(controller, oracle, { request: again, answer: bytes(8) }), "WrongPreimage");
    const previousResult = open.latest!.resultHash;
    await claim(controller, oracle, { request: again, answer: bytes(8), previousResult });
    expect([...(await digits.digitOf(1))]).to.deep.equal([8n, true, false]);

    await world.pass(WINDOW);
    expect([...(await digits.digitOf(1))]).to.deep.equal([8n, true, true]);
    const before = await provider.getBalance(controller);
    await settle(operator, oracle, { requestId: 1n });
    const callbackFee = GAS_PRICE * (await digits.CALLBACK_GAS());
    expect((await provider.getBalance(controller)) - before).to.equal(callbackFee);
    expect(await provider.getBalance(oracle)).to.equal(0n);
  });

  it("delivers final answers through settle", async () => {
    const { user, provider } = world;
    const prize = await ethers.deployContract("DigitPrize", [oracle, 1, 7], { value: BOND });
    await prize.connect(user).enter(new Uint8Array(64), { value: FEE + GAS_PRICE * (await prize.CALLBACK_GAS()) });
    await answer(1n, bytes(7));
    expect(await prize.winner()).to.equal(ZeroAddress);
    await world.pass(WINDOW);
    await settle(user, oracle, { requestId: 1n });
    expect(await prize.winner()).to.equal(user.address);
    expect(await provider.getBalance(oracle)).to.equal(0n);
  });

  it("asks in the established way", async () => {
    const { user, contract } = world;
    const log = await ethers.deployContract("AnswerLog", [oracle]);
    const receiver = await log.getAddress();
    // The signer is not the contract: only its own requests reach it.
    const callback = { contract: receiver, gasLimit: 50_000n };
    const error = await refused(
      requestCallback(user, oracle, { modelId: 1n, input: "0x01", callback }),
      "CallbackNotAccepted",
    );
    expect(error.values).to.deep.equal({ callbackContract: receiver, requester: user.address });

    const asked = await requestCallback(user, oracle, {
      modelId: 1n,
      input: bytes(1, 2, 3),
      callback: { contract: user.address, gasLimit: 30_000n, data: "0xabcd" },
    });
    expect(asked).to.deep.include({ requestId: 1n, input: "0x010203", callbackData: "0xabcd" });
    expect(asked.record).to.include({ delivery: "provisional", gasLimit: 30_000n, callbackFee: GAS_PRICE * 30_000n });
    expect(await contract.estimateFee(1, 30_000)).to.equal(FEE + GAS_PRICE * 30_000n);
  });

  it("asks many questions at once", async () => {
    const { user, provider } = world;
    const { requests } = await requestBatch(user, oracle, [
      { modelId: 1n, input: "0x01" },
      { modelId: 1n, input: "0x02", delivery: "root" },
      { modelId: 1n, input: "0x03", version: 1, deadline: 4_000_000_000n },
    ]);
    expect(requests.map(({ requestId, input }) => [requestId, input])).to.deep.equal([
      [1n, "0x01"],
      [2n, "0x02"],
      [3n, "0x03"],
    ]);
    expect(requests[2]!.record.deadline).to.equal(4_000_000_000n);
    expect(await provider.getBalance(oracle)).to.equal(3n * FEE);
    await refused(requestBatch(user, oracle, []), "EmptyBatch");
  });

  it("claims outputs by root where that was asked for", async () => {
    const { user, operator, contract, provider } = world;
    const asked = await request(user, oracle, { modelId: 1n, input: "0x01", delivery: "root" });
    const output = new Uint8Array(32).fill(9);
    await claim(operator, oracle, { request: asked, answer: { root: hexlify(output) as `0x${string}`, length: 32 } });
    await world.pass(WINDOW);
    const { latest } = await getResult(provider, oracle, asked);
    expect(latest).to.not.have.property("output");
    await settle(user, oracle, asked);
    const { record } = asked;
    expect(await contract.isFinalOutput(asked.requestId, { ...record, delivery: 2 }, output)).to.equal(true);
    await failed(retryCallback(user, oracle, asked), "OUTPUT_NOT_POSTED");
  });

  it("pays in the model's token by signature, and gets it back", async () => {
    const { user, token } = world;
    const address = await token.getAddress();
    const quote = await quoteFee(user, oracle, { modelId: 1n, token: address, gasLimit: 1_000n });
    expect(quote).to.deep.equal({ fee: TOKEN_FEE, callbackFee: GAS_PRICE * 1_000n, value: GAS_PRICE * 1_000n });

    const before = await token.balanceOf(user);
    const paid = await requestWithPermit(user, oracle, { modelId: 1n, input: "0x01", token: address });
    expect(before - (await token.balanceOf(user))).to.equal(TOKEN_FEE);
    expect(await token.allowance(user, oracle)).to.equal(0n);
    await answer(paid.requestId, bytes(1));
    await world.pass(WINDOW);
    await settle(user, oracle, paid);
    expect(await token.balanceOf(oracle)).to.equal(0n);

    const unpaid = await requestWithPermit(user, oracle, { modelId: 1n, input: "0x02", token: address });
    await world.pass(8 * 86_400);
    const held = await token.balanceOf(user);
    await refund(user, oracle, unpaid);
    expect((await token.balanceOf(user)) - held).to.equal(TOKEN_FEE);
  });

  it("gives back what nobody answers, also after a lie", async () => {
    const { user, provider } = world;
    const { requestId } = await request(user, oracle, { modelId: 1n, input: "0x01" });
    await answer(requestId, bytes(1));
    await refute(requestId);
    await refused(refund(user, oracle, { requestId }), "DeadlineNotPassed");
    await world.pass(8 * 86_400);
    await refused(answer(requestId, bytes(1)), "DeadlinePassed");
    await refund(user, oracle, { requestId });
    expect(await provider.getBalance(oracle)).to.equal(0n);
    const end = await waitForResult(provider, oracle, { requestId, finality: "finalized" });
    expect(end).to.deep.equal({ kind: "unanswered", stage: "unanswered" });
    await failed(settle(user, oracle, { requestId }), "NO_RESULT");
  });

  it("refunds the fee of an input that makes the model fail", async () => {
    const { user, provider, router } = world;
    const { requestId } = await request(user, oracle, { modelId: 1n, input: "0x01" });
    await answer(requestId, "fault");
    await world.pass(WINDOW);
    expect(await waitForResult(provider, oracle, { requestId, finality: "finalized" })).to.include({ kind: "fault" });
    await settle(world.operator, oracle, { requestId });
    expect(await provider.getBalance(oracle)).to.equal(0n);
    expect(await provider.getBalance(router)).to.equal(0n);
  });

  it("retries a callback that failed", async () => {
    const { user, contract } = world;
    const owner = user.address;
    const chain = await ethers.deployContract("ChainedConsumer", [oracle, 1, 1, owner]);
    const price = FEE + GAS_PRICE * (await chain.FIRST_CALLBACK_GAS());
    await chain.ask("0x01", { value: price });
    await answer(1n, bytes(5));
    await world.pass(WINDOW);
    await settle(user, oracle, { requestId: 1n });
    expect(await contract.isUndelivered(1)).to.equal(true);
    await refused(retryCallback(user, oracle, { requestId: 1n }), "CallbackFailedAgain");
    await user.sendTransaction({ to: chain, value: BOND });
    await retryCallback(user, oracle, { requestId: 1n, gasLimit: 2_000_000n });
    expect(await chain.secondOf(1)).to.equal(2n);
    await refused(retryCallback(user, oracle, { requestId: 1n }), "NothingToRetry");
  });

  it("tells by code what went wrong", async () => {
    const { user, provider, registry, controller } = world;
    const question = { modelId: 1n, input: "0x01" };
    await refused(request(user, oracle, { ...question, maxFee: 1n }), "FeeAboveMaximum");
    await refused(request(user, oracle, { ...question, deadline: 1n }), "DeadlineTooSoon");
    await refused(request(user, oracle, { ...question, version: 2 }), "UnknownVersion");
    await refused(quoteFee(user, oracle, { modelId: 9n }), "NoActiveVersion");
    await refused(quoteFee(user, oracle, { modelId: 1n, token: oracle }), "TokenNotAccepted");
    await refused(withdrawCredit(user, oracle), "NothingToWithdraw");
    await registry.connect(controller).retireVersion(1, 1);
    await refused(request(user, oracle, { ...question, version: 1 }), "VersionIsRetired");

    const missing = { requestId: 5n, finality: "posted" } as const;
    await failed(waitForResult(provider, oracle, missing), "UNKNOWN_REQUEST");
    await failed(getRequest(provider, oracle, missing), "UNKNOWN_REQUEST");
  });

  it("stops waiting in time, and when told to", async () => {
    const { user, provider } = world;
    const { requestId } = await request(user, oracle, { modelId: 1n, input: "0x01" });
    const waits: number[] = [];
    const wait = async (seconds: number) => void waits.push(seconds);
    const params = { requestId, finality: "posted", pollEvery: 4, wait } as const;
    await failed(waitForResult(provider, oracle, { ...params, timeout: 10 }), "TIMEOUT");
    expect(waits).to.deep.equal([4, 4, 2]);

    const abort = new AbortController();
    const reason = new Error("enough");
    const stopped = waitForResult(provider, oracle, {
      ...params,
      signal: abort.signal,
      wait: async () => abort.abort(reason),
    });
    expect(await thrownBy(stopped)).to.equal(reason);
  });

  describe("watching", () => {
    /** Takes items until there are so many, and ends the watch. */
    async function take<T>(items: AsyncGenerator<Watched<T>>, count: number): Promise<Watched<T>[]> {
      const taken: Watched<T>[] = [];
      for await (const item of items) {
        taken.push(item);
        if (taken.length === count) break;
      }
      return taken;
    }

    const ids = (items: readonly Watched<{ readonly requestId: bigint; readonly input?: string }>[]) =>
      items.map(
        ({ value, removed }) => `${removed ? "-" : "+"}${value.requestId}${value.input ? ` ${value.input}` : ""}`,
      );

    it("tells every request once, and resumes within a block", async () => {
      const { user, provider } = world;
      await requestBatch(user, oracle, [
        { modelId: 1n, input: "0x01" },
        { modelId: 1n, input: "0x02" },
      ]);
      await request(user, oracle, { modelId: 1n, input: "0x03" });
      const first = await take<PaidRequest>(watchRequests(provider, oracle, { fromBlock: 0 }), 1);
      expect(ids(first)).to.deep.equal(["+1 0x01"]);
      const stored = JSON.parse(JSON.stringify(first[0]!.cursor)) as Cursor;
      const rest = await take(watchRequests(provider, oracle, { after: stored }), 2);
      expect(ids(rest)).to.deep.equal(["+2 0x02", "+3 0x03"]);
      expect(rest[1]!.value).to.deep.equal(await getRequest(provider, oracle, { requestId: 3n }));
    });

    it("waits for new ones, and ends without an error", async () => {
      const { user, provider } = world;
      const abort = new AbortController();
      let looks = 0;
      const wait = async () => {
        looks += 1;
        if (looks === 2) await request(user, oracle, { modelId: 1n, input: "0x01" });
        if (looks === 5) abort.abort();
      };
      const seen: string[] = [];
      for await (const item of watchRequests(provider, oracle, { wait, signal: abort.signal }))
        seen.push(...ids([item]));
      expect(seen).to.deep.equal(["+1 0x01"]);
    });

    it("takes back what a reorganisation takes back", async () => {
      const { user, provider } = world;
      await request(user, oracle, { modelId: 1n, input: "0x01" });
      const fork = await networkHelpers.takeSnapshot();
      await request(user, oracle, { modelId: 1n, input: "0x02" });
      await request(user, oracle, { modelId: 1n, input: "0x03" });
      const abort = new AbortController();
      let looks = 0;
      const wait = async () => {
        looks += 1;
        if (looks > 1) return abort.abort();
        await fork.restore();
        await world.pass(100);
        await request(user, oracle, { modelId: 1n, input: "0x04" });
      };
      const items: Watched<PaidRequest>[] = [];
      for await (const item of watchRequests(provider, oracle, { fromBlock: 0, wait, signal: abort.signal })) {
        items.push(item);
      }
      expect(ids(items)).to.deep.equal(["+1 0x01", "+2 0x02", "+3 0x03", "-3 0x03", "-2 0x02", "+2 0x04"]);
    });

    it("resumes after a reorganisation by telling again", async () => {
      const { user, provider } = world;
      const fork = await networkHelpers.takeSnapshot();
      await request(user, oracle, { modelId: 1n, input: "0x01" });
      const [told] = await take(watchRequests(provider, oracle, { fromBlock: 0 }), 1);
      await fork.restore();
      await world.pass(100);
      await request(user, oracle, { modelId: 1n, input: "0x02" });
      const again = await take(watchRequests(provider, oracle, { after: told!.cursor }), 1);
      expect(ids(again)).to.deep.equal(["+1 0x02"]);
    });

    it("holds back what is not confirmed", async () => {
      const { user, provider } = world;
      await request(user, oracle, { modelId: 1n, input: "0x01" });
      const looks: number[] = [];
      const wait = async () => {
        looks.push(await provider.getBlockNumber());
        await networkHelpers.mine();
      };
      await take(watchRequests(provider, oracle, { fromBlock: 0, confirmations: 3, wait }), 1);
      expect(looks).to.have.length(3);
    });

    it("asks a node again that does not answer", async () => {
      const { user, provider } = world;
      await request(user, oracle, { modelId: 1n, input: "0x01" });
      let refusals = 2;
      const getBlockNumber = async () => {
        if (refusals-- > 0) throw Object.assign(new Error("away"), { code: "ECONNRESET" });
        return provider.getBlockNumber();
      };
      const flaky: typeof provider = new Proxy(provider, {
        get(target, name) {
          if (name === "provider") return flaky;
          if (name === "getBlockNumber") return getBlockNumber;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
      let waits = 0;
      const wait = async () => void waits++;
      const items = await take(watchRequests(flaky, oracle, { fromBlock: 0, wait }), 1);
      expect(ids(items)).to.deep.equal(["+1 0x01"]);
      expect(waits).to.equal(2);
    });

    it("tells every result, corrections included", async () => {
      const { user, controller, court, provider } = world;
      await court.connect(controller).deposit(oracle, { value: BOND });
      const asked = await request(user, oracle, { modelId: 1n, input: "0x01" });
      await answer(1n, bytes(1));
      await refute(1n);
      const { latest } = await getResult(provider, oracle, asked);
      await claim(controller, oracle, { request: asked, answer: "fault", previousResult: latest!.resultHash });
      const items = await take(watchResults(provider, oracle, { fromBlock: 0 }), 2);
      expect(items.map(({ value }) => [value.requestId, value.kind, value.operator])).to.deep.equal([
        [1n, "output", world.operator.address],
        [1n, "fault", controller.address],
      ]);
    });
  });

  it("has no function that somebody in particular may call", () => {
    // Pitfall 8: no owner, no list. Everything that changes state is here, and none of it asks who calls, but for the two
    // that only the oracle itself may call.
    const verbs = world.contract.interface.fragments
      .filter((fragment) => fragment.type === "function")
      .filter((fragment) => !("stateMutability" in fragment && /view|pure/.test(String(fragment.stateMutability))))
      .map((fragment) => ("name" in fragment ? String(fragment.name) : ""));
    expect(verbs.sort()).to.deep.equal([
      "claim",
      "claimFault",
      "claimRoot",
      "payRouter",
      "pushToken",
      "refund",
      "request",
      "requestBatch",
      "requestCallback",
      "requestWithBlobs",
      "requestWithPermit",
      "retryCallback",
      "retryDistribution",
      "settle",
      "withdrawCredit",
    ]);
  });
});
