import { readFileSync } from "node:fs";

import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { expect } from "chai";

import { importGraph, ModelError, readOnnx } from "../../sdk/src/models/index.ts";
import { type ModelProto, ModelProtoSchema } from "../../sdk/src/models/onnx/onnx_pb.ts";
import { operatorCases } from "./support/cases.ts";
import { onnx } from "./support/onnx.ts";

/** Files tried of each kind; the environment may ask for more, from another seed. */
const RUNS = Number(process.env.IMPORTER_FUZZ_RUNS ?? 1);
const SEED = Number(process.env.IMPORTER_FUZZ_SEED ?? 1);
/** No file may take longer, in milliseconds: the machine may be busy. */
const SLOWEST = 10_000;

/** mulberry32 */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The model of every operator's every case. */
function* models(): Generator<readonly [string, Uint8Array]> {
  for (const [operator, cases] of Object.entries(operatorCases)) {
    for (const [number, one] of cases.entries()) {
      const name = (i: number): string => `in${i}`;
      const constants = one.operands.flatMap((operand, i) =>
        operand !== null && "data" in operand ? [[name(i), operand] as const] : [],
      );
      const inputs = one.operands.flatMap((operand, i) =>
        operand !== null && "low" in operand ? [{ name: name(i), dtype: operand.dtype, shape: operand.shape }] : [],
      );
      const outputs = (one.outputs ?? ["float32" as const]).map((dtype, i) => ({ name: `out${i}`, dtype }));
      const node = {
        op: operator,
        inputs: one.operands.map((operand, i) => (operand === null ? "" : name(i))),
        outputs: outputs.map((output) => output.name),
        attributes: one.attributes,
      };
      const spec = { opset: one.opset ?? 13, inputs, outputs, nodes: [node], constants: Object.fromEntries(constants) };
      yield [`${operator} ${number}`, onnx(spec)];
    }
  }
}

/** Imports a file; anything but a model or a `ModelError` with a message is a failure. */
function attempt(what: string, file: Uint8Array): "imported" | "refused" {
  const started = performance.now();
  try {
    importGraph(readOnnx(file), { dims: { n: 2 } });
    return "imported";
  } catch (error) {
    if (!(error instanceof ModelError)) throw new Error(`${what}: ${String(error)}`, { cause: error });
    expect(error.message, `${what}: ${error.message}`).to.not.match(/undefined|NaN|\[object/);
    return "refused";
  } finally {
    expect(performance.now() - started, what).to.be.lessThan(SLOWEST);
  }
}

const NUMBERS = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  7n,
  255n,
  -5n,
  1n << 20n,
  1n << 31n,
  -(1n << 31n),
  1n << 53n,
  (1n << 63n) - 1n,
  -(1n << 63n),
];
const FLOATS = [0, -0, 1, -1, 1e-45, 3e38, -3e38, Infinity, -Infinity, NaN];

/** One thing in a model that is no longer what it was. */
function spoil(model: ModelProto, below: (n: number) => number): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)];
  const graph = model.graph!;
  const node = pick(graph.node)!;
  const attribute = pick(node.attribute);
  const tensor = pick(graph.initializer);
  const value = pick([...graph.input, ...graph.output]);
  const type = value?.type?.value.case === "tensorType" ? value.type.value.value : undefined;
  const number = pick(NUMBERS)!;
  const changes: readonly (readonly [string, (() => unknown) | undefined])[] = [
    ["int", attribute && (() => (attribute.i = number))],
    ["ints", attribute && (() => (attribute.ints[below(attribute.ints.length + 1)] = number))],
    ["fewer ints", attribute && (() => attribute.ints.pop())],
    ["float", attribute && (() => (attribute.f = pick(FLOATS)!))],
    ["kind", attribute && (() => (attribute.type = below(12)))],
    ["attribute", attribute && (() => (attribute.name = "axis"))],
    ["text", attribute && (() => (attribute.s = new Uint8Array([below(256), 0xff])))],
    ["dims", tensor && (() => (tensor.dims[below(tensor.dims.length + 1)] = number))],
    ["fewer dims", tensor && (() => tensor.dims.pop())],
    ["type", tensor && (() => (tensor.dataType = below(20)))],
    ["data", tensor && (() => (tensor.rawData = tensor.rawData.map(() => below(256))))],
    ["less data", tensor && (() => (tensor.rawData = tensor.rawData.slice(below(8))))],
    ["external", tensor && (() => (tensor.dataLocation = 1))],
    ["element type", type && (() => (type.elemType = below(20)))],
    [
      "dimension",
      type?.shape &&
        (() => {
          const dim = pick(type.shape!.dim);
          if (dim) dim.value = { case: "dimValue", value: number };
        }),
    ],
    ["rank", type?.shape && (() => (below(2) ? type.shape!.dim.pop() : type.shape!.dim.push(...type.shape!.dim)))],
    ["symbol", type?.shape?.dim[0] && (() => (type.shape!.dim[0]!.value = { case: "dimParam", value: "n" }))],
    ["no type", value && (() => (value.type = undefined))],
    ["inputs", () => (node.input[below(node.input.length + 1)] = pick([...node.output, ...node.input, "", "none"])!)],
    ["fewer inputs", () => node.input.pop()],
    ["outputs", () => node.output.push(pick(["", "more", ...node.output])!)],
    ["fewer outputs", () => node.output.pop()],
    ["twice", () => graph.node.push(node)],
    ["operator", () => (node.opType = pick(Object.keys(operatorCases))!)],
    ["operator set", () => (model.opsetImport[0]!.version = BigInt(below(25)))],
    ["no inputs", () => (graph.input = [])],
    ["no outputs", () => (graph.output = [])],
  ];
  const [name, change] = pick(changes.filter(([, possible]) => possible !== undefined))!;
  change!();
  return name;
}

describe("the importer, on files that are not what they should be", () => {
  it("takes or refuses models with one or two things changed", () => {
    const below = generator(SEED);
    const found = { imported: 0, refused: 0 };
    for (const [name, file] of models()) {
      for (let i = 0; i < 4 * RUNS; i++) {
        const model = fromBinary(ModelProtoSchema, file);
        const changes = Array.from({ length: 1 + below(2) }, () => spoil(model, below));
        found[attempt(`${name}: ${changes.join(", ")}`, toBinary(ModelProtoSchema, model))]++;
      }
    }
    expect(found.imported).to.be.greaterThan(100);
    expect(found.refused).to.be.greaterThan(500);
  });

  it("takes or refuses files with a few bytes changed, and files cut off", () => {
    const below = generator(SEED + 1);
    const whole = new Uint8Array(readFileSync(new URL("../../models/digits/digits.onnx", import.meta.url)));
    const found = { imported: 0, refused: 0 };
    // Of a file, most bytes are weights: those before them decide more.
    const files = [...[...models()].map(([, file]) => file).filter((_, i) => i % 5 === 0), whole];
    for (const file of files) {
      for (let i = 0; i < 6 * RUNS; i++) {
        const spoiled = i % 3 === 0 ? file.slice(0, below(file.length)) : file.slice();
        for (let k = 0; i % 3 !== 0 && k <= below(4); k++) spoiled[below(Math.min(file.length, 2000))] = below(256);
        found[attempt(`file of ${file.length} bytes, ${i}`, spoiled)]++;
      }
    }
    expect(found.imported).to.be.greaterThan(5);
    expect(found.refused).to.be.greaterThan(100);
  });
});
