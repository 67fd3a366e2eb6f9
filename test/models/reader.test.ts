import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { expect } from "chai";

import { ModelError, type ModelErrorCode } from "../../sdk/src/models/errors.ts";
import { importGraph } from "../../sdk/src/models/importer/index.ts";
import {
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
} from "../../sdk/src/models/onnx/onnx_pb.ts";
import { readOnnx } from "../../sdk/src/models/onnx/read.ts";
import { type ModelSpec, onnx } from "./support/onnx.ts";

const x = { name: "x", dtype: "float32", shape: [1, 4] } as const;
const y = { name: "y", dtype: "float32", shape: [1, 4] } as const;
const relu: ModelSpec = { inputs: [x], outputs: [y], nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }] };

/** The error that reading and importing a file ends with. */
function refused(file: Uint8Array | ModelSpec): ModelError {
  try {
    importGraph(readOnnx(file instanceof Uint8Array ? file : onnx(file)));
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error("the model was accepted");
}

function expectRefusal(file: Uint8Array | ModelSpec, code: ModelErrorCode, text: RegExp): ModelError {
  const error = refused(file);
  expect(error.code, error.message).to.equal(code);
  expect(error.message).to.match(text);
  return error;
}

/** A model with its protobuf changed. */
function edited(spec: ModelSpec, edit: (model: ReturnType<typeof decode>) => void): Uint8Array {
  const model = decode(onnx(spec));
  edit(model);
  return toBinary(ModelProtoSchema, model);
}
const decode = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

describe("ONNX reader", () => {
  it("reads a graph", () => {
    const graph = readOnnx(onnx(relu));
    expect(graph.opset).to.equal(13);
    expect(graph.nodes.map(({ operator }) => operator)).to.deep.equal(["Relu"]);
    expect(graph.inputs).to.deep.equal([{ name: "x", dtype: "float32", shape: [1, 4] }]);
  });

  it("orders nodes that the file has in another order", () => {
    const graph = readOnnx(
      onnx({
        ...relu,
        nodes: [
          { op: "Relu", inputs: ["a"], outputs: ["y"] },
          { op: "Exp", inputs: ["x"], outputs: ["a"] },
        ],
      }),
    );
    expect(graph.nodes.map(({ operator }) => operator)).to.deep.equal(["Exp", "Relu"]);
  });

  it("reads the same tensor from raw and from typed data", () => {
    const typed = edited({ ...relu, constants: { w: { dtype: "float32", shape: [2], data: [0.5, -3] } } }, (model) => {
      const tensor = model.graph!.initializer[0]!;
      tensor.rawData = new Uint8Array(0);
      tensor.floatData = [0.5, -3];
    });
    expect(Array.from(readOnnx(typed).constants.get("w")!.data)).to.deep.equal([0.5, -3]);
  });

  const cases: readonly (readonly [string, ModelErrorCode, RegExp, () => Uint8Array | ModelSpec])[] = [
    ["bytes that are no protobuf", "MALFORMED", /not an ONNX model/, () => new Uint8Array([255, 255, 255, 255])],
    ["an empty file", "MALFORMED", /no graph/, () => new Uint8Array()],
    ["a truncated file", "MALFORMED", /not an ONNX model/, () => onnx(relu).slice(0, -3)],
    ["no operator set", "MALFORMED", /operator set/, () => edited(relu, (m) => (m.opsetImport = []))],
    ["an operator set of the future", "UNSUPPORTED", /opset 7 to 21/, () => ({ ...relu, opset: 99 })],
    ["an operator set of the past", "UNSUPPORTED", /opset 7 to 21/, () => ({ ...relu, opset: 6 })],
    [
      "a value that is never made",
      "MALFORMED",
      /"nowhere" is never defined/,
      () => ({ ...relu, nodes: [{ op: "Relu", inputs: ["nowhere"], outputs: ["y"] }] }),
    ],
    [
      "an output that nothing makes",
      "MALFORMED",
      /no node makes output "y"/,
      () => ({ ...relu, nodes: [{ op: "Relu", inputs: ["x"], outputs: ["z"] }] }),
    ],
    [
      "a cycle",
      "MALFORMED",
      /cycle/,
      () => ({
        ...relu,
        nodes: [
          { op: "Add", inputs: ["x", "b"], outputs: ["a"] },
          { op: "Relu", inputs: ["a"], outputs: ["b"] },
          { op: "Relu", inputs: ["b"], outputs: ["y"] },
        ],
      }),
    ],
    [
      "a node that reads itself",
      "MALFORMED",
      /cycle/,
      () => ({ ...relu, nodes: [{ op: "Add", inputs: ["x", "y"], outputs: ["y"] }] }),
    ],
    [
      "a value made twice",
      "MALFORMED",
      /"y" is defined twice/,
      () => ({ ...relu, nodes: [...relu.nodes, { op: "Exp", inputs: ["x"], outputs: ["y"] }] }),
    ],
    [
      "a huge dimension",
      "TOO_LARGE",
      /2\^30/,
      () => ({ ...relu, inputs: [{ ...x, shape: [2 ** 40, 2 ** 12] }], outputs: [{ name: "y", dtype: "float32" }] }),
    ],
    ["a negative dimension", "MALFORMED", /dimension of -4/, () => ({ ...relu, inputs: [{ ...x, shape: [1, -4] }] })],
    [
      "a tensor whose bytes do not match its shape",
      "MALFORMED",
      /bytes where its shape/,
      () =>
        edited({ ...relu, constants: { w: { dtype: "float32", shape: [2], data: [1, 2] } } }, (model) => {
          model.graph!.initializer[0]!.dims = [1_000_000_000n];
        }),
    ],
    [
      "a tensor with too few elements",
      "MALFORMED",
      /1 elements where/,
      () => ({ ...relu, constants: { w: { dtype: "int64", shape: [3], data: [1] } } }),
    ],
    [
      "half-precision weights",
      "UNSUPPORTED",
      /float16/,
      () =>
        edited({ ...relu, constants: { w: { dtype: "int32", shape: [1], data: [1] } } }, (model) => {
          model.graph!.initializer[0]!.dataType = 10;
        }),
    ],
    ["text tensors", "UNSUPPORTED", /string/, () => ({ ...relu, inputs: [{ ...x, dtype: "string" }] })],
    [
      "an input of another kind than a tensor",
      "UNSUPPORTED",
      /not a tensor/,
      () => edited(relu, (model) => (model.graph!.input[0]!.type = undefined)),
    ],
    [
      "a symbolic dimension",
      "UNSUPPORTED",
      /--dim batch=1/,
      () => ({ ...relu, inputs: [{ ...x, shape: ["batch", 4] }] }),
    ],
    ["an input without a shape", "UNSUPPORTED", /no shape/, () => ({ ...relu, inputs: [{ ...x, shape: undefined }] })],
    [
      "an output of another type than declared",
      "MALFORMED",
      /declared as int32/,
      () => ({ ...relu, outputs: [{ ...y, dtype: "int32" }] }),
    ],
    [
      "an output of another shape than declared",
      "MALFORMED",
      /declared as float32\[2,2\]/,
      () => ({ ...relu, outputs: [{ ...y, shape: [2, 2] }] }),
    ],
    [
      "external data without a reader",
      "UNSUPPORTED",
      /another file \("\.\.\/secret"\)/,
      () =>
        edited({ ...relu, constants: { w: { dtype: "float32", shape: [1], data: [1] } } }, (model) => {
          const tensor = model.graph!.initializer[0]!;
          tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
          tensor.externalData = [create(StringStringEntryProtoSchema, { key: "location", value: "../secret" })];
        }),
    ],
    [
      "an unknown operator",
      "UNSUPPORTED",
      /write it as MatMul.*operator Einsum, node "mixer"; supported: Abs, Add/,
      () => ({ ...relu, nodes: [{ op: "Einsum", name: "mixer", inputs: ["x"], outputs: ["y"] }] }),
    ],
    [
      "an operator of another domain",
      "UNSUPPORTED",
      /operator com\.microsoft\.Relu/,
      () => ({ ...relu, nodes: [{ op: "Relu", domain: "com.microsoft", inputs: ["x"], outputs: ["y"] }] }),
    ],
    [
      "an unknown attribute",
      "UNSUPPORTED",
      /node "y", attribute or input "slope"/,
      () => ({ ...relu, nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"], attributes: { slope: 1 } }] }),
    ],
    [
      "an attribute of the wrong kind",
      "MALFORMED",
      /of kind int where float is due/,
      () => ({ ...relu, nodes: [{ op: "LeakyRelu", inputs: ["x"], outputs: ["y"], attributes: { alpha: 1 } }] }),
    ],
    [
      "operands of different types",
      "MALFORMED",
      /types float32 and int64/,
      () => ({
        ...relu,
        nodes: [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }],
        constants: { c: { dtype: "int64", shape: [], data: [1] } },
      }),
    ],
    [
      "a missing input",
      "MALFORMED",
      /input 1 is missing/,
      () => ({ ...relu, nodes: [{ op: "MatMul", inputs: ["x"], outputs: ["y"] }] }),
    ],
    [
      "a shape that depends on data",
      "UNSUPPORTED",
      /depends on the model's input/,
      () => ({
        ...relu,
        inputs: [x, { name: "s", dtype: "int64", shape: [2] }],
        nodes: [{ op: "Reshape", inputs: ["x", "s"], outputs: ["y"] }],
      }),
    ],
    [
      "double precision at run time",
      "UNSUPPORTED",
      /float64/,
      () => ({
        ...relu,
        outputs: [{ ...y, dtype: "float64" }],
        nodes: [{ op: "Cast", inputs: ["x"], outputs: ["y"], attributes: { to: 11 } }],
      }),
    ],
    [
      "a constant that grows without bound",
      "TOO_LARGE",
      /elements/,
      () => ({
        ...relu,
        outputs: [{ name: "y", dtype: "int64" }],
        nodes: [{ op: "Range", inputs: ["a", "b", "c"], outputs: ["y"] }],
        constants: {
          a: { dtype: "int64", shape: [], data: [0] },
          b: { dtype: "int64", shape: [], data: [2 ** 30] },
          c: { dtype: "int64", shape: [], data: [1] },
        },
      }),
    ],
    [
      "an arena larger than memory",
      "TOO_LARGE",
      /working memory|region|take more|elements/,
      () => ({
        ...relu,
        outputs: [{ name: "y", dtype: "float32" }],
        nodes: [
          { op: "Expand", inputs: ["x", "s"], outputs: ["a"] },
          { op: "ReduceSum", inputs: ["a"], outputs: ["y"] },
        ],
        constants: { s: { dtype: "int64", shape: [2], data: [2 ** 27, 4] } },
      }),
    ],
    [
      "a graph without an input",
      "UNSUPPORTED",
      /no input|nothing from its input/,
      () => ({
        ...relu,
        inputs: [],
        constants: { x: { dtype: "float32", shape: [1, 4], data: [1, 2, 3, 4] } },
      }),
    ],
  ];
  for (const [what, code, text, file] of cases) {
    it(`refuses ${what}`, () => void expectRefusal(file(), code, text));
  }

  it("says where an error is, for programs", () => {
    const error = expectRefusal(
      { ...relu, nodes: [{ op: "Relu", name: "act", inputs: ["x"], outputs: ["y"], attributes: { slope: 1 } }] },
      "UNSUPPORTED",
      /act/,
    );
    expect(error.place).to.deep.equal({ operator: "Relu", node: "act", attribute: "slope", supported: undefined });
  });

  it("answers any change of a byte with a model or a ModelError", () => {
    const file = onnx({
      ...relu,
      nodes: [
        { op: "Gemm", inputs: ["x", "w"], outputs: ["h"], attributes: { transB: 1 } },
        { op: "Softmax", inputs: ["h"], outputs: ["y"], attributes: { axis: -1 } },
      ],
      constants: { w: { dtype: "float32", shape: [4, 4], data: Array.from({ length: 16 }, (_, i) => i) } },
    });
    let accepted = 0;
    let refusals = 0;
    for (let at = 0; at < file.length; at++) {
      for (const flip of [1, 0x80, 0xff]) {
        const changed = file.slice();
        changed[at]! ^= flip;
        try {
          importGraph(readOnnx(changed));
          accepted++;
        } catch (error) {
          if (!(error instanceof ModelError))
            throw new Error(`byte ${at} ^ ${flip}: ${String(error)}`, { cause: error });
          refusals++;
        }
      }
    }
    expect(accepted).to.be.greaterThan(0);
    expect(refusals).to.be.greaterThan(100);
  });
});
