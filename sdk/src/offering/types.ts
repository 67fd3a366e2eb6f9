import type { Interface } from "ethers";

import { Currency__factory } from "../../../types/ethers-contracts/factories/governance/Currency__factory.ts";
import { IAuction__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IAuction__factory.ts";
import { IOffering__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IOffering__factory.ts";
import { IProceeds__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IProceeds__factory.ts";

/** Where a sale's custom errors are declared. */
export const saleErrors: readonly Interface[] = [
  IOffering__factory.createInterface(),
  Currency__factory.createInterface(),
];

/** Where an auction's custom errors are declared. */
export const auctionErrors: readonly Interface[] = [
  IAuction__factory.createInterface(),
  Currency__factory.createInterface(),
];

/** Where the custom errors of the keeper of the proceeds are declared. */
export const proceedsErrors: readonly Interface[] = [IProceeds__factory.createInterface(), ...saleErrors];

/** Where a sale is: `IOffering.State`, in its order. */
export const saleStates = ["pending", "open", "succeeded", "failed"] as const;
export type SaleState = (typeof saleStates)[number];
