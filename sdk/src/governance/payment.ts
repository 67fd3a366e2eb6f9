import { Interface, ZeroAddress } from "ethers";

import type { ProposedCall } from "./types.ts";

const erc20 = new Interface([
  "function transfer(address to, uint256 amount) returns (bool)",
  "function approve(address spender, uint256 amount) returns (bool)",
]);

/**
 * The call, to be proposed, that pays at once from the treasury.
 *
 * @param currency an ERC-20; default ETH
 */
export function payment(to: string, amount: bigint, currency: string = ZeroAddress): ProposedCall {
  if (currency === ZeroAddress) return { target: to, value: amount, data: "0x" };
  return { target: currency, data: erc20.encodeFunctionData("transfer", [to, amount]) };
}

/** The call, to be proposed before a grant in an ERC-20, that lets `spender` take the money. */
export function approval(spender: string, amount: bigint, currency: string): ProposedCall {
  return { target: currency, data: erc20.encodeFunctionData("approve", [spender, amount]) };
}
