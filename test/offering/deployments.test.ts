import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { AbiCoder, ParamType, concat } from "ethers";
import { artifacts, network } from "hardhat";

import { launchContext, launchOf, launchStruct } from "../../sdk/src/offering/index.ts";
import { compareCode } from "../../scripts/deploy/compare.ts";
import { launchClones, launchContracts, protocolContracts } from "../../scripts/deploy/contracts.ts";
import { Launch } from "../../scripts/deploy/launch-module.ts";
import { readPlans, savePlan, type LaunchPlan } from "../../scripts/deploy/launch/plan.ts";
import { Protocol } from "../../scripts/deploy/protocol.ts";
import { launchParams, texts } from "./fixture.ts";

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
      collection: texts,
    };
    const program = { textRoot: ethers.toBeHex(1, 32), dataRoot: ethers.toBeHex(2, 32), entry: 0, program: "program" };
    const shared = { registry: await at("registry"), factory: await at("factory") };
    const parameters = { Launch: { ...shared, ...program, params: launchStruct(params) } };
    const { token } = await ignition.deploy(Launch, { parameters });
    const launched = (await launchOf(launcher!, await at("factory"), 1n))!;
    expect(await token.getAddress()).to.equal(launched.token);
    const plan: LaunchPlan = {
      format: 2,
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
    const contracts = launchContracts(plan, await launchContext(launcher!, await at("factory")));
    const clones = launchClones(plan);
    const { modelId, ...parts } = launched;
    const addresses = [...contracts, ...clones].map(({ address }) => address);
    expect(modelId).to.equal(1n);
    expect(addresses.sort()).to.deep.equal(Object.values(parts).sort());
    expect(clones).to.have.lengthOf(4);

    let masked = 0;
    for (const one of [...contracts, ...clones]) {
      const result = await compareCode(ethers.provider, folder, one);
      expect(result.matches, `${one.contract}: ${result.reason}`).to.equal(true);
      masked += result.masked;
    }
    expect(masked).to.be.greaterThan(1_000);
    const missing = { ...clones[0]!, address: creator!.address };
    expect(await compareCode(ethers.provider, folder, missing)).to.include({ matches: false, reason: "no code there" });

    // The arguments that sources are published with: they make this very code, immutables included. Not those that ask
    // where they are (EIP-712 domains).
    let made = 0;
    for (const { contract, address, args } of contracts) {
      const name = contract.split(":")[1]!;
      if (!["Auction", "AigcNft"].includes(name)) continue;
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
    expect(made).to.equal(2);

    const kept = await (await ethers.deployContract("OfferingDeployer")).getAddress();
    const cloning = await ethers.deployContract("VestingDeployer");
    const deployer = { "Protocol#OfferingDeployer": kept, "Protocol#OpML": await at("opml") };
    for (const one of protocolContracts({ ...deployer, "Protocol#VestingDeployer": await cloning.getAddress() })) {
      const result = await compareCode(ethers.provider, folder, one);
      expect(result.matches, `${one.contract}: ${result.reason}`).to.equal(true);
    }
    const [chunk] = protocolContracts({ "Protocol#OfferingDeployer": kept });
    const slot = ethers.keccak256(ethers.toBeHex(0, 32));
    const held = `0x${(await ethers.provider.getStorage(chunk!.address, slot)).slice(26)}`;
    await networkHelpers.setCode(held, (await ethers.provider.getCode(held)).replace(/..$/, "00"));
    expect((await compareCode(ethers.provider, folder, chunk!)).reason).to.match(/^what it deploys: byte \d+/);
    const tampered = async (address: string) => {
      const code = await ethers.provider.getCode(address);
      await networkHelpers.setCode(address, `${code.slice(0, 400)}ff${code.slice(402)}`);
    };
    await tampered(launched.sale);
    const auction = contracts.find(({ address }) => address === launched.sale)!;
    expect((await compareCode(ethers.provider, folder, auction)).reason).to.match(/^byte 199 is 0xff/);
    // Of a clone what counts is what it executes.
    const [byDeployer] = protocolContracts({ "Protocol#VestingDeployer": await cloning.getAddress() });
    await tampered(await cloning.getFunction("implementation")());
    expect((await compareCode(ethers.provider, folder, byDeployer!)).reason).to.match(/^what it deploys: byte 199/);
    const wallet = clones.find(({ address }) => address === launched.vesting)!;
    await tampered(`0x${(await ethers.provider.getCode(wallet.address)).slice(22, 62)}`);
    expect((await compareCode(ethers.provider, folder, wallet)).reason).to.match(/^what it executes: byte 199/);
    await networkHelpers.setCode(wallet.address, await ethers.provider.getCode(launched.sale));
    expect((await compareCode(ethers.provider, folder, wallet)).reason).to.equal("is no clone");

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
