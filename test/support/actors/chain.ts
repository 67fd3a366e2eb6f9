import { BrowserProvider, keccak256, type Eip1193Provider, type JsonRpcSigner } from "ethers";
import { network } from "hardhat";

import { Court, Sender, type Hash, type Task, type Trace } from "../../../sdk/src/opml/index.ts";
import { loadKeccak } from "../../../sdk/src/merkle/index.ts";
import { bytesRoot, machineHash, packInputForm, resultOf, toHex } from "../../../sdk/src/opml/index.ts";
import {
  IOpML__factory,
  OpML__factory,
  RiscVStep__factory,
  ToyLoader__factory,
  ToyStepper__factory,
} from "../../../types/ethers-contracts/index.ts";

export const WINDOW = 3600;
export const CLOCK = 600;
export const CLAIM_BOND = 10n ** 18n;
export const CHALLENGE_BOND = 5n * 10n ** 17n;

/** A chain of its own with a court on it, reached as a user would: through an ethers provider. */
export interface Chain {
  readonly court: Court;
  readonly provider: BrowserProvider;
  /** The node, as the provider calls it. */
  readonly node: Eip1193Provider;
  /** Submits tasks and posts claims, as the oracle would. */
  readonly client: JsonRpcSigner;
  readonly operator: JsonRpcSigner;
  readonly challenger: JsonRpcSigner;
  readonly others: readonly JsonRpcSigner[];
  /** Mines a block of that time. */
  readonly setTime: (unix: number) => Promise<void>;
  /** The block that the next transaction gets is of this time. */
  readonly setNextTime: (unix: number) => Promise<void>;
}

/** @param deployStepper deploys what executes an instruction; a toy machine when left out */
export async function startChain(deployStepper?: (signer: JsonRpcSigner) => Promise<string>): Promise<Chain> {
  const connection = await network.create();
  const { time } = connection.networkHelpers;
  // No cache: a test asks again within a moment of changing what it asks for.
  const node = connection.provider as Eip1193Provider;
  const provider = new BrowserProvider(node, undefined, { cacheTimeout: -1 });
  const signers = await provider.listAccounts();
  const [client, operator, challenger, ...others] = signers as [JsonRpcSigner, JsonRpcSigner, JsonRpcSigner];
  const address = await deployCourt(client, operator, deployStepper);
  return {
    court: new Court(address, provider),
    provider,
    node,
    client,
    operator,
    challenger,
    others,
    setTime: (unix) => time.increaseTo(unix),
    setNextTime: (unix) => time.setNextBlockTimestamp(unix),
  };
}

/** Deploys a court for `client`, with a stake of `operator`; returns its address. */
export async function deployCourt(
  client: JsonRpcSigner,
  operator: JsonRpcSigner,
  deployStepper: (signer: JsonRpcSigner) => Promise<string> = deployToy,
): Promise<string> {
  const deployed = await new OpML__factory(client).deploy({
    challengeWindow: WINDOW,
    clockBudget: CLOCK,
    withdrawalDelay: 500,
    burnBps: 2500,
    claimBond: CLAIM_BOND,
    challengeBond: CHALLENGE_BOND,
    stepper: await deployStepper(client),
    loader: await new ToyLoader__factory(client).deploy(),
  });
  await deployed.waitForDeployment();
  const deposit = await deployed.connect(operator).deposit(client.address, { value: 100n * CLAIM_BOND });
  await deposit.wait();
  return deployed.getAddress();
}

/** The machine that is deployed for users. */
export async function deployRiscVStep(signer: JsonRpcSigner): Promise<string> {
  return (await new RiscVStep__factory(signer).deploy()).getAddress();
}

async function deployToy(signer: JsonRpcSigner): Promise<string> {
  return (await new ToyStepper__factory(signer).deploy()).getAddress();
}

/**
 * Submits a task and posts a claim on it.
 *
 * @param inBlobs the input is in what the toy loader takes for a blob
 */
export async function claimOn(
  chain: Pick<Chain, "client" | "court" | "operator">,
  trace: Trace,
  input: Uint8Array,
  inBlobs = false,
): Promise<{ taskId: bigint; task: Task }> {
  const { client, court, operator } = chain;
  const task: Task = {
    client: client.address,
    machine: machineHash(trace.machine),
    input: inBlobs ? (keccak256(input) as Hash) : toHex(bytesRoot(await loadKeccak(), input)),
    inputForm: packInputForm({ length: input.length, inBlobs }),
    context: machineHash(trace.machine),
  };
  const contract = IOpML__factory.connect(court.address, client);
  await (await contract.submit(task)).wait();
  const taskId = await contract.taskCount();
  const result = await resultOf(await trace.result());
  const zero = `0x${"00".repeat(32)}`;
  await (await contract.claim(taskId, task, zero, result, operator.address)).wait();
  return { taskId, task };
}

/** Challenges the latest claim on a task, whatever it says. */
export async function challengeClaim(chain: Chain, taskId: bigint, by = chain.challenger): Promise<bigint> {
  const { court } = chain;
  const data = court.encode("challenge", [taskId, await court.commitmentOf(taskId)]);
  const sender = new Sender(by, { pollEvery: 0.01 });
  const receipt = await sender.send({ to: court.address, data, value: CHALLENGE_BOND });
  return court.interface.parseLog(receipt.logs[0]!)!.args[0] as bigint;
}

/** What an account has called on the court since a block, in order: selectors and arguments. */
export async function callsOf(
  { court }: Pick<Chain, "court">,
  account: { readonly address: string },
  since: number,
): Promise<string[]> {
  const calls: string[] = [];
  const latest = await court.provider.getBlockNumber();
  for (let number = since + 1; number <= latest; number++) {
    const block = await court.provider.getBlock(number, true);
    for (const { from, to, data } of block?.prefetchedTransactions ?? []) {
      if (from === account.address && to === court.address) calls.push(data);
    }
  }
  return calls;
}
