import type { ContractRunner, ContractTransactionReceipt, Interface, Result, TopicFilter } from "ethers";

import { listLogs } from "./opml/logs.ts";

/** An event's arguments, by name. */
export type EventArgs = Readonly<Record<string, unknown>>;

/**
 * The events of one name that a contract emitted in a transaction, in order.
 *
 * @param address of the contract
 */
export function eventsOf(
  receipt: ContractTransactionReceipt,
  address: string,
  contract: Interface,
  name: string,
): EventArgs[] {
  return receipt.logs
    .filter((log) => log.address.toLowerCase() === address.toLowerCase())
    .map((log) => contract.parseLog(log))
    .filter((event) => event?.name === name)
    .map((event) => event!.args.toObject() as EventArgs);
}

/** The first such event; an Error when there is none. */
export function eventOf(
  receipt: ContractTransactionReceipt,
  address: string,
  contract: Interface,
  name: string,
): EventArgs {
  const [event] = eventsOf(receipt, address, contract, name);
  if (event === undefined) throw new Error(`no ${name} event in ${receipt.hash}`);
  return event;
}

/**
 * The arguments of a contract's events, oldest first, from a node that may look through few blocks at a time.
 *
 * @param runner with a provider
 * @param topics of one event, such as `contract.filters.X().getTopicFilter()`
 */
export async function eventsSince(
  runner: ContractRunner,
  address: string,
  contract: Interface,
  topics: TopicFilter,
  fromBlock: number,
): Promise<Result[]> {
  const provider = runner.provider;
  if (!provider) throw new TypeError("the runner has no provider");
  const logs = await listLogs(provider, { address, topics }, fromBlock, await provider.getBlockNumber());
  return logs.map((log) => contract.parseLog(log)!.args);
}
