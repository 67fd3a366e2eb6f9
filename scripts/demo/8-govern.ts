import { parseEther } from "ethers";

import {
  approveMilestone,
  cancelGrant,
  castVote,
  delegate,
  execute,
  grantState,
  milestoneGrant,
  propose,
  queue,
  streamGrant,
  withdrawGrant,
  type Proposal,
} from "@openimo/sdk/governance";
import { release } from "@openimo/sdk/offering";

import type { Deployment } from "./1-deploy.ts";
import type { Offered } from "./3-offering.ts";
import type { Demo } from "./context.ts";
import type { Figures } from "./figures.ts";
import { eth } from "./ui.ts";

const DAY = 24 * 60 * 60;

/** Holders spend part of what was raised: one grant is earned and paid, another is stopped by vote. */
export async function govern(demo: Demo, deployment: Deployment, offered: Offered): Promise<Figures["governance"]> {
  const { chain, screen } = demo;
  screen.heading("Holders govern: one grant is paid, another is stopped");
  const { alice, bob, builder, writer } = chain.people;
  const { grants } = deployment;
  const { governor, proceeds, timelock, token } = offered;

  // It has claimed its own part of fees before.
  const fees = await chain.provider.getBalance(timelock);
  const { amount: treasury } = await release(alice, proceeds, "treasury");
  screen.fact("treasury", `${eth(treasury)} of what was raised; it moves by vote only`);
  for (const holder of [alice, bob]) await delegate(holder, token);
  await chain.pass(1);

  /** Proposed, voted, queued and executed: eight days. */
  const decide = async (proposal: Proposal) => {
    const { proposalId } = await propose(alice, governor, proposal);
    await chain.pass(DAY + 1);
    const inFavour = (await castVote(alice, governor, proposalId, "for")).weight;
    const against = (await castVote(bob, governor, proposalId, "against", "I would rather keep it")).weight;
    await chain.pass(5 * DAY);
    await queue(bob, governor, proposal);
    await chain.pass(2 * DAY);
    await execute(bob, governor, proposal);
    const share = Math.round(Number((100n * inFavour) / (inFavour + against)));
    screen.fact("passed", `"${proposal.description}", ${share}% for, carried out 8 days after it was proposed`);
  };

  const milestones = [parseEther("0.4"), parseEther("0.6")];
  const streamed = parseEther("2");
  const terms = { recipient: builder.address, reviewer: bob.address, milestones, purpose: "a reading app" };
  const start = (await chain.now()) + 8 * DAY;
  const stream = { recipient: writer.address, amount: streamed, start, duration: 100 * DAY, purpose: "handwriting" };
  await decide({
    calls: [milestoneGrant(grants, terms), streamGrant(grants, stream)],
    description: "1 ETH for an app, 2 ETH over 100 days for more handwriting",
  });

  let paid = 0n;
  for (const i of milestones.keys()) {
    await approveMilestone(bob, grants, 1n, i);
    paid += (await withdrawGrant(builder, grants, 1n)).amount;
  }
  screen.fact("grant 1", `both milestones approved by the reviewer, ${eth(paid)} paid`);

  await chain.pass(20 * DAY);
  const before = await chain.provider.getBalance(timelock);
  await decide({ calls: [cancelGrant(grants, 2n)], description: "stop the handwriting" });
  const { earned } = await grantState(alice, grants, 2n);
  await withdrawGrant(writer, grants, 2n);
  const held = await chain.provider.getBalance(timelock);
  const returned = held - before;
  screen.fact("grant 2", `stopped: ${eth(earned)} earned and kept, ${eth(returned)} back in the treasury`);
  const conservationError = treasury + fees - paid - earned - held;
  if (conservationError !== 0n) throw new Error(`the treasury does not balance: ${conservationError} wei`);
  return {
    treasury: treasury.toString(),
    paid: paid.toString(),
    earnedBeforeStop: earned.toString(),
    returned: returned.toString(),
    conservationError: Number(conservationError),
  };
}
