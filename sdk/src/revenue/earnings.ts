import { Contract, ZeroAddress, type Provider } from "ethers";

import { IRevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IRevShareToken__factory.ts";
import { eventsSince } from "../events.ts";

/** What an account can have of one asset now. Wei, or units of the asset. */
export interface Earning {
  /** The zero address for ETH. */
  readonly asset: string;
  /** From snapshots, after any cut: see `claim`. */
  readonly claimable: bigint;
  /** The snapshots that it comes from. */
  readonly snapshotIds: readonly bigint[];
  /** Of an ERC-20, for shares that were burned: see `withdrawCredit`. */
  readonly credit: bigint;
  /** Whether the token holds less of the asset than it owes, so that who is paid now takes a cut. */
  readonly short: boolean;
}

/**
 * Everything that an account can claim from a share token: in ETH, and in each ERC-20 that is shared or ever was.
 *
 * @param token address of a RevShareToken
 * @param fromBlock the token's first block, or any before it; default the chain's start
 * @returns ETH first; assets of which there is nothing included
 */
export async function earnings(
  provider: Provider,
  token: string,
  account: string,
  { fromBlock = 0 }: { readonly fromBlock?: number } = {},
): Promise<Earning[]> {
  const contract = IRevShareToken__factory.connect(token, provider);
  const topics = await contract.filters.RevenueTokenSet().getTopicFilter();
  const [settings, lastSnapshotId] = await Promise.all([
    eventsSince(provider, token, contract.interface, topics, fromBlock),
    contract.lastSnapshotId(),
  ]);
  const listed = settings.map((args) => args.token as string);
  const ids = Array.from({ length: Number(lastSnapshotId) }, (_, i) => BigInt(i + 1));
  return Promise.all(
    [ZeroAddress, ...new Set(listed)].map(async (asset) => {
      const [{ amounts, total }, credit, short] = await Promise.all([
        contract.claimableBatch(account, asset, ids),
        asset === ZeroAddress ? 0n : contract.creditOf(account, asset),
        asset === ZeroAddress ? false : isShort(provider, token, asset),
      ]);
      return { asset, claimable: total, snapshotIds: ids.filter((_, i) => amounts[i]! > 0n), credit, short };
    }),
  );
}

/** One that does not tell what it holds, holds nothing. */
async function isShort(provider: Provider, token: string, asset: string): Promise<boolean> {
  const { reserved, pool } = await IRevShareToken__factory.connect(token, provider).revenueOf(asset);
  const erc20 = new Contract(asset, ["function balanceOf(address) view returns (uint256)"], provider);
  const held = await (erc20.getFunction("balanceOf")(token) as Promise<bigint>).catch(() => 0n);
  return held < reserved + pool;
}
