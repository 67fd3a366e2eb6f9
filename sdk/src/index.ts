/**
 * The SDK, a namespace a room. Import a room alone (`@openimo/sdk/oracle`) to load no more than you use.
 *
 * @module
 */
export {
  addresses,
  models as launchedModels,
  type ModelAddresses,
  type ProtocolAddresses,
} from "./generated/addresses.ts";
export * as abi from "./generated/abi/index.ts";
export { ContractError, decodeError, isTransient } from "./errors.ts";
export * as blobs from "./blobs/index.ts";
export * as governance from "./governance/index.ts";
export * as content from "./content/index.ts";
export * as models from "./models/index.ts";
export * as registry from "./models/registry/index.ts";
export * as node from "./node/index.ts";
export * as offering from "./offering/index.ts";
export * as opml from "./opml/index.ts";
export * as oracle from "./oracle/index.ts";
export * as revenue from "./revenue/index.ts";
export * as riscv from "./riscv/index.ts";
