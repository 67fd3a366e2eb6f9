import { formatEther } from "ethers";

import { burn, claim, distributions, revenueState, snapshot, withdrawFees } from "@openimo/sdk/revenue";

import type { Deployment } from "./1-deploy.ts";
import type { Offered } from "./3-offering.ts";
import type { Demo, Role } from "./context.ts";
import type { Figures } from "./figures.ts";
import { eth } from "./ui.ts";

const DAY = 24 * 60 * 60;

/** Final fees have been split; holders share theirs, one of them leaves, and every wei is accounted for. */
export async function shareRevenue(demo: Demo, deployment: Deployment, offered: Offered): Promise<Figures["revenue"]> {
  const { chain, screen } = demo;
  screen.heading("Revenue: fees of final answers are split, holders claim, one burns");
  const { token, timelock, vesting } = offered;
  const { treasury, operator, issuer, carol } = chain.people;

  const splits = await distributions(chain.provider, deployment.router);
  const sum = (part: (split: (typeof splits)[number]) => bigint) => splits.reduce((total, s) => total + part(s), 0n);
  const fees = sum((s) => s.protocol + s.operatorShare + s.creator + s.contributors + s.holders);
  screen.fact("fees", `${eth(fees)} of ${splits.length} final answers, split by the model's schedule`);

  const recipients: Record<string, bigint> = {
    protocol: (await withdrawFees(treasury, deployment.router)).amount,
    operator: (await withdrawFees(operator, deployment.router)).amount,
    creator: (await withdrawFees(issuer, deployment.router)).amount,
  };

  await chain.pass(DAY);
  const { snapshotId, claimable, retained } = await snapshot(chain.people.alice, token);
  screen.fact("snapshot", `#${snapshotId}: ${eth(claimable)} to claim, ${eth(retained)} kept for those who burn`);
  await chain.pass(12);

  const snapshotIds = [snapshotId];
  for (const role of ["alice", "bob", "carol"] satisfies Role[]) {
    recipients[role] = (await claim(chain.people[role], token, { snapshotIds })).amount;
  }
  // Shares in contracts earn too; anyone may push their part to them.
  recipients["timelock (treasury)"] = (await claim(issuer, token, { snapshotIds, account: timelock })).amount;
  recipients["vesting (creator)"] = (await claim(issuer, token, { snapshotIds, account: vesting })).amount;

  const shares = await chain.ethers.getContractAt("RevShareToken", token);
  const held = await shares.balanceOf(carol.address);
  const { paid } = await burn(carol, token, { amount: held });
  recipients["carol, burning"] = paid;
  screen.note(`carol burns all her ${formatEther(held)} DIGIT and redeems her part of the pool`);

  const { reserved, pool, pending } = await revenueState(chain.provider, token);
  recipients["kept for holders"] = reserved + pool + pending;

  const paidOut = Object.values(recipients).reduce((total, amount) => total + amount, 0n);
  const conservationError = fees - paidOut;
  screen.table(
    ["who", "wei", "ETH"],
    [
      ...Object.entries(recipients).map(([who, wei]) => [who, wei.toString(), eth(wei)]),
      ["sum", paidOut.toString(), eth(paidOut)],
      ["fees", fees.toString(), eth(fees)],
    ],
  );
  if (conservationError !== 0n) throw new Error(`the books do not balance: ${conservationError} wei`);
  screen.note("sum = fees, to the wei");
  return {
    fees: fees.toString(),
    recipients: Object.fromEntries(Object.entries(recipients).map(([who, wei]) => [who, wei.toString()])),
    conservationError: Number(conservationError),
  };
}
