import type { ContractTransactionReceipt, Signer } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventsOf } from "../events.ts";
import { transact } from "../transact.ts";
import { tokenErrors } from "./errors.ts";

export interface BurnParams {
  /** Shares, 18 decimals. */
  readonly amount: bigint;
  /** Who is paid. Default: the signer. */
  readonly to?: string;
  /** Wei below which the burn reverts. Default 0n; `redeemable` tells what to expect. */
  readonly minEth?: bigint;
  /** Least credit of revenue tokens. Default: none. */
  readonly minERC20?: readonly { readonly token: string; readonly amount: bigint }[];
}

/**
 * Burns shares for their part of the pool and of revenue not yet in a snapshot. ETH is paid, ERC-20s are credited.
 *
 * @param token address of a RevShareToken
 * @returns wei paid
 * @throws ContractError: NothingToRedeem, MinOutNotMet, ERC20InsufficientBalance
 */
export async function burn(
  signer: Signer,
  token: string,
  { amount, to, minEth = 0n, minERC20 = [] }: BurnParams,
): Promise<{ readonly paid: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IRevShareToken__factory.connect(token, signer);
  const receiver = to ?? (await signer.getAddress());
  const receipt = await transact(contract.burnTo(amount, receiver, minEth, [...minERC20]), tokenErrors);
  const redeemed = eventsOf(receipt, token, contract.interface, "RevenueRedeemed");
  const inEth = redeemed.filter(({ asset }) => BigInt(asset as string) === 0n);
  return { paid: inEth.reduce((sum, event) => sum + (event.amount as bigint), 0n), receipt };
}

/** Wei that burning `amount` shares would pay now. */
export async function redeemable(signer: Signer, token: string, amount: bigint): Promise<bigint> {
  return IRevShareToken__factory.connect(token, signer).redeemableOnBurn(amount);
}
