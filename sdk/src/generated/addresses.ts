// Generated from deployments/ by "npm run generate".

/** Where the protocol's contracts are on one chain. */
export interface ProtocolAddresses {
  readonly stepper: string;
  readonly loader: string;
  readonly opml: string;
  readonly registry: string;
  readonly router: string;
  readonly oracle: string;
  readonly factory: string;
  readonly grants: string;
  readonly renderer: string;
  readonly collections: string;
}

/** Where a launched model's contracts are. */
export interface ModelAddresses {
  readonly modelId: bigint;
  readonly symbol: string;
  /** Events of the model start no later than a block before. */
  readonly block: number;
  readonly token: string;
  readonly sale: string;
  readonly governor: string;
  readonly timelock: string;
  readonly vesting: string;
  readonly proceeds: string;
  readonly contributorVesting: string;
}

/** By chain id. A chain that is not here has no deployment that the project knows of. */
export const addresses: Readonly<Record<number, ProtocolAddresses>> = {};

/** The launches that the project knows of, by chain id. */
export const models: Readonly<Record<number, readonly ModelAddresses[]>> = {};
