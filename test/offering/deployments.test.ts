import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { AbiCoder, ParamType, concat } from "ethers";
import { artifacts, network } from "hardhat";

import { launchOf, launchStruct } from "../../sdk/src/offering/index.ts";
import { compareCode } from "../../scripts/deploy/compare.ts";
import { launchContracts, protocolContracts } from "../../scripts/deploy/contracts.ts";
import { Launch } from "../../scripts/deploy/launch-module.ts";
import { readPlans, savePlan, type LaunchPlan } from "../../scripts/deploy/launch/plan.ts";
import { Protocol } from "../../scripts/deploy/protocol.ts";
import { launchParams } from "./fixture.ts";

const folder = fileURLToPath(new URL("../../artifacts/", import.meta.url));

describe("offering: deployments", () => {
  it("tells code that this build made from any other, and knows what it was made with", async () => {
    const { ethers, ignition, networkHelpers, provider } = await network.create();
    const [launcher, creator, contributors] = await ethers.getSigners();
    const protocol = await ignition.deploy(Protocol);
    const at = async (name: keyof typeof protocol) => protocol[name].getAddress();
    const defaults = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
    const params = {
      ...defaults,
      fees: { ...defaults.fees, holdersBps: 4_750 },
      vesting: { ...defaults.vesting, contributorsCliff: 1, contributorsDuration: 2 },
      sale: { ...defaults.sale, tickSize: 10n ** 17n },
    };
    const program = { textRoot: ethers.toBeHex(1, 32), dataRoot: ethers.toBeHex(2, 32), entry: 0, program: "program" };
    const shared = { registry: await at("registry"), factory: await at("factory") };
    const parameters = { Launch: { ...shared, ...program, params: launchStruct(params) } };
    const { token } = await ignition.deploy(Launch, { parameters });
    const launched = (await launchOf(launcher!, await at("factory"), 1n))!;
    expect(await token.getAddress()).to.equal(launched.token);
    const plan: LaunchPlan = {
      format: 1,
      status: "launched",
      chainId: 31337,
      config: `0x${"ab".repeat(32)}`,
      factory: await at("factory"),
      registry: await at("registry"),
      launcher: launcher!.address,
      currency: { address: ethers.ZeroAddress, symbol: "ETH", decimals: 18 },
      protocolBps: 250,
      params,
      launched,
      block: 1,
    };
    const contracts = launchContracts(plan, await at("oracle"));
    expect(contracts).to.have.lengthOf(7);

    let masked = 0;
    for (const { contract, address } of contracts.filter((it) => it.address !== launched.contributorVesting)) {
      const result = await compareCode(ethers.provider, folder, { contract, address });
      expect(result.matches, `${contract}: ${result.reason}`).to.equal(true);
      masked += result.masked;
    }
    expect(masked).to.be.greaterThan(1_000);
    const missing = contracts.find(({ address }) => address === launched.contributorVesting)!;
    expect(await compareCode(ethers.provider, folder, missing)).to.include({ matches: false, reason: "no code there" });

    // The arguments that sources are published with: they make this very code, immutables included. Not those that ask
    // who makes them (the timelock), or where they are (EIP-712 domains).
    let made = 0;
    for (const { contract, address, args } of contracts) {
      const name = contract.split(":")[1]!;
      if (!["CreatorVesting", "Proceeds", "Auction"].includes(name) || address === launched.contributorVesting)
        continue;
      const { abi, bytecode } = await artifacts.readArtifact(contract);
      const inputs = (abi as { type: string; inputs: ParamType[] }[]).find(
        ({ type }) => type === "constructor",
      )!.inputs;
      const types = inputs.map((input) => ParamType.from(input));
      const data = concat([bytecode, AbiCoder.defaultAbiCoder().encode(types, args)]);
      expect(await provider.request({ method: "eth_call", params: [{ data }, "latest"] }), name).to.equal(
        await ethers.provider.getCode(address),
      );
      made++;
    }
    expect(made).to.equal(3);

    const kept = await ethers.deployContract("VestingDeployer");
    const deployer = { "Protocol#VestingDeployer": await kept.getAddress(), "Protocol#OpML": await at("opml") };
    for (const one of protocolContracts(deployer)) {
      const result = await compareCode(ethers.provider, folder, one);
      expect(result.matches, `${one.contract}: ${result.reason}`).to.equal(true);
    }
    const [chunk] = protocolContracts({ "Protocol#VestingDeployer": deployer["Protocol#VestingDeployer"] });
    const slot = ethers.keccak256(ethers.toBeHex(0, 32));
    const held = `0x${(await ethers.provider.getStorage(chunk!.address, slot)).slice(26)}`;
    await networkHelpers.setCode(held, (await ethers.provider.getCode(held)).replace(/..$/, "00"));
    expect((await compareCode(ethers.provider, folder, chunk!)).reason).to.match(/^what it deploys: byte \d+/);
    const code = await ethers.provider.getCode(launched.proceeds);
    await networkHelpers.setCode(launched.proceeds, `${code.slice(0, 400)}ff${code.slice(402)}`);
    const tampered = contracts.find(({ address }) => address === launched.proceeds)!;
    expect((await compareCode(ethers.provider, folder, tampered)).reason).to.match(/^byte 199 is 0xff/);

    const directory = mkdtempSync(join(tmpdir(), "imo-records-"));
    try {
      const text = { ...params, token: { ...params.token, name: "12n", symbol: "7nn" } };
      const file = savePlan(directory, { ...plan, params: text });
      expect(readPlans(directory, 31337).get(file)).to.deep.equal({ ...plan, params: text });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
