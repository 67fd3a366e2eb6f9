// Gas of the revenue room, each figure the whole transaction: intrinsic gas and calldata included, refunds deducted.
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

import type { RevShareToken } from "../../types/ethers-contracts/index.ts";
import { benchMint } from "./mint.ts";

const hour = 3600;
const ether = 10n ** 18n;

/** Figures named "token.<what>", in gas. */
export async function benchToken(): Promise<Record<string, number>> {
  const { ethers, networkHelpers } = await network.create();
  const [deployer, alice, bob, carol, dave] = await ethers.getSigners();
  if (!deployer || !alice || !bob || !carol || !dave) throw new Error("the simulated chain has no accounts");
  const figures: Record<string, number> = {};

  const gas = async (sent: Promise<ContractTransactionResponse>): Promise<number> => {
    const receipt: ContractTransactionReceipt | null = await (await sent).wait();
    if (receipt === null) throw new Error("the transaction was not mined");
    return Number(receipt.gasUsed);
  };
  const deploy = async (): Promise<RevShareToken> => {
    const holders = [alice, bob, carol, dave].map(({ address }) => address);
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

    // Carol is idle: she holds what she was issued. A holder's first claim of all costs a fresh word more.
    figures["token.claimFirst"] = await gas(token.connect(carol).claim(1));
    figures["token.claim"] = await gas(token.connect(carol).claim(2));
    for (let i = 0; i < 10; i++) await nextSnapshot(token);
    const ids = Array.from({ length: 10 }, (_, i) => 3 + i);
    figures["token.claimBatch10First"] = await gas(token.connect(dave).claimBatch(ids));
    figures["token.claimBatch10"] = await gas(token.connect(carol).claimBatch(ids));
  }

  {
    const token = await deploy();
    for (let i = 0; i < 3; i++) await token.connect(alice).burn(ether);
    await nextSnapshot(token);
    await earn(token);
    const after: number[] = [];
    after.push(await gas(token.connect(alice).burn(ether)));
    // The supply's history takes a fresh word with every second burn: each figure is the mean of an even number.
    const steady: number[] = [];
    for (let i = 0; i < 6; i++) steady.push(await gas(token.connect(alice).burn(ether)));
    await nextSnapshot(token);
    after.push(await gas(token.connect(alice).burn(ether)));
    figures["token.burn"] = mean(steady);
    figures["token.burnWorst"] = Math.max(...steady);
    figures["token.burnAfterSnapshot"] = mean(after);
    figures["token.burnAfterSnapshotWorst"] = Math.max(...after);
  }

  {
    const token = await deploy();
    const controllers = await ethers.deployContract("ToyControllers");
    const router = await ethers.deployContract("FeeRouter", [await controllers.getAddress(), carol.address, 250]);
    const schedule = {
      holders: await token.getAddress(),
      creator: alice.address,
      contributors: bob.address,
      holdersBps: 4_000,
      operatorBps: 3_000,
      creatorBps: 2_000,
      contributorsBps: 750,
    };
    const scheduleHash = await router.hashSchedule(schedule);
    const pay = () => gas(router.distribute(schedule, scheduleHash, dave.address, 1, { value: ether }));
    figures["token.distribute5First"] = await pay();
    figures["token.distribute5"] = await pay();
    figures["token.withdraw"] = await gas(router.connect(alice).withdraw(ethers.ZeroAddress));
  }
  Object.assign(figures, await benchMint());
  return figures;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
