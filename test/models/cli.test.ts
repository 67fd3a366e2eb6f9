import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { PNG } from "pngjs";

import { onnx } from "./support/onnx.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function imo(directory: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const command = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "scripts/cli/main.ts"), "model", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    env: { ...process.env, INIT_CWD: directory, NO_COLOR: "1" },
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

describe("imo model", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "imo-"));
    const net = onnx({
      inputs: [{ name: "x", dtype: "float32", shape: ["batch", 3] }],
      outputs: [{ name: "y", dtype: "float32" }],
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    });
    await writeFile(join(directory, "net.onnx"), net);
  });
  after(() => rm(directory, { recursive: true }));

  it("builds, verifies, runs, checks and draws, from where the user is", async () => {
    const built = imo(directory, "build", "net.onnx", "--out", "pkg", "--dim", "batch=1", "--json");
    expect(built.code, built.err).to.equal(0);
    const { machine, cid, ...report } = JSON.parse(built.out) as { machine: string; cid: string };
    expect(report).to.include({ name: "net", nodes: 1, parameters: 0 });

    const verified = imo(directory, "verify", "pkg", "--json");
    expect(JSON.parse(verified.out)).to.include({ machine, cid });

    const run = imo(directory, "run", "pkg", "--input", '{"x": [-1, 0.5, 2]}', "--vm", "--json");
    const { results } = JSON.parse(run.out) as { results: { output: string; instructions: number }[] };
    expect(results[0]!.output).to.equal("0x000000000000003f00000040");
    expect(results[0]!.instructions).to.be.greaterThan(0);

    const checked = imo(directory, "run", "pkg", "--check");
    expect(checked.out).to.match(/every arena root/);

    const drawn = imo(directory, "inspect", "pkg", "--svg", "net.svg");
    expect(drawn.out).to.match(/#0 +Unary relu <- input/);
    expect(await readFile(join(directory, "net.svg"), "utf8")).to.match(/^<svg/);
  });

  it("takes a prompt, and writes the picture of it", async () => {
    const glyph = join(root, "models/glyph/package");
    const input = JSON.stringify({ seed: "0x07", prompt: "red ring on navy" });
    const run = imo(directory, "run", glyph, "--input", input, "--out", "ring.png", "--json");
    expect(run.code, run.err).to.equal(0);
    const { results } = JSON.parse(run.out) as { results: { output: string }[] };
    const { data, ...size } = PNG.sync.read(await readFile(join(directory, "ring.png")));
    expect(size).to.include({ width: 32, height: 32 });
    expect(`0x${data.subarray(0, 3).toString("hex")}`).to.equal(results[0]!.output.slice(0, 8));
    expect(`0x${data.subarray(-4, -1).toString("hex")}`).to.equal(`0x${results[0]!.output.slice(-6)}`);

    const unknown = imo(directory, "run", glyph, "--input", JSON.stringify({ seed: "0x", prompt: "red dragon" }));
    expect(unknown.code).to.equal(1);
    expect(unknown.err).to.match(/a word that the model does not know/);
  });

  it("explains what it refuses, to people and to programs", () => {
    const people = imo(directory, "build", "net.onnx", "--out", "pkg2");
    expect(people.code).to.equal(1);
    expect(people.err).to.match(/error: .*--dim batch=1/);
    const programs = imo(directory, "run", "nowhere", "--json");
    expect(programs.code).to.equal(1);
    expect(JSON.parse(programs.out)).to.have.nested.property("error.code", "BAD_PACKAGE");
  });
});
