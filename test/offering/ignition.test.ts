// A launch by Hardhat's own command for Ignition's modules.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { config } from "hardhat";

import { ImoWorld } from "../support/imo.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("npx hardhat ignition deploy", function () {
  this.timeout(240_000);
  const deploymentId = `test-${process.pid}`;
  let world: ImoWorld;

  before(async () => {
    world = await ImoWorld.create();
  });

  after(async () => {
    rmSync(join(root, "deployments", deploymentId), { recursive: true, force: true });
    await world?.close();
  });

  it("deploys what is tested, without building it again", () => {
    expect(config.solidity.profiles["production"]).to.equal(config.solidity.profiles["default"]);
  });

  it("launches what imo launch has planned", async () => {
    await world.writeConfig({});
    const planned = await world.run("launch", "--config", "imo.json", "--parameters", "launch.json");
    expect(planned.out, planned.err).to.match(
      /^wrote launch\.json, for npx hardhat ignition deploy modules\/launch\.ts$/,
    );
    const parameters = join(world.directory, "launch.json");
    const command = ["ignition", "deploy", "modules/launch.ts", "--parameters", parameters, "--network", "localhost"];
    const child = spawn(
      process.execPath,
      [join(root, "node_modules/hardhat/dist/src/cli.js"), ...command, "--deployment-id", deploymentId],
      { cwd: root, env: { ...process.env, LOCALHOST_RPC_URL: world.url }, timeout: 120_000 },
    );
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code, said).to.equal(0);
    const { sale, error } = await world.json("sale", "status", "--model", "1");
    expect(error).to.equal(undefined);
    expect(said).to.include(`Launch#RevShareToken - ${(sale as { token: string }).token}`);
  });
});
