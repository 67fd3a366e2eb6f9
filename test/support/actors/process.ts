// A player as a process of its own, to be killed: process.ts <url> <court> <account> <taskId>
//
// Challenges the claim on the task over JSON-RPC and plays to the end, one line of output for each transaction.
import { fileURLToPath } from "node:url";

import { JsonRpcProvider, JsonRpcSigner } from "ethers";

import { challenge, Court, Sender } from "../../../sdk/src/opml/index.ts";
import { ToyTrace } from "./toy-trace.ts";

async function main(url: string, address: string, account: string, taskId: string): Promise<void> {
  const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  const game = challenge({
    court: new Court(address, provider),
    sender: new Sender(new JsonRpcSigner(provider, account), { pollEvery: 0.02 }),
    taskId: BigInt(taskId),
    trace: await ToyTrace.create({ logNodes: 6, logSteps: 10 }),
    pollEvery: 0.02,
  });
  for (;;) {
    const { done, value } = await game.next();
    console.log(done ? `${value.stage} ${value.won}` : value.name);
    if (done) break;
  }
  provider.destroy();
}

// Test runners load every file of this folder.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(...(process.argv.slice(2) as [string, string, string, string]));
}
