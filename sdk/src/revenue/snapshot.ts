import type { ContractRunner, ContractTransactionReceipt } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventsOf } from "../events.ts";
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
  /** The same of each ERC-20 of which there was something to share, in its units. */
  readonly erc20: readonly { readonly asset: string; readonly claimable: bigint; readonly retained: bigint }[];
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
  const [eth, ...rest] = eventsOf(receipt, token, contract.interface, "RevenueShared") as unknown as SharedEvent[];
  if (eth === undefined) throw new Error(`no RevenueShared event in ${receipt.hash}`);
  const { snapshotId, timepoint, claimable, retained } = eth;
  const erc20 = rest.map((event) => ({ asset: event.asset, claimable: event.claimable, retained: event.retained }));
  return { snapshotId, timepoint, claimable, retained, erc20, receipt };
}

/** ETH's is the first of a snapshot, whether there is any or not; the ERC-20s' follow. */
interface SharedEvent {
  readonly snapshotId: bigint;
  readonly asset: string;
  readonly timepoint: bigint;
  readonly claimable: bigint;
  readonly retained: bigint;
}
