import { expect } from "chai";

import { deploy } from "../../scripts/demo/1-deploy.ts";
import { prepareModel } from "../../scripts/demo/2-model.ts";
import { offer } from "../../scripts/demo/3-offering.ts";
import { useOracle } from "../../scripts/demo/4-use.ts";
import { refuteWrongClaim } from "../../scripts/demo/5-fraud.ts";
import { refuteWrongChallenge } from "../../scripts/demo/6-troll.ts";
import { shareRevenue } from "../../scripts/demo/7-revenue.ts";
import { govern } from "../../scripts/demo/8-govern.ts";
import { createDemo } from "../../scripts/demo/context.ts";
import { Screen } from "../../scripts/demo/ui.ts";

/** Says nothing. */
class SilentScreen extends Screen {
  override line(): void {}
  override progress(): (done: number) => void {
    return () => {};
  }
}

describe("the whole loop", function () {
  this.timeout(600_000);

  it("ends with every answer right, every liar poorer, and every wei accounted for", async () => {
    const { chain } = await createDemo();
    const demo = { chain, screen: new SilentScreen() };
    const deployment = await deploy(demo);
    const model = await prepareModel(demo, deployment, 64);
    const offered = await offer(demo, deployment, model);
    const service = await useOracle(demo, deployment, model, offered);
    const fraud = await refuteWrongClaim(demo, deployment, model, service);
    const troll = await refuteWrongChallenge(demo, deployment, model, service);
    const revenue = await shareRevenue(demo, deployment, offered);
    const { treasury, paid, earnedBeforeStop, returned } = await govern(demo, deployment, offered);

    expect(model.figures.accuracy).to.be.at.least(0.97);
    expect(model.figures.bitEqualInputs).to.equal(64);
    expect(service.answers).to.have.length(6);
    for (const { answer, label } of service.answers) expect(answer).to.equal(label);

    expect([fraud.winner, troll.winner]).to.deep.equal(["challenger", "defender"]);
    for (const dispute of [fraud, troll]) {
      expect(dispute.rounds).to.equal(5); // 3 + 20 bits, 5 a round
      expect(dispute.transactions).to.equal(15);
      expect(BigInt(dispute.winnerGot) + BigInt(dispute.burned)).to.equal(BigInt(dispute.loserPaid));
      expect(BigInt(dispute.burned)).to.be.greaterThan(0n);
    }
    expect(revenue.conservationError).to.equal(0);
    expect(Object.values(revenue.recipients).reduce((sum, wei) => sum + BigInt(wei), 0n)).to.equal(
      BigInt(revenue.fees),
    );

    // A fifth of 30 ETH; 1 ETH by milestones; 28 days and some seconds of 2 ETH in 100 days, the rest stopped.
    expect(BigInt(treasury)).to.equal(6n * 10n ** 18n);
    expect(BigInt(paid)).to.equal(10n ** 18n);
    expect(BigInt(earnedBeforeStop) + BigInt(returned)).to.equal(2n * 10n ** 18n);
    expect(BigInt(earnedBeforeStop) / 10n ** 16n).to.equal(56n);
    expect(await chain.provider.getBalance(deployment.grants)).to.equal(0n);

    // Where the ETH lies in the end, contract by contract.
    const balance = (address: string) => chain.provider.getBalance(address);
    const opml = await chain.ethers.getContractAt("OpML", deployment.opml);
    const stakes = await Promise.all(
      (["operator", "liar"] as const).map((role) => opml.stakeOf(deployment.oracle, chain.people[role].address)),
    );
    const credits = await Promise.all(Object.values(chain.people).map(({ address }) => opml.creditOf(address)));
    const staked = stakes.reduce((sum, { free, leaving }) => sum + free + leaving, 0n);
    const credited = credits.reduce((sum, credit) => sum + credit, 0n);
    expect(await opml.burned()).to.equal(BigInt(fraud.burned) + BigInt(troll.burned));
    expect(await balance(deployment.opml)).to.equal(staked + credited + (await opml.burned()));
    expect(await balance(deployment.oracle)).to.equal(0n);
    expect(await balance(deployment.router)).to.equal(0n);
    expect(await balance(await service.consumer.getAddress())).to.equal(0n);
    expect(await balance(offered.token)).to.equal(BigInt(revenue.recipients["kept for holders"]!));
    const committed = BigInt(offered.figures.committed);
    const refunded = BigInt(offered.figures.refunded);
    expect((await balance(offered.sale)) + (await balance(offered.proceeds))).to.be.at.most(committed - refunded);
  });
});
