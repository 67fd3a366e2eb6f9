/* Operators that only move elements: their bits are left as they are. */
#include "../operators.h"
#include "../walk.h"

/* y[0], y[step_y].. = x[0], x[step_x].. */
INLINE void move_run(const struct tensor *y, i32 at, i32 step_y, const struct tensor *x, i32 from, i32 step_x, u32 run) {
    if (size_of(y->type) == 4) {
        word *out = (word *)y->data + at;
        const word *in = (const word *)x->data + from;
        if (step_y == 1 && step_x == 1)
            for (u32 i = 0; i < run; i++) out[i] = in[i];
        else
            for (; run > 0; run--, out += step_y, in += step_x) *out = *in;
    } else {
        u8 *out = y->data + at;
        const u8 *in = x->data + from;
        for (; run > 0; run--, out += step_y, in += step_x) *out = *in;
    }
}

/* Walks y (operand 0) and x (operand 1) together. */
static void move(struct node *node, struct walk *walk) {
    walk_start(walk, node->start, node->end);
    i32 step_y = walk_step(walk, 0), step_x = walk_step(walk, 1);
    for (u32 run; (run = walk_run(walk)) > 0; walk_advance(walk, run))
        move_run(&node->operand[0], walk->offset[0], step_y, &node->operand[1], walk->offset[1], step_x, run);
}

/* Row-major strides of a shape. */
INLINE void strides_of(const struct tensor *tensor, i32 *strides) {
    i32 stride = 1;
    for (u32 i = tensor->rank; i-- > 0;) {
        strides[i] = stride;
        stride *= (i32)tensor->dims[i];
    }
}

u32 run_transpose(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    const u32 *perm = node->attributes + TRANSPOSE_PERM;
    CHECK(y->type == x->type && y->rank == x->rank && y->rank > 0 && node->end <= y->count);
    i32 strides[MAX_RANK];
    strides_of(x, strides);
    struct walk walk;
    walk_over(&walk, y->rank, y->dims);
    i32 *moved = walk_operand(&walk, 0);
    u32 seen = 0;
    for (u32 i = 0; i < y->rank; i++) {
        CHECK(perm[i] < x->rank && !(seen >> perm[i] & 1) && y->dims[i] == x->dims[perm[i]]);
        seen |= 1u << perm[i];
        moved[i] = strides[perm[i]];
    }
    move(node, &walk);
    return 0;
}

u32 run_slice(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    const i32 *starts = (const i32 *)node->attributes + SLICE_STARTS, *steps = (const i32 *)node->attributes + SLICE_STEPS;
    CHECK(y->type == x->type && y->rank == x->rank && y->rank > 0 && node->end <= y->count);
    i32 strides[MAX_RANK], first = 0;
    strides_of(x, strides);
    struct walk walk;
    walk_over(&walk, y->rank, y->dims);
    i32 *moved = walk_operand(&walk, 0);
    for (u32 i = 0; i < y->rank; i++) {
        i64 end = starts[i] + (i64)steps[i] * (i32)(y->dims[i] - 1);
        CHECK(starts[i] >= 0 && (u32)starts[i] < x->dims[i] && end >= 0 && end < (i64)x->dims[i]);
        moved[i] = y->dims[i] > 1 ? steps[i] * strides[i] : 0;
        first += starts[i] * strides[i];
    }
    walk.offset[1] = first;
    move(node, &walk);
    return 0;
}

u32 run_place(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    const u32 *starts = node->attributes + PLACE_STARTS;
    CHECK(y->type == x->type && y->rank == x->rank && y->rank > 0 && node->end <= x->count);
    i32 strides[MAX_RANK];
    strides_of(y, strides);
    struct walk walk;
    walk_over(&walk, x->rank, x->dims);
    i32 *moved = walk_operand(&walk, 0);
    for (u32 i = 0; i < x->rank; i++) {
        CHECK(starts[i] < y->dims[i] && x->dims[i] <= y->dims[i] - starts[i]);
        /* The walk is over x, so that operand 0 of the walk is x and operand 1 is y. */
        moved[i] = strides[i];
        walk.offset[1] += (i32)starts[i] * strides[i];
    }
    walk_start(&walk, node->start, node->end);
    i32 step_x = walk_step(&walk, 0), step_y = walk_step(&walk, 1);
    for (u32 run; (run = walk_run(&walk)) > 0; walk_advance(&walk, run))
        move_run(y, walk.offset[1], step_y, x, walk.offset[0], step_x, run);
    return 0;
}

/* Every axis of y becomes two: repetitions, which x does not move along, and x's own. */
u32 run_tile(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    CHECK(y->type == x->type && x->rank <= y->rank && y->rank > 0 && node->end <= y->count);
    u32 dims[2 * MAX_RANK], lead = y->rank - x->rank;
    for (u32 i = 0; i < y->rank; i++) {
        u32 dim = i < lead ? 1 : x->dims[i - lead];
        CHECK(y->dims[i] % dim == 0);
        dims[2 * i] = y->dims[i] / dim;
        dims[2 * i + 1] = dim;
    }
    struct walk walk;
    walk_over(&walk, 2 * y->rank, dims);
    i32 *moved = walk_operand(&walk, 0);
    i32 stride = 1;
    for (u32 i = y->rank; i-- > 0;) {
        moved[2 * i] = 0;
        moved[2 * i + 1] = stride;
        stride *= (i32)dims[2 * i + 1];
    }
    move(node, &walk);
    return 0;
}

u32 run_gather(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *indices = &node->operand[2];
    u32 n = node->attributes[GATHER_N], inner = node->attributes[GATHER_INNER], vector = times(n, inner);
    CHECK(y->type == x->type && indices->type == TYPE_INT32 && n > 0 && inner > 0 && x->count % vector == 0);
    u32 outer = x->count / vector, count = times(outer, indices->count);
    CHECK(y->count == times(count, inner) && node->end <= count);
    for (u32 i = node->start; i < node->end; i++) {
        i32 index = ((const i32 *)indices->data)[i % indices->count];
        if (index < 0) index += (i32)n;
        if (index < 0 || (u32)index >= n) return CODE_INDEX;
        u32 from = (i / indices->count * n + (u32)index) * inner;
        move_run(y, (i32)(i * inner), 1, x, (i32)from, 1, inner);
    }
    return 0;
}

u32 run_step_row(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    CHECK(y->type == x->type && x->count == times(y->count, node->header[HEADER_STEPS]) && node->end <= y->count);
    move_run(y, (i32)node->start, 1, x, (i32)(node->step * y->count + node->start), 1, node->end - node->start);
    return 0;
}

u32 run_fill(struct node *node) {
    struct tensor *y = &node->operand[0];
    CHECK(node->end <= y->count);
    for (u32 i = node->start; i < node->end; i++) {
        if (size_of(y->type) == 4) ((word *)y->data)[i] = node->attributes[FILL_BITS];
        else y->data[i] = (u8)node->attributes[FILL_BITS];
    }
    return 0;
}

u32 run_where(struct node *node) {
    struct tensor *y = &node->operand[0], *condition = &node->operand[1], *a = &node->operand[2], *b = &node->operand[3];
    CHECK(size_of(y->type) == 4 && a->type == y->type && b->type == y->type && condition->type == TYPE_UINT8);
    CHECK(node->end <= y->count && y->rank > 0);
    struct walk walk;
    walk_over(&walk, y->rank, y->dims);
    CHECK(walk_broadcast(&walk, condition) && walk_broadcast(&walk, a) && walk_broadcast(&walk, b));
    walk_start(&walk, node->start, node->end);
    i32 step_c = walk_step(&walk, 1), step_a = walk_step(&walk, 2), step_b = walk_step(&walk, 3);
    for (u32 run; (run = walk_run(&walk)) > 0; walk_advance(&walk, run)) {
        word *out = (word *)y->data + walk.offset[0];
        const u8 *c = condition->data + walk.offset[1];
        const word *left = (const word *)a->data + walk.offset[2], *right = (const word *)b->data + walk.offset[3];
        for (u32 i = 0; i < run; i++, c += step_c, left += step_a, right += step_b) out[i] = *c ? *left : *right;
    }
    return 0;
}
