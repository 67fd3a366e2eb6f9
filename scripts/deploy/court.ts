const DAY = 24 * 60 * 60;

/**
 * The court's parameters, but for its stepper. They are fixed for ever at deployment; docs/opml.md gives the reasons and
 * test/opml/Economics.test.ts holds the bonds to them.
 */
export const courtParameters = {
  /** Seconds in which a claim can be challenged. */
  challengeWindow: DAY,
  /** Seconds that each side has for all its moves of one game together. */
  clockBudget: DAY,
  /** Seconds between the announcement of a withdrawal of stake and the withdrawal. */
  withdrawalDelay: 7 * DAY,
  /** Part of a lost bond that is burned, in 1/10000. */
  burnBps: 5_000,
  /** Wei locked behind a claim. */
  claimBond: 10n ** 17n,
  /** Wei locked by a challenger. */
  challengeBond: 10n ** 17n,
};

/** What the bonds are meant to cover: the dearest game there is, at this gas price, this many times over. */
export const bondBasis = {
  /** Wei a unit of gas. */
  gasPrice: 25n * 10n ** 9n,
  /** In percent: 150 is one and a half times. */
  margin: 150n,
};
