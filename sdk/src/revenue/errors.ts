import type { Interface } from "ethers";

import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import { RevShareToken__factory } from "../../../types/ethers-contracts/factories/revenue/RevShareToken__factory.ts";

/** Where the share token's custom errors are declared. */
export const tokenErrors: readonly Interface[] = [RevShareToken__factory.createInterface()];

/** Where the fee router's custom errors are declared. */
export const routerErrors: readonly Interface[] = [IFeeRouter__factory.createInterface()];
