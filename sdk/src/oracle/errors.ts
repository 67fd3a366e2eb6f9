import type { Interface } from "ethers";

import { IModelRegistry__factory } from "../../../types/ethers-contracts/factories/models/interfaces/IModelRegistry__factory.ts";
import { IOpML__factory } from "../../../types/ethers-contracts/factories/opml/interfaces/IOpML__factory.ts";
import { IStakeLedger__factory } from "../../../types/ethers-contracts/factories/opml/interfaces/IStakeLedger__factory.ts";
import { MerkleBytes__factory } from "../../../types/ethers-contracts/factories/opml/lib/MerkleBytes__factory.ts";
import { AIOracle__factory } from "../../../types/ethers-contracts/factories/oracle/AIOracle__factory.ts";
import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";
import { OpenImoError } from "../errors.ts";

/** Where the custom errors are declared of every contract that a call of the oracle can reach. */
export const oracleErrors: readonly Interface[] = [
  AIOracle__factory.createInterface(),
  IModelRegistry__factory.createInterface(),
  IOpML__factory.createInterface(),
  IStakeLedger__factory.createInterface(),
  IFeeRouter__factory.createInterface(),
  MerkleBytes__factory.createInterface(),
];

/**
 * - `NO_PROVIDER`: the runner cannot read the chain;
 * - `UNKNOWN_REQUEST`: the node has no such request, or not all of its events;
 * - `UNKNOWN_SCHEDULE`: the node has no event that spells out the schedule of a request;
 * - `NO_RESULT`: nothing is claimed at the moment;
 * - `OUTPUT_NOT_POSTED`: the output was claimed by its root alone;
 * - `INPUT_EMPTY`: there is nothing to put into blobs;
 * - `INPUT_TOO_LONG`: the input is in more blobs than a transaction carries;
 * - `DEADLINE_TOO_LATE`: nodes would not have the blobs any more when an answer is disputed;
 * - `TIMEOUT`: the wait took longer than allowed.
 */
export type OracleErrorCode =
  | "NO_PROVIDER"
  | "UNKNOWN_REQUEST"
  | "UNKNOWN_SCHEDULE"
  | "NO_RESULT"
  | "OUTPUT_NOT_POSTED"
  | "INPUT_EMPTY"
  | "INPUT_TOO_LONG"
  | "DEADLINE_TOO_LATE"
  | "TIMEOUT";

/** Something about a request that the chain does not tell; what contracts refuse is a `ContractError`. */
export class OracleError extends OpenImoError {
  override readonly name = "OracleError";
  constructor(
    readonly code: OracleErrorCode,
    message: string,
  ) {
    super(message);
  }
}
