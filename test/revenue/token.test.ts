import { expect } from "chai";
import { network } from "hardhat";

import { benchToken } from "../../scripts/bench/token.ts";

const ether = 10n ** 18n;

describe("RevShareToken on a chain with blocks", () => {
  async function deploy() {
    const connection = await network.create();
    const { ethers } = connection;
    const [admin, alice, bob] = await ethers.getSigners();
    if (!admin || !alice || !bob) throw new Error("the simulated chain has no accounts");
    const token = await ethers.deployContract("RevShareToken", [
      {
        name: "Revenue of digits",
        symbol: "DIGITS",
        admin: admin.address,
        claimableBps: 10_000,
        snapshotInterval: 3600,
        firstSnapshotAt: 0,
        recipients: [alice.address, bob.address],
        amounts: [60n * ether, 40n * ether],
        revenueTokens: [],
      },
    ]);
    await admin.sendTransaction({ to: await token.getAddress(), value: ether });
    return { ethers, provider: connection.provider, token, alice, bob };
  }

  it("counts shares at the end of the snapshot's block, whatever the order within it", async () => {
    const { ethers, provider, token, alice, bob } = await deploy();
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const sent = [
      await token.connect(bob).transfer(alice.address, 40n * ether, { nonce: await bob.getNonce(), gasLimit: 200_000 }),
      await token.connect(alice).snapshot({ nonce: await alice.getNonce(), gasLimit: 200_000 }),
    ];
    const next = (await alice.getNonce()) + 1;
    sent.push(await token.connect(alice).transfer(bob.address, 90n * ether, { nonce: next, gasLimit: 200_000 }));
    sent.push(await token.connect(alice).claim(1, { nonce: next + 1, gasLimit: 200_000 }));
    await provider.request({ method: "evm_mine" });
    const receipts = await Promise.all(sent.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)));
    expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
    expect(receipts.map((receipt) => receipt?.status)).to.deep.equal([1, 1, 1, 0]);

    await provider.request({ method: "evm_mine" });
    expect(await token.balanceOfAt(alice.address, 1)).to.equal(10n * ether);
    expect(await token.claimableRevenue(alice.address, 1)).to.equal(ether / 10n);
    expect(await token.claimableRevenue(bob.address, 1)).to.equal((9n * ether) / 10n);
  });

  it("takes revenue from a transfer with 2,300 gas", async () => {
    const { ethers, token, alice } = await deploy();
    const before = await ethers.provider.getBalance(token);
    // 21,000 for the transaction and what Solidity's transfer() gives.
    await alice.sendTransaction({ to: await token.getAddress(), value: 5n, gasLimit: 23_300 });
    expect(await ethers.provider.getBalance(token)).to.equal(before + 5n);
  });
});

describe("gas of the revenue room", () => {
  /** The most that each may cost, a whole transaction. */
  const limits: Record<string, number> = {
    "token.transferSteady": 42_000,
    "token.transferAfterSnapshot": 90_000,
    "token.snapshot": 60_000,
    "token.claim": 58_000,
    "token.claimBatch10": 100_000,
    "token.burn": 62_000,
    "token.burnAfterSnapshot": 110_000,
    "token.distribute5": 120_000,
  };

  it("stays within its limits", async () => {
    const figures = await benchToken();
    for (const [name, limit] of Object.entries(limits)) expect(figures[name], name).to.be.at.most(limit);
  });
});
