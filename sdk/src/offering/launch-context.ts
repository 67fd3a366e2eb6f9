import type { ContractRunner } from "ethers";

import { IAigcNftFactory__factory } from "../../../types/ethers-contracts/factories/content/interfaces/IAigcNftFactory__factory.ts";
import { IImoFactory__factory } from "../../../types/ethers-contracts/factories/offering/interfaces/IImoFactory__factory.ts";
import { IFeeRouter__factory } from "../../../types/ethers-contracts/factories/revenue/interfaces/IFeeRouter__factory.ts";

/** What every launch by a factory has in common. */
export interface LaunchContext {
  readonly registry: string;
  readonly router: string;
  readonly oracle: string;
  /** Of the NFTs' metadata. */
  readonly renderer: string;
  /** The protocol's part of fees, in basis points: with it, a launch's parts sum to 10,000. */
  readonly protocolBps: number;
}

/**
 * Reads what a launch is wired to.
 *
 * @param factory address of the ImoFactory
 */
export async function launchContext(runner: ContractRunner, factory: string): Promise<LaunchContext> {
  const contract = IImoFactory__factory.connect(factory, runner);
  const [registry, router, oracle, collections] = await Promise.all([
    contract.registry(),
    contract.feeRouter(),
    contract.oracle(),
    contract.collections(),
  ]);
  const [protocolBps, renderer] = await Promise.all([
    IFeeRouter__factory.connect(router, runner).protocolBps(),
    IAigcNftFactory__factory.connect(collections, runner).renderer(),
  ]);
  return { registry, router, oracle, renderer, protocolBps: Number(protocolBps) };
}
