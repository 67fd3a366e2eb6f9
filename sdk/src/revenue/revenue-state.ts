import { ZeroAddress, type ContractRunner } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";

/** What a share token holds of an asset, and for whom: the parts sum to its balance. */
export interface RevenueState {
  /** Promised to holders by snapshots, or credited by burning, and not paid yet. */
  readonly reserved: bigint;
  /** Retained at snapshots, redeemed by burning. */
  readonly pool: bigint;
  /** Arrived since the last snapshot. */
  readonly pending: bigint;
  /** 0n before the first. */
  readonly lastSnapshotId: bigint;
  /** Unix time, seconds. */
  readonly nextSnapshotAt: bigint;
}

/**
 * @param token address of a RevShareToken
 * @param asset an ERC-20; default ETH
 */
export async function revenueState(
  runner: ContractRunner,
  token: string,
  asset: string = ZeroAddress,
): Promise<RevenueState> {
  const contract = IRevShareToken__factory.connect(token, runner);
  const [{ reserved, pool, pending }, lastSnapshotId, nextSnapshotAt] = await Promise.all([
    contract.revenueOf(asset),
    contract.lastSnapshotId(),
    contract.nextSnapshotAt(),
  ]);
  return { reserved, pool, pending, lastSnapshotId, nextSnapshotAt };
}
