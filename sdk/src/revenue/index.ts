export { burn, redeemable, type BurnParams } from "./burn.ts";
export { claim, type ClaimParams } from "./claim.ts";
export { claimable, type ClaimableParams } from "./claimable.ts";
export { earnings, type Earning } from "./earnings.ts";
export { distributions, feeCreditOf, withdrawFees, type Distribution } from "./fees.ts";
export { revenueReport, type RecipientRevenue, type RevenueReport, type TokenRevenue } from "./report.ts";
export { revenueState, type RevenueState } from "./revenue-state.ts";
export { snapshot, type Snapshot } from "./snapshot.ts";
export { withdrawCredit } from "./withdraw-credit.ts";
