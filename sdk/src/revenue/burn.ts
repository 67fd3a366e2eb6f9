import { ZeroAddress, type ContractRunner, type ContractTransactionReceipt, type Signer } from "ethers";

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
 * @returns wei paid, and what was credited, see `withdrawCredit`
 * @throws ContractError: NothingToRedeem, MinOutNotMet, ERC20InsufficientBalance
 */
export async function burn(
  signer: Signer,
  token: string,
  { amount, to, minEth = 0n, minERC20 = [] }: BurnParams,
): Promise<{
  readonly paid: bigint;
  readonly credited: readonly { readonly asset: string; readonly amount: bigint }[];
  readonly receipt: ContractTransactionReceipt;
}> {
  const contract = IRevShareToken__factory.connect(token, signer);
  const receiver = to ?? (await signer.getAddress());
  const receipt = await transact(contract.burnTo(amount, receiver, minEth, [...minERC20]), tokenErrors);
  const redeemed = eventsOf(receipt, token, contract.interface, "RevenueRedeemed") as unknown as Redemption[];
  const inEth = redeemed.filter(({ asset }) => asset === ZeroAddress);
  return {
    paid: inEth.reduce((sum, { amount }) => sum + amount, 0n),
    credited: redeemed.filter(({ asset }) => asset !== ZeroAddress).map(({ asset, amount }) => ({ asset, amount })),
    receipt,
  };
}

interface Redemption {
  readonly asset: string;
  readonly amount: bigint;
}

/** Wei that burning `amount` shares would pay now; or units that it would credit of `asset`, an ERC-20. */
export async function redeemable(
  runner: ContractRunner,
  token: string,
  amount: bigint,
  asset: string = ZeroAddress,
): Promise<bigint> {
  const contract = IRevShareToken__factory.connect(token, runner);
  return asset === ZeroAddress ? contract.redeemableOnBurn(amount) : contract.redeemableERC20OnBurn(amount, asset);
}
