import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";

import { Screen } from "./ui.ts";

/** Who takes part, by the account that plays it. */
const roles = [
  "deployer",
  "treasury",
  "issuer",
  "alice",
  "bob",
  "carol",
  "dapp",
  "operator",
  "liar",
  "watchtower",
  "troll",
  "builder",
  "writer",
] as const;
export type Role = (typeof roles)[number];

export type Chain = Awaited<ReturnType<typeof connect>>;

async function connect() {
  const connection = await network.create();
  const signers = await connection.ethers.getSigners();
  const people = Object.fromEntries(roles.map((role, i) => [role, signers[i]!])) as Record<Role, HardhatEthersSigner>;
  const { time, takeSnapshot } = connection.networkHelpers;
  return {
    people,
    provider: connection.ethers.provider,
    ethers: connection.ethers,
    ignition: connection.ignition,
    /** Chain time, seconds. */
    now: () => time.latest(),
    /** Lets `seconds` of chain time pass. */
    pass: (seconds: number) => time.increase(seconds),
    /** Does something, and undoes it. */
    async trying<T>(action: () => Promise<T>): Promise<T> {
      const before = await takeSnapshot();
      try {
        return await action();
      } finally {
        await before.restore();
      }
    },
    /** Whose address this is, or the address. */
    nameOf: (address: string): string =>
      roles.find((role) => people[role].address.toLowerCase() === address.toLowerCase()) ?? address,
  };
}

/** What every step of the demo works with. */
export interface Demo {
  readonly chain: Chain;
  readonly screen: Screen;
}

export async function createDemo(): Promise<Demo> {
  return { chain: await connect(), screen: new Screen() };
}
