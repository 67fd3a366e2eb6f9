// Makes test/content/zk-fixture.json: compiles linear.circom, makes keys for it, and proves it for one token. From the repository:
//
//   npx -y -p snarkjs@0.7.6 -p circom2@0.2.23 -p circomlib@2.0.5 -c "node scripts/circuit/prove.mjs"
//
// The keys' secrets are thrown away, so each run gives other keys and another proof.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { AbiCoder, concat, getCreateAddress, hexlify, keccak256, toBeHex, toUtf8Bytes, Wallet } from "ethers";

const here = fileURLToPath(new URL(".", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "circuit-"));
// npx puts node_modules/.bin first on the path.
const libraries = join(process.env.PATH.split(delimiter)[0], "..");
const tool = (name, ...args) => execFileSync(name, args, { cwd: work, stdio: ["ignore", "ignore", "inherit"] });
const read = (name) => JSON.parse(readFileSync(join(work, name), "utf8"));

/** The circuit's witness for these inputs: an array of decimal strings, the constant one first. */
function witnessOf(circuit, inputs) {
  writeFileSync(join(work, "input.json"), JSON.stringify(inputs));
  tool("snarkjs", "wtns", "calculate", `${circuit}_js/${circuit}.wasm`, "input.json", `${circuit}.wtns`);
  tool("snarkjs", "wtns", "export", "json", `${circuit}.wtns`, "witness.json");
  return read("witness.json");
}

/** 31 bytes an element, the last padded on the right. */
const element = (bytes) => BigInt(hexlify(bytes)) << (8n * BigInt(31 - bytes.length));

// The collection is the first contract of this account, which anybody may use on a test chain.
const deployer = new Wallet(keccak256(toUtf8Bytes("OpenIMO zk fixture")));
const collection = getCreateAddress({ from: deployer.address, nonce: 0 });
const chainId = 31337;
const recipient = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const prompt = toUtf8Bytes("a proved picture");
const weights = Array.from({ length: 16 }, (_, i) => (37 * i + 11) % 256);

try {
  // The compiler sees nothing outside its folder.
  cpSync(join(libraries, "circomlib"), join(work, "circomlib"), { recursive: true });
  // The model is the hash of its weights: computed by a circuit of its own, which only hashes.
  writeFileSync(
    join(work, "commitment.circom"),
    `pragma circom 2.1.0;
     include "circomlib/circuits/poseidon.circom";
     template Commitment() { signal input in[16]; signal output out; component h = Poseidon(16); h.inputs <== in; out <== h.out; }
     component main = Commitment();`,
  );
  writeFileSync(join(work, "linear.circom"), readFileSync(join(here, "linear.circom")));
  for (const circuit of ["commitment", "linear"]) {
    tool("circom2", `${circuit}.circom`, "--r1cs", "--wasm", "-l", ".");
  }
  const model = witnessOf("commitment", { in: weights })[1];
  if (BigInt(model) >> 253n) throw new Error("this model needs 254 bits; change the weights");

  const x = [...prompt, ...new Uint8Array(31 - prompt.length)];
  const data = Uint8Array.from({ length: 27 }, (_, j) =>
    x.reduce((sum, byte, i) => (sum + byte * weights[(5 * i + 3 * j) % 16]) % 256, 0),
  );
  const context =
    BigInt(
      keccak256(AbiCoder.defaultAbiCoder().encode(["uint256", "address", "address"], [chainId, collection, recipient])),
    ) >> 3n;
  const signals = [BigInt(model), context, element(prompt), element(data)];
  const [publicModel, publicContext, publicPrompt, publicData] = signals.map(String);
  witnessOf("linear", {
    model: publicModel,
    context: publicContext,
    prompt: publicPrompt,
    data: publicData,
    weights,
  });

  const entropy = () => randomBytes(32).toString("hex");
  tool("snarkjs", "powersoftau", "new", "bn128", "12", "0.ptau");
  tool("snarkjs", "powersoftau", "contribute", "0.ptau", "1.ptau", `-e=${entropy()}`);
  tool("snarkjs", "powersoftau", "prepare", "phase2", "1.ptau", "2.ptau");
  tool("snarkjs", "groth16", "setup", "linear.r1cs", "2.ptau", "0.zkey");
  tool("snarkjs", "zkey", "contribute", "0.zkey", "1.zkey", `-e=${entropy()}`);
  tool("snarkjs", "zkey", "export", "verificationkey", "1.zkey", "key.json");
  tool("snarkjs", "groth16", "prove", "1.zkey", "linear.wtns", "proof.json", "public.json");
  tool("snarkjs", "groth16", "verify", "key.json", "public.json", "proof.json");

  const key = read("key.json");
  const proof = read("proof.json");
  const published = read("public.json");
  if (published.join() !== signals.join()) throw new Error(`the circuit's public signals are ${published.join()}`);
  const g1 = ([x1, y1]) => [x1, y1];
  const g2 = ([[x0, x1], [y0, y1]]) => [x1, x0, y1, y0];
  const words = [...g1(proof.pi_a), ...g2(proof.pi_b), ...g1(proof.pi_c)].map((word) => toBeHex(BigInt(word), 32));
  const fixture = {
    about: "Made by prove.mjs: a Groth16 proof, by snarkjs, that linear.circom made `data` of `prompt`.",
    key: {
      alpha: g1(key.vk_alpha_1),
      beta: g2(key.vk_beta_2),
      gamma: g2(key.vk_gamma_2),
      delta: g2(key.vk_delta_2),
      ic: key.IC.map(g1),
    },
    deployerKey: deployer.privateKey,
    recipient,
    model,
    prompt: hexlify(prompt),
    data: hexlify(data),
    proof: concat(words),
    publicInputs: published,
  };
  writeFileSync(join(here, "../../test/content/zk-fixture.json"), `${JSON.stringify(fixture, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
