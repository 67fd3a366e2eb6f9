import { setTimeout as sleep } from "node:timers/promises";

import { expect } from "chai";
import { ZeroAddress, hexlify, type ContractRunner, type TransactionRequest } from "ethers";

import { getContent } from "../../sdk/src/content/index.ts";
import { AigcNft__factory } from "../../types/ethers-contracts/factories/content/AigcNft__factory.ts";

describe("content: reading a token", () => {
  it("never takes data from before a correction for final", async () => {
    const contract = AigcNft__factory.createInterface();
    const answers: Record<string, () => Promise<unknown[]>> = {
      ownerOf: () => Promise.resolve([ZeroAddress]),
      // The correction is delivered, and its block final, while the node is asked.
      statusOf: async () => {
        await sleep(20);
        corrected = true;
        return [1, 7n, true];
      },
      aigcDataOf: () => Promise.resolve([corrected ? "0xc0" : "0xfa"]),
    };
    let corrected = false;
    const runner: ContractRunner = {
      provider: null,
      call: async ({ data }: TransactionRequest) => {
        const { name } = contract.parseTransaction({ data: data! })!;
        return contract.encodeFunctionResult(name, await answers[name]!());
      },
    };
    const content = await getContent(runner, ZeroAddress, { tokenId: 1n });
    expect(content).to.include({ state: "answered", finalized: true, requestId: 7n });
    expect(hexlify(content.data)).to.equal("0xc0");
  });
});
