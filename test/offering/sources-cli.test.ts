// The sources of every contract of a launch are published, to explorers that believe nothing.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { Explorer } from "../support/explorer.ts";
import { ImoWorld, digits } from "../support/imo.ts";

const CHAIN = 31_338;

interface Source {
  readonly contract: string;
  readonly address: string;
  readonly at: string;
  readonly refusal?: string;
}

for (const at of ["etherscan", "sourcify"] as const) {
  describe(`imo launch, published at ${at}`, function () {
    this.timeout(600_000);
    const explorer = new Explorer(CHAIN);
    let world: ImoWorld;

    before(async () => {
      await explorer.listen();
      const environment = {
        EXPLORER_URL: explorer.url,
        EXPLORER_CHAIN: String(CHAIN),
        // Without a key it is Sourcify.
        ETHERSCAN_API_KEY: at === "etherscan" ? "key" : "",
      };
      world = await ImoWorld.create({}, { chainId: CHAIN, environment });
      explorer.provider = world.connection.provider;
      const format = { kind: "text", outputBytes: 64 };
      const collection = { name: "Words", symbol: "WORD", mintFee: "0.01", royalty: "5%", format };
      const sale = { ...digits.sale, kind: "auction", step: "1" };
      await world.writeConfig({ collection, ...(at === "etherscan" ? { sale } : {}) });
    });

    after(async () => {
      explorer.close();
      await world?.close();
    });

    const names = (sources: readonly Source[]) => sources.map(({ contract }) => contract.split(":")[1]).sort();
    const expected = [
      at === "etherscan" ? "Auction" : "Offering",
      ...["AigcNft", "CreatorVesting", "ModelGovernor", "ModelTimelock", "Proceeds", "RevShareToken"],
    ].sort();

    it("shows each of them, from sources that give the code on the chain", async () => {
      const report = await world.json("launch", "--config", "imo.json", "--yes");
      expect(report.error).to.equal(undefined);
      const sources = report.sources as Source[];
      expect(sources.filter(({ refusal }) => refusal !== undefined)).to.deep.equal([]);
      expect(names(sources)).to.deep.equal(expected);
      expect(explorer.shown.size).to.equal(expected.length);
      // What a contract does not import is not shown with it, and no address of this machine is.
      for (const { input } of explorer.submissions) {
        const files = Object.keys(input.sources);
        expect(files).to.have.lengthOf.below(80);
        for (const file of files) expect(file).to.match(/^(project\/contracts|npm\/@openzeppelin\/contracts@[\d.]+)\//);
      }
    });

    it("publishes again what is missing, and nothing twice", async () => {
      explorer.submissions.length = 0;
      const [token] = [...explorer.shown].find(([, contract]) => contract.endsWith(":RevShareToken"))!;
      explorer.shown.delete(token);
      const { sources, matches } = await world.json("deployments", "verify", "--sources");
      expect(matches).to.equal(true);
      expect(names(sources as Source[])).to.deep.equal(expected);
      expect(explorer.submissions.map(({ address }) => address.toLowerCase())).to.deep.equal([token]);
    });

    if (at === "etherscan") {
      it("says what was refused: here arguments that did not construct the token", async () => {
        const folder = join(world.directory, `deployments/chain-${CHAIN}/models`);
        const file = join(folder, readdirSync(folder)[0]!);
        writeFileSync(file, readFileSync(file, "utf8").replace('"Digits Revenue Share"', '"Digit Revenue Shares"'));
        const [token] = [...explorer.shown].find(([, contract]) => contract.endsWith(":RevShareToken"))!;
        explorer.shown.delete(token);
        const { code, out } = await world.run("deployments", "verify", "--sources", "--json");
        expect(code).to.equal(1);
        const { sources } = JSON.parse(out) as { sources: Source[] };
        const refused = sources.filter(({ refusal }) => refusal !== undefined);
        expect(names(refused)).to.deep.equal(["RevShareToken"]);
        expect(refused[0]!.refusal).to.match(/correct constructor arguments are missing/);
        expect(explorer.shown.has(token)).to.equal(false);
      });
    }

    it("is not shown from sources that give other code", async () => {
      const { input, ...rest } = explorer.submissions.at(-1)!;
      const [file] = rest.contract.split(":");
      const content = input.sources[file!]!.content.replace("BPS = 10_000", "BPS = 10_001");
      expect(content).to.not.equal(input.sources[file!]!.content);
      const sources = { ...input.sources, [file!]: { content } };
      explorer.shown.clear();
      const refusal = await explorer.judge({ ...rest, input: { ...input, sources } });
      expect(refusal).to.equal("the runtime bytecode is another");
      expect(explorer.shown.size).to.equal(0);
    });
  });
}
