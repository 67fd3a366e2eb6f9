import { ZeroAddress, ZeroHash, formatEther, parseEther } from "ethers";

import { commit, finalize, launch, settle, type Launched, type LaunchParams } from "@openimo/sdk/offering";

import type { Deployment } from "./1-deploy.ts";
import type { DigitsModel } from "./2-model.ts";
import type { Demo, Role } from "./context.ts";
import type { Figures } from "./figures.ts";
import { count, eth } from "./ui.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

const FEE = parseEther("0.01");

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

  const now = await chain.now();
  const params: LaunchParams = {
    token: {
      name: "Digits Revenue Share",
      symbol: "DIGIT",
      supply: parseEther("1000000"),
      claimableBps: 8_000,
      snapshotInterval: HOUR,
      revenueTokens: [],
    },
    allocation: { sale: 6_000, treasury: 2_000, creator: 2_000, contributors: 0 },
    sale: {
      currency: ZeroAddress,
      floor: parseEther("10"),
      cap: parseEther("30"),
      opensAt: now + 5 * 60,
      closesAt: now + DAY,
      settlementPeriod: HOUR,
      allowRoot: ZeroHash,
      limit: 0n,
    },
    release: {
      developer: ZeroAddress,
      treasuryBps: 2_000,
      upfrontBps: 1_000,
      duration: 365 * DAY,
      servedBy: now + 60 * DAY,
    },
    vesting: { cliff: 90 * DAY, duration: 730 * DAY },
    governance: {
      settings: { votingDelay: DAY, votingPeriod: 5 * DAY, proposalThreshold: parseEther("10000"), quorumBps: 400 },
      timelockDelay: 2 * DAY,
    },
    model: {
      existing: 0n,
      machine: model.machine,
      contentId: model.contentId,
      parent: 0n,
      pricing: { fee: FEE, callbackGasPrice: 2_000_000_000n, token: ZeroAddress, tokenFee: 0n },
    },
    fees: { holdersBps: 5_750, operatorBps: 3_000, creatorBps: 1_000, contributorsBps: 0, floorBps: 5_000 },
    creator: chain.people.issuer.address,
    contributors: ZeroAddress,
    salt: ZeroHash,
  };
  const launched = await launch(chain.people.issuer, deployment.factory, params);
  const launchGas = Number(launched.receipt.gasUsed);
  screen.fact("ImoFactory.launch", `${count(launchGas)} gas: token, sale, governor, timelock, vesting, fee schedule`);
  screen.fact("model", `#${launched.modelId}, controlled by the timelock`);
  screen.fact("allocation", "60% sale, 20% treasury, 20% creator (vesting)");
  screen.fact("terms", "600,000 DIGIT for at most 30 ETH; under 10 ETH everybody is refunded");

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
