import type { ContractTransactionReceipt, Signer } from "ethers";

import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";
import { eventOf } from "../events.ts";
import { transact } from "../transact.ts";
import { saleErrors } from "./types.ts";

/** What a buyer got: `committed = paid + refund`. */
export interface Settlement {
  readonly buyer: string;
  readonly to: string;
  /** Units of the token. */
  readonly shares: bigint;
  /** Units of the sale's currency, as `refund`. */
  readonly paid: bigint;
  readonly refund: bigint;
  readonly receipt: ContractTransactionReceipt;
}

export interface SettleParams {
  /** Whom to settle. Default: the signer. Anyone may settle anyone, to the buyer itself. */
  readonly buyer?: string;
  /** Who receives the signer's shares and refund. Default: the signer. Not together with `buyer`. */
  readonly to?: string;
}

/**
 * Collects a buyer's shares and refund once the window has closed. After a failed sale it is the whole commitment that
 * comes back.
 *
 * @param sale address of the Offering
 * @throws ContractError: NotClosed, NothingCommitted, RecipientZero, TransferFailed (the recipient refuses ETH)
 */
export async function settle(signer: Signer, sale: string, params: SettleParams = {}): Promise<Settlement> {
  if (params.buyer !== undefined && params.to !== undefined) {
    throw new TypeError("only a buyer itself can say where its shares go: give `buyer` or `to`, not both");
  }
  const offering = IOffering__factory.connect(sale, signer);
  const sent =
    params.buyer === undefined
      ? offering.settle(params.to ?? (await signer.getAddress()))
      : offering.settleFor(params.buyer);
  const receipt = await transact(sent, saleErrors);
  const settled = eventOf(receipt, sale, offering.interface, "Settled") as Omit<Settlement, "receipt">;
  const { buyer, to, shares, paid, refund } = settled;
  return { buyer, to, shares, paid, refund, receipt };
}
