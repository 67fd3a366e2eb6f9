import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { tokenErrors } from "./errors.ts";

export interface Snapshot {
  /** Counts up from 1. */
  readonly snapshotId: bigint;
  /** Unix time, seconds: holders at the end of this second share, and may claim from the next. */
  readonly timepoint: bigint;
  /** Wei promised to holders. */
  readonly claimable: bigint;
  /** Wei retained in the pool, which burning redeems. */
  readonly retained: bigint;
  readonly receipt: ContractTransactionReceipt;
}

/**
 * Shares what arrived since the last snapshot among those who hold shares at the end of this second. Anyone may.
 *
 * @param token address of a RevShareToken
 * @throws ContractError: SnapshotTooEarly (see `revenueState`.nextSnapshotAt), NothingToShare
 */
export async function snapshot(runner: ContractRunner, token: string): Promise<Snapshot> {
  const contract = IRevShareToken__factory.connect(token, runner);
  const receipt = await transact(contract.snapshot(), tokenErrors);
  // ETH is the first asset of a snapshot; listed ERC-20s follow with events of their own.
  const { snapshotId, timepoint, claimable, retained } = eventOf(receipt, token, contract.interface, "RevenueShared");
  return { snapshotId, timepoint, claimable, retained, receipt } as Snapshot;
}
