import { ZeroAddress, type ContractRunner } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";

export interface ClaimableParams {
  readonly account: string;
  readonly snapshotIds: readonly bigint[];
  /** An ERC-20. Default: ETH. */
  readonly asset?: string;
}

/**
 * What an account can claim now.
 *
 * @param token address of a RevShareToken
 * @returns wei (units of `asset`) from each snapshot, 0n where there is nothing; and their sum
 */
export async function claimable(
  runner: ContractRunner,
  token: string,
  { account, snapshotIds, asset = ZeroAddress }: ClaimableParams,
): Promise<{ readonly amounts: readonly bigint[]; readonly total: bigint }> {
  const contract = IRevShareToken__factory.connect(token, runner);
  const { amounts, total } = await contract.claimableBatch(account, asset, [...snapshotIds]);
  return { amounts: [...amounts], total };
}
