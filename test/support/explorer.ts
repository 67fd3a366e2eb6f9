// A block explorer that takes sources as Etherscan and Sourcify do. It believes nothing: it compiles what it is sent, and
// compares that with the code on the chain and with what created it.
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

import type { EthereumProvider } from "hardhat/types/providers";

interface Solc {
  compile(input: string): string;
  version(): string;
}

interface Spot {
  readonly start: number;
  readonly length: number;
}

interface Compiled {
  readonly bytecode: { readonly object: string };
  readonly deployedBytecode: {
    readonly object: string;
    readonly immutableReferences: Readonly<Record<string, readonly Spot[]>>;
  };
}

interface StandardInput {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Submission {
  readonly address: string;
  readonly input: StandardInput;
  /** `<source>:<name>` */
  readonly contract: string;
  readonly compiler: string;
  /** Hexadecimal, without 0x; Sourcify finds them out by itself. */
  readonly constructorArguments?: string;
}

interface Frame {
  readonly type: string;
  readonly to?: string;
  readonly input: string;
  readonly calls?: readonly Frame[];
}

/** By what is compiled: every explorer makes the same of it. */
const made = new Map<string, Compiled | string>();

export class Explorer {
  /** Contracts whose sources it shows, by address in lower case. */
  readonly shown = new Map<string, string>();
  /** All that was sent to it. */
  readonly submissions: Submission[] = [];
  url = "";
  /** The chain that it explores. */
  provider: EthereumProvider | undefined;
  readonly #server = createServer();
  readonly #verdicts: string[] = [];
  readonly #created = new Map<string, string>();
  #seen = 0;

  constructor(readonly chainId: number) {}

  async listen(): Promise<void> {
    this.#server.on("request", (request, response) => {
      this.#answer(request).then(
        ({ status, body }) => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify(body));
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What is wrong with a submission; undefined if it is shown from now on. */
  async judge(submission: Submission): Promise<string | undefined> {
    this.submissions.push(submission);
    const address = submission.address.toLowerCase();
    const code = (await this.provider!.request({ method: "eth_getCode", params: [address, "latest"] })) as string;
    if (code === "0x") return `Unable to locate ContractCode at ${address}`;
    const compiled = this.#compile(submission);
    if (typeof compiled === "string") return compiled;
    const { object, immutableReferences } = compiled.deployedBytecode;
    const spots = Object.values(immutableReferences).flat();
    if (masked(code.slice(2), spots) !== masked(object, spots)) return "the runtime bytecode is another";
    const creation = (await this.#creationOf(address))?.slice(2);
    if (creation === undefined) return "nothing has created it";
    if (!creation.startsWith(compiled.bytecode.object)) return "the creation bytecode is another";
    const given = submission.constructorArguments ?? creation.slice(compiled.bytecode.object.length);
    if (creation !== compiled.bytecode.object + given) return "correct constructor arguments are missing";
    this.shown.set(address, submission.contract);
    return undefined;
  }

  #compile({ input, contract, compiler }: Submission): Compiled | string {
    const solc = createRequire(import.meta.url)("solc") as Solc;
    if (!solc.version().startsWith(compiler.slice(1))) return `the compiler here is ${solc.version()}`;
    const at = contract.lastIndexOf(":");
    const [source, name] = [contract.slice(0, at), contract.slice(at + 1)];
    const key = JSON.stringify([input, contract]);
    const known = made.get(key);
    if (known !== undefined) return known;
    // Which output is wanted changes nothing of it, but how long it takes.
    const outputSelection = { [source]: { [name]: ["evm.bytecode.object", "evm.deployedBytecode"] } };
    const settings = { ...input.settings, outputSelection };
    const output = JSON.parse(solc.compile(JSON.stringify({ ...input, settings }))) as {
      readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
      readonly contracts?: Readonly<Record<string, Readonly<Record<string, { readonly evm: Compiled }>>>>;
    };
    const failed = output.errors?.find(({ severity }) => severity === "error");
    const compiled = failed?.formattedMessage ?? output.contracts?.[source]?.[name]?.evm ?? "there is no such contract";
    made.set(key, compiled);
    return compiled;
  }

  /** The code that created a contract, its arguments included: explorers trace every transaction, too. */
  async #creationOf(address: string): Promise<string | undefined> {
    const latest = Number(await this.provider!.request({ method: "eth_blockNumber" }));
    for (; this.#seen <= latest; this.#seen++) {
      const block = `0x${this.#seen.toString(16)}`;
      const { transactions } = (await this.provider!.request({
        method: "eth_getBlockByNumber",
        params: [block, false],
      })) as { readonly transactions: readonly string[] };
      for (const hash of transactions) {
        const params = [hash, { tracer: "callTracer" }];
        this.#note((await this.provider!.request({ method: "debug_traceTransaction", params })) as Frame);
      }
    }
    return this.#created.get(address);
  }

  #note({ type, to, input, calls = [] }: Frame): void {
    if (type.startsWith("CREATE") && to !== undefined) this.#created.set(to.toLowerCase(), input);
    for (const call of calls) this.#note(call);
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const sent = Buffer.concat(parts).toString();
    const { pathname, searchParams } = new URL(request.url!, this.url);
    return pathname === "/api" ? this.#etherscan(searchParams, sent) : this.#sourcify(pathname, sent);
  }

  /** https://docs.etherscan.io/contract-verification */
  async #etherscan(query: URLSearchParams, sent: string) {
    const answer = (status: "0" | "1", result: unknown) => ({ status: 200, body: { status, message: "", result } });
    if (query.get("chainid") !== String(this.chainId)) return answer("0", "Missing or unsupported chainid parameter");
    if (!query.get("apikey")) return answer("0", "Missing/Invalid API Key");
    switch (query.get("action")) {
      case "getsourcecode": {
        const contract = this.shown.get(query.get("address")!.toLowerCase());
        return answer("1", [{ SourceCode: contract ?? "" }]);
      }
      case "verifysourcecode": {
        const form = new URLSearchParams(sent);
        const refusal = await this.judge({
          address: form.get("contractaddress")!,
          input: JSON.parse(form.get("sourceCode")!) as StandardInput,
          contract: form.get("contractname")!,
          compiler: form.get("compilerversion")!,
          constructorArguments: form.get("constructorArguments") ?? "",
        });
        this.#verdicts.push(refusal === undefined ? "Pass - Verified" : `Fail - Unable to verify: ${refusal}`);
        return answer("1", String(this.#verdicts.length - 1));
      }
      case "checkverifystatus": {
        const verdict = this.#verdicts[Number(query.get("guid"))]!;
        return answer(verdict.startsWith("Pass") ? "1" : "0", verdict);
      }
      default:
        return answer("0", "Missing or invalid action");
    }
  }

  /** https://docs.sourcify.dev/docs/api */
  async #sourcify(path: string, sent: string) {
    const [, , what, chainOrJob, address] = path.split("/");
    if (what === "contract") {
      const match = this.shown.has(address!.toLowerCase()) ? "exact_match" : null;
      const body = { match, creationMatch: match, runtimeMatch: match, chainId: chainOrJob, address };
      return { status: match === null ? 404 : 200, body };
    }
    if (address !== undefined) {
      const { stdJsonInput, contractIdentifier, compilerVersion } = JSON.parse(sent) as Record<string, unknown>;
      const refusal = await this.judge({
        address,
        input: stdJsonInput as StandardInput,
        contract: contractIdentifier as string,
        compiler: compilerVersion as string,
      });
      this.#verdicts.push(refusal ?? "");
      return { status: 202, body: { verificationId: String(this.#verdicts.length - 1) } };
    }
    const refusal = this.#verdicts[Number(chainOrJob)]!;
    const job = {
      isJobCompleted: true,
      verificationId: chainOrJob,
      jobStartTime: "",
      contract: { match: "exact_match" },
    };
    if (refusal === "") return { status: 200, body: job };
    const error = { customCode: "no_match", message: refusal, errorId: "" };
    return { status: 200, body: { ...job, contract: { match: null }, error } };
  }
}

/** Hexadecimal code with zeros where immutables are. */
function masked(code: string, spots: readonly Spot[]): string {
  const bytes = Buffer.from(code, "hex");
  for (const { start, length } of spots) bytes.fill(0, start, start + length);
  return bytes.toString("hex");
}
