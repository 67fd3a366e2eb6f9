import type { TransactionReceipt } from "ethers";

import { decodeError } from "../errors.ts";
import type { Court } from "./court.ts";
import type { Sender } from "./sender.ts";

/** An operator's stake for one client, in wei. */
export interface Stake {
  /** Can back new claims, or be announced for withdrawal. */
  readonly free: bigint;
  /** Announced for withdrawal; backs no new claim. */
  readonly leaving: bigint;
  /** Unix time, seconds, from which `leaving` can be taken out. */
  readonly leavingAt: number;
}

/** What an operator has at stake for a client. Bonds of standing claims are not part of it. */
export async function stakeOf(court: Court, client: string, operator: string): Promise<Stake> {
  const { free, leaving, leavingAt } = (await court.contract.getFunction("stakeOf")(client, operator)) as Record<
    keyof Stake,
    bigint
  >;
  return { free, leaving, leavingAt: Number(leavingAt) };
}

/**
 * Adds to the sender's stake for a client, which may then lock bonds behind claims made in the sender's name.
 *
 * @param client the contract whose tasks are to be answered: the AI oracle
 * @param amount wei
 * @throws ContractError: AmountZero
 */
export function deposit(court: Court, sender: Sender, client: string, amount: bigint): Promise<TransactionReceipt> {
  return call(court, sender, "deposit", [client], amount);
}

/**
 * Announces that a part of the free stake leaves. It backs no new claim from now on, and can be taken out by `withdraw`
 * after the court's withdrawal delay. A second announcement restarts the delay for the sum.
 *
 * @param amount wei
 * @throws ContractError: AmountZero, StakeTooSmall
 */
export function announceWithdrawal(
  court: Court,
  sender: Sender,
  client: string,
  amount: bigint,
): Promise<TransactionReceipt> {
  return call(court, sender, "announceWithdrawal", [client, amount]);
}

/**
 * Takes out what was announced.
 *
 * @param to who is paid
 * @throws ContractError: WithdrawalNotReady, NothingToWithdraw, TransferFailed
 */
export function withdraw(court: Court, sender: Sender, client: string, to: string): Promise<TransactionReceipt> {
  return call(court, sender, "withdraw", [client, to]);
}

async function call(court: Court, sender: Sender, name: string, args: readonly unknown[], value?: bigint) {
  try {
    return await sender.send({ to: court.address, data: court.encode(name, args), value });
  } catch (error) {
    throw decodeError(error, [court.interface]);
  }
}
