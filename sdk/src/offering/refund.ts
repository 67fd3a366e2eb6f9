import type { Signer } from "ethers";

import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";
import { OpenImoError } from "../errors.ts";
import { settle, type Settlement, type SettleParams } from "./settle.ts";
import { saleStates, type SaleState } from "./types.ts";

/** A refund was asked of a sale that has not failed. */
export class SaleNotFailedError extends OpenImoError {
  override readonly name = "SaleNotFailedError";
  readonly code = "SALE_NOT_FAILED";
  constructor(readonly state: SaleState) {
    super(`the sale is ${state}: only a failed one refunds everything`);
  }
}

/**
 * Takes a whole commitment back after a sale that ended below its floor. It is `settle`, but refuses to do anything else.
 *
 * @param sale address of the Offering
 * @throws SaleNotFailedError; ContractError: NothingCommitted, RecipientZero, TransferFailed
 */
export async function refund(signer: Signer, sale: string, params: SettleParams = {}): Promise<Settlement> {
  const state = saleStates[Number(await IOffering__factory.connect(sale, signer).state())]!;
  if (state !== "failed") throw new SaleNotFailedError(state);
  return settle(signer, sale, params);
}
