// Gas of the oracle, each figure the whole transaction: intrinsic gas and calldata included.
import { randomBytes, ZeroAddress, ZeroHash, type ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

import { claim, getRequest, settle } from "../../sdk/src/oracle/index.ts";

const ether = 10n ** 18n;
const fee = ether / 100n;
const callbackGasPrice = 10n ** 9n;

/** An oracle with a court, one model at `fee`, and an operator with stake. */
export async function benchWorld() {
  const { ethers, networkHelpers } = await network.create();
  const [user, operator, protocol, creator, contributors, holders] = await ethers.getSigners();
  if (!user || !operator || !protocol || !creator || !contributors || !holders) throw new Error("too few accounts");
  const opml = await ethers.deployContract("OpML", [
    {
      challengeWindow: 3600,
      clockBudget: 3600,
      withdrawalDelay: 3600,
      burnBps: 5000,
      claimBond: ether,
      challengeBond: ether,
      stepper: await ethers.deployContract("RiscVStep"),
      loader: await ethers.deployContract("BlobLoader"),
    },
  ]);
  const registry = await ethers.deployContract("ModelRegistry");
  const router = await ethers.deployContract("FeeRouter", [registry, protocol, 250]);
  const oracle = await ethers.deployContract("AIOracle", [opml, registry, router]);
  const address = await oracle.getAddress();
  const hash = () => ethers.hexlify(randomBytes(32));
  const machine = {
    textRoot: hash(),
    dataRoot: hash(),
    weightsRoot: hash(),
    entry: 0,
    logNodes: 4,
    logSteps: 20,
  };
  await registry.registerProgram(machine.textRoot, machine.dataRoot, 0, "ipfs://program");
  const pricing = { fee, callbackGasPrice, token: ZeroAddress, tokenFee: 0 };
  await registry.registerModel(machine, "ipfs://package", 0, user, pricing);
  const schedule = {
    holders,
    creator,
    contributors,
    holdersBps: 5000,
    operatorBps: 3000,
    creatorBps: 1000,
    contributorsBps: 750,
  };
  await router.setSchedule(1, schedule, 1000);
  await opml.connect(operator).deposit(oracle, { value: 10n * ether });
  return { ethers, networkHelpers, user, operator, holders, opml, registry, router, oracle, address };
}

/**
 * Figures named "oracle.<what>", in gas, of an oracle that has served before:
 * - `request32`: a request of 32 bytes, without callback, by the established entry point, paid in ETH;
 * - `requestOwn32`: the same by `request`;
 * - `perInputByte`: what one more byte of input adds, between 4 and 36 KiB of bytes that are not zero;
 * - `deliver32`: an operator's claim of 32 bytes, its bond locked, delivered to a consumer that logs them;
 * - `settle`: the end of that request, the fee split among five, the callback's fee paid.
 */
export async function benchOracle(): Promise<Record<string, number>> {
  const { ethers, networkHelpers, operator, opml, oracle, address } = await benchWorld();
  const figures: Record<string, number> = {};
  const gas = async (sent: Promise<ContractTransactionResponse>): Promise<number> => {
    const receipt = await (await sent).wait();
    if (receipt === null) throw new Error("the transaction was not mined");
    return Number(receipt.gasUsed);
  };

  const ask = (bytes: number) => {
    // No zero among them: calldata of zeros is cheaper.
    const input = randomBytes(bytes).map((byte) => byte || 1);
    return gas(oracle.requestCallback(1, input, ZeroAddress, 0, "0x", { value: fee }));
  };
  await ask(32);
  figures["oracle.request32"] = await ask(32);
  const question = {
    modelId: 1,
    version: 0,
    input: randomBytes(32),
    delivery: 1,
    callbackContract: ZeroAddress,
    gasLimit: 0,
    callbackData: "0x",
    token: ZeroAddress,
    maxFee: fee,
    deadline: 0,
  };
  figures["oracle.requestOwn32"] = await gas(oracle.request(question, { value: fee }));
  figures["oracle.perInputByte"] = ((await ask(36 << 10)) - (await ask(4 << 10))) / (32 << 10);

  const consumer = await ethers.deployContract("AnswerLog", [oracle]);
  const price = await oracle.estimateFee(1, await consumer.CALLBACK_GAS());
  for (let round = 0; round < 2; round++) {
    await consumer.ask(1, randomBytes(32), { value: price });
    const requestId = await opml.taskCount();
    const request = await getRequest(operator, address, { requestId });
    const claimed = await claim(operator, address, { request, answer: randomBytes(32) });
    figures["oracle.deliver32"] = Number(claimed.gasUsed);
    if (await oracle.isUndelivered(requestId)) throw new Error("the consumer did not take the answer");
    if ((await opml.commitmentOf(requestId)) === ZeroHash) throw new Error("nothing was claimed");
    await networkHelpers.time.increase(3600);
    figures["oracle.settle"] = Number((await settle(operator, address, { requestId })).gasUsed);
  }
  return figures;
}
