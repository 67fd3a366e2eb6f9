import { readFileSync } from "node:fs";

import { expect } from "chai";
import { concat, getBytes, getCreateAddress, hexlify, id, toBeHex, Wallet } from "ethers";
import { network } from "hardhat";

import { decodeTokenURI } from "../../sdk/src/content/index.ts";

/** Made by scripts/circuit/prove.mjs. */
interface Fixture {
  readonly key: object;
  readonly deployerKey: string;
  readonly recipient: string;
  readonly model: string;
  readonly prompt: string;
  readonly data: string;
  readonly proof: string;
  readonly publicInputs: readonly string[];
}
const fixture = JSON.parse(readFileSync(new URL("./zk-fixture.json", import.meta.url), "utf8")) as Fixture;

const { ethers, networkHelpers } = await network.create();
const FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const salt = id("salt");

describe("content, with validity proofs", function () {
  /** The collection that the proof was made for: the first contract of the fixture's account. */
  async function deploy() {
    const [user, , stranger] = await ethers.getSigners();
    const deployer = new Wallet(fixture.deployerKey, ethers.provider);
    await user!.sendTransaction({ to: deployer.address, value: 10n ** 18n });
    const verifier = await ethers.deployContract("Groth16Verifier", [fixture.key]);
    const renderer = await ethers.deployContract("AigcRenderer");
    const terms = {
      name: "Proved",
      symbol: "PRV",
      revenueToken: stranger!.address,
      admin: ethers.ZeroAddress,
      mintFee: 1000n,
      royaltyBps: 250,
      format: { kind: 1, width: 3, height: 3, channels: 3 },
      revealDelay: 60,
      renderer,
    };
    const circuit = { verifier, model: fixture.model, promptBytes: 31, dataBytes: 27 };
    const factory = await ethers.getContractFactory("AigcNftZk", deployer);
    const collection = await factory.deploy(terms, circuit);
    expect(await collection.getAddress()).to.equal(getCreateAddress({ from: deployer.address, nonce: 0 }));
    return {
      user: user!,
      stranger: stranger!,
      verifier,
      renderer,
      terms,
      circuit,
      collection: collection.connect(user!),
    };
  }
  let world: Awaited<ReturnType<typeof deploy>>;
  before(async () => {
    world = await deploy();
  });

  const { prompt, data, proof, recipient } = fixture;
  const tokenId = BigInt(ethers.keccak256(prompt));

  it("takes a proof of snarkjs, and nothing near it", async () => {
    const { verifier } = world;
    const inputs = fixture.publicInputs.map(BigInt);
    expect(await verifier.verify(proof, inputs)).to.equal(true);
    for (let i = 0; i < inputs.length; i++) {
      expect(await verifier.verify(proof, inputs.with(i, inputs[i]! + 1n))).to.equal(false);
      // The same number modulo the curve's order: another encoding.
      expect(await verifier.verify(proof, inputs.with(i, inputs[i]! + ORDER))).to.equal(false);
    }
    expect(await verifier.verify(proof, inputs.slice(1))).to.equal(false);
    expect(await verifier.verify(proof, [...inputs, 0n])).to.equal(false);
    const words = Array.from({ length: 8 }, (_, i) => BigInt(hexlify(getBytes(proof).slice(32 * i, 32 * i + 32))));
    for (let i = 0; i < 8; i++) {
      for (const word of [words[i]! + 1n, 0n, words[i]! + FIELD, 2n ** 256n - 1n]) {
        if (word >= 2n ** 256n) continue;
        const changed = concat(words.with(i, word).map((value) => toBeHex(value, 32)));
        expect(await verifier.verify(changed, inputs), `word ${i} = ${word}`).to.equal(false);
      }
    }
    for (const nonsense of ["0x", "0x00", `${proof}00`, concat([proof, proof]), `0x${"00".repeat(256)}`]) {
      expect(await verifier.verify(nonsense, inputs)).to.equal(false);
    }
    // Nonsense costs no more than a bounded amount.
    const worst = concat([toBeHex(1, 32), toBeHex(1, 32), proof.slice(0, 2) + proof.slice(130)]);
    expect(Number(await verifier.verify.estimateGas(worst, inputs))).to.be.lessThan(700_000);
  });

  it("refuses a key with a point off its curve", async () => {
    const key = fixture.key as { alpha: string[] };
    for (const broken of [
      { ...key, alpha: [key.alpha[0], "1"] },
      { ...key, ic: [key.alpha] },
    ]) {
      const error = await ethers.deployContract("Groth16Verifier", [broken]).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(String(error)).to.contain("KeyInvalid");
    }
  });

  it("pitfall 4: a real proof is good for its recipient and collection only", async () => {
    const { collection, stranger, renderer, terms, circuit } = world;
    for (const to of [stranger.address, recipient])
      await collection.commit(await collection.commitmentOf(to, prompt, salt), await collection.mintFee());
    const factory = await ethers.getContractFactory("AigcNftZk");
    const twin = await factory.deploy({ ...terms, renderer }, circuit);
    await twin.commit(await twin.commitmentOf(recipient, prompt, salt), await twin.mintFee());
    await networkHelpers.time.increase(60);
    const value = 1000n;
    const refused = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(String(error)).to.contain("NotProved");
    };
    await refused(collection.mint(stranger.address, prompt, data, proof, salt, { value }));
    await refused(twin.mint(recipient, prompt, data, proof, salt, { value }));
    const lie = hexlify(getBytes(data).map((byte) => byte ^ 1));
    await refused(collection.mint(recipient, prompt, lie, proof, salt, { value }));
  });

  it("mints what was proved, final at once", async () => {
    const { collection, stranger } = world;
    expect(await collection.publicInputsOf(recipient, prompt, data)).to.deep.equal(fixture.publicInputs.map(BigInt));
    await collection.mint(recipient, prompt, data, proof, salt, { value: 5000n });
    expect(await ethers.provider.getBalance(collection)).to.equal(1000n);
    await collection.connect(stranger).collect();
    expect(await ethers.provider.getBalance(collection)).to.equal(0n);
    expect(await collection.ownerOf(tokenId)).to.equal(recipient);
    expect(await collection.aigcDataOf(tokenId)).to.equal(data);
    expect(await collection.prompt(tokenId)).to.equal("a proved picture");

    const [log] = await collection.queryFilter(collection.filters.AigcData(tokenId));
    const logged = log!.args.proof;
    expect(logged).to.equal(concat([recipient, proof]));
    expect(await collection.verify(prompt, data, logged)).to.equal(true);
    expect(await collection.verify(prompt, data, proof)).to.equal(false);
    expect(await collection.verify(prompt, data, "0x")).to.equal(false);
    expect(await collection.verify(prompt, data, concat([stranger.address, proof]))).to.equal(false);
    expect(await collection.verify(prompt, hexlify(getBytes(data).map((byte) => byte ^ 1)), logged)).to.equal(false);
    expect(await collection.verify("0x61", data, logged)).to.equal(false);

    const metadata = decodeTokenURI(await collection.tokenURI(tokenId));
    expect(metadata).to.deep.include({ status: "Final", proofType: "validity", prompt: "a proved picture" });
    expect(BigInt(metadata.model)).to.equal(BigInt(fixture.model));
    const again = await collection.addAigcData(tokenId, prompt, data, logged).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(String(again)).to.contain("AlreadyAdded");
  });

  it("refuses sizes that are not the circuit's", async () => {
    const { collection, terms, circuit } = world;
    const error = async (call: Promise<unknown>) =>
      String(
        await call.then(
          () => undefined,
          (reason: Error) => reason,
        ),
      );
    expect(await error(collection.publicInputsOf(recipient, `0x${"61".repeat(32)}`, data))).to.contain("PromptTooLong");
    expect(await error(collection.publicInputsOf(recipient, prompt, "0x00"))).to.contain("WrongDataLength");
    const factory = await ethers.getContractFactory("AigcNftZk");
    const wrong = [
      { ...circuit, promptBytes: 0 },
      { ...circuit, promptBytes: 1025 },
      { ...circuit, dataBytes: 26 },
      { ...circuit, model: 2n ** 253n },
    ];
    for (const bad of wrong) expect(await error(factory.deploy(terms, bad))).to.contain("CircuitInvalid");
  });
});
