import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { network } from "hardhat";

import { loadKeccak } from "../../sdk/src/merkle/index.ts";
import { Court, defend, Sender } from "../../sdk/src/opml/index.ts";
import { callsOf, claimOn, deployCourt } from "../support/actors/chain.ts";
import { divergence } from "../support/actors/toy-lies.ts";
import { ToyTrace } from "../support/actors/toy-trace.ts";

const script = fileURLToPath(new URL("../support/actors/process.ts", import.meta.url));
// By its loader: tsx's own command would run the script in a process that outlives it when it is killed.
const tsx = import.meta.resolve("tsx");

/** Runs the player until it ends or has printed `lines` lines; then it is killed, without warning. */
function playUntil(lines: number, args: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", tsx, script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    const printed: string[] = [];
    createInterface(child.stdout).on("line", (line) => {
      if (printed.push(line) === lines) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => resolve(printed));
  });
}

describe("a player that is a process, on a node reached by HTTP", () => {
  it("is killed again and again, makes every move once, and wins", async function () {
    this.timeout(300_000);
    const server = await network.createServer({}, "127.0.0.1");
    const { address, port } = await server.listen();
    const url = `http://${address}:${port}`;
    const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
    try {
      const [client, operator, challenger] = await provider.listAccounts();
      if (!client || !operator || !challenger) throw new Error("too few accounts");
      const court = new Court(await deployCourt(client, operator), provider);
      const truth = await ToyTrace.create({ logNodes: 6, logSteps: 10 });
      const lie = divergence(await loadKeccak(), truth, 37, 300n, { output: new TextEncoder().encode("5") });
      const { taskId } = await claimOn({ court, client, operator }, lie, truth.input);
      const before = await provider.getBlockNumber();

      const defence = (async () => {
        while ((await court.statusOf(taskId)).openGames === 0) await sleep(20);
        const sender = new Sender(operator, { pollEvery: 0.02 });
        // In no hurry, so that the other player waits for it after each move: it is killed there.
        const game = defend({ court, sender, trace: lie, gameId: 1n, pollEvery: 0.4 });
        for (;;) {
          const { done, value } = await game.next();
          if (done) return value;
        }
      })();
      const args = [url, court.address, challenger.address, String(taskId)];
      const killed = [await playUntil(1, args), await playUntil(1, args), await playUntil(2, args)];
      for (const printed of killed) expect(printed.at(-1)).to.match(/^(challenge|select)$/);
      expect((await playUntil(Infinity, args)).at(-1)).to.equal("challengerWon true");
      expect(await defence).to.deep.equal({ gameId: 1n, stage: "challengerWon", won: false });

      // The opening, four bisections and the entry against the challenge, four selections and the credit; and the last
      // instruction, by whoever came first, or by both at the same moment.
      const sent = [await callsOf({ court }, operator, before), await callsOf({ court }, challenger, before)];
      for (const calls of sent) {
        expect(new Set(calls).size).to.equal(calls.length);
        expect(calls.length).to.be.within(6, 7);
      }
      expect(sent.flat().length).to.be.at.least(13);
      expect(await court.creditOf(challenger.address)).to.equal(0n);
    } finally {
      provider.destroy();
      await server.close();
    }
  });
});
