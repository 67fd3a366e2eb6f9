import { rejects } from "node:assert/strict";

import { expect } from "chai";
import { BrowserProvider, type Eip1193Provider, type JsonRpcSigner } from "ethers";
import { network } from "hardhat";

import { decodeError, ContractError, isTransient } from "../../sdk/src/errors.ts";
import { PassedOverError, Sender } from "../../sdk/src/opml/index.ts";
import { startChain } from "../support/actors/chain.ts";

/** A chain that mines when it is told to. */
async function manualChain() {
  const { provider: node } = await network.create();
  const provider = new BrowserProvider(node as Eip1193Provider, undefined, { cacheTimeout: -1 });
  const [signer, other] = (await provider.listAccounts()) as [JsonRpcSigner, JsonRpcSigner];
  const mine = () => provider.send("evm_mine", []);
  await provider.send("evm_setAutomine", [false]);
  return { provider, signer, mine, call: { to: other.address, data: "0x", value: 1n } };
}

describe("a sender", () => {
  it("gives calls made side by side nonces of their own", async () => {
    const { provider, signer, mine, call } = await manualChain();
    const sender = new Sender(signer, { pollEvery: 0.01, wait: mine });
    const receipts = await Promise.all([1, 2, 3, 4].map(() => sender.send(call)));
    const nonces = await Promise.all(receipts.map(async ({ hash }) => (await provider.getTransaction(hash))!.nonce));
    expect(nonces.sort()).to.deep.equal([0, 1, 2, 3]);
  });

  it("sends nothing that the simulation refuses, and the error can be decoded", async () => {
    const { court, operator } = await startChain();
    const sender = new Sender(operator, { pollEvery: 0.01 });
    const nonce = await operator.getNonce();
    const refused: unknown = await sender
      .send({ to: court.address, data: court.encode("timeout", [7n]) })
      .catch((error: unknown) => decodeError(error, [court.interface]));
    if (!(refused instanceof ContractError)) throw refused;
    expect(refused.code).to.equal("WrongStage");
    expect(refused.values).to.deep.equal({ gameId: 7n, stage: 0n });
    expect(refused.message).to.equal("WrongStage(gameId: 7, stage: 0)");
    expect(isTransient(refused)).to.equal(false);
    expect(await operator.getNonce()).to.equal(nonce);
  });

  it("offers what is not mined again with the same nonce and higher fees", async () => {
    const { provider, signer, mine, call } = await manualChain();
    let waits = 0;
    const wait = async () => {
      if (++waits === 5) await mine();
    };
    const receipt = await new Sender(signer, { pollEvery: 1, bumpAfter: 3, wait }).send(call);
    expect(waits).to.equal(5);
    expect(await signer.getNonce()).to.equal(1);
    const mined = (await provider.getTransaction(receipt.hash))!;
    expect(mined.nonce).to.equal(0);
    const { maxPriorityFeePerGas } = await provider.getFeeData();
    expect(mined.maxPriorityFeePerGas! > maxPriorityFeePerGas!).to.equal(true);
  });

  it("waits for what an earlier process sent", async () => {
    const { signer, mine, call } = await manualChain();
    await signer.sendTransaction({ ...call, nonce: 0 });
    let waits = 0;
    const wait = async () => {
      expect(await signer.getNonce("pending")).to.equal(1);
      if (++waits === 2) await mine();
    };
    await new Sender(signer, { pollEvery: 1, wait }).ready();
    expect(waits).to.equal(2);
    expect(await signer.getNonce()).to.equal(1);
  });

  it("takes the nonce of what an earlier process sent and nobody mines", async () => {
    const { provider, signer, mine, call } = await manualChain();
    const stuck = await signer.sendTransaction({ ...call, nonce: 0 });
    let waits = 0;
    const wait = async () => {
      if (++waits > 4) await mine();
    };
    const receipt = await new Sender(signer, { pollEvery: 1, bumpAfter: 3, wait }).send(call);
    expect((await provider.getTransaction(receipt.hash))!.nonce).to.equal(0);
    expect(await provider.getTransactionReceipt(stuck.hash)).to.equal(null);
    expect(await signer.getNonce()).to.equal(1);
  });

  it("notices when another transaction took its nonce", async () => {
    const { provider, signer, mine, call } = await manualChain();
    let waits = 0;
    const wait = async () => {
      if (++waits > 1) return;
      const { maxFeePerGas, maxPriorityFeePerGas } = await provider.getFeeData();
      const fees = { maxFeePerGas: maxFeePerGas! * 2n, maxPriorityFeePerGas: maxPriorityFeePerGas! * 2n };
      await signer.sendTransaction({ ...call, nonce: 0, value: 2n, ...fees });
      await mine();
    };
    await rejects(new Sender(signer, { pollEvery: 1, wait }).send(call), PassedOverError);
    expect(await signer.getNonce()).to.equal(1);
  });

  it("goes on after a reorganisation took its transactions back", async () => {
    const { provider, signer, mine, call } = await manualChain();
    const sender = new Sender(signer, { pollEvery: 0.01, wait: mine });
    const snapshot: unknown = await provider.send("evm_snapshot", []);
    await sender.send(call);
    await sender.send(call);
    await provider.send("evm_revert", [snapshot]);
    const receipt = await sender.send(call);
    expect((await provider.getTransaction(receipt.hash))!.nonce).to.equal(0);
  });

  it("stops waiting when it is told to", async () => {
    const { signer, call } = await manualChain();
    const abort = new AbortController();
    const wait = async () => abort.abort(new Error("enough"));
    await rejects(new Sender(signer, { wait }).send(call, abort.signal), /enough/);
  });
});
