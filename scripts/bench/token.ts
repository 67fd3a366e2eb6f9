// Gas of the revenue room, each figure the whole transaction: intrinsic gas and calldata included, refunds deducted.
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

import type { RevShareToken } from "../../types/ethers-contracts/index.ts";

const hour = 3600;
const ether = 10n ** 18n;

/** Figures named "token.<what>", in gas. */
export async function benchToken(): Promise<Record<string, number>> {
  const { ethers, networkHelpers } = await network.create();
  const [deployer, alice, bob, carol] = await ethers.getSigners();
  if (!deployer || !alice || !bob || !carol) throw new Error("the simulated chain has no accounts");
  const figures: Record<string, number> = {};

  const gas = async (sent: Promise<ContractTransactionResponse>): Promise<number> => {
    const receipt: ContractTransactionReceipt | null = await (await sent).wait();
    if (receipt === null) throw new Error("the transaction was not mined");
    return Number(receipt.gasUsed);
  };
  const deploy = async (): Promise<RevShareToken> => {
    const holders = [alice, bob, carol].map(({ address }) => address);
    return ethers.deployContract("RevShareToken", [
      {
        name: "Digits revenue share",
        symbol: "DIGITS",
        admin: deployer.address,
        claimableBps: 8_000,
        snapshotInterval: hour,
        firstSnapshotAt: 0,
        recipients: holders,
        amounts: holders.map(() => 100_000_000n * ether),
        revenueTokens: [],
      },
    ]);
  };
  const earn = async (token: RevShareToken) => {
    await deployer.sendTransaction({ to: await token.getAddress(), value: ether });
  };
  const nextSnapshot = async (token: RevShareToken): Promise<number> => {
    await earn(token);
    await networkHelpers.time.increase(hour);
    return gas(token.snapshot());
  };

  {
    const token = await deploy();
    figures["token.transferSteady"] = await gas(token.connect(alice).transfer(bob.address, ether));
    await nextSnapshot(token);
    await token.connect(alice).transfer(bob.address, ether);
    figures["token.snapshot"] = await nextSnapshot(token);
    figures["token.transferAfterSnapshot"] = await gas(token.connect(alice).transfer(bob.address, ether));

    figures["token.claimFirst"] = await gas(token.connect(carol).claim(1));
    figures["token.claim"] = await gas(token.connect(carol).claim(2));
    const first = Number(await token.lastSnapshotId()) + 1;
    for (let i = 0; i < 20; i++) await nextSnapshot(token);
    const ids = (from: number) => Array.from({ length: 10 }, (_, i) => from + i);
    figures["token.claimBatch10First"] = await gas(token.connect(bob).claimBatch(ids(first)));
    figures["token.claimBatch10"] = await gas(token.connect(carol).claimBatch(ids(first)));
    figures["token.claimRecord10"] = await gas(token.connect(bob).claimBatch(ids(first + 10)));
  }

  {
    const token = await deploy();
    await nextSnapshot(token);
    await earn(token);
    figures["token.burnAfterSnapshot"] = await gas(token.connect(alice).burn(ether));
    const burns: number[] = [];
    for (let i = 0; i < 8; i++) burns.push(await gas(token.connect(alice).burn(ether)));
    figures["token.burn"] = burns.reduce((sum, burn) => sum + burn, 0) / burns.length;
    figures["token.burnWorst"] = Math.max(...burns);
    figures["token.burnBest"] = Math.min(...burns);
  }
  return figures;
}
