import { rejects } from "node:assert/strict";

import { expect } from "chai";

import { ContractError } from "../../sdk/src/errors.ts";
import { announceWithdrawal, deposit, Sender, stakeOf, withdraw } from "../../sdk/src/opml/index.ts";
import { startChain } from "../support/actors/chain.ts";

describe("an operator's stake", () => {
  it("is deposited for a client, announced to leave, and taken out after the delay", async () => {
    const chain = await startChain();
    const { court, client } = chain;
    const operator = chain.others[0]!;
    const to = chain.others[1]!.address;
    const sender = new Sender(operator, { pollEvery: 0.01 });
    await deposit(court, sender, client.address, 5n);
    await announceWithdrawal(court, sender, client.address, 2n);
    const stake = await stakeOf(court, client.address, operator.address);
    expect(stake).to.include({ free: 3n, leaving: 2n });

    const refused = (code: string) => (error: unknown) => error instanceof ContractError && error.code === code;
    await rejects(withdraw(court, sender, client.address, to), refused("WithdrawalNotReady"));
    await rejects(announceWithdrawal(court, sender, client.address, 4n), refused("StakeTooSmall"));
    await chain.setTime(stake.leavingAt);
    const before = await chain.provider.getBalance(to);
    await withdraw(court, sender, client.address, to);
    expect((await chain.provider.getBalance(to)) - before).to.equal(2n);
    expect(await stakeOf(court, client.address, operator.address)).to.include({ free: 3n, leaving: 0n });
  });
});
