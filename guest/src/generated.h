/* Generated from guest/operators.json. Do not edit. */
#pragma once

#define TABLE_MAGIC 0x474f4d49u
#define TABLE_VERSION 1u
#define ARENA_BASE 0x40000000u
#define WEIGHTS_BASE 0x80000000u
#define INPUT_OFFSET 0x00100000u
#define OUTPUT_OFFSET 0x00200000u
#define WORK_OFFSET 0x00400000u
#define REGION_BYTES 0x00100000u
#define TABLE_HEADER_BYTES 128u
#define TENSOR_BYTES 48u
#define MAX_RANK 8u
#define MAX_OPERANDS 8u
#define LANES 4u
#define ABSENT 0xffffffffu

enum {
    HEADER_MAGIC = 0,
    HEADER_VERSION = 1,
    HEADER_SIZE = 2,
    HEADER_ENTRIES = 3,
    HEADER_STEPS = 4,
    HEADER_ENTRIES_OFFSET = 5,
    HEADER_TENSORS = 6,
    HEADER_TENSORS_OFFSET = 7,
    HEADER_INPUT_MIN = 8,
    HEADER_INPUT_MAX = 9,
    HEADER_OUTPUT_LENGTH = 10,
    HEADER_ARENA_EXTENT = 11,
    HEADER_INPUTS = 12,
    HEADER_INPUTS_OFFSET = 13,
    HEADER_OUTPUTS = 14,
    HEADER_OUTPUTS_OFFSET = 15,
    HEADER_TOKENS_OFFSET = 16,
    HEADER_TOKEN_BYTES = 17,
};

enum {
    RECORD_OPCODE = 0,
    RECORD_COUNTS = 1,
    RECORD_UNIT_START = 2,
    RECORD_UNIT_END = 3,
    RECORD_STEP_START = 4,
    RECORD_STEP_END = 5,
    RECORD_WHEN = 6,
    RECORD_OPERANDS = 7,
};

enum {
    TYPE_FLOAT32 = 0,
    TYPE_INT32 = 1,
    TYPE_INT8 = 2,
    TYPE_UINT8 = 3,
};

enum {
    SPACE_WEIGHTS = 0,
    SPACE_WORK = 1,
    SPACE_INPUT = 2,
    SPACE_OUTPUT = 3,
};

enum {
    STATUS_RUNNING = 0,
    STATUS_DONE = 1,
    STATUS_FAILED = 2,
};

enum {
    CODE_INPUT_LENGTH = 1,
    CODE_TABLE = 2,
    CODE_OPERATOR = 3,
    CODE_OPERAND = 4,
    CODE_INDEX = 5,
    CODE_WORD = 6,
    CODE_WORDS = 7,
};

enum {
    UNARY_COPY = 0,
    UNARY_RELU = 1,
    UNARY_LEAKY_RELU = 2,
    UNARY_SIGMOID = 3,
    UNARY_HARD_SIGMOID = 4,
    UNARY_TANH = 5,
    UNARY_ELU = 6,
    UNARY_SELU = 7,
    UNARY_GELU = 8,
    UNARY_GELU_TANH = 9,
    UNARY_ERF = 10,
    UNARY_SILU = 11,
    UNARY_HARD_SWISH = 12,
    UNARY_CLIP = 13,
    UNARY_EXP = 14,
    UNARY_LOG = 15,
    UNARY_SQRT = 16,
    UNARY_RSQRT = 17,
    UNARY_RECIPROCAL = 18,
    UNARY_ABS = 19,
    UNARY_NEG = 20,
    UNARY_FLOOR = 21,
    UNARY_CEIL = 22,
    UNARY_ROUND = 23,
    UNARY_SOFTPLUS = 24,
    UNARY_SIGN = 25,
    UNARY_SIN = 26,
    UNARY_COS = 27,
};
#define UNARY_KINDS 28u

enum {
    BINARY_ADD = 0,
    BINARY_SUB = 1,
    BINARY_MUL = 2,
    BINARY_DIV = 3,
    BINARY_MIN = 4,
    BINARY_MAX = 5,
    BINARY_POW = 6,
    BINARY_PRELU = 7,
    BINARY_EQUAL = 8,
    BINARY_GREATER = 9,
    BINARY_GREATER_OR_EQUAL = 10,
    BINARY_LESS = 11,
    BINARY_LESS_OR_EQUAL = 12,
    BINARY_AND = 13,
    BINARY_OR = 14,
    BINARY_XOR = 15,
};
#define BINARY_KINDS 16u

enum {
    REDUCE_SUM = 0,
    REDUCE_MEAN = 1,
    REDUCE_MAX = 2,
    REDUCE_MIN = 3,
    REDUCE_PROD = 4,
    REDUCE_SUM_SQUARE = 5,
    REDUCE_L2 = 6,
};
#define REDUCE_KINDS 7u

enum {
    POOL_MAX = 0,
    POOL_AVERAGE = 1,
};
#define POOL_KINDS 2u

enum {
    ARG_MAX = 0,
    ARG_MIN = 1,
};
#define ARG_KINDS 2u

enum {
    NORM_LAYER = 0,
    NORM_RMS = 1,
};
#define NORM_KINDS 2u

enum {
    PAD_CONSTANT = 0,
    PAD_REFLECT = 1,
    PAD_EDGE = 2,
};
#define PAD_KINDS 3u

enum {
    RESIZE_NEAREST = 0,
    RESIZE_LINEAR = 1,
};
#define RESIZE_KINDS 2u

enum {
    COORDINATE_HALF_PIXEL = 0,
    COORDINATE_ALIGN_CORNERS = 1,
    COORDINATE_ASYMMETRIC = 2,
    COORDINATE_PYTORCH_HALF_PIXEL = 3,
};
#define COORDINATE_KINDS 4u

enum {
    NEAREST_ROUND_PREFER_FLOOR = 0,
    NEAREST_ROUND_PREFER_CEIL = 1,
    NEAREST_FLOOR = 2,
    NEAREST_CEIL = 3,
};
#define NEAREST_KINDS 4u

enum {
    UNARY_KIND = 0,
    UNARY_ALPHA = 1,
    UNARY_BETA = 2,
};

enum {
    BINARY_KIND = 0,
    BINARY_ALPHA = 1,
    BINARY_BETA = 2,
    BINARY_ACTIVATION = 3,
};

enum {
    LINEAR_K = 0,
    LINEAR_N = 1,
    LINEAR_ACTIVATION = 2,
    LINEAR_ALPHA = 3,
    LINEAR_BETA = 4,
};

enum {
    MAT_MUL_TRANSPOSE_B = 0,
    MAT_MUL_SCALE = 1,
};

enum {
    CONV_KERNEL_H = 0,
    CONV_KERNEL_W = 1,
    CONV_STRIDE_H = 2,
    CONV_STRIDE_W = 3,
    CONV_PAD_TOP = 4,
    CONV_PAD_LEFT = 5,
    CONV_DILATION_H = 6,
    CONV_DILATION_W = 7,
    CONV_GROUP = 8,
    CONV_ACTIVATION = 9,
    CONV_ALPHA = 10,
    CONV_BETA = 11,
};

enum {
    CONV_DEPTHWISE_KERNEL_H = 0,
    CONV_DEPTHWISE_KERNEL_W = 1,
    CONV_DEPTHWISE_STRIDE_H = 2,
    CONV_DEPTHWISE_STRIDE_W = 3,
    CONV_DEPTHWISE_PAD_TOP = 4,
    CONV_DEPTHWISE_PAD_LEFT = 5,
    CONV_DEPTHWISE_DILATION_H = 6,
    CONV_DEPTHWISE_DILATION_W = 7,
    CONV_DEPTHWISE_ACTIVATION = 8,
    CONV_DEPTHWISE_ALPHA = 9,
    CONV_DEPTHWISE_BETA = 10,
};

enum {
    CONV_TRANSPOSE_KERNEL_H = 0,
    CONV_TRANSPOSE_KERNEL_W = 1,
    CONV_TRANSPOSE_STRIDE_H = 2,
    CONV_TRANSPOSE_STRIDE_W = 3,
    CONV_TRANSPOSE_PAD_TOP = 4,
    CONV_TRANSPOSE_PAD_LEFT = 5,
    CONV_TRANSPOSE_DILATION_H = 6,
    CONV_TRANSPOSE_DILATION_W = 7,
    CONV_TRANSPOSE_GROUP = 8,
    CONV_TRANSPOSE_ACTIVATION = 9,
    CONV_TRANSPOSE_ALPHA = 10,
    CONV_TRANSPOSE_BETA = 11,
};

enum {
    POOL_KIND = 0,
    POOL_KERNEL_H = 1,
    POOL_KERNEL_W = 2,
    POOL_STRIDE_H = 3,
    POOL_STRIDE_W = 4,
    POOL_PAD_TOP = 5,
    POOL_PAD_LEFT = 6,
    POOL_PAD_BOTTOM = 7,
    POOL_PAD_RIGHT = 8,
    POOL_DILATION_H = 9,
    POOL_DILATION_W = 10,
    POOL_COUNT_INCLUDE_PAD = 11,
};

enum {
    REDUCE_KIND = 0,
    REDUCE_N = 1,
    REDUCE_INNER = 2,
};

enum {
    SOFTMAX_N = 0,
    SOFTMAX_INNER = 1,
    SOFTMAX_LOG = 2,
};

enum {
    ARG_REDUCE_KIND = 0,
    ARG_REDUCE_N = 1,
    ARG_REDUCE_INNER = 2,
    ARG_REDUCE_LAST = 3,
};

enum {
    NORMALIZE_KIND = 0,
    NORMALIZE_N = 1,
    NORMALIZE_EPSILON = 2,
    NORMALIZE_SCALE_INNER = 3,
    NORMALIZE_SCALE_COUNT = 4,
    NORMALIZE_ACTIVATION = 5,
    NORMALIZE_ALPHA = 6,
    NORMALIZE_BETA = 7,
};

enum {
    TRANSPOSE_PERM = 0,
};

enum {
    SLICE_STARTS = 0,
    SLICE_STEPS = 8,
};

enum {
    PLACE_STARTS = 0,
};

enum {
    GATHER_N = 0,
    GATHER_INNER = 1,
};

enum {
    PAD_MODE = 0,
    PAD_VALUE = 1,
    PAD_BEFORE = 2,
};

enum {
    RESIZE_MODE = 0,
    RESIZE_COORDINATE = 1,
    RESIZE_ROUNDING = 2,
    RESIZE_SCALE_H = 3,
    RESIZE_SCALE_W = 4,
};

enum {
    CAST_NEAREST = 0,
    CAST_SCALE = 1,
    CAST_OFFSET = 2,
};

enum {
    FILL_BITS = 0,
};

enum {
    CUM_SUM_N = 0,
    CUM_SUM_INNER = 1,
    CUM_SUM_EXCLUSIVE = 2,
    CUM_SUM_REVERSE = 3,
};

enum {
    TOP_K_N = 0,
    TOP_K_INNER = 1,
    TOP_K_K = 2,
    TOP_K_LARGEST = 3,
};

enum {
    TOKEN_VOCABULARY = 0,
};

enum {
    ROPE_HEADS = 0,
    ROPE_DIM = 1,
    ROPE_INTERLEAVED = 2,
};

enum {
    ATTENTION_HEADS = 0,
    ATTENTION_KV_HEADS = 1,
    ATTENTION_DIM = 2,
    ATTENTION_SCALE = 3,
};

enum {
    SAMPLE_VOCABULARY = 0,
    SAMPLE_END_TOKEN = 1,
};

enum {
    RANDOM_NORMAL = 0,
    RANDOM_STREAM = 1,
};

enum {
    LINEAR_INT8_K = 0,
    LINEAR_INT8_N = 1,
    LINEAR_INT8_X_SCALE = 2,
    LINEAR_INT8_X_ZERO = 3,
    LINEAR_INT8_ACTIVATION = 4,
    LINEAR_INT8_ALPHA = 5,
    LINEAR_INT8_BETA = 6,
};

enum {
    CONV_INT8_KERNEL_H = 0,
    CONV_INT8_KERNEL_W = 1,
    CONV_INT8_STRIDE_H = 2,
    CONV_INT8_STRIDE_W = 3,
    CONV_INT8_PAD_TOP = 4,
    CONV_INT8_PAD_LEFT = 5,
    CONV_INT8_DILATION_H = 6,
    CONV_INT8_DILATION_W = 7,
    CONV_INT8_GROUP = 8,
    CONV_INT8_X_SCALE = 9,
    CONV_INT8_X_ZERO = 10,
    CONV_INT8_ACTIVATION = 11,
    CONV_INT8_ALPHA = 12,
    CONV_INT8_BETA = 13,
};

enum {
    QUANTIZE_SCALE = 0,
    QUANTIZE_ZERO = 1,
};

enum {
    WORDS_WIDTH = 0,
};

/* OPERATOR(opcode, function, outputs, required inputs, all inputs, attribute words, in place) */
#define OPERATORS \
    OPERATOR(1, run_unary, 1, 1, 1, 3, 1) \
    OPERATOR(2, run_binary, 1, 2, 2, 4, 1) \
    OPERATOR(3, run_linear, 1, 2, 3, 5, 0) \
    OPERATOR(4, run_mat_mul, 1, 2, 2, 2, 0) \
    OPERATOR(5, run_conv, 1, 2, 3, 12, 0) \
    OPERATOR(6, run_conv_depthwise, 1, 2, 3, 11, 0) \
    OPERATOR(7, run_conv_transpose, 1, 2, 3, 12, 0) \
    OPERATOR(8, run_pool, 1, 1, 1, 12, 0) \
    OPERATOR(9, run_reduce, 1, 1, 1, 3, 0) \
    OPERATOR(10, run_softmax, 1, 1, 1, 3, 1) \
    OPERATOR(11, run_arg_reduce, 1, 1, 1, 4, 0) \
    OPERATOR(12, run_normalize, 1, 1, 3, 8, 1) \
    OPERATOR(13, run_transpose, 1, 1, 1, 8, 0) \
    OPERATOR(14, run_slice, 1, 1, 1, 16, 0) \
    OPERATOR(15, run_place, 1, 1, 1, 8, 0) \
    OPERATOR(16, run_gather, 1, 2, 2, 2, 0) \
    OPERATOR(17, run_pad, 1, 1, 1, 10, 0) \
    OPERATOR(18, run_resize, 1, 1, 1, 5, 0) \
    OPERATOR(19, run_tile, 1, 1, 1, 0, 0) \
    OPERATOR(20, run_where, 1, 3, 3, 0, 0) \
    OPERATOR(21, run_cast, 1, 1, 1, 3, 0) \
    OPERATOR(22, run_fill, 1, 0, 0, 1, 0) \
    OPERATOR(23, run_cum_sum, 1, 1, 1, 4, 0) \
    OPERATOR(24, run_top_k, 2, 1, 1, 4, 0) \
    OPERATOR(25, run_step_row, 1, 1, 1, 0, 0) \
    OPERATOR(26, run_token, 1, 1, 1, 1, 0) \
    OPERATOR(27, run_rope, 1, 3, 3, 3, 1) \
    OPERATOR(28, run_attention, 4, 3, 3, 4, 0) \
    OPERATOR(29, run_sample, 1, 1, 5, 2, 0) \
    OPERATOR(30, run_random, 1, 1, 1, 2, 0) \
    OPERATOR(31, run_linear_int8, 1, 3, 4, 7, 0) \
    OPERATOR(32, run_conv_int8, 1, 3, 4, 14, 0) \
    OPERATOR(33, run_quantize, 1, 1, 1, 2, 0) \
    OPERATOR(34, run_words, 1, 2, 2, 1, 0)
