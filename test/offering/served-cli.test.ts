// `imo sale served`, and what follows from it: the developer's release, or the refund of a model that never served.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { parseEther, toBeHex } from "ethers";

import { commit, finalize, launch, settle, type Launched, type LaunchParams } from "../../sdk/src/offering/index.ts";
import { claim, request, type Answer, type PaidRequest } from "../../sdk/src/oracle/index.ts";
import { loadKeccak } from "../../sdk/src/merkle/keccak.ts";
import { toHex } from "../../sdk/src/opml/hex.ts";
import { bytesRoot } from "../../sdk/src/opml/merkle-bytes.ts";
import { ImoWorld } from "../support/imo.ts";
import { launchParams } from "./fixture.ts";

const WINDOW = 3_600;
const input = Uint8Array.of(1, 2, 3);
const output = Uint8Array.of(7);

describe("imo sale served", function () {
  this.timeout(240_000);
  let world: ImoWorld;
  let params: LaunchParams;
  /** Model 1 answers in full, model 2 by the root of its answer, model 3 never. */
  const models: Launched[] = [];

  before(async () => {
    world = await ImoWorld.create({ protocolBps: 500, challengeWindow: WINDOW });
    const { ethers, networkHelpers } = world.connection;
    const [launcher, , creator, contributors, ann, operator] = await ethers.getSigners();
    await world.registerProgram();
    params = launchParams(await networkHelpers.time.latest(), creator!.address, contributors!.address);
    for (const salt of [1, 2, 3]) {
      models.push(await launch(launcher!, world.protocol.factory, { ...params, salt: toBeHex(salt, 32) }));
    }
    await networkHelpers.time.increaseTo(params.sale.opensAt);
    for (const { sale } of models) await commit(ann!, sale, { amount: parseEther("60") });
    await networkHelpers.time.increaseTo(params.sale.closesAt);
    for (const { sale } of models) {
      await settle(ann!, sale);
      await finalize(launcher!, sale);
    }
    const court = await ethers.getContractAt("OpML", world.protocol.opml, operator);
    await court.deposit(world.protocol.oracle, { value: parseEther("10") });
  });

  after(() => world?.close());

  const served = (model: number, ...flags: string[]) => world.json("sale", "served", "--model", `${model}`, ...flags);
  const pass = (seconds: number) => world.connection.networkHelpers.time.increase(seconds);

  async function ask(modelId: bigint, delivery: "final" | "root"): Promise<PaidRequest> {
    const [asker] = await world.connection.ethers.getSigners();
    return request(asker!, world.protocol.oracle, { modelId, input, delivery });
  }

  async function answer(asked: PaidRequest, what: Answer): Promise<void> {
    const operator = (await world.connection.ethers.getSigners())[5]!;
    await claim(operator, world.protocol.oracle, { request: asked, answer: what });
  }

  async function rootOf(bytes: Uint8Array): Promise<Answer> {
    return { root: toHex(bytesRoot(await loadKeccak(), bytes)), length: bytes.length };
  }

  it("says what is missing until an answer is final, then finds it, and the developer earns", async () => {
    expect((await served(1)).error).to.include({ code: "NOT_ASKED" });
    expect((await served(1, "--output", "answer.bin")).error).to.include({ code: "BAD_OPTION" });
    const faulty = await ask(1n, "final");
    const asked = await ask(1n, "final");
    const other = await ask(2n, "root");
    await answer(faulty, "fault");
    const open = (await served(1)).error as { code: string; message: string };
    expect(open.code).to.equal("NOT_SERVED");
    expect(open.message).to.match(
      /request 1 was answered with a fault.*\n.*request 2 has no answer; it may .* until 20/,
    );
    await answer(asked, output);
    await answer(other, await rootOf(output));
    const posted = (await served(1, "--request", "2")).error as { message: string };
    expect(posted.message).to.match(/^request 2's answer can be challenged: it is final on 20.*Z at the earliest$/);
    expect(((await served(1)).error as { message: string }).message).to.include("request 2's answer can be challenged");
    expect((await served(1, "--request", "3")).error).to.include({ message: "request 3 asks model 2, not 1" });

    await pass(WINDOW + 1);
    const before = await world.json("sale", "status", "--model", "1");
    expect(before.proceeds).to.include({ served: false });
    const tried = await served(1, "--dry-run");
    expect(tried).to.include({ dryRun: true, request: "2" });
    const done = await served(1);
    expect(done).to.include({ dryRun: false, request: "2", developer: params.creator });
    const { proceeds } = await world.json("sale", "status", "--model", "1");
    expect(proceeds).to.include({ served: true });
    expect((await served(1)).error).to.include({ code: "ALREADY_SERVED" });

    const upfront = (parseEther("54") * 2n) / 10n;
    const paid = await world.json("sale", "release", "developer", "--model", "1");
    expect(BigInt(paid.amount as string) > upfront).to.equal(true);
  });

  it("takes the bytes of an answer that was claimed by its root", async () => {
    expect((await served(2)).error).to.deep.include({
      message:
        "no answer of model 2 is final yet:\n  - request 3's answer was claimed by its root: --request and --output give its bytes",
    });
    writeFileSync(join(world.directory, "answer.bin"), Uint8Array.of(8));
    const wrong = (await served(2, "--request", "3", "--output", "answer.bin")).error;
    expect(wrong).to.include({ code: "NotServed" });
    writeFileSync(join(world.directory, "answer.bin"), output);
    expect(await served(2, "--request", "3", "--output", "answer.bin")).to.include({ dryRun: false, request: "3" });
  });

  it("refunds the holders of a model that never served", async () => {
    const { ethers, networkHelpers } = world.connection;
    const [payer, , , , ann] = await ethers.getSigners();
    const refund = () => world.json("sale", "refund", "--model", "3", "--from", ann!.address);
    expect((await refund()).error).to.include({ code: "NO_REFUND" });
    await networkHelpers.time.increaseTo(params.release.servedBy + 1);
    expect((await refund()).error).to.include({ code: "SnapshotMissing" });
    await payer!.sendTransaction({ to: models[2]!.token, value: 100n });
    await world.json("claim", "--snapshot", "--model", "3");
    await networkHelpers.mine();
    // Of the shares that count, ann has 60% and the contributors have 5% of all.
    const { refund: amount } = await refund();
    const upfront = (parseEther("54") * 2n) / 10n;
    expect(BigInt(amount as string)).to.equal(((parseEther("54") - upfront) * 60n) / 65n);
    expect((await served(3)).error).to.include({ code: "NOT_RELEASING" });
    expect((await refund()).error).to.include({ code: "NothingToRefund" });
  });
});
