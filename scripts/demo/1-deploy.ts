import { Protocol } from "../deploy/protocol.ts";
import type { Demo } from "./context.ts";
import { eth } from "./ui.ts";

const HOUR = 60 * 60;

/** The protocol's addresses, by contract. */
export interface Deployment {
  readonly opml: string;
  readonly registry: string;
  readonly router: string;
  readonly oracle: string;
  readonly factory: string;
  readonly grants: string;
  readonly challengeWindow: number;
}

/** Deploys the protocol with Ignition. Windows and clocks are an hour, so that the story fits a day. */
export async function deploy({ chain, screen }: Demo): Promise<Deployment> {
  screen.heading("The protocol is deployed (Hardhat Ignition, embedded chain)");
  const bond = 10n ** 17n;
  const { stepper, opml, registry, router, oracle, factory, grants } = await chain.ignition.deploy(Protocol, {
    parameters: {
      Protocol: {
        challengeWindow: HOUR,
        clockBudget: HOUR,
        claimBond: bond,
        challengeBond: bond,
        protocolTreasury: chain.people.treasury.address,
      },
    },
  });
  const contracts = {
    RiscVStep: stepper,
    OpML: opml,
    ModelRegistry: registry,
    FeeRouter: router,
    AIOracle: oracle,
    ImoFactory: factory,
    Grants: grants,
  };
  for (const [name, contract] of Object.entries(contracts)) screen.fact(name, await contract.getAddress());
  screen.note(`challenge window 1 h, chess clock 1 h a side, bonds ${eth(bond)} a side, half of a lost bond is burned`);
  return {
    opml: await opml.getAddress(),
    registry: await registry.getAddress(),
    router: await router.getAddress(),
    oracle: await oracle.getAddress(),
    factory: await factory.getAddress(),
    grants: await grants.getAddress(),
    challengeWindow: HOUR,
  };
}
