import { expect } from "chai";

import { graphRuntime, type Runtime, supportedOperators } from "../../sdk/src/models/index.ts";
import { type Drawn, operatorCases, type OperatorCase, TOLERANCE } from "./support/cases.ts";
import { type ModelSpec, onnx, type TensorSpec } from "./support/onnx.ts";
import { compare, type NamedDrawn } from "./support/reference.ts";

/** Of cases that do not say. */
const OPSET = 13;

const isDrawn = (operand: Drawn | TensorSpec | null): operand is Drawn => operand !== null && "low" in operand;

/** One model of cases that share an operator set; case i has the values `i.in0`, `i.out0` and so on. */
function modelOf(
  operator: string,
  opset: number,
  cases: readonly { readonly number: number; readonly one: OperatorCase }[],
): ModelSpec & { readonly inputs: readonly NamedDrawn[] } {
  const name = (number: number, kind: "in" | "out", i: number): string => `${number}.${kind}${i}`;
  return {
    opset,
    inputs: cases.flatMap(({ number, one }) =>
      one.operands.flatMap((operand, i) => (isDrawn(operand) ? [{ name: name(number, "in", i), ...operand }] : [])),
    ),
    outputs: cases.flatMap(({ number, one }) =>
      (one.outputs ?? ["float32"]).map((dtype, i) => ({ name: name(number, "out", i), dtype })),
    ),
    nodes: cases.map(({ number, one }) => ({
      op: operator,
      name: `case ${number}`,
      inputs: one.operands.map((operand, i) => (operand === null ? "" : name(number, "in", i))),
      outputs: (one.outputs ?? ["float32"]).map((_, i) => name(number, "out", i)),
      attributes: one.attributes,
    })),
    constants: Object.fromEntries(
      cases.flatMap(({ number, one }) =>
        one.operands.flatMap((operand, i) =>
          operand !== null && !isDrawn(operand) ? [[name(number, "in", i), operand] as const] : [],
        ),
      ),
    ),
  };
}

describe("operators, against onnxruntime and between the builds", () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await graphRuntime();
  });

  it("has cases for every operator", () => {
    const names = supportedOperators().map(({ name }) => name);
    expect(Object.keys(operatorCases).sort()).to.deep.equal(names.sort());
  });

  for (const [operator, cases] of Object.entries(operatorCases)) {
    if (cases.length === 0) continue;
    it(operator, async () => {
      const numbered = cases.map((one, number) => ({ number, one }));
      let compared = 0;
      for (const opset of new Set(cases.map(({ opset = OPSET }) => opset))) {
        const group = numbered.filter(({ one }) => (one.opset ?? OPSET) === opset);
        const spec = modelOf(operator, opset, group);
        compared += await compare(
          onnx(spec),
          spec.inputs,
          runtime,
          (output) => cases[Number.parseInt(output)]!.tolerance ?? TOLERANCE,
        );
      }
      expect(compared).to.be.greaterThan(0);
    });
  }
});
