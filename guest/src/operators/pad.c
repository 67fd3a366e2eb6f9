#include "../operators.h"

/* Where in [0, size) position p lies, reflected without repeating the border; size - 1 folds at a time. */
INLINE i32 reflect(i32 p, i32 size) {
    if (size == 1) return 0;
    i32 period = 2 * (size - 1);
    p %= period;
    if (p < 0) p += period;
    return p < size ? p : period - p;
}

/* The source position of y's index along an axis, or -1 in constant padding. */
INLINE i32 source(u32 mode, u32 index, i32 before, i32 size) {
    i32 p = (i32)index - before;
    if (p >= 0 && p < size) return p;
    if (mode == PAD_CONSTANT) return -1;
    if (mode == PAD_EDGE) return p < 0 ? 0 : size - 1;
    return reflect(p, size);
}

u32 run_pad(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 mode = node->attributes[PAD_MODE], value = node->attributes[PAD_VALUE], rank = y->rank;
    const i32 *before = (const i32 *)node->attributes + PAD_BEFORE;
    CHECK(mode < PAD_KINDS && y->type == x->type && size_of(y->type) == 4 && x->rank == rank && rank > 0);
    CHECK(node->end <= y->count);
    for (u32 i = 0; i < rank; i++) CHECK(before[i] > -(1 << 28) && before[i] < 1 << 28);
    u32 columns = y->dims[rank - 1];
    i32 width = (i32)x->dims[rank - 1];
    for (u32 at = node->start; at < node->end;) {
        u32 row = at / columns, column = at % columns, run = min_u32(columns - column, node->end - at);
        i32 from = 0, stride = 1, padding = 0;
        for (u32 i = rank - 1; i-- > 0; row /= y->dims[i]) {
            i32 p = source(mode, row % y->dims[i], before[i], (i32)x->dims[i]);
            if (p < 0) padding = 1;
            from += p * stride;
            stride *= (i32)x->dims[i];
        }
        const word *in = (const word *)x->data + from * width;
        word *out = (word *)y->data + at;
        for (u32 i = 0; i < run; i++) {
            i32 p = padding ? -1 : source(mode, column + i, before[rank - 1], width);
            out[i] = p < 0 ? value : in[p];
        }
        at += run;
    }
    return 0;
}
