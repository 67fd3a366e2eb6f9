import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { graphView } from "../../sdk/src/models/inspect.ts";
import {
  buildPackage,
  checkBitEquality,
  graphRuntime,
  importGraph,
  ModelError,
  readOnnx,
  type Runtime,
} from "../../sdk/src/models/index.ts";
import { quantizationOf } from "../../sdk/src/models/importer/operators/quantize.ts";
import { type ModelSpec, type NodeSpec, onnx, type TensorSpec } from "./support/onnx.ts";
import { compare, type NamedDrawn } from "./support/reference.ts";

const node = (op: string, inputs: string, output: string, attributes: NodeSpec["attributes"] = {}): NodeSpec => ({
  op,
  inputs: inputs.split(" "),
  outputs: [output],
  attributes,
});
const scalar = (dtype: TensorSpec["dtype"], value: number): TensorSpec => ({ dtype, shape: [], data: [value] });
const bytes = (...shape: number[]): TensorSpec => ({
  dtype: "int8",
  shape,
  data: Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, (_, i) => ((i * 37) % 255) - 127),
});
const zeros = (count: number): TensorSpec => ({
  dtype: "int8",
  shape: [count],
  data: new Array<number>(count).fill(0),
});
const scales = (count: number): TensorSpec => ({
  dtype: "float32",
  shape: [count],
  data: Array.from({ length: count }, (_, i) => Math.fround(0.004 + i / 3000)),
});

const x: NamedDrawn = { name: "x", dtype: "float32", shape: [1, 3, 6, 6], low: -2, high: 2 };

/** A convolution and a product as exporters write them when a model was quantised: everything between Q and DQ. */
const qdq = (zeroType: "int8" | "uint8"): ModelSpec => ({
  inputs: [x],
  outputs: [{ name: "y", dtype: "float32" }],
  nodes: [
    node("QuantizeLinear", "x xs xz", "xq"),
    node("DequantizeLinear", "xq xs xz", "xd"),
    node("DequantizeLinear", "w ws wz", "wd", { axis: 0 }),
    node("Conv", "xd wd b", "c", { pads: [1, 1, 1, 1], strides: [2, 2] }),
    node("Relu", "c", "r"),
    node("QuantizeLinear", "r rs rz", "rq"),
    node("DequantizeLinear", "rq rs rz", "rd"),
    node("Flatten", "rd", "f"),
    node("QuantizeLinear", "f rs rz", "fq"),
    node("DequantizeLinear", "fq rs rz", "fd"),
    node("DequantizeLinear", "m ms", "md", { axis: 1 }),
    node("MatMul", "fd md", "p"),
    node("Add", "p mb", "y"),
  ],
  constants: {
    xs: scalar("float32", 0.016),
    xz: scalar(zeroType, zeroType === "int8" ? 3 : 131),
    w: bytes(5, 3, 3, 3),
    ws: scales(5),
    wz: zeros(5),
    b: { dtype: "float32", shape: [5], data: [0.1, -0.2, 0.3, 0, 0.5] },
    rs: scalar("float32", 0.03),
    rz: scalar(zeroType, zeroType === "int8" ? -128 : 0),
    m: bytes(45, 4),
    ms: scalar("float32", 0.01),
    mb: { dtype: "float32", shape: [4], data: [1, 2, 3, 4] },
  },
});

const digits = fileURLToPath(new URL("../../models/digits/", import.meta.url));

describe("int8", () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await graphRuntime();
  });

  for (const type of ["int8", "uint8"] as const) {
    it(`computes a model quantised to ${type} in integers, as the reference does`, async () => {
      const file = onnx(qdq(type));
      const operators = graphView(importGraph(readOnnx(file)).weights).nodes.map(({ operator }) => operator);
      expect(operators).to.include.members(["ConvInt8", "LinearInt8"]).and.to.not.include.members(["Conv", "Linear"]);
      await compare(file, [x], runtime, () => 1e-4);
    });
  }

  it("quantises a float model on its samples, and loses nearly nothing", async () => {
    const list = JSON.parse(readFileSync(`${digits}heldout.json`, "utf8")) as { input: string; label: string }[];
    const samples = list.slice(0, 100).map(({ input, label }) => ({
      input: new Uint8Array(Buffer.from(input.slice(2), "hex")),
      label,
    }));
    const built = await buildPackage(new Uint8Array(readFileSync(`${digits}digits.onnx`)), {
      name: "digits-int8",
      version: "1.0.0",
      task: "image-classification",
      licence: "MIT",
      labels: Array.from("0123456789"),
      samples,
      quantize: "int8",
    });
    const { layers, bytes: sizes, same, right } = built.quantization!;
    expect(layers).to.equal(3);
    expect(sizes[1]).to.be.lessThan(sizes[0] / 2);
    expect(same).to.be.at.least(97);
    expect(right![1]).to.be.at.least(right![0] - 2);
    const inputs = samples.slice(0, 8).map(({ input }) => input);
    const report = await checkBitEquality(built.imported, inputs, { threads: 0 });
    expect(report.inputs).to.equal(8);
  });

  it("refuses to quantise without samples", async () => {
    const file = onnx({ ...qdq("int8"), outputs: [{ name: "y", dtype: "float32" }] });
    let refusal: unknown;
    try {
      await buildPackage(file, { name: "q", version: "1.0.0", task: "test", licence: "MIT", quantize: "int8" });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).to.be.instanceOf(ModelError);
    expect((refusal as ModelError).message).to.match(/calibrated on samples/);
  });

  it("keeps zero exact in every range", () => {
    for (const [low, high] of [
      [-1, 3],
      [0.5, 2],
      [-7, -2],
      [0, 0],
      [-1e-9, 1e9],
    ] as const) {
      const { scale, zero } = quantizationOf({ low, high });
      expect(zero).to.be.at.least(-128).and.at.most(127);
      expect(scale).to.be.greaterThan(0);
      expect((127 - zero) * scale).to.be.at.least(Math.max(0, high) - scale);
      expect((-128 - zero) * scale).to.be.at.most(Math.min(0, low) + scale);
    }
  });
});
