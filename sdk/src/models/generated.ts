// Generated from guest/operators.json. Do not edit.

export const TABLE_MAGIC = 0x474f4d49;
export const TABLE_VERSION = 1;
export const ARENA_BASE = 0x40000000;
export const WEIGHTS_BASE = 0x80000000;
export const INPUT_OFFSET = 0x00100000;
export const OUTPUT_OFFSET = 0x00200000;
export const WORK_OFFSET = 0x00400000;
export const REGION_BYTES = 0x00100000;
export const TABLE_HEADER_BYTES = 128;
export const TENSOR_BYTES = 48;
export const MAX_RANK = 8;
export const MAX_OPERANDS = 8;
export const LANES = 4;
export const ABSENT = 0xffffffff;

/** Word index of each field of the table's header. */
export const Header = {
  MAGIC: 0,
  VERSION: 1,
  SIZE: 2,
  ENTRIES: 3,
  STEPS: 4,
  ENTRIES_OFFSET: 5,
  TENSORS: 6,
  TENSORS_OFFSET: 7,
  INPUT_MIN: 8,
  INPUT_MAX: 9,
  OUTPUT_LENGTH: 10,
  ARENA_EXTENT: 11,
  INPUTS: 12,
  INPUTS_OFFSET: 13,
  OUTPUTS: 14,
  OUTPUTS_OFFSET: 15,
  TOKENS_OFFSET: 16,
  TOKEN_BYTES: 17,
} as const;

/** Word index of each field of a record. */
export const RecordWord = {
  OPCODE: 0,
  COUNTS: 1,
  UNIT_START: 2,
  UNIT_END: 3,
  STEP_START: 4,
  STEP_END: 5,
  WHEN: 6,
  OPERANDS: 7,
} as const;

/** Element types. */
export const DType = {
  FLOAT32: 0,
  INT32: 1,
  INT8: 2,
  UINT8: 3,
} as const;

/** Where a tensor lives. */
export const Space = {
  WEIGHTS: 0,
  WORK: 1,
  INPUT: 2,
  OUTPUT: 3,
} as const;

/** The arena's status word. */
export const Status = {
  RUNNING: 0,
  DONE: 1,
  FAILED: 2,
} as const;

/** Why a run failed: the arena's code word. */
export const Code = {
  INPUT_LENGTH: 1,
  TABLE: 2,
  OPERATOR: 3,
  OPERAND: 4,
  INDEX: 5,
  WORD: 6,
  WORDS: 7,
} as const;

/** A sentence for each code. */
export const codeReasons: Readonly<Record<number, string>> = {
  1: "the input's length is not one the model takes",
  2: "the node table is malformed",
  3: "an opcode this runtime does not know",
  4: "an operand's type, shape, place or an attribute does not fit the operator",
  5: "an index taken from data is out of range",
  6: "the text has a word that the model does not know",
  7: "the text has more words than the model takes",
};

/** Kinds of "unary". */
export const UnaryKind = {
  COPY: 0,
  RELU: 1,
  LEAKY_RELU: 2,
  SIGMOID: 3,
  HARD_SIGMOID: 4,
  TANH: 5,
  ELU: 6,
  SELU: 7,
  GELU: 8,
  GELU_TANH: 9,
  ERF: 10,
  SILU: 11,
  HARD_SWISH: 12,
  CLIP: 13,
  EXP: 14,
  LOG: 15,
  SQRT: 16,
  RSQRT: 17,
  RECIPROCAL: 18,
  ABS: 19,
  NEG: 20,
  FLOOR: 21,
  CEIL: 22,
  ROUND: 23,
  SOFTPLUS: 24,
  SIGN: 25,
  SIN: 26,
  COS: 27,
} as const;

/** Kinds of "binary". */
export const BinaryKind = {
  ADD: 0,
  SUB: 1,
  MUL: 2,
  DIV: 3,
  MIN: 4,
  MAX: 5,
  POW: 6,
  PRELU: 7,
  EQUAL: 8,
  GREATER: 9,
  GREATER_OR_EQUAL: 10,
  LESS: 11,
  LESS_OR_EQUAL: 12,
  AND: 13,
  OR: 14,
  XOR: 15,
} as const;

/** Kinds of "reduce". */
export const ReduceKind = {
  SUM: 0,
  MEAN: 1,
  MAX: 2,
  MIN: 3,
  PROD: 4,
  SUM_SQUARE: 5,
  L2: 6,
} as const;

/** Kinds of "pool". */
export const PoolKind = {
  MAX: 0,
  AVERAGE: 1,
} as const;

/** Kinds of "arg". */
export const ArgKind = {
  MAX: 0,
  MIN: 1,
} as const;

/** Kinds of "norm". */
export const NormKind = {
  LAYER: 0,
  RMS: 1,
} as const;

/** Kinds of "pad". */
export const PadKind = {
  CONSTANT: 0,
  REFLECT: 1,
  EDGE: 2,
} as const;

/** Kinds of "resize". */
export const ResizeKind = {
  NEAREST: 0,
  LINEAR: 1,
} as const;

/** Kinds of "coordinate". */
export const CoordinateKind = {
  HALF_PIXEL: 0,
  ALIGN_CORNERS: 1,
  ASYMMETRIC: 2,
  PYTORCH_HALF_PIXEL: 3,
} as const;

/** Kinds of "nearest". */
export const NearestKind = {
  ROUND_PREFER_FLOOR: 0,
  ROUND_PREFER_CEIL: 1,
  FLOOR: 2,
  CEIL: 3,
} as const;

/** y = f(x), float32. LEAKY_RELU, ELU: alpha. HARD_SIGMOID: clip(alpha x + beta, 0, 1). SELU: alpha, gamma = beta. CLIP: alpha low, beta high. ROUND: half to even. COPY takes any type; shapes may differ, counts may not. Unit: element of y. */
export interface UnaryAttributes {
  kind: number;
  alpha: number;
  beta: number;
}

/** y = activation(f(a, b)), numpy broadcasting. ADD to MAX on float32 or int32; POW, PRELU (b is the slope) on float32; comparisons take float32 or int32 and give uint8; AND, OR, XOR take and give uint8. activation is a unary kind (COPY for none), float32 results only. int32 DIV rounds to zero, x / 0 is 0. Unit: element of y. */
export interface BinaryAttributes {
  kind: number;
  alpha: number;
  beta: number;
  activation: number;
}

/** y[M,n] = activation(bias + x[M,k] * W), W float32 packed by panels of 4 columns: [ceil(n/4)][k][4] (packLinear). Each result starts from its bias (or +0) and adds the products in order of k. Unit: one row of one panel of 4 columns, panel by panel: panel * M + row. */
export interface LinearAttributes {
  k: number;
  n: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** y[..,M,N] = scale * (a[..,M,K] * b[..,K,N]), leading dimensions broadcast as in numpy, both ranks >= 2. With transposeB, b is [..,N,K]. Sums start from +0, in order of k; scale is applied at the end. Unit: row of y (all but the last dimension). */
export interface MatMulAttributes {
  transposeB: number;
  scale: number;
}

/** x[N,C,H,W], y[N,OC,OH,OW], weights packed [group][ceil(OC/group/4)][C/group][kernelH][kernelW][4] (packConv). Each result starts from its bias (or +0), then channel, row, column of the kernel; taps in the padding are skipped. Unit: n * OH + oy: a row of all output channels. */
export interface ConvAttributes {
  kernelH: number;
  kernelW: number;
  strideH: number;
  strideW: number;
  padTop: number;
  padLeft: number;
  dilationH: number;
  dilationW: number;
  group: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** Conv with group = C: weights as in ONNX, [OC][1][kernelH][kernelW]; OC may be a multiple of C. Same order of summation. Unit: (n * OC + oc) * OH + oy: a row of one channel. */
export interface ConvDepthwiseAttributes {
  kernelH: number;
  kernelW: number;
  strideH: number;
  strideW: number;
  padTop: number;
  padLeft: number;
  dilationH: number;
  dilationW: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** Weights packed as for Conv from ONNX's [C][OC/group][kernelH][kernelW] (packConvTranspose). Each result gathers the taps that reach it, in order of channel, kernel row, kernel column. Unit: n * OH + oy: a row of all output channels. */
export interface ConvTransposeAttributes {
  kernelH: number;
  kernelW: number;
  strideH: number;
  strideW: number;
  padTop: number;
  padLeft: number;
  dilationH: number;
  dilationW: number;
  group: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** x[N,C,H,W], y[N,C,OH,OW]. AVERAGE divides by the taps in the image, or with countIncludePad by those in the padded image. An empty MAX window is -inf. A NaN tap makes the result NaN. Unit: (n * C + c) * OH + oy: a row of one channel. */
export interface PoolAttributes {
  kind: number;
  kernelH: number;
  kernelW: number;
  strideH: number;
  strideW: number;
  padTop: number;
  padLeft: number;
  padBottom: number;
  padRight: number;
  dilationH: number;
  dilationW: number;
  countIncludePad: number;
}

/** x seen as [outer][n][inner], reduced over n; float32. With inner = 1 four lanes take every fourth element and are joined as (0+1)+(2+3), then the rest in order; else each result is reduced in order of n. Unit: element of y. */
export interface ReduceAttributes {
  kind: number;
  n: number;
  inner: number;
}

/** x seen as [outer][n][inner], over n; with log = 1 its logarithm. Unit: outer * inner: one vector of n. */
export interface SoftmaxAttributes {
  n: number;
  inner: number;
  log: number;
}

/** Index (int32) of the greatest or least along n of [outer][n][inner]; x float32 or int32. Ties go to the first, or with last = 1 to the last. NaN never wins over a number. Unit: element of y. */
export interface ArgReduceAttributes {
  kind: number;
  n: number;
  inner: number;
  last: number;
}

/** x seen as [rows][n]. LAYER: (x - mean) / sqrt(var + epsilon); RMS: x / sqrt(mean(x^2) + epsilon); then * scale[c] + bias[c] with c = (flat index / scaleInner) % scaleCount. LayerNorm: scaleInner 1, scaleCount n. InstanceNorm: n = scaleInner = H*W, scaleCount C. GroupNorm: n = C/G*H*W, scaleInner H*W, scaleCount C. Unit: row of n. */
export interface NormalizeAttributes {
  kind: number;
  n: number;
  epsilon: number;
  scaleInner: number;
  scaleCount: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** y.dims[i] = x.dims[perm[i]]; any type. DepthToSpace and SpaceToDepth are a transpose of rank 6. Unit: element of y. */
export interface TransposeAttributes {
  perm: readonly number[];
}

/** y[i..] = x[starts + steps * i ..]; any type; steps may be negative. Split is one Slice per output. Unit: element of y. */
export interface SliceAttributes {
  starts: readonly number[];
  steps: readonly number[];
}

/** y[starts + i ..] = x[i ..], the rest of y is left as it is; any type. Concat is one Place per input. Unit: element of x. */
export interface PlaceAttributes {
  starts: readonly number[];
}

/** x seen as [outer][n][inner], y as [outer][indices.count][inner]; int32 indices, negative ones count from the end; one out of range fails the run. x of any type. Unit: outer * index: one vector of inner. */
export interface GatherAttributes {
  n: number;
  inner: number;
}

/** before: elements added in front of each dimension (negative crops); those behind follow from the shapes. float32. Unit: element of y. */
export interface PadAttributes {
  mode: number;
  value: number;
  before: readonly number[];
}

/** x[N,C,H,W], y[N,C,OH,OW]; scale = output / input size. Unit: (n * C + c) * OH + oy: a row of one channel. */
export interface ResizeAttributes {
  mode: number;
  coordinate: number;
  rounding: number;
  scaleH: number;
  scaleW: number;
}

/** y[i..] = x[i mod x.dims ..], same rank (or x of lower rank, as if led by ones); any type. Expand is the same. Unit: element of y. */
export type TileAttributes = Record<string, never>;

/** y = condition ? a : b with broadcasting; condition uint8, a, b and y of one four-byte type. Unit: element of y. */
export type WhereAttributes = Record<string, never>;

/** Between the four types. From float32: rounds to zero, or with nearest = 1 to nearest even, and saturates; NaN is 0. Between integers: saturates. scale and offset: to or from float32, the float side is x * scale + offset, before rounding or after widening (1 and 0 for a plain cast). Unit: element of y. */
export interface CastAttributes {
  nearest: number;
  scale: number;
  offset: number;
}

/** y = the four bytes `bits` (one-byte types: the low byte) in every element. Unit: element of y. */
export interface FillAttributes {
  bits: number;
}

/** x seen as [outer][n][inner], summed along n; float32 or int32. Unit: outer * inner: one vector of n. */
export interface CumSumAttributes {
  n: number;
  inner: number;
  exclusive: number;
  reverse: number;
}

/** x seen as [outer][n][inner], float32; results sorted, ties to the lower index; indices int32. NaN comes after every number. Unit: outer * inner: one vector of n. */
export interface TopKAttributes {
  n: number;
  inner: number;
  k: number;
  largest: number;
}

/** y = x[step], x of [steps, ...y]; any type. Per-step constants: position embeddings, noise schedules. Unit: element of y. */
export type StepRowAttributes = Record<string, never>;

/** y (int32, one element) = the prompt's token at this step, or past the prompt the token in `last`, that Sample wrote. A token outside 0..vocabulary-1 fails the run. Follow with Gather to embed. Unit: element of y. */
export interface TokenAttributes {
  vocabulary: number;
}

/** Rotary embedding of x[heads, dim] at this step; cos and sin are [steps, dim / 2]. Pairs are (i, i + dim/2), or with interleaved = 1 (2i, 2i+1). Unit: head. */
export interface RopeAttributes {
  heads: number;
  dim: number;
  interleaved: number;
}

/** Causal attention of one token at this step t: writes k and v to row t of the caches keys and values (float32 [kvHeads, steps, dim]) and attends over rows 0..t. q, y are [heads, dim]; k, v are [kvHeads, dim]; heads is a multiple of kvHeads; scores [heads, steps] is scratch. Unit: head of q. */
export interface AttentionAttributes {
  heads: number;
  kvHeads: number;
  dim: number;
  scale: number;
}

/** From the prompt's last token on: picks the next token (greedy without temperature or at 0; else from softmax(logits / temperature) cut to topK and topP, with the generator seeded by (seed, step)), writes it to token (int32) and appends it to the output. endToken (not appended), a full output or the last step ends the run. topK is at most 128, and topP without topK looks at the 128 likeliest tokens; 0 or 1 turns either off. seed int32[1], temperature float32[1], topK int32[1], topP float32[1], from the input. Unit: always 0..1. */
export interface SampleAttributes {
  vocabulary: number;
  endToken: number;
}

/** Counter-based random float32: uniform in [0,1), or with normal = 1 standard normal; a function of (seed int32[1], stream, step, element). Unit: element of y. */
export interface RandomAttributes {
  normal: number;
  stream: number;
}

/** x int8 [M,k]; weights int8 packed by pairs, [ceil(n/4)][ceil(k/2)][4][2] (packLinearInt8); sums in int32 of (x - xZero) * w; y float32 = activation(float(sum) * (xScale * scales[column]) + bias). Unit: one row of one panel of 4 columns, panel by panel: panel * M + row. */
export interface LinearInt8Attributes {
  k: number;
  n: number;
  xScale: number;
  xZero: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** Conv on int8 x and int8 weights, packed [group][ceil(OC/group/4)][ceil(C/group/2)][kernelH][kernelW][4][2] (packConvInt8), with int32 sums and per-channel scales as in LinearInt8. Unit: n * OH + oy: a row of all output channels. */
export interface ConvInt8Attributes {
  kernelH: number;
  kernelW: number;
  strideH: number;
  strideW: number;
  padTop: number;
  padLeft: number;
  dilationH: number;
  dilationW: number;
  group: number;
  xScale: number;
  xZero: number;
  activation: number;
  alpha: number;
  beta: number;
}

/** y (int8) = saturate(round half to even(x / scale) + zero). Unit: element of y. */
export interface QuantizeAttributes {
  scale: number;
  zero: number;
}

/** y (int32) = the number in the list, from 1 on, of each word of the text; then zeros. text uint8: letters, digits and bytes from 128 on make words, all others separate them; A to Z count as a to z. words uint8 [count][width], each padded with zeros. A word that is not in the list, or more words than y has elements, fails the run. Unit: always 0..1. */
export interface WordsAttributes {
  width: number;
}

/** The attributes of each operator, by its name. */
export interface OperatorAttributes {
  Unary: UnaryAttributes;
  Binary: BinaryAttributes;
  Linear: LinearAttributes;
  MatMul: MatMulAttributes;
  Conv: ConvAttributes;
  ConvDepthwise: ConvDepthwiseAttributes;
  ConvTranspose: ConvTransposeAttributes;
  Pool: PoolAttributes;
  Reduce: ReduceAttributes;
  Softmax: SoftmaxAttributes;
  ArgReduce: ArgReduceAttributes;
  Normalize: NormalizeAttributes;
  Transpose: TransposeAttributes;
  Slice: SliceAttributes;
  Place: PlaceAttributes;
  Gather: GatherAttributes;
  Pad: PadAttributes;
  Resize: ResizeAttributes;
  Tile: TileAttributes;
  Where: WhereAttributes;
  Cast: CastAttributes;
  Fill: FillAttributes;
  CumSum: CumSumAttributes;
  TopK: TopKAttributes;
  StepRow: StepRowAttributes;
  Token: TokenAttributes;
  Rope: RopeAttributes;
  Attention: AttentionAttributes;
  Sample: SampleAttributes;
  Random: RandomAttributes;
  LinearInt8: LinearInt8Attributes;
  ConvInt8: ConvInt8Attributes;
  Quantize: QuantizeAttributes;
  Words: WordsAttributes;
}

export type OperatorName = keyof OperatorAttributes;

export interface OperatorSpec {
  readonly opcode: number;
  /** Names of the outputs, then of the inputs; `optional` counts the inputs that may be absent, which come last. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  readonly optional: number;
  /** May an output be the same tensor as an input? */
  readonly inPlace: boolean;
  readonly attributes: readonly { name: string; type: "u32" | "i32" | "f32"; length: number }[];
}

export const operators: Readonly<Record<OperatorName, OperatorSpec>> = {
  Unary: {
    opcode: 1,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: true,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  Binary: {
    opcode: 2,
    outputs: ["y"],
    inputs: ["a", "b"],
    optional: 0,
    inPlace: true,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
    ],
  },
  Linear: {
    opcode: 3,
    outputs: ["y"],
    inputs: ["x", "weight", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "k", type: "u32", length: 0 },
      { name: "n", type: "u32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  MatMul: {
    opcode: 4,
    outputs: ["y"],
    inputs: ["a", "b"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "transposeB", type: "u32", length: 0 },
      { name: "scale", type: "f32", length: 0 },
    ],
  },
  Conv: {
    opcode: 5,
    outputs: ["y"],
    inputs: ["x", "weight", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "kernelH", type: "u32", length: 0 },
      { name: "kernelW", type: "u32", length: 0 },
      { name: "strideH", type: "u32", length: 0 },
      { name: "strideW", type: "u32", length: 0 },
      { name: "padTop", type: "u32", length: 0 },
      { name: "padLeft", type: "u32", length: 0 },
      { name: "dilationH", type: "u32", length: 0 },
      { name: "dilationW", type: "u32", length: 0 },
      { name: "group", type: "u32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  ConvDepthwise: {
    opcode: 6,
    outputs: ["y"],
    inputs: ["x", "weight", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "kernelH", type: "u32", length: 0 },
      { name: "kernelW", type: "u32", length: 0 },
      { name: "strideH", type: "u32", length: 0 },
      { name: "strideW", type: "u32", length: 0 },
      { name: "padTop", type: "u32", length: 0 },
      { name: "padLeft", type: "u32", length: 0 },
      { name: "dilationH", type: "u32", length: 0 },
      { name: "dilationW", type: "u32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  ConvTranspose: {
    opcode: 7,
    outputs: ["y"],
    inputs: ["x", "weight", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "kernelH", type: "u32", length: 0 },
      { name: "kernelW", type: "u32", length: 0 },
      { name: "strideH", type: "u32", length: 0 },
      { name: "strideW", type: "u32", length: 0 },
      { name: "padTop", type: "u32", length: 0 },
      { name: "padLeft", type: "u32", length: 0 },
      { name: "dilationH", type: "u32", length: 0 },
      { name: "dilationW", type: "u32", length: 0 },
      { name: "group", type: "u32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  Pool: {
    opcode: 8,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "kernelH", type: "u32", length: 0 },
      { name: "kernelW", type: "u32", length: 0 },
      { name: "strideH", type: "u32", length: 0 },
      { name: "strideW", type: "u32", length: 0 },
      { name: "padTop", type: "u32", length: 0 },
      { name: "padLeft", type: "u32", length: 0 },
      { name: "padBottom", type: "u32", length: 0 },
      { name: "padRight", type: "u32", length: 0 },
      { name: "dilationH", type: "u32", length: 0 },
      { name: "dilationW", type: "u32", length: 0 },
      { name: "countIncludePad", type: "u32", length: 0 },
    ],
  },
  Reduce: {
    opcode: 9,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
    ],
  },
  Softmax: {
    opcode: 10,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: true,
    attributes: [
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
      { name: "log", type: "u32", length: 0 },
    ],
  },
  ArgReduce: {
    opcode: 11,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
      { name: "last", type: "u32", length: 0 },
    ],
  },
  Normalize: {
    opcode: 12,
    outputs: ["y"],
    inputs: ["x", "scale", "bias"],
    optional: 2,
    inPlace: true,
    attributes: [
      { name: "kind", type: "u32", length: 0 },
      { name: "n", type: "u32", length: 0 },
      { name: "epsilon", type: "f32", length: 0 },
      { name: "scaleInner", type: "u32", length: 0 },
      { name: "scaleCount", type: "u32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  Transpose: {
    opcode: 13,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [{ name: "perm", type: "u32", length: 8 }],
  },
  Slice: {
    opcode: 14,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "starts", type: "i32", length: 8 },
      { name: "steps", type: "i32", length: 8 },
    ],
  },
  Place: {
    opcode: 15,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [{ name: "starts", type: "u32", length: 8 }],
  },
  Gather: {
    opcode: 16,
    outputs: ["y"],
    inputs: ["x", "indices"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
    ],
  },
  Pad: {
    opcode: 17,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "mode", type: "u32", length: 0 },
      { name: "value", type: "f32", length: 0 },
      { name: "before", type: "i32", length: 8 },
    ],
  },
  Resize: {
    opcode: 18,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "mode", type: "u32", length: 0 },
      { name: "coordinate", type: "u32", length: 0 },
      { name: "rounding", type: "u32", length: 0 },
      { name: "scaleH", type: "f32", length: 0 },
      { name: "scaleW", type: "f32", length: 0 },
    ],
  },
  Tile: { opcode: 19, outputs: ["y"], inputs: ["x"], optional: 0, inPlace: false, attributes: [] },
  Where: { opcode: 20, outputs: ["y"], inputs: ["condition", "a", "b"], optional: 0, inPlace: false, attributes: [] },
  Cast: {
    opcode: 21,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "nearest", type: "u32", length: 0 },
      { name: "scale", type: "f32", length: 0 },
      { name: "offset", type: "f32", length: 0 },
    ],
  },
  Fill: {
    opcode: 22,
    outputs: ["y"],
    inputs: [],
    optional: 0,
    inPlace: false,
    attributes: [{ name: "bits", type: "u32", length: 0 }],
  },
  CumSum: {
    opcode: 23,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
      { name: "exclusive", type: "u32", length: 0 },
      { name: "reverse", type: "u32", length: 0 },
    ],
  },
  TopK: {
    opcode: 24,
    outputs: ["values", "indices"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "n", type: "u32", length: 0 },
      { name: "inner", type: "u32", length: 0 },
      { name: "k", type: "u32", length: 0 },
      { name: "largest", type: "u32", length: 0 },
    ],
  },
  StepRow: { opcode: 25, outputs: ["y"], inputs: ["x"], optional: 0, inPlace: false, attributes: [] },
  Token: {
    opcode: 26,
    outputs: ["y"],
    inputs: ["last"],
    optional: 0,
    inPlace: false,
    attributes: [{ name: "vocabulary", type: "u32", length: 0 }],
  },
  Rope: {
    opcode: 27,
    outputs: ["y"],
    inputs: ["x", "cos", "sin"],
    optional: 0,
    inPlace: true,
    attributes: [
      { name: "heads", type: "u32", length: 0 },
      { name: "dim", type: "u32", length: 0 },
      { name: "interleaved", type: "u32", length: 0 },
    ],
  },
  Attention: {
    opcode: 28,
    outputs: ["y", "keys", "values", "scores"],
    inputs: ["q", "k", "v"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "heads", type: "u32", length: 0 },
      { name: "kvHeads", type: "u32", length: 0 },
      { name: "dim", type: "u32", length: 0 },
      { name: "scale", type: "f32", length: 0 },
    ],
  },
  Sample: {
    opcode: 29,
    outputs: ["token"],
    inputs: ["logits", "seed", "temperature", "topK", "topP"],
    optional: 4,
    inPlace: false,
    attributes: [
      { name: "vocabulary", type: "u32", length: 0 },
      { name: "endToken", type: "i32", length: 0 },
    ],
  },
  Random: {
    opcode: 30,
    outputs: ["y"],
    inputs: ["seed"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "normal", type: "u32", length: 0 },
      { name: "stream", type: "u32", length: 0 },
    ],
  },
  LinearInt8: {
    opcode: 31,
    outputs: ["y"],
    inputs: ["x", "weight", "scales", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "k", type: "u32", length: 0 },
      { name: "n", type: "u32", length: 0 },
      { name: "xScale", type: "f32", length: 0 },
      { name: "xZero", type: "i32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  ConvInt8: {
    opcode: 32,
    outputs: ["y"],
    inputs: ["x", "weight", "scales", "bias"],
    optional: 1,
    inPlace: false,
    attributes: [
      { name: "kernelH", type: "u32", length: 0 },
      { name: "kernelW", type: "u32", length: 0 },
      { name: "strideH", type: "u32", length: 0 },
      { name: "strideW", type: "u32", length: 0 },
      { name: "padTop", type: "u32", length: 0 },
      { name: "padLeft", type: "u32", length: 0 },
      { name: "dilationH", type: "u32", length: 0 },
      { name: "dilationW", type: "u32", length: 0 },
      { name: "group", type: "u32", length: 0 },
      { name: "xScale", type: "f32", length: 0 },
      { name: "xZero", type: "i32", length: 0 },
      { name: "activation", type: "u32", length: 0 },
      { name: "alpha", type: "f32", length: 0 },
      { name: "beta", type: "f32", length: 0 },
    ],
  },
  Quantize: {
    opcode: 33,
    outputs: ["y"],
    inputs: ["x"],
    optional: 0,
    inPlace: false,
    attributes: [
      { name: "scale", type: "f32", length: 0 },
      { name: "zero", type: "i32", length: 0 },
    ],
  },
  Words: {
    opcode: 34,
    outputs: ["y"],
    inputs: ["text", "words"],
    optional: 0,
    inPlace: false,
    attributes: [{ name: "width", type: "u32", length: 0 }],
  },
};
