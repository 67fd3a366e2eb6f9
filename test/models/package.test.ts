import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";

import {
  buildPackage,
  type BuildOptions,
  checkBitEquality,
  contentId,
  decodeOutput,
  encodeInput,
  graphRuntime,
  machineHashOf,
  type Manifest,
  ModelError,
  type ModelPackage,
  openPackage,
  Session,
  verifyPackage,
  weightsRootOf,
  writePackage,
} from "../../sdk/src/models/index.ts";
import { buildShipped, shipped } from "../../scripts/models/shipped.ts";
import { Header, OUTPUT_OFFSET, RecordWord, WORK_OFFSET } from "../../sdk/src/models/generated.ts";
import { externalReader } from "../../sdk/src/models/onnx/external.ts";
import { onnx } from "./support/onnx.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const packageDirectory = join(root, "models/digits/package");

async function rejection(promise: Promise<unknown>): Promise<ModelError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("model package", () => {
  let scratch: string;
  let model: ModelPackage;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "package-"));
    model = await openPackage(packageDirectory);
  });
  after(() => rm(scratch, { recursive: true }));

  /** A copy of the committed package, changed. */
  async function changed(edit: (directory: string) => Promise<unknown>): Promise<string> {
    const directory = await mkdtemp(join(scratch, "copy-"));
    await cp(packageDirectory, directory, { recursive: true });
    await edit(directory);
    return directory;
  }

  function edited(file: string, from: string | RegExp, to: string): Promise<string> {
    return changed(async (directory) => {
      const path = join(directory, file);
      const text = await readFile(path, "utf8");
      const result = text.replace(from, to);
      if (result === text) throw new Error(`${file} was not changed`);
      await writeFile(path, result);
    });
  }

  /** A copy whose roots are right again after a change: what only a look at the table finds. */
  function rebuilt(
    edit: (manifest: Manifest) => unknown,
    spoil: (weights: Uint8Array) => unknown = () => 0,
  ): Promise<string> {
    return changed(async (directory) => {
      const weights = new Uint8Array(await readFile(join(directory, "weights.bin")));
      const manifest = JSON.parse(await readFile(join(directory, "model.json"), "utf8")) as Manifest;
      spoil(weights);
      edit(manifest);
      manifest.weights.weightsRoot = await weightsRootOf(weights);
      manifest.machine = await machineHashOf({ ...manifest.program, ...manifest.weights, ...manifest.trace });
      await writeFile(join(directory, "weights.bin"), weights);
      await writeFile(join(directory, "model.json"), JSON.stringify(manifest));
    });
  }

  it("verifies the committed package: roots, table, samples", async () => {
    const verified = await verifyPackage(packageDirectory);
    expect(verified.samples.length).to.be.at.least(300);
    expect(verified.checks).to.include.members(["weights root", "program root", "machine"]);
    const { textRoot, dataRoot, weightsRoot, entry, logNodes, logSteps } = verified.machine;
    const encoded = AbiCoder.defaultAbiCoder().encode(
      ["tuple(bytes32,bytes32,bytes32,uint32,uint8,uint8)"],
      [[textRoot, dataRoot, weightsRoot, entry, logNodes, logSteps]],
    );
    expect(verified.machineHash).to.equal(keccak256(encoded));
  });

  it("is what the importer makes of the ONNX file today", async () => {
    expect(shipped.map(({ name }) => name)).to.include("digits");
    for (const one of shipped) {
      const { files } = await buildShipped(root, one);
      for (const { name, bytes } of files) {
        const committed = await readFile(join(root, one.package, name));
        const hint = `${one.package}/${name}: run "npm run models:build" and commit`;
        expect(Buffer.compare(committed, bytes), hint).to.equal(0);
      }
    }
  });

  it("answers held-out pictures as often as its card says", () => {
    const { samples } = model;
    const right = samples.filter(({ output, label }) => model.manifest.labels![output[0]!] === label).length;
    expect(samples.length).to.equal(360);
    expect(right).to.equal(355);
  });

  it("computes the same arenas in both builds, in this thread and in others", async () => {
    const inputs = model.samples.slice(0, 20).map(({ input }) => input);
    const here = await checkBitEquality(model, inputs, { threads: 0 });
    expect(here.inputs).to.equal(20);
    expect(here.nodes).to.equal(20 * model.manifest.trace.entries);
    expect(Math.max(...here.worst)).to.be.lessThan(0.9 * 2 ** model.logSteps);
    let progressed = 0;
    const there = await checkBitEquality(model, inputs, { threads: 2, onProgress: (done) => (progressed = done) });
    expect(progressed).to.equal(20);
    expect({ ...there, seconds: 0 }).to.deep.equal({ ...here, seconds: 0 });
  });

  it("reports a node that does not exit in time", async () => {
    const input = model.samples[0]!.input;
    const error = await rejection(checkBitEquality({ weights: model.weights, logSteps: 10 }, [input], { threads: 0 }));
    expect(error.code).to.equal("MISMATCH");
    expect(error.message).to.match(/input 0, node 0: no exit in 1024/);
  });

  for (const [where, offset, found] of [
    ["in what a node writes", OUTPUT_OFFSET, "node 8"],
    ["in the header", 16, "node 3"],
    ["elsewhere, by the end of the step", WORK_OFFSET - 1, "node 8"],
  ] as const)
    it(`finds a byte that the builds do not agree on, ${where}`, async () => {
      const { start } = Session.prototype;
      try {
        Session.prototype.start = function (input) {
          const run = start.call(this, input);
          const step = run.step.bind(run);
          run.step = () => {
            const stepped = step();
            // The last node is the ninth; the others leave the output alone.
            if (run.node === (offset === OUTPUT_OFFSET ? 9 : 4)) run.arena[offset]! ^= 1;
            return stepped;
          };
          return run;
        };
        const error = await rejection(checkBitEquality(model, [model.samples[0]!.input], { threads: 0 }));
        expect(error.code).to.equal("MISMATCH");
        expect(error.message).to.include(`${found}: the builds differ at byte ${offset} `);
      } finally {
        Session.prototype.start = start;
      }
    });

  it("passes a worker's error on", async () => {
    const inputs = model.samples.slice(0, 9).map(({ input }) => input);
    const error = await rejection(checkBitEquality({ weights: model.weights, logSteps: 10 }, inputs, { threads: 2 }));
    expect(error.code).to.equal("MISMATCH");
  });

  it("fails on an input of another length, provably", async () => {
    const session = await Session.open(model.weights, (await graphRuntime()).module);
    const result = session.run(new Uint8Array(63));
    expect(result.fault).to.equal(true);
    const report = await checkBitEquality(model, [new Uint8Array(63), new Uint8Array(65)], { threads: 0 });
    expect(report.nodes).to.equal(2);
  });

  const cases: readonly (readonly [string, RegExp, () => Promise<string>])[] = [
    ["no directory", /no directory/, async () => join(scratch, "nowhere")],
    ["a missing file", /samples.json is missing/, () => changed((d) => rm(join(d, "samples.json")))],
    ["a file too many", /notes.txt is no part/, () => changed((d) => writeFile(join(d, "notes.txt"), ""))],
    [
      "a link",
      /no plain file/,
      () =>
        changed(async (d) => {
          await rename(join(d, "weights.bin"), join(d, "..", "moved.bin"));
          await symlink(join(d, "..", "moved.bin"), join(d, "weights.bin"));
        }),
    ],
    ["text that is no JSON", /not JSON/, () => edited("model.json", "{", "")],
    ["a field too many", /unrecognized/i, () => edited("model.json", '"name"', '"owner": "me", "name"')],
    ["a field of another type", /trace.logNodes/, () => edited("model.json", /"logNodes": (\d+)/, `"logNodes": "4"`)],
    ["another length of the weights", /bytes of weights/, () => changed((d) => writeFile(join(d, "weights.bin"), "x"))],
    [
      "another weights root",
      /weights root/,
      () => edited("model.json", /"weightsRoot": "0x../, '"weightsRoot": "0x00'),
    ],
    ["another text root", /text root/, () => edited("model.json", /"textRoot": "0x../, '"textRoot": "0x00')],
    ["another machine", /machine/, () => edited("model.json", /"machine": "0x../, '"machine": "0x00')],
    ["a shorter trace", /machine|do not fit/, () => edited("model.json", /"logNodes": \d+/, `"logNodes": 2`)],
    ["another input schema", /input tensors/, () => edited("model.json", /"dtype": "uint8"/, '"dtype": "int8"')],
    ["another length of input", /least input/, () => edited("model.json", /"minBytes": 64/, '"minBytes": 63')],
    ["a wrong output", /sample 0/, () => edited("samples.json", /"output":"0x0./, '"output":"0x0a')],
    ["an input that is no hexadecimal", /samples.json: 0.input/, () => edited("samples.json", "0x0", "0xz")],
    [
      "nodes that may run out of instructions",
      /entry \d+ may take \d+ instructions/,
      () => rebuilt((manifest) => (manifest.trace.logSteps = 15)),
    ],
    [
      "weights that are no node table",
      /weights.bin: not a node table/,
      () =>
        rebuilt(
          () => undefined,
          (weights) => weights.fill(0, 0, 4),
        ),
    ],
    [
      "a table that names what does not exist",
      /names a tensor that does not exist/,
      () =>
        rebuilt(
          () => undefined,
          (weights) => {
            const view = new DataView(weights.buffer, weights.byteOffset);
            const record = view.getUint32(view.getUint32(4 * Header.ENTRIES_OFFSET, true), true);
            view.setUint32(record + 4 * RecordWord.OPERANDS, 4_000_000, true);
          },
        ),
    ],
    [
      "one byte of the weights",
      /weights root/,
      () =>
        changed(async (d) => {
          const bytes = await readFile(join(d, "weights.bin"));
          bytes[bytes.length - 100]! ^= 1;
          await writeFile(join(d, "weights.bin"), bytes);
        }),
    ],
  ];
  for (const [what, text, directory] of cases) {
    it(`refuses ${what}`, async () => {
      const error = await rejection(verifyPackage(await directory()));
      expect(error.code).to.equal("BAD_PACKAGE");
      expect(error.message).to.match(text);
    });
  }

  const net = onnx({
    inputs: [
      { name: "a", dtype: "float32", shape: ["batch", 3] },
      { name: "n", dtype: "int64", shape: [2] },
    ],
    outputs: [
      { name: "y", dtype: "float32" },
      { name: "m", dtype: "int64" },
    ],
    nodes: [
      { op: "Relu", inputs: ["a"], outputs: ["y"] },
      { op: "Neg", inputs: ["n"], outputs: ["m"] },
    ],
  });
  const options: BuildOptions = {
    name: "tiny",
    version: "1.0.0",
    task: "test",
    licence: "MIT",
    dims: { batch: 1 },
  };

  it("builds the same package from the same file, and another content id from another", async () => {
    const [first, second] = [await buildPackage(net, options), await buildPackage(net, options)];
    expect(second.files).to.deep.equal(first.files);
    expect(second.cid).to.equal(first.cid);
    expect((await buildPackage(net, { ...options, version: "1.0.1" })).cid).to.not.equal(first.cid);
    expect(first.cid).to.match(/^bafybei/);
    expect(await contentId([...first.files].reverse())).to.equal(first.cid);
  });

  it("writes what it then opens, with several inputs and outputs", async () => {
    const built = await buildPackage(net, options);
    const directory = join(scratch, "tiny");
    await writePackage(directory, built);
    const opened = await verifyPackage(directory);
    expect(opened.cid).to.equal(built.cid);
    const input = encodeInput(opened.manifest, { a: [-1, 0.5, 2], n: [7, -3] });
    const session = await Session.open(opened.weights, (await graphRuntime()).module);
    const result = session.run(input);
    if (result.fault) throw new Error(result.reason);
    const outputs = decodeOutput(opened.manifest, result.output);
    expect(Array.from(outputs.y!.data)).to.deep.equal([0, 0.5, 2]);
    expect(Array.from(outputs.m!.data)).to.deep.equal([-7, 3]);
    expect(() => encodeInput(opened.manifest, { a: [1, 2, 3] })).to.throw(ModelError, /input "n" takes 2 numbers/);
    expect(() => encodeInput(opened.manifest, { a: "abc", n: [7, -3] })).to.throw(ModelError, /"a" is of float32/);
  });

  it("takes bytes as text or hexadecimal, and a last tensor that is shorter", async () => {
    const { manifest } = await openPackage(join(root, "models/glyph/package"));
    const input = encodeInput(manifest, { seed: "0x0102", prompt: "red ring" });
    expect(Buffer.from(input).toString("hex")).to.equal(
      `${"00".repeat(14)}0102${Buffer.from("red ring").toString("hex")}`,
    );
    expect(encodeInput(manifest, { seed: "0x", prompt: "" })).to.have.length(16);
    expect(encodeInput(manifest, { seed: "0x", prompt: "0x726564" })).to.deep.equal(
      encodeInput(manifest, { seed: "0x0", prompt: "red" }),
    );
    expect(() => encodeInput(manifest, { seed: "0x", prompt: "x".repeat(65) })).to.throw(ModelError, /takes 0 to 64/);
    expect(() => encodeInput(manifest, { seed: [1], prompt: "" })).to.throw(ModelError, /"seed" takes 16 numbers/);
    expect(() => encodeInput(manifest, { seed: "0xzz", prompt: "" })).to.throw(ModelError, /is not 0x/);
  });

  it("refuses samples that the model cannot take, and metadata that the schema does not know", async () => {
    const short = await rejection(buildPackage(net, { ...options, samples: [{ input: new Uint8Array(3) }] }));
    expect(short.code).to.equal("BAD_INPUT");
    const named = await rejection(buildPackage(net, { ...options, name: "Not A Name" }));
    expect(named.message).to.match(/name: must be lower-case/);
  });

  it("reads external tensors from the model's folder and from nowhere else", async () => {
    await writeFile(join(scratch, "weights.data"), new Uint8Array([1, 2, 3, 4, 5]));
    const folder = await mkdtemp(join(scratch, "model-"));
    await writeFile(join(folder, "w.data"), new Uint8Array([1, 2, 3, 4, 5]));
    await symlink(join(scratch, "weights.data"), join(folder, "link.data"));
    const read = externalReader(folder);
    expect(Array.from(read("w.data", 1, 3))).to.deep.equal([2, 3, 4]);
    for (const [location, text] of [
      ["../weights.data", /outside/],
      [join(scratch, "weights.data"), /outside/],
      ["link.data", /outside/],
      ["missing.data", /does not exist/],
      [".", /outside/],
    ] as const) {
      expect(() => read(location, 0, 1), location).to.throw(ModelError, text);
    }
    expect(() => read("w.data", 3, 3)).to.throw(ModelError, /no 3 bytes at 3/);
  });
});
