// Refusals of contracts, in words: what was wrong, and the way out.
import { formatEther } from "ethers";

import { ContractError } from "../../sdk/src/errors.ts";
// Not by the index: what works without a chain must not need the types of contracts, which the build makes.
import { proposalStates } from "../../sdk/src/governance/proposal-states.ts";

type Values = Readonly<Record<string, unknown>>;

const states = ["has not opened yet", "is open", "is over, and succeeded", "is over, and failed"];
const when = (at: unknown): string => new Date(1000 * Number(at)).toISOString().replace(".000Z", "Z");
const stateOf = ({ state }: Values): string => states[Number(state)] ?? `is in state ${String(state)}`;

const refusals: Readonly<Record<string, (values: Values) => string>> = {
  NotOpen: (v) => `the sale ${stateOf(v)}: money can be committed only while it is open`,
  NotClosed: (v) => `the sale ${stateOf(v)}: settle when its window is over`,
  NotCleared: () => "the auction has no price yet: imo sale settle finds it first",
  NothingCommitted: (v) => `${String(v.buyer)} has committed nothing, or has been settled`,
  NothingBid: (v) => `${String(v.bidder)} has no bid at rung ${String(v.tick)}, or it has been settled`,
  NotAllowed: (v) => `${String(v.buyer)} is not on the sale's allow-list: --allow-list names the file of the list`,
  LimitExceeded: (v) =>
    `that would make ${String(v.committed)} units for ${String(v.buyer)}; the limit is ${String(v.limit)}`,
  SharesMissing: () => "the sale does not hold the shares that it sells",
  AlreadyFinalized: () => "the sale has been finalized: nothing is left to do",
  NothingToRelease: (v) => `nothing is due to ${String(v.to)} at present`,
  NothingToRefund: (v) => `nothing is refunded to ${String(v.holder)}, or it has been paid`,
  RefundTooEarly: (v) => `the model has until ${when(v.servedBy)} to serve`,
  AlreadyServed: () => "a final answer of the model has been shown",
  NotReleasing: () => "what was raised is not released any more",
  NotServed: (v) => `request ${String(v.requestId)} has no such answer of the model, or it is not final yet`,
  NobodyEligible: () => "nobody has shares to be refunded for: settle the sale first",
  SnapshotMissing: () =>
    "a refund needs a recent snapshot, taken after the date: imo claim --snapshot takes one, a moment before; if there is no revenue to share, send the token a little",
  SnapshotTooEarly: () => "the next snapshot is not due yet",
  NothingToShare: () => "there is no revenue to share since the last snapshot",
  NothingToWithdraw: () => "burning has credited nothing that is left",
  PaymentFailed: (v) => `${String(v.to)} does not take ETH: --to names another recipient, if it is the account's own`,
  PaymentExceeded: (v) => `${String(v.asset)} took more than it was told to send, so it was sent nothing`,
  TokenShort: (v) =>
    `${String(v.held)} units of ${String(v.token)} are left of ${String(v.owed)} that are owed: only a holder itself can take a cut, and nobody nothing`,
  NothingToRedeem: () => "burning these shares would redeem nothing",
  GovernanceNotOpen: (v) => `nothing can be proposed before ${when(v.opensAt)}, when every buyer can have been settled`,
  GovernorInsufficientProposerVotes: (v) =>
    `${String(v.proposer)} has ${shares(v.votes)} shares delegated to it and needs ${shares(v.threshold)}: imo delegate`,
  GovernorAlreadyCastVote: (v) => `${String(v.voter)} has voted on this`,
  GovernorNonexistentProposal: (v) => `there is no proposal ${String(v.proposalId)}`,
  GovernorUnexpectedProposalState: (v) =>
    `the proposal is ${proposalStates[Number(v.current)] ?? String(v.current)}: imo proposal tells what comes when; to propose the same again, give another --description`,
  TimelockUnexpectedOperationState: () => "the timelock's delay is not over: imo proposal tells when it is",
  NotRecipient: (v) => `only the grant's recipient takes money out, and ${String(v.caller)} is not`,
  NotReviewer: (v) => `only the grant's reviewer approves, and ${String(v.caller)} is not`,
  NothingEarned: () => "nothing is earned that has not been taken out",
  WrongMilestone: (v) => `the next milestone is ${String(v.next)}, not ${String(v.milestone)}`,
  GrantIsCancelled: () => "the grant was cancelled",
  UnknownGrant: (v) => `there is no grant ${String(v.grantId)}`,
  NotModelController: (v) =>
    `model ${String(v.modelId)} is controlled by ${String(v.controller)}, not ${String(v.caller)}`,
};

const shares = (units: unknown): string => formatEther(units as bigint).replace(/\.0$/, "");

/** An error for people. */
export function explain(error: unknown): string {
  if (!(error instanceof ContractError)) return error instanceof Error ? error.message : String(error);
  const say = refusals[error.code];
  return say === undefined ? error.message : `${say(error.values)} (${error.code})`;
}
