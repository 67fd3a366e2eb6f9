#include "../operators.h"

u32 run_arg_reduce(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 n = node->attributes[ARG_REDUCE_N], inner = node->attributes[ARG_REDUCE_INNER];
    u32 least = node->attributes[ARG_REDUCE_KIND] == ARG_MIN, last = node->attributes[ARG_REDUCE_LAST];
    CHECK(node->attributes[ARG_REDUCE_KIND] < ARG_KINDS && y->type == TYPE_INT32);
    CHECK((x->type == TYPE_FLOAT32 || x->type == TYPE_INT32) && n > 0 && inner > 0 && y->count % inner == 0);
    CHECK(x->count == times(y->count, n) && node->end <= y->count);
    for (u32 i = node->start; i < node->end; i++) {
        const u32 at = i / inner * n * inner + i % inner;
        u32 best = 0;
        for (u32 j = 1; j < n; j++) {
            int better, same;
            if (x->type == TYPE_FLOAT32) {
                const f32 *data = (const f32 *)x->data + at;
                float a = data[j * inner], b = data[best * inner];
                better = (least ? a < b : a > b) || (b != b && a == a);
                same = a == b || (a != a && b != b);
            } else {
                const i32 *data = (const i32 *)x->data + at;
                i32 a = data[j * inner], b = data[best * inner];
                better = least ? a < b : a > b;
                same = a == b;
            }
            if (better || (same && last)) best = j;
        }
        ((i32 *)y->data)[i] = (i32)best;
    }
    return 0;
}
