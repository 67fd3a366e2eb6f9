import type { AttributeSpec, TensorSpec, TypeName } from "./onnx.ts";

/** An input drawn from [low, high]; whole numbers unless float32. */
export interface Drawn {
  readonly dtype: TypeName;
  readonly shape: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** One application of an operator, to be compared with the reference. */
export interface OperatorCase {
  /** Operands in order: drawn ones become inputs of the model, tensors its constants, `null` is left out. */
  readonly operands: readonly (Drawn | TensorSpec | null)[];
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  /** Element types of the outputs. */
  readonly outputs?: readonly TypeName[];
  readonly opset?: number;
  /** Allowed difference, absolute and relative to the reference; {@link TOLERANCE} unless set. */
  readonly tolerance?: number;
}

/** What separates our float32 results from the reference's, at most, where a case does not say otherwise. */
export const TOLERANCE = 2e-5;

const f = (shape: readonly number[], low = -2, high = 2): Drawn => ({ dtype: "float32", shape, low, high });
const i64 = (shape: readonly number[], low = -9, high = 9): Drawn => ({ dtype: "int64", shape, low, high });
const i32 = (shape: readonly number[], low = -9, high = 9): Drawn => ({ dtype: "int32", shape, low, high });
const u8 = (shape: readonly number[], low = 0, high = 255): Drawn => ({ dtype: "uint8", shape, low, high });
const i8 = (shape: readonly number[]): Drawn => ({ dtype: "int8", shape, low: -128, high: 127 });
const bool = (shape: readonly number[]): Drawn => ({ dtype: "bool", shape, low: 0, high: 1 });

const ints = (...data: number[]): TensorSpec => ({ dtype: "int64", shape: [data.length], data });
const int = (value: number): TensorSpec => ({ dtype: "int64", shape: [], data: [value] });
const floats = (...data: number[]): TensorSpec => ({ dtype: "float32", shape: [data.length], data });
const float = (value: number): TensorSpec => ({ dtype: "float32", shape: [], data: [value] });

/** A constant whose elements spread over [-1, 1] without a pattern that hides mistakes. */
function weights(...shape: number[]): TensorSpec {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return {
    dtype: "float32",
    shape,
    data: Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i * 12.9898 + shape.length))),
  };
}

const unary = (...cases: OperatorCase[]): OperatorCase[] => [
  { operands: [f([2, 3, 5])] },
  { operands: [f([1], -0.5, 0.5)] },
  ...cases,
];

const broadcasting = (operand: (shape: readonly number[]) => Drawn, outputs?: TypeName[]): OperatorCase[] => [
  { operands: [operand([2, 3, 4]), operand([2, 3, 4])], outputs },
  { operands: [operand([2, 3, 4]), operand([4])], outputs },
  { operands: [operand([3, 1]), operand([2, 1, 5])], outputs },
  { operands: [operand([]), operand([6])], outputs },
];

const reduction = (since: number): OperatorCase[] => [
  { operands: [f([3, 4, 5])], attributes: { keepdims: 0 } },
  { operands: [f([3, 4, 5])], attributes: { axes: [1] }, opset: since - 1 },
  { operands: [f([3, 4, 5])], attributes: { axes: [0, 2], keepdims: 0 }, opset: since - 1 },
  { operands: [f([2, 3, 4, 5]), ints(-1)], opset: since },
  { operands: [f([2, 3, 4, 5]), ints(1, 2)], attributes: { keepdims: 0 }, opset: since },
  { operands: [f([2, 3])], attributes: { noop_with_empty_axes: 1 }, opset: since },
];

const pools = (more: OperatorCase[] = []): OperatorCase[] => [
  { operands: [f([1, 2, 6, 7])], attributes: { kernel_shape: [2, 3] } },
  { operands: [f([2, 3, 7, 7])], attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } },
  { operands: [f([1, 2, 7, 8])], attributes: { kernel_shape: [3, 2], strides: [2, 3], auto_pad: "SAME_UPPER" } },
  { operands: [f([1, 2, 7, 8])], attributes: { kernel_shape: [2, 2], strides: [2, 2], auto_pad: "SAME_LOWER" } },
  { operands: [f([1, 1, 8, 8])], attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } },
  { operands: [f([1, 3, 11])], attributes: { kernel_shape: [4], strides: [3], pads: [1, 2] } },
  ...more,
];

const softmax: OperatorCase[] = [
  { operands: [f([3, 10], -8, 8)] },
  { operands: [f([2, 3, 4, 5], -5, 5)], attributes: { axis: 1 } },
  { operands: [f([2, 3, 4], -5, 5)], attributes: { axis: 1 }, opset: 11 },
  { operands: [f([4, 1], -100, 100)], attributes: { axis: 0 } },
];

const arg: OperatorCase[] = [
  { operands: [f([3, 10])], attributes: { axis: 1, keepdims: 0 }, outputs: ["int64"] },
  { operands: [f([2, 3, 4])], attributes: { axis: -2 }, outputs: ["int64"] },
  { operands: [f([4, 3])], outputs: ["int64"] },
  { operands: [i32([3, 6], 0, 2)], attributes: { axis: 1, select_last_index: 1 }, outputs: ["int64"] },
];

const resizes: OperatorCase[] = [
  { operands: [f([1, 2, 3, 4]), null, floats(1, 1, 2, 2)], attributes: { mode: "nearest" } },
  {
    operands: [f([1, 2, 4, 4]), null, null, ints(1, 2, 7, 5)],
    attributes: { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
  },
  { operands: [f([2, 1, 4, 5]), null, floats(1, 1, 2, 3)], attributes: { mode: "linear" } },
  {
    operands: [f([1, 2, 4, 5]), null, null, ints(1, 2, 7, 9)],
    attributes: { mode: "linear", coordinate_transformation_mode: "align_corners" },
  },
  {
    operands: [f([1, 1, 6, 6]), null, floats(1, 1, 0.5, 0.5)],
    attributes: { mode: "linear", coordinate_transformation_mode: "pytorch_half_pixel" },
  },
  {
    operands: [f([1, 1, 5, 3]), null, null, ints(1, 1, 10, 2)],
    attributes: { mode: "nearest", coordinate_transformation_mode: "half_pixel", nearest_mode: "ceil" },
  },
  { operands: [f([1, 2, 3, 3]), floats(1, 1, 2, 2)], attributes: { mode: "nearest" }, opset: 10 },
  { operands: [f([2, 3, 4]), null, floats(1, 1, 2)], attributes: { mode: "linear" } },
];

/** Cases of every operator that the importer knows, by its name. */
export const operatorCases: Readonly<Record<string, readonly OperatorCase[]>> = {
  Gemm: [
    { operands: [f([3, 5]), weights(5, 7), floats(1, 2, 3, 4, 5, 6, 7)] },
    { operands: [f([1, 9]), weights(6, 9), weights(6)], attributes: { transB: 1 } },
    { operands: [f([5, 2]), weights(5, 3)], attributes: { transA: 1, alpha: { float: 0.5 } } },
    { operands: [f([2, 4]), f([4, 3]), f([2, 1])], attributes: { beta: { float: 2 } } },
    { operands: [f([2, 4]), f([3, 4]), float(0.25)], attributes: { transB: 1, alpha: { float: -1 } } },
    { operands: [f([4, 4]), weights(4, 4), f([4])] },
  ],
  MatMul: [
    { operands: [f([3, 5]), weights(5, 7)] },
    { operands: [f([2, 3, 5]), weights(5, 4)] },
    { operands: [f([2, 3, 4, 5]), f([2, 3, 5, 6])] },
    { operands: [f([3, 4, 5]), f([5, 2])] },
    { operands: [weights(2, 4, 4), f([4, 3])] },
    { operands: [f([5]), weights(5, 3)] },
    { operands: [f([2, 5]), f([5])] },
    { operands: [f([1, 4, 5]), f([3, 5, 2])] },
  ],
  Conv: [
    { operands: [f([1, 3, 8, 9]), weights(4, 3, 3, 3), weights(4)] },
    { operands: [f([2, 2, 7, 7]), weights(5, 2, 3, 3)], attributes: { strides: [2, 2], pads: [1, 1, 1, 1] } },
    { operands: [f([1, 2, 9, 9]), weights(3, 2, 3, 2)], attributes: { dilations: [2, 3], pads: [2, 1, 0, 3] } },
    { operands: [f([1, 4, 6, 6]), weights(8, 2, 3, 3), weights(8)], attributes: { group: 2, pads: [1, 1, 1, 1] } },
    { operands: [f([1, 5, 6, 6]), weights(5, 1, 3, 3), weights(5)], attributes: { group: 5, strides: [2, 1] } },
    { operands: [f([1, 3, 6, 6]), weights(6, 1, 3, 3)], attributes: { group: 3, pads: [1, 1, 1, 1] } },
    { operands: [f([1, 8, 5, 5]), weights(12, 8, 1, 1)] },
    { operands: [f([1, 2, 6, 5]), weights(3, 2, 4, 4)], attributes: { auto_pad: "SAME_UPPER", strides: [2, 2] } },
    { operands: [f([1, 2, 6, 5]), weights(3, 2, 2, 2)], attributes: { auto_pad: "SAME_LOWER" } },
    { operands: [f([1, 3, 12]), weights(4, 3, 5), weights(4)], attributes: { strides: [2], pads: [2, 1] } },
    { operands: [f([1, 3, 4, 4]), weights(2, 3, 3, 3), f([2])] },
  ],
  ConvTranspose: [
    { operands: [f([1, 3, 4, 5]), weights(3, 4, 3, 3), weights(4)] },
    {
      operands: [f([1, 4, 4, 4]), weights(4, 2, 4, 4)],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    {
      operands: [f([2, 2, 3, 3]), weights(2, 3, 3, 3)],
      attributes: { strides: [2, 2], output_padding: [1, 1], pads: [1, 1, 1, 1] },
    },
    { operands: [f([1, 4, 3, 3]), weights(4, 1, 2, 2)], attributes: { group: 2, dilations: [2, 2] } },
    { operands: [f([1, 2, 3, 3]), weights(2, 2, 3, 3)], attributes: { auto_pad: "SAME_UPPER", strides: [2, 2] } },
    { operands: [f([1, 2, 5]), weights(2, 3, 3)], attributes: { strides: [3] } },
    { operands: [f([1, 2, 3, 3]), weights(2, 2, 3, 3)], attributes: { strides: [2, 2], output_shape: [6, 6] } },
  ],
  Relu: unary({ operands: [i32([7])], outputs: ["int32"], opset: 14 }),
  LeakyRelu: unary({ operands: [f([9])], attributes: { alpha: { float: 0.3 } } }),
  Sigmoid: unary({ operands: [f([40], -100, 100)] }),
  HardSigmoid: unary({ operands: [f([9])], attributes: { alpha: { float: 0.5 }, beta: { float: 0.1 } } }),
  Tanh: unary({ operands: [f([40], -20, 20)] }),
  Elu: unary({ operands: [f([20], -30, 3)], attributes: { alpha: { float: 0.7 } } }),
  Selu: unary({ operands: [f([20], -30, 3)] }),
  Gelu: [
    { operands: [f([40], -6, 6)], opset: 20 },
    { operands: [f([40], -6, 6)], attributes: { approximate: "tanh" }, opset: 20 },
  ],
  Erf: unary({ operands: [f([40], -5, 5)] }),
  HardSwish: [{ operands: [f([40], -5, 5)], opset: 14 }],
  Softplus: unary({ operands: [f([40], -60, 60)] }),
  Clip: [
    { operands: [f([20]), float(-0.5), float(0.75)] },
    { operands: [f([20]), null, float(0.75)] },
    { operands: [f([20]), float(0)] },
    { operands: [f([20])], attributes: { min: { float: -1 }, max: { float: 1 } }, opset: 7 },
  ],
  Exp: unary({ operands: [f([40], -80, 80)] }),
  Log: [{ operands: [f([40], 1e-6, 1)] }, { operands: [f([40], 1, 1e6)] }],
  Sqrt: [{ operands: [f([40], 0, 100)], tolerance: 0 }],
  Reciprocal: [{ operands: [f([40], 0.1, 10)], tolerance: 0 }],
  Abs: unary({ operands: [i32([7])], outputs: ["int32"] }),
  Neg: unary({ operands: [i32([7])], outputs: ["int32"] }, { operands: [i64([7])], outputs: ["int64"] }),
  Floor: unary({ operands: [f([40], -9, 9)], tolerance: 0 }),
  Ceil: unary({ operands: [f([40], -9, 9)], tolerance: 0 }),
  Round: [{ operands: [f([40], -9, 9)], tolerance: 0 }],
  Sign: unary({ operands: [f([9])], tolerance: 0 }),
  Sin: unary({ operands: [f([40], -20, 20)] }),
  Cos: unary({ operands: [f([40], -20, 20)] }),
  Add: [...broadcasting(f), ...broadcasting(i64, ["int64"]), { operands: [f([2, 3]), weights(3)] }],
  Sub: [...broadcasting(f), ...broadcasting(i32, ["int32"])],
  Mul: [...broadcasting(f), ...broadcasting(i64, ["int64"])],
  Div: [
    { operands: [f([2, 3, 4]), f([3, 1], 0.5, 2)] },
    { operands: [i32([20], -50, 50), i32([20], 1, 7)], outputs: ["int32"] },
    { operands: [i32([20], -50, 50), i32([20], -7, -1)], outputs: ["int32"] },
  ],
  Sum: [{ operands: [f([2, 3]), f([3]), f([2, 1])] }, { operands: [f([4])] }],
  Mean: [{ operands: [f([2, 3]), f([3]), f([2, 1])] }],
  Min: [
    { operands: [f([2, 3]), f([3])] },
    { operands: [f([4]), f([1]), f([4])] },
    { operands: [i32([5]), i32([5])], outputs: ["int32"] },
  ],
  Max: [
    { operands: [f([2, 3]), f([3])] },
    { operands: [f([4]), f([1]), f([4])] },
    { operands: [i32([5]), i32([5])], outputs: ["int32"] },
  ],
  Pow: [
    { operands: [f([10]), float(2)] },
    { operands: [f([10]), float(3)] },
    { operands: [f([10], 0, 4), float(0.5)] },
    { operands: [f([10], 0.5, 4), float(-1)] },
    { operands: [f([10], 0.1, 4), f([10], -3, 3)] },
    { operands: [f([10]), int(4)] },
    { operands: [f([2, 5], 0.1, 4), floats(1, 2, 2.5, -0.5, 0)] },
  ],
  PRelu: [{ operands: [f([2, 3, 4]), weights(3, 1)] }, { operands: [f([2, 3]), f([1])] }],
  Equal: [
    ...broadcasting((shape) => i64(shape, 0, 2), ["bool"]),
    { operands: [bool([20]), bool([20])], outputs: ["bool"] },
    { operands: [f([5]), f([5])], outputs: ["bool"] },
  ],
  Greater: broadcasting(f, ["bool"]),
  GreaterOrEqual: broadcasting((shape) => i32(shape, 0, 2), ["bool"]),
  Less: broadcasting(f, ["bool"]),
  LessOrEqual: broadcasting((shape) => i32(shape, 0, 2), ["bool"]),
  And: broadcasting(bool, ["bool"]),
  Or: broadcasting(bool, ["bool"]),
  Xor: broadcasting(bool, ["bool"]),
  Not: [{ operands: [bool([20])], outputs: ["bool"] }],
  ReduceSum: reduction(13),
  ReduceMean: reduction(18),
  ReduceMax: reduction(18),
  ReduceMin: reduction(18),
  ReduceProd: reduction(18),
  ReduceSumSquare: reduction(18),
  ReduceL1: reduction(18),
  ReduceL2: reduction(18),
  GlobalAveragePool: [{ operands: [f([2, 3, 4, 5])] }, { operands: [f([1, 3, 7])] }],
  GlobalMaxPool: [{ operands: [f([2, 3, 4, 5])] }],
  Softmax: softmax,
  LogSoftmax: softmax,
  ArgMax: arg,
  ArgMin: arg,
  CumSum: [
    { operands: [f([3, 4]), int(1)] },
    { operands: [f([3, 4, 2]), int(-2)], attributes: { reverse: 1 } },
    { operands: [f([5]), int(0)], attributes: { exclusive: 1 } },
    { operands: [i32([2, 5]), int(1)], attributes: { exclusive: 1, reverse: 1 }, outputs: ["int32"] },
  ],
  TopK: [
    { operands: [f([3, 10]), ints(4)], outputs: ["float32", "int64"] },
    { operands: [f([4, 5, 3]), ints(2)], attributes: { axis: 1, largest: 0 }, outputs: ["float32", "int64"] },
    { operands: [f([12])], attributes: { k: 3 }, outputs: ["float32", "int64"], opset: 9 },
  ],
  LayerNormalization: [
    { operands: [f([2, 3, 8]), weights(8), weights(8)], opset: 17 },
    { operands: [f([2, 3, 4]), weights(3, 4)], attributes: { axis: 1, epsilon: { float: 0.1 } }, opset: 17 },
  ],
  InstanceNormalization: [
    { operands: [f([2, 3, 4, 5]), weights(3), weights(3)] },
    { operands: [f([1, 2, 9]), weights(2), weights(2)], attributes: { epsilon: { float: 0.01 } } },
  ],
  GroupNormalization: [
    { operands: [f([2, 6, 3, 3]), weights(6), weights(6)], attributes: { num_groups: 3 }, opset: 21 },
    { operands: [f([1, 4, 5]), weights(2), weights(2)], attributes: { num_groups: 2 }, opset: 18 },
  ],
  BatchNormalization: [
    { operands: [f([2, 3, 4, 4]), weights(3), weights(3), weights(3), floats(0.5, 1, 2)] },
    {
      operands: [f([4, 3]), weights(3), weights(3), weights(3), floats(0.5, 1, 2)],
      attributes: { epsilon: { float: 0.01 }, momentum: { float: 0.5 } },
      opset: 9,
    },
  ],
  MaxPool: pools([{ operands: [f([1, 1, 9, 9])], attributes: { kernel_shape: [3, 2], dilations: [2, 3] } }]),
  AveragePool: pools([
    {
      operands: [f([1, 2, 5, 5])],
      attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1, strides: [2, 2] },
    },
  ]),
  Identity: [{ operands: [f([2, 3])] }],
  Reshape: [
    { operands: [f([2, 3, 4]), ints(4, 6)] },
    { operands: [f([2, 3, 4]), ints(0, -1)] },
    { operands: [f([2, 3, 4]), ints(-1)], opset: 14, attributes: { allowzero: 1 } },
  ],
  Flatten: [
    { operands: [f([2, 3, 4])] },
    { operands: [f([2, 3, 4])], attributes: { axis: -1 } },
    { operands: [f([2, 3])], attributes: { axis: 0 } },
  ],
  Squeeze: [
    { operands: [f([1, 3, 1])] },
    { operands: [f([1, 3, 1]), ints(-1)] },
    { operands: [f([1, 3, 1])], attributes: { axes: [0] }, opset: 11 },
  ],
  Unsqueeze: [{ operands: [f([3, 4]), ints(0, -1)] }, { operands: [f([3, 4])], attributes: { axes: [1] }, opset: 11 }],
  Dropout: [{ operands: [f([5])] }, { operands: [f([5])], attributes: { ratio: { float: 0.3 } }, opset: 10 }],
  Transpose: [
    { operands: [f([3, 4])] },
    { operands: [f([2, 3, 4, 5])], attributes: { perm: [0, 2, 3, 1] } },
    { operands: [f([1, 3, 1, 5])], attributes: { perm: [2, 1, 0, 3] } },
    { operands: [u8([4, 6])], outputs: ["uint8"] },
    { operands: [i64([2, 3, 4])], attributes: { perm: [1, 0, 2] }, outputs: ["int64"] },
  ],
  DepthToSpace: [
    { operands: [f([1, 8, 2, 3])], attributes: { blocksize: 2 } },
    { operands: [f([2, 4, 2, 2])], attributes: { blocksize: 2, mode: "CRD" } },
  ],
  SpaceToDepth: [{ operands: [f([1, 2, 4, 6])], attributes: { blocksize: 2 } }],
  Slice: [
    { operands: [f([5, 6]), ints(1, 2), ints(4, 6)] },
    { operands: [f([5, 6]), ints(-2), ints(1000), ints(0)] },
    { operands: [f([5, 6]), ints(4, 5), ints(-1000, 0), ints(0, 1), ints(-1, -2)] },
    { operands: [f([8, 4]), ints(4), ints(8), ints(0), ints(1)] },
    { operands: [f([5, 6])], attributes: { starts: [0, 1], ends: [3, -1] }, opset: 9 },
    { operands: [u8([9]), ints(1), ints(8), ints(0), ints(3)], outputs: ["uint8"] },
  ],
  Split: [
    { operands: [f([6, 4])], outputs: ["float32", "float32"] },
    { operands: [f([2, 7]), ints(3, 4)], attributes: { axis: 1 }, outputs: ["float32", "float32"] },
    { operands: [f([2, 7])], attributes: { axis: 1, split: [2, 5] }, outputs: ["float32", "float32"], opset: 11 },
    { operands: [f([7, 2])], attributes: { num_outputs: 3 }, outputs: ["float32", "float32", "float32"], opset: 18 },
  ],
  Concat: [
    { operands: [f([2, 3]), f([2, 4])], attributes: { axis: 1 } },
    { operands: [f([2, 3]), weights(1, 3), f([2, 3])], attributes: { axis: 0 } },
    { operands: [f([1, 2, 3, 3]), f([1, 1, 3, 3])], attributes: { axis: -3 } },
    { operands: [u8([3]), u8([2])], attributes: { axis: 0 }, outputs: ["uint8"] },
  ],
  Gather: [
    { operands: [f([5, 3]), i64([2, 2], 0, 4)] },
    { operands: [f([2, 5, 3]), ints(4, 0, -2)], attributes: { axis: 1 } },
    { operands: [weights(10, 4), i64([6], -10, 9)] },
    { operands: [f([2, 5]), int(-1)], attributes: { axis: 1 } },
    { operands: [f([4, 8]), int(2)] },
    { operands: [u8([6, 2]), i32([3], 0, 5)], outputs: ["uint8"] },
  ],
  Pad: [
    { operands: [f([2, 3]), ints(1, 0, 2, 1)] },
    { operands: [f([2, 3]), ints(0, 2, 1, 0), float(-1.5)] },
    { operands: [f([1, 2, 4, 4]), ints(0, 0, 1, 2, 0, 0, 2, 1)], attributes: { mode: "reflect" } },
    { operands: [f([1, 2, 3, 3]), ints(0, 0, 1, 2, 0, 0, 2, 1)], attributes: { mode: "edge" } },
    { operands: [f([4, 5]), ints(-1, 1, -1, -2)] },
    { operands: [f([2, 3])], attributes: { pads: [1, 1, 0, 0], value: { float: 2 } }, opset: 10 },
    { operands: [f([2, 3, 4]), ints(1, 2), null, ints(-1)], opset: 18 },
  ],
  Tile: [{ operands: [f([2, 3]), ints(2, 3)] }, { operands: [f([1, 4, 1]), ints(2, 1, 3)] }],
  Expand: [
    { operands: [f([3, 1]), ints(2, 3, 4)] },
    { operands: [f([3, 4]), ints(1, 1)] },
    { operands: [f([4]), ints(3, 4)] },
  ],
  Where: [
    { operands: [bool([2, 3]), f([2, 3]), f([2, 3])] },
    { operands: [bool([3]), f([2, 1]), float(-1)] },
    { operands: [bool([4]), i64([4]), i64([1])], outputs: ["int64"] },
  ],
  Resize: resizes,
  Upsample: [
    { operands: [f([1, 2, 3, 3]), floats(1, 1, 2, 3)], attributes: { mode: "nearest" }, opset: 9 },
    { operands: [f([1, 2, 3, 3])], attributes: { scales: { floats: [1, 1, 2, 2] } }, opset: 8 },
  ],
  Cast: [
    { operands: [f([20], -9, 9)], attributes: { to: 6 }, outputs: ["int32"] },
    { operands: [f([20], 0, 200)], attributes: { to: 2 }, outputs: ["uint8"] },
    { operands: [u8([20])], attributes: { to: 1 } },
    { operands: [i64([20])], attributes: { to: 1 } },
    { operands: [i64([20])], attributes: { to: 9 }, outputs: ["bool"] },
    { operands: [f([5])], attributes: { to: 9 }, outputs: ["bool"] },
    { operands: [bool([20])], attributes: { to: 1 } },
    { operands: [bool([20])], attributes: { to: 7 }, outputs: ["int64"] },
    { operands: [i32([20])], attributes: { to: 7 }, outputs: ["int64"] },
  ],
  CastLike: [{ operands: [i64([5]), f([1])], opset: 15 }],
  QuantizeLinear: [
    { operands: [f([40], -3, 3), float(0.02), { dtype: "int8", shape: [], data: [5] }], outputs: ["int8"] },
    { operands: [f([4, 10], -3, 3), float(0.023), { dtype: "uint8", shape: [], data: [117] }], outputs: ["uint8"] },
    { operands: [f([40], 0, 30), float(0.125)], outputs: ["uint8"] },
  ],
  DequantizeLinear: [
    { operands: [u8([40]), float(0.02), { dtype: "uint8", shape: [], data: [100] }] },
    { operands: [i8([40]), float(0.07), { dtype: "int8", shape: [], data: [-3] }] },
    { operands: [i8([40]), float(0.5)] },
  ],
  // The next ones are known when the model is built; they are added to an input so that there is something to run.
  Constant: [],
  Shape: [],
  Size: [],
  ConstantOfShape: [],
  Range: [],
};
