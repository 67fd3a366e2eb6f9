import type { ContractTransactionReceipt, Interface } from "ethers";

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
