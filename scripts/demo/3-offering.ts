import { readFile } from "node:fs/promises";

import { formatEther, parseEther } from "ethers";

import { commit, finalize, settle, type Launched } from "@openimo/sdk/offering";

import { parseConfig } from "../deploy/launch/config.ts";
import { makePlan } from "../deploy/launch/plan.ts";
import { runLaunch } from "../deploy/launch/run.ts";
import { bars, money } from "../deploy/launch/summary.ts";
import type { Deployment } from "./1-deploy.ts";
import type { DigitsModel } from "./2-model.ts";
import type { Demo, Role } from "./context.ts";
import type { Figures } from "./figures.ts";
import { count, eth } from "./ui.ts";

const DAY = 24 * 60 * 60;

/** What each buyer brings: 45 ETH for 30 ETH worth of shares, with wei that do not divide evenly. */
const purses: readonly [Role, bigint][] = [
  ["alice", parseEther("20") + 1n],
  ["bob", parseEther("15") + 7n],
  ["carol", parseEther("10") + 5n],
];

export interface Offered extends Launched {
  readonly launchGas: number;
  readonly sale: string;
  readonly figures: Figures["sale"];
}

/** One transaction makes the token and its sale; three buyers want more than there is. */
export async function offer(demo: Demo, deployment: Deployment, model: DigitsModel): Promise<Offered> {
  const { chain, screen } = demo;
  screen.heading("The model is offered: one transaction, one sale, three buyers");

  const text = await readFile(new URL("imo.json", import.meta.url), "utf8");
  const config = { ...parseConfig(text), creator: chain.people.issuer.address };
  const plan = await makePlan(config, {
    runner: chain.people.issuer,
    chainId: 31337,
    factory: deployment.factory,
    launcher: chain.people.issuer.address,
    now: await chain.now(),
    packageAt: { machine: model.machine, cid: model.contentId },
  });
  const simulated = await chain.trying(() => runLaunch(plan, chain.people.issuer));
  const { allocation, sale, token } = plan.params;
  const parts = (["sale", "treasury", "creator"] as const).map((name) => [name, allocation[name], ""] as const);
  screen.line(bars(parts).replace(/^/gm, " "));
  screen.fact(
    "terms",
    `${money((token.supply / 10_000n) * BigInt(allocation.sale), 18, "DIGIT")} for at most ${eth(sale.cap)}; ` +
      `under ${eth(sale.floor)} everybody is refunded`,
  );
  screen.fact("simulated first", `${count(simulated.gas.launch!)} gas, token at ${simulated.plan.launched.token}`);
  const outcome = await runLaunch(plan, chain.people.issuer);
  const { launched } = outcome.plan;
  const launchGas = Number(outcome.gas.launch);
  screen.fact("ImoFactory.launch", `${count(launchGas)} gas: token, sale, governor, timelock, vesting, fee schedule`);
  screen.fact("model", `#${launched.modelId}, token at ${launched.token}: where it was to be`);
  const byVote = outcome.roles.filter(({ holder }) => holder === launched.timelock || holder === launched.governor);
  screen.fact(
    "privileged actions",
    `${outcome.roles.length}: ${byVote.length} need a vote, ${outcome.roles.length - byVote.length} is the creator's own wallet`,
  );

  await chain.pass(10 * 60);
  let committed = 0n;
  for (const [role, amount] of purses) {
    await commit(chain.people[role], launched.sale, { amount });
    committed += amount;
  }
  screen.note(`window closes with ${eth(committed)} committed, cap 30 ETH`);
  await chain.pass(DAY);

  const buyers: Figures["sale"]["buyers"] = {};
  const rows: string[][] = [];
  let raised = 0n;
  let refunded = 0n;
  for (const [role, amount] of purses) {
    const { shares, paid, refund } = await settle(chain.people[role], launched.sale);
    if (paid + refund !== amount) throw new Error(`${role} committed ${amount} wei, paid ${paid}, got ${refund} back`);
    raised += paid;
    refunded += refund;
    rows.push([role, eth(amount), eth(paid), eth(refund), `${formatEther(shares)} DIGIT`]);
    buyers[role] = {
      committed: amount.toString(),
      paid: paid.toString(),
      refund: refund.toString(),
      shares: shares.toString(),
    };
  }
  screen.table(["buyer", "committed", "paid", "refunded", "shares"], rows);
  await finalize(chain.people.issuer, launched.sale);
  screen.note(
    "what was raised is released to the developer as the model serves; committed = paid + refunded for every buyer, to the wei",
  );
  return {
    ...launched,
    launchGas,
    figures: { committed: committed.toString(), raised: raised.toString(), refunded: refunded.toString(), buyers },
  };
}
