import type { Interface } from "ethers";

import { IModelRegistry__factory } from "../../../../types/ethers-contracts/factories/models/interfaces/IModelRegistry__factory.ts";

/** Where the registry's custom errors are declared. */
export const registryErrors: readonly Interface[] = [IModelRegistry__factory.createInterface()];
