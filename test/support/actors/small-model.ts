import { DType, Space, UnaryKind } from "../../../sdk/src/models/generated.ts";
import { graphRuntime } from "../../../sdk/src/models/runtime.ts";
import { packLinear } from "../../../sdk/src/models/pack.ts";
import { type Graph, writeTable } from "../../../sdk/src/models/table.ts";
import { ModelImage, toHex } from "../../../sdk/src/opml/index.ts";
import { bytesSource, Machine, QUARTER_DEPTH, WEIGHTS_BASE } from "../../../sdk/src/riscv/index.ts";

const WIDTH = 8;
const CLASSES = 4;

/** Numbers without a pattern between -1 and 1. */
const numbers = (count: number, salt: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + salt));
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer);
const relu = { activation: UnaryKind.RELU, alpha: 0, beta: 0 };
const plain = { activation: UnaryKind.COPY, alpha: 0, beta: 0 };

/** Two layers in four tiles and a softmax: five nodes of the graph runtime. */
function network(): Graph {
  const float = { dtype: DType.FLOAT32 };
  const constant = (dims: number[], values: Float32Array) => ({
    ...float,
    space: Space.WEIGHTS,
    dims,
    data: bytesOf(values),
  });
  const first = packLinear(numbers(WIDTH * WIDTH, 1), WIDTH, WIDTH);
  const second = packLinear(numbers(WIDTH * CLASSES, 2), WIDTH, CLASSES);
  const tensors = [
    { ...float, space: Space.INPUT, dims: [1, WIDTH], offset: 0 },
    constant([first.length], first),
    constant([WIDTH], numbers(WIDTH, 3)),
    { ...float, space: Space.WORK, dims: [1, WIDTH], offset: 0 },
    constant([second.length], second),
    constant([CLASSES], numbers(CLASSES, 4)),
    { ...float, space: Space.WORK, dims: [1, CLASSES], offset: 64 },
    { ...float, space: Space.OUTPUT, dims: [1, CLASSES], offset: 0 },
  ];
  const tile = (units: [number, number]) => ({
    op: "Linear" as const,
    outputs: [3],
    inputs: [0, 1, 2],
    attributes: { k: WIDTH, n: WIDTH, ...relu },
    units,
  });
  return {
    tensors,
    entries: [
      tile([0, 1]),
      tile([1, 2]),
      { op: "Linear", outputs: [6], inputs: [3, 4, 5], attributes: { k: WIDTH, n: CLASSES, ...plain } },
      { op: "Softmax", outputs: [7], inputs: [6], attributes: { n: CLASSES, inner: 1, log: 0 } },
    ],
    steps: 1,
    inputBytes: [4 * WIDTH, 4 * WIDTH],
    outputBytes: 4 * CLASSES,
    inputs: [0],
    outputs: [7],
  };
}

/** An input the small model takes. */
export const smallInput = (salt: number) => bytesOf(numbers(WIDTH, salt));

export const SMALL_LOG_NODES = 3;
export const SMALL_LOG_STEPS = 16;

/** A small network over the graph runtime that ships with the project. */
export async function smallModel(): Promise<ModelImage> {
  const { program, module } = await graphRuntime();
  const weights = writeTable(network());
  const { memory } = await Machine.create(program, { weights: bytesSource(weights) });
  const machine = {
    textRoot: toHex(program.textRoot),
    dataRoot: toHex(program.dataRoot),
    weightsRoot: toHex(memory.subtreeRoot(WEIGHTS_BASE, QUARTER_DEPTH + 1)),
    entry: program.entry,
    logNodes: SMALL_LOG_NODES,
    logSteps: SMALL_LOG_STEPS,
  };
  return ModelImage.open({ machine, weights }, { program, module });
}
