// Generated from deployments/ by "npm run generate".

/** Where the protocol's contracts are on one chain. */
export interface ProtocolAddresses {
  readonly stepper: string;
  readonly opml: string;
  readonly registry: string;
  readonly router: string;
  readonly oracle: string;
  readonly factory: string;
  readonly grants: string;
}

/** By chain id. A chain that is not here has no deployment that the project knows of. */
export const addresses: Readonly<Record<number, ProtocolAddresses>> = {};
