// What the issuer's commands refuse, and what they show, without a command line around them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";

import { nothingPending } from "../../scripts/cli/act.ts";
import { revenueCommands } from "../../scripts/cli/claim.ts";
import { openChain } from "../../scripts/cli/chain.ts";
import { plain } from "../../scripts/cli/output.ts";
import { requirePackage } from "../../scripts/deploy/launch/plan.ts";
import { buildPackage, verifyPackage, writePackage } from "../../sdk/src/models/index.ts";
import type { LaunchParams } from "../../sdk/src/offering/index.ts";
import { onnx } from "../models/support/onnx.ts";

/** What is said by the error that is thrown. */
const saying = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing",
    (error: unknown) => (error as Error).message,
  );

describe("offering: commands", () => {
  it("goes on with a deployment of which only a part was recorded", async () => {
    const directory = mkdtempSync(join(tmpdir(), "imo-records-"));
    try {
      mkdirSync(join(directory, "chain-31337"));
      const file = join(directory, "chain-31337/deployed_addresses.json");
      writeFileSync(file, JSON.stringify({ "Protocol#RiscVStep": ZeroAddress }));
      const flags = { network: "default", deployments: directory };
      const chain = await openChain(flags, { needsProtocol: false });
      expect(chain.chainId).to.equal(31337);
      await chain.close();
      expect(await saying(openChain(flags))).to.match(/was the deployment finished/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("does not go on with the launch of a package that has changed", async () => {
    const directory = mkdtempSync(join(tmpdir(), "imo-package-"));
    try {
      const net = onnx({
        inputs: [{ name: "x", dtype: "float32", shape: [1, 3] }],
        outputs: [{ name: "y", dtype: "float32" }],
        nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
      });
      const about = { name: "net", task: "test", description: "", licence: "MIT", dims: {}, parents: [] };
      const build = (version: string) => buildPackage(net, { ...about, version });
      await writePackage(directory, await build("1.0.0"));
      const contentId = (await verifyPackage(directory)).cid;
      const plan = { params: { model: { contentId } as LaunchParams["model"] } };
      await requirePackage(plan, directory);
      await writePackage(directory, await build("1.0.1"));
      expect(await saying(requirePackage(plan, directory))).to.match(
        new RegExp(`^the package has changed .*: it was ${contentId} and is baf\\w+; --restart`),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("sends nothing while something is pending", async () => {
    const { ethers, provider } = await network.create();
    const [signer] = await ethers.getSigners();
    const account = { provider: ethers.provider, address: signer!.address };
    await nothingPending(account);
    await provider.request({ method: "evm_setAutomine", params: [false] });
    await signer!.sendTransaction({ to: signer!.address });
    expect(await saying(nothingPending(account))).to.match(/^1 transaction\(s\) of 0x\w{40} are not mined yet/);
    await provider.request({ method: "evm_mine", params: [] });
    await nothingPending(account);
  });

  it("does not take a recipient that it would ignore", async () => {
    const claim = revenueCommands().find((command) => command.name() === "claim")!;
    const options = ["--model", "1", "--network", "default", "--account", "0x01", "--to", "0x02"];
    expect(await saying(claim.parseAsync(options, { from: "user" }))).to.match(/^--account is paid itself/);
  });

  it("shows texts of strangers as text", () => {
    const hostile = "pay me\u001b[2K\r\n  state  executed\u009b31m \u202egnp\u2066";
    expect(plain(hostile)).to.equal("pay me [2K   state  executed 31m  gnp ");
    expect(plain("Grüße, 東京 👩‍🚀")).to.equal("Grüße, 東京 👩‍🚀");
  });
});
