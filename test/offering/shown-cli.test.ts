// What `imo launch` shows, and on which stream a password is asked for.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { ImoWorld, digits } from "../support/imo.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = ["--import", "tsx", "scripts/cli/main.ts"];
const hardhat = [join(root, "node_modules/hardhat/dist/src/cli.js")];
/** The first account of every local chain. */
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

describe("imo launch, shown", function () {
  this.timeout(240_000);
  let world: ImoWorld;

  before(async () => {
    world = await ImoWorld.create();
  });

  after(() => world?.close());

  const launch = (...flags: string[]) => world.run("launch", "--config", "imo.json", ...flags);

  it("prices an answer in ETH and in the ERC-20 that is accepted instead", async () => {
    const coin = await world.connection.ethers.deployContract("TestERC20");
    const pricing = { ...digits.pricing, token: await coin.getAddress(), tokenFee: "5" };
    await world.writeConfig({ pricing });
    expect((await launch("--dry-run")).out).to.include("0.01 ETH or 5 TST an answer, and 2 gwei for each");
    await world.writeConfig({});
    expect((await launch("--dry-run")).out).to.include("0.01 ETH an answer, and 2 gwei for each");
  });

  it("says of a finished launch that a dry run of it was one", async () => {
    await world.writeConfig({});
    const launched = async (...flags: string[]) => JSON.parse((await launch("--json", ...flags)).out) as object;
    expect(await launched("--yes")).to.include({ dryRun: false, status: "launched" });
    expect(await launched("--dry-run")).to.include({ dryRun: true, status: "launched" });
    expect((await launch("--dry-run")).out).to.match(/it was launched before: nothing was sent$/);
  });

  /** Runs node, and answers what it asks, in turn. */
  function node(args: readonly string[], answers: readonly string[]): Promise<{ out: string; err: string }> {
    // Continuous integration has no keystore, says Hardhat; and the environment goes before it.
    const hidden = ["CI", "GITHUB_ACTIONS", "CONTINUOUS_INTEGRATION", "BUILD_NUMBER", "RUN_ID", "HH_TEST"];
    const kept = Object.entries(process.env).filter(([name]) => !hidden.includes(name));
    const home = { HOME: world.directory, XDG_CONFIG_HOME: world.directory, APPDATA: world.directory };
    const env = { ...Object.fromEntries(kept), ...home, INIT_CWD: world.directory, NO_COLOR: "1" };
    const child = spawn(process.execPath, args, { cwd: root, env, timeout: 60_000 });
    const left = [...answers];
    const said = { out: "", err: "" };
    const answer = (chunk: Buffer) => {
      if (!/: $/.test(chunk.toString())) return;
      const next = left.shift();
      if (next !== undefined) child.stdin.write(`${next}\n`);
      if (left.length === 0) child.stdin.end();
    };
    child.stdout.on("data", (chunk: Buffer) => {
      said.out += chunk.toString();
      answer(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said.err += chunk.toString();
      answer(chunk);
    });
    return new Promise((resolve) => child.on("close", () => resolve(said)));
  }

  it("asks for the keystore's password on stderr, and prints one object", async () => {
    const password = "not a secret";
    const set = [...hardhat, "keystore", "set"];
    await node([...set, "SEPOLIA_RPC_URL"], [password, password, world.url]);
    await node([...set, "DEPLOYER_KEY"], [password, KEY]);
    const command = [...main, "sale", "status", "--model", "9", "--network", "sepolia", "--json"];
    const { out, err } = await node([...command, "--deployments", "deployments"], [password]);
    expect(err).to.match(/^\[hardhat-keystore\] Enter the password: \n$/);
    expect(JSON.parse(out), err).to.have.nested.property("error.code", "NO_MODEL");
    const alone = await node([...command, "--deployments", "deployments"], []);
    expect(JSON.parse(alone.out)).to.have.nested.property("error.code", "NO_PASSWORD");
  });
});
