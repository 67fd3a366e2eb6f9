import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

const DAY = 24 * 60 * 60;

/**
 * The protocol, wired, with no key left in anybody's hand. Every parameter is fixed here for ever; docs/opml.md reasons
 * the defaults.
 */
export const Protocol = buildModule("Protocol", (m) => {
  const stepper = m.contract("RiscVStep");
  const opml = m.contract("OpML", [
    {
      challengeWindow: m.getParameter("challengeWindow", DAY),
      clockBudget: m.getParameter("clockBudget", DAY),
      withdrawalDelay: m.getParameter("withdrawalDelay", 7 * DAY),
      burnBps: m.getParameter("burnBps", 5_000),
      claimBond: m.getParameter("claimBond", 10n ** 17n),
      challengeBond: m.getParameter("challengeBond", 10n ** 17n),
      stepper,
    },
  ]);
  const registry = m.contract("ModelRegistry");
  const router = m.contract("FeeRouter", [
    registry,
    m.getParameter("protocolTreasury", m.getAccount(0)),
    m.getParameter("protocolBps", 250),
  ]);
  const oracle = m.contract("AIOracle", [opml, registry, router]);
  const factory = m.contract("ImoFactory", [
    registry,
    router,
    oracle,
    {
      token: m.contract("TokenDeployer"),
      sale: m.contract("OfferingDeployer"),
      governor: m.contract("GovernorDeployer"),
      timelock: m.contract("TimelockDeployer"),
      vesting: m.contract("VestingDeployer"),
      proceeds: m.contract("ProceedsDeployer"),
    },
  ]);
  return { stepper, opml, registry, router, oracle, factory };
});
