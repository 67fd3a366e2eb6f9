// The command line on a chain of this process: commands run in another, which reaches the chain over HTTP as anybody would.
import { fork, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { network } from "hardhat";

import { Protocol } from "../../scripts/deploy/protocol.ts";
import { protocolNames, type ProtocolName } from "../../scripts/deploy/records.ts";
import { buildPackage, writePackage } from "../../sdk/src/models/index.ts";
import { onnx } from "../models/support/onnx.ts";
import type { Run } from "./imo-session.ts";

/** What `models/digits` is offered by. */
export const digits = JSON.parse(
  readFileSync(new URL("../../models/digits/imo.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const session = fileURLToPath(new URL("imo-session.ts", import.meta.url));

interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** A simulated chain with the protocol on it, its records, and commands that work on it. */
export class ImoWorld {
  /** Where commands look for files. */
  readonly directory = mkdtempSync(join(tmpdir(), "imo-"));
  /** Of the chain. */
  url = "";
  readonly #server = createServer();
  #child: ChildProcess | undefined;

  private constructor(
    readonly connection: Awaited<ReturnType<typeof network.create>>,
    /** Of the process in which commands run. */
    readonly environment: Readonly<Record<string, string>>,
    readonly protocol: Readonly<Record<ProtocolName, string>>,
  ) {}

  /**
   * @param parameters of the Protocol module
   * @param options `environment`: of the process in which commands run
   */
  static async create(
    parameters: Record<string, number | bigint> = {},
    { chainId = 31_337, environment = {} }: { chainId?: number; environment?: Record<string, string> } = {},
  ): Promise<ImoWorld> {
    const connection = await network.create({ network: "default", override: { chainId } });
    const made = await connection.ignition.deploy(Protocol, { parameters: { Protocol: parameters } });
    const entries = await Promise.all(
      Object.entries(protocolNames).map(async ([id, name]) => [id, name, await made[name].getAddress()] as const),
    );
    const protocol = Object.fromEntries(entries.map(([, name, address]) => [name, address]));
    const world = new ImoWorld(connection, environment, protocol as Record<ProtocolName, string>);
    const records = join(world.directory, `deployments/chain-${chainId}`);
    mkdirSync(records, { recursive: true });
    const deployed = Object.fromEntries(entries.map(([id, , address]) => [id, address]));
    writeFileSync(join(records, "deployed_addresses.json"), JSON.stringify(deployed));
    await world.#start();
    return world;
  }

  /** The program of `launchParams` in the offering's fixture, without which nothing is launched. */
  async registerProgram(): Promise<void> {
    const { ethers } = this.connection;
    const registry = await ethers.getContractAt("ModelRegistry", this.protocol.registry);
    await registry.registerProgram(ethers.toBeHex(1, 32), ethers.toBeHex(2, 32), 0, "program");
  }

  /** Writes `imo.json`, which is that of digits with some fields changed, and a small package beside it. */
  async writeConfig(changes: Readonly<Record<string, unknown>>): Promise<void> {
    if (!existsSync(join(this.directory, "package"))) {
      const net = onnx({
        inputs: [{ name: "x", dtype: "float32", shape: [1, 3] }],
        outputs: [{ name: "y", dtype: "float32" }],
        nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
      });
      const about = { name: "net", version: "1.0.0", task: "test", description: "", licence: "MIT", dims: {} };
      await writePackage(join(this.directory, "package"), await buildPackage(net, { ...about, parents: [] }));
    }
    writeFileSync(join(this.directory, "imo.json"), JSON.stringify({ ...digits, ...changes }));
  }

  /** Runs `imo <args>`. */
  async run(...args: string[]): Promise<Run> {
    const child = this.#child!;
    return new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`the session ended with ${code}`));
      child.once("exit", gone);
      child.once("message", (run: Run) => {
        child.off("exit", gone);
        resolve(run);
      });
      child.send([...args, "--network", "localhost", "--deployments", "deployments"]);
    });
  }

  /** Runs `imo <args> --json`: the object that it prints, which with an error is `{ error }`. */
  async json(...args: string[]): Promise<Record<string, unknown>> {
    const { out } = await this.run(...args, "--json");
    return JSON.parse(out) as Record<string, unknown>;
  }

  async close(): Promise<void> {
    this.#child?.kill();
    this.#server.closeAllConnections();
    this.#server.close();
    await this.connection.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    this.#server.on("request", (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as RpcCall | RpcCall[];
        const answers = Array.isArray(body) ? Promise.all(body.map((one) => this.#answer(one))) : this.#answer(body);
        void answers.then((answer) => response.end(JSON.stringify(answer)));
      });
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.#child = fork(session, {
      env: {
        ...process.env,
        ...this.environment,
        INIT_CWD: this.directory,
        LOCALHOST_RPC_URL: this.url,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
      },
      execArgv: ["--import", "tsx"],
    });
  }

  async #answer({ id, method, params = [] }: RpcCall): Promise<unknown> {
    try {
      return { jsonrpc: "2.0", id, result: await this.connection.provider.request({ method, params: [...params] }) };
    } catch (thrown) {
      const { code = -32_603, message, data } = thrown as { code?: number; message: string; data?: unknown };
      return { jsonrpc: "2.0", id, error: { code, message, data } };
    }
  }
}
