import type { Interface } from "ethers";

import { Currency__factory } from "../../../types/ethers-contracts/factories/governance/Currency__factory.ts";
import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";

/** Where a sale's custom errors are declared. */
export const saleErrors: readonly Interface[] = [
  IOffering__factory.createInterface(),
  Currency__factory.createInterface(),
];

/** Where a sale is: `IOffering.State`, in its order. */
export const saleStates = ["pending", "open", "succeeded", "failed"] as const;
export type SaleState = (typeof saleStates)[number];
