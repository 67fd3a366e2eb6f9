// `imo launch` on a chain in another process, killed after each of its transactions.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo, type Server } from "node:net";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { ZeroAddress, parseEther } from "ethers";
import { network } from "hardhat";

import { protocolNames } from "../../scripts/deploy/records.ts";
import { buildPackage, writePackage } from "../../sdk/src/models/index.ts";
import { onnx } from "../models/support/onnx.ts";
import { deployProtocol } from "./fixture.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Stands between the command and the chain, and kills the command around a transaction. */
class Assassin {
  /** Where in the life of its next transaction the command dies. */
  moment: "mined, unheard of" | "pending" | "mined and heard of" | "never" = "never";
  victim: ChildProcess | undefined;
  sent = 0;
  readonly #server: HttpServer;

  constructor(readonly target: string) {
    this.#server = createHttpServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        this.#relay(Buffer.concat(parts).toString()).then(
          (text) => (text === undefined ? response.destroy() : response.end(text)),
          () => response.destroy(),
        );
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #relay(text: string): Promise<string | undefined> {
    const body = JSON.parse(text) as Request | Request[];
    const sends = [body].flat().some(({ method }) => method === "eth_sendTransaction");
    if (sends && this.moment === "pending") await call(this.target, "evm_setAutomine", false);
    const answer = await forward(this.target, text);
    if (!sends) return answer;
    this.sent += 1;
    if (this.moment === "never") return answer;
    if (this.moment === "mined and heard of") {
      setTimeout(() => this.victim?.kill("SIGKILL"), 20);
      return answer;
    }
    this.victim?.kill("SIGKILL");
    return undefined;
  }
}

async function forward(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return response.text();
}

async function call(url: string, method: string, ...params: unknown[]): Promise<unknown> {
  const answer = JSON.parse(await forward(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))) as {
    result: unknown;
  };
  return answer.result;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server: Server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe("imo launch", function () {
  this.timeout(300_000);
  const directory = mkdtempSync(join(tmpdir(), "imo-launch-"));
  let node: ChildProcess;
  let url: string;
  let assassin: Assassin;
  let proxy: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const hardhat = join(root, "node_modules/hardhat/dist/src/cli.js");
    node = spawn(process.execPath, [hardhat, "node", "--port", String(port)], { cwd: root, stdio: "ignore" });
    for (let tries = 0; ; tries++) {
      try {
        await call(url, "eth_chainId");
        break;
      } catch (error) {
        if (tries > 300) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    const { ethers } = await network.create({ network: "localhost", override: { url } });
    const { registry, router, oracle, factory, renderer, collections } = await deployProtocol(ethers);
    const made = {
      ModelRegistry: registry,
      FeeRouter: router,
      AIOracle: oracle,
      ImoFactory: factory,
      Grants: await ethers.deployContract("Grants"),
      AigcRenderer: renderer,
      AigcNftFactory: collections,
    };
    // A launch needs neither stepper nor court.
    const deployed = Object.fromEntries(Object.keys(protocolNames).map((id) => [id, ZeroAddress]));
    for (const [name, contract] of Object.entries(made)) deployed[`Protocol#${name}`] = await contract.getAddress();
    const folder = join(directory, "deployments/chain-31337");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "deployed_addresses.json"), JSON.stringify(deployed));

    const net = onnx({
      inputs: [{ name: "x", dtype: "float32", shape: [1, 3] }],
      outputs: [{ name: "y", dtype: "float32" }],
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    });
    const options = { name: "net", version: "1.0.0", task: "test", description: "", licence: "MIT", dims: {} };
    await writePackage(join(directory, "package"), await buildPackage(net, { ...options, parents: [] }));
    const config = JSON.parse(readFileSync(join(root, "models/digits/imo.json"), "utf8")) as { fees: object };
    // The protocol takes 5% here.
    const fees = { ...config.fees, holders: "50%" };
    const format = { kind: "text", outputBytes: 64 };
    const collection = { name: "Words", symbol: "WORD", mintFee: "0.01", royalty: "5%", format };
    writeFileSync(join(directory, "imo.json"), JSON.stringify({ ...config, fees, collection }));

    assassin = new Assassin(url);
    proxy = await assassin.listen();
  });

  after(() => {
    assassin?.close();
    node?.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });

  const launch = (...flags: string[]) => imo("launch", "--config", "imo.json", ...flags);

  function imo(...args: string[]): Promise<{ signal: string | null; out: string; err: string }> {
    const common = ["--network", "localhost", "--deployments", "deployments", "--json"];
    // tsx runs its script in a process of its own, which would outlive it: node loads tsx instead.
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/cli/main.ts", ...args, ...common], {
      cwd: root,
      env: { ...process.env, INIT_CWD: directory, LOCALHOST_RPC_URL: proxy, NO_COLOR: "1" },
    });
    assassin.victim = child;
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    return new Promise((resolve) => child.on("close", (_, signal) => resolve({ signal, out, err })));
  }

  async function resumeMining(): Promise<void> {
    await call(url, "evm_setAutomine", true);
    await call(url, "evm_mine");
  }

  const plans = (): string[] => readdirSync(join(directory, "deployments/chain-31337/models"));
  const plan = () =>
    JSON.parse(readFileSync(join(directory, "deployments/chain-31337/models", plans()[0]!), "utf8")) as {
      status: string;
      launcher: string;
      factory: string;
      launched: Record<string, string>;
      block: number;
    };

  /** Runs it until it dies at its next transaction, or to its end. What a killed run has left pending is mined while it waits. */
  async function launchUntil(moment: typeof assassin.moment, left?: typeof assassin.moment) {
    assassin.moment = moment;
    const mining = left === "pending" ? setTimeout(() => void resumeMining(), 4_000) : undefined;
    const run = await launch("--yes");
    clearTimeout(mining);
    expect(run.signal, run.err).to.equal(moment === "never" ? null : "SIGKILL");
    return run;
  }

  // Each time from the beginning: the program is registered, then it is launched.
  for (const [registering, launching] of [
    ["pending", "mined, unheard of"],
    ["mined, unheard of", "pending"],
    ["mined, unheard of", "mined and heard of"],
  ] as const) {
    it(`killed when its first transaction is ${registering} and its second ${launching}, deploys once, where it said`, async () => {
      const start = await call(url, "evm_snapshot");
      rmSync(join(directory, "deployments/chain-31337/models"), { recursive: true, force: true });
      assassin.sent = 0;

      await launchUntil(registering);
      expect(assassin.sent).to.equal(1);
      expect(plans()).to.have.lengthOf(1);
      const { status, launched: predicted } = plan();
      expect(status).to.equal("planned");
      expect(await call(url, "eth_getCode", predicted.token, "latest")).to.equal("0x");

      await launchUntil(launching, registering);
      expect(assassin.sent).to.equal(2);
      expect(plans()).to.have.lengthOf(1);
      // Told of its last transaction, it may have written that down before it died.
      if (launching !== "mined and heard of") expect(plan().status).to.equal("planned");
      expect({ ...plan().launched, modelId: "0n" }).to.deep.equal(predicted);

      const finished = await launchUntil("never", launching);
      // registerProgram and launch had been sent: nothing else is, and nothing twice.
      expect(assassin.sent).to.equal(2);
      const report = JSON.parse(finished.out) as { launched: Record<string, string>; roles: unknown[] };
      expect(report.launched).to.deep.equal({ ...predicted, modelId: "1n" });
      expect(report.roles).to.have.lengthOf(12);
      const { modelId, ...parts } = predicted;
      expect(modelId).to.equal("0n");
      expect(Object.keys(parts)).to.have.lengthOf(8);
      for (const [part, address] of Object.entries(parts)) {
        expect(await call(url, "eth_getCode", address, "latest"), part).to.have.length.greaterThan(2);
      }
      const { factory, block } = plan();
      const logs = (await call(url, "eth_getLogs", { address: factory, fromBlock: "0x0" })) as {
        blockNumber: string;
      }[];
      expect(logs).to.have.lengthOf(1);
      // Bids, proposals and grants are looked for from there on, though the launch was finished later.
      expect(block).to.be.lessThan(Number(logs[0]!.blockNumber));
      if (launching !== "mined and heard of") await call(url, "evm_revert", start);
    });
  }

  it("tries what is large before it is sent", async () => {
    await call(url, "evm_increaseTime", 700);
    await call(url, "evm_mine");
    const tried = await imo("sale", "commit", "20", "--model", "1");
    const shares = parseEther("400000").toString();
    expect(JSON.parse(tried.out), tried.err).to.include({ dryRun: true, sharesIfClosedNow: shares });
    expect(assassin.sent).to.equal(2);
  });
});
