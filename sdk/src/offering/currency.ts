import { Contract, ZeroAddress, type ContractRunner } from "ethers";

/** What amounts are in. */
export interface CurrencyInfo {
  /** The zero address for ETH. */
  readonly address: string;
  readonly symbol: string;
  readonly decimals: number;
}

export const ether: CurrencyInfo = { address: ZeroAddress, symbol: "ETH", decimals: 18 };

/**
 * Symbol and decimals of a sale's or a grant's currency.
 *
 * @param address an ERC-20, or the zero address for ETH
 */
export async function currencyInfo(runner: ContractRunner, address: string): Promise<CurrencyInfo> {
  if (address === ZeroAddress) return ether;
  const token = new Contract(
    address,
    ["function symbol() view returns (string)", "function decimals() view returns (uint8)"],
    runner,
  );
  const [symbol, decimals] = await Promise.all([
    token.getFunction("symbol")() as Promise<string>,
    token.getFunction("decimals")() as Promise<bigint>,
  ]);
  return { address, symbol, decimals: Number(decimals) };
}
