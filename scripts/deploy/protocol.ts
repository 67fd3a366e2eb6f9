import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { courtParameters } from "./court.ts";

/**
 * The protocol, wired, with no key left in anybody's hand. Every parameter is fixed here for ever; docs/opml.md reasons
 * the defaults.
 */
export const Protocol = buildModule("Protocol", (m) => {
  const stepper = m.contract("RiscVStep");
  const loader = m.contract("BlobLoader");
  const opml = m.contract("OpML", [
    {
      challengeWindow: m.getParameter("challengeWindow", courtParameters.challengeWindow),
      clockBudget: m.getParameter("clockBudget", courtParameters.clockBudget),
      withdrawalDelay: m.getParameter("withdrawalDelay", courtParameters.withdrawalDelay),
      burnBps: m.getParameter("burnBps", courtParameters.burnBps),
      claimBond: m.getParameter("claimBond", courtParameters.claimBond),
      challengeBond: m.getParameter("challengeBond", courtParameters.challengeBond),
      stepper,
      loader,
    },
  ]);
  const registry = m.contract("ModelRegistry");
  const router = m.contract("FeeRouter", [
    registry,
    m.getParameter("protocolTreasury", m.getAccount(0)),
    m.getParameter("protocolBps", 250),
  ]);
  const oracle = m.contract("AIOracle", [opml, registry, router]);
  const renderer = m.contract("AigcRenderer");
  const collections = m.contract("AigcNftFactory", [oracle, renderer]);
  const factory = m.contract("ImoFactory", [
    registry,
    router,
    oracle,
    collections,
    {
      token: m.contract("TokenDeployer"),
      sale: m.contract("OfferingDeployer"),
      governor: m.contract("GovernorDeployer"),
      timelock: m.contract("TimelockDeployer"),
      vesting: m.contract("VestingDeployer"),
      proceeds: m.contract("ProceedsDeployer"),
      auction: m.contract("AuctionDeployer"),
    },
  ]);
  const grants = m.contract("Grants");
  return { stepper, loader, opml, registry, router, oracle, factory, grants, renderer, collections };
});
