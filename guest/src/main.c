/* The entry point: finds the record of a trace node, checks its operands, runs its operator, keeps the header. */
#include "operators.h"

static u32 dispatch(u32 opcode, struct node *node) {
    switch (opcode) {
#define OPERATOR(code, function, outputs, required, inputs, words, in_place) \
    case code: return function(node);
        OPERATORS
#undef OPERATOR
    }
    return CODE_OPERATOR;
}

/* What the generated list says of an opcode. */
struct shape {
    u32 outputs, required, inputs, words, in_place;
};

static int shape_of(u32 opcode, struct shape *shape) {
    switch (opcode) {
#define OPERATOR(code, function, outputs, required, inputs, words, in_place) \
    case code: *shape = (struct shape){outputs, required, inputs, words, in_place}; return 1;
        OPERATORS
#undef OPERATOR
    }
    return 0;
}

/* Are `words` words at byte offset `offset` inside the blob? */
static int within(const u32 *header, u32 offset, u32 words) {
    u32 size = header[HEADER_SIZE];
    return offset % 4 == 0 && offset <= size && words <= (size - offset) / 4;
}

/* Resolves a tensor descriptor; 0 if it is malformed or leaves its space. */
static int resolve(const struct node *node, const u8 *weights, u8 *arena, u32 number, struct tensor *tensor) {
    const u32 *header = node->header;
    if (number >= header[HEADER_TENSORS]) return 0;
    u32 at = header[HEADER_TENSORS_OFFSET] + number * TENSOR_BYTES;
    if (!within(header, at, TENSOR_BYTES / 4)) return 0;
    const u32 *words = (const u32 *)(weights + at);
    u32 type = words[0] & 0xff, space = words[0] >> 8 & 0xff, rank = words[0] >> 16, offset = words[1];
    if (type > TYPE_UINT8 || rank > MAX_RANK || offset % 16 != 0) return 0;
    u32 count = 1;
    for (u32 i = 0; i < rank; i++) {
        if (words[4 + i] == 0) return 0;
        count = times(count, words[4 + i]);
    }
    if (count != words[2] || count >= 1u << 28) return 0;
    u32 bytes = count * size_of(type), limit;
    const u8 *base;
    switch (space) {
    case SPACE_WEIGHTS: base = weights, limit = header[HEADER_SIZE]; break;
    case SPACE_WORK: base = arena + WORK_OFFSET, limit = header[HEADER_ARENA_EXTENT] - WORK_OFFSET; break;
    case SPACE_INPUT: base = node->input, limit = REGION_BYTES; break;
    case SPACE_OUTPUT: base = node->output, limit = header[HEADER_OUTPUT_LENGTH]; break;
    default: return 0;
    }
    if (offset > limit || bytes > limit - offset) return 0;
    tensor->data = (u8 *)base + offset;
    tensor->type = type;
    tensor->rank = rank;
    tensor->count = count;
    tensor->dims = words + 4;
    return 1;
}

/* An output may not share a byte with another operand, unless the operator allows that they coincide. */
static int overlaps(const struct tensor *a, const struct tensor *b, u32 in_place) {
    if (!b->data) return 0;
    if (in_place && a->data == b->data && a->count == b->count && size_of(a->type) == size_of(b->type)) return 0;
    const u8 *a_end = a->data + a->count * size_of(a->type), *b_end = b->data + b->count * size_of(b->type);
    return a->data < b_end && b->data < a_end;
}

static u32 execute(struct node *node, const u8 *weights, u8 *arena, u32 entry) {
    const u32 *header = node->header;
    u32 at = header[HEADER_ENTRIES_OFFSET] + entry * 4;
    if (!within(header, at, 1)) return CODE_TABLE;
    at = *(const u32 *)(weights + at);
    if (!within(header, at, RECORD_OPERANDS)) return CODE_TABLE;
    const u32 *record = (const u32 *)(weights + at);
    if (node->step < record[RECORD_STEP_START] || node->step >= record[RECORD_STEP_END]) return 0;
    if (record[RECORD_WHEN] && !past_prompt(node)) return 0;

    struct shape shape;
    if (!shape_of(record[RECORD_OPCODE], &shape)) return CODE_OPERATOR;
    u32 operands = shape.outputs + shape.inputs;
    if (record[RECORD_COUNTS] != (shape.outputs | shape.inputs << 8 | shape.words << 16)) return CODE_TABLE;
    if (!within(header, at, RECORD_OPERANDS + operands + shape.words)) return CODE_TABLE;
    const u32 *numbers = record + RECORD_OPERANDS;
    for (u32 i = 0; i < operands; i++) {
        struct tensor *tensor = &node->operand[i];
        if (numbers[i] == ABSENT && i >= shape.outputs + shape.required) {
            tensor->data = 0;
            continue;
        }
        if (!resolve(node, weights, arena, numbers[i], tensor)) return CODE_TABLE;
        u32 space = ((const u32 *)(weights + header[HEADER_TENSORS_OFFSET] + numbers[i] * TENSOR_BYTES))[0] >> 8 & 0xff;
        if (i < shape.outputs && (space == SPACE_WEIGHTS || space == SPACE_INPUT)) return CODE_TABLE;
    }
    for (u32 i = 0; i < shape.outputs; i++)
        for (u32 j = i + 1; j < operands; j++)
            if (overlaps(&node->operand[i], &node->operand[j], shape.in_place && j >= shape.outputs))
                return CODE_OPERAND;
    node->start = record[RECORD_UNIT_START];
    node->end = record[RECORD_UNIT_END];
    if (node->start > node->end) return CODE_TABLE;
    node->attributes = numbers + operands;
    return dispatch(record[RECORD_OPCODE], node);
}

/* Is the header one that the rest can rely on? */
static int sound(const u32 *header) {
    return header[HEADER_MAGIC] == TABLE_MAGIC && header[HEADER_VERSION] == TABLE_VERSION &&
           header[HEADER_SIZE] <= 1u << 31 && header[HEADER_ENTRIES] != 0 && header[HEADER_ENTRIES] < 1u << 24 &&
           header[HEADER_ENTRIES_OFFSET] <= 1u << 30 && header[HEADER_STEPS] != 0 &&
           times(header[HEADER_ENTRIES], header[HEADER_STEPS]) < 1u << 31 && header[HEADER_TENSORS] < 1u << 24 &&
           header[HEADER_TENSORS_OFFSET] <= 1u << 30 && header[HEADER_INPUT_MIN] <= header[HEADER_INPUT_MAX] &&
           header[HEADER_INPUT_MAX] <= REGION_BYTES && header[HEADER_OUTPUT_LENGTH] <= REGION_BYTES &&
           header[HEADER_ARENA_EXTENT] >= WORK_OFFSET && header[HEADER_ARENA_EXTENT] <= 1u << 30 &&
           header[HEADER_TOKENS_OFFSET] <= header[HEADER_INPUT_MIN] && header[HEADER_TOKENS_OFFSET] % 4 == 0 &&
           (header[HEADER_TOKEN_BYTES] == 1 || header[HEADER_TOKEN_BYTES] == 2 || header[HEADER_TOKEN_BYTES] == 4);
}

static u32 run(struct node *node, const u8 *weights, u8 *arena, u32 i) {
    const u32 *header = node->header;
    if (!sound(header)) return CODE_TABLE;
    u32 length = node->arena[0], entries = header[HEADER_ENTRIES];
    if (length < header[HEADER_INPUT_MIN] || length > header[HEADER_INPUT_MAX]) return CODE_INPUT_LENGTH;
    node->step = i / entries;
    if (node->step >= header[HEADER_STEPS]) return CODE_TABLE;
    u32 code = execute(node, weights, arena, i % entries);
    if (code) return code;
    if (i + 1 == entries * header[HEADER_STEPS] && node->arena[2] == STATUS_RUNNING) {
        node->arena[1] = header[HEADER_OUTPUT_LENGTH];
        node->arena[2] = STATUS_DONE;
    }
    return 0;
}

void node(u32 i, u8 *arena, const u8 *weights) {
    struct node node;
    node.arena = (u32 *)arena;
    if (node.arena[2] != STATUS_RUNNING) return;
    node.header = (const u32 *)weights;
    node.input = arena + INPUT_OFFSET;
    node.output = arena + OUTPUT_OFFSET;
    u32 code = run(&node, weights, arena, i);
    if (code) {
        node.arena[1] = 0;
        node.arena[2] = STATUS_FAILED;
        node.arena[3] = code;
    }
}
