import { PoolKind } from "../../generated.ts";
import { single } from "../ir.ts";
import type { Operator } from "../operator.ts";
import { view } from "../program.ts";
import { planar, slidingWindow, spatialShape, windowAttributes } from "./window.ts";

function pool(name: string, kind: number, note: string): Operator {
  return {
    name,
    note,
    infer(operation) {
      const x = operation.input(0);
      operation.expect(x, "float32");
      const window = slidingWindow(operation, x.shape);
      if (kind === PoolKind.AVERAGE) operation.flag("count_include_pad", false);
      else operation.ignore("storage_order"); // only says how the indices are counted
      if (operation.wants(1)) throw operation.unsupported("the output of indices", "Indices");
      return single("float32", [x.shape[0]!, x.shape[1]!, ...spatialShape(x.shape, window.output)]);
    },
    lower(operation, out) {
      const { shape } = operation.input(0);
      const window = slidingWindow(operation, shape);
      const x = view(out.ref(operation.input(0)), planar(shape));
      const y = view(out.make(operation.output()), planar(operation.output().shape));
      out.emit("Pool", [y], [x], {
        kind,
        ...windowAttributes(window),
        padBottom: window.pads[2],
        padRight: window.pads[3],
        countIncludePad: kind === PoolKind.AVERAGE && operation.flag("count_include_pad", false) ? 1 : 0,
      });
    },
  };
}

export const pooling: readonly Operator[] = [
  pool("MaxPool", PoolKind.MAX, "one or two spatial dimensions, without indices"),
  pool("AveragePool", PoolKind.AVERAGE, "one or two spatial dimensions"),
];
