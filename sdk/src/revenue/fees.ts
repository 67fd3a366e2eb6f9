import { ZeroAddress, type ContractRunner, type ContractTransactionReceipt, type Signer } from "ethers";

import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { routerErrors } from "./errors.ts";

/** One fee, as it was split. The parts sum to the fee, in wei or units of `asset`. */
export interface Distribution {
  readonly requestId: bigint;
  /** The zero address for ETH. */
  readonly asset: string;
  readonly operator: string;
  readonly protocol: bigint;
  readonly operatorShare: bigint;
  readonly creator: bigint;
  readonly contributors: bigint;
  readonly holders: bigint;
}

/**
 * The fees that a router has split, oldest first.
 *
 * @param router address of the FeeRouter
 * @param range blocks, inclusive. Default: all
 */
export async function distributions(
  runner: ContractRunner,
  router: string,
  { fromBlock = 0, toBlock = "latest" }: { fromBlock?: number; toBlock?: number | "latest" } = {},
): Promise<Distribution[]> {
  const contract = IFeeRouter__factory.connect(router, runner);
  const logs = await contract.queryFilter(contract.filters.Distributed(), fromBlock, toBlock);
  return logs.map(({ args: { requestId, asset, operator, split } }) => ({
    requestId,
    asset,
    operator,
    protocol: split.protocol,
    operatorShare: split.operator,
    creator: split.creator,
    contributors: split.contributors,
    holders: split.holders,
  }));
}

/** What an account can withdraw from a router: wei, or units of `asset`. */
export async function feeCreditOf(
  runner: ContractRunner,
  router: string,
  account: string,
  asset: string = ZeroAddress,
): Promise<bigint> {
  return IFeeRouter__factory.connect(router, runner).creditOf(account, asset);
}

/**
 * Takes out the signer's part of fees.
 *
 * @param router address of the FeeRouter
 * @param options `asset`: an ERC-20, default ETH; `to`: who is paid, default the signer
 * @throws ContractError: NothingToWithdraw, PaymentFailed
 */
export async function withdrawFees(
  signer: Signer,
  router: string,
  { asset = ZeroAddress, to }: { asset?: string; to?: string } = {},
): Promise<{ readonly amount: bigint; readonly receipt: ContractTransactionReceipt }> {
  const contract = IFeeRouter__factory.connect(router, signer);
  const receipt = await transact(contract.withdrawTo(asset, to ?? (await signer.getAddress())), routerErrors);
  return { amount: eventOf(receipt, router, contract.interface, "Withdrawn").amount as bigint, receipt };
}
