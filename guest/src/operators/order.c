/* Along an axis, in order: running sums and the greatest elements. */
#include "../operators.h"
#include "../quad.h"

u32 run_cum_sum(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 n = node->attributes[CUM_SUM_N], inner = node->attributes[CUM_SUM_INNER];
    u32 exclusive = node->attributes[CUM_SUM_EXCLUSIVE], reverse = node->attributes[CUM_SUM_REVERSE];
    CHECK(y->type == x->type && size_of(y->type) == 4 && y->count == x->count && n > 0 && inner > 0);
    CHECK(y->count % times(n, inner) == 0 && node->end <= y->count / n);
    for (u32 i = node->start; i < node->end; i++) {
        u32 at = i / inner * n * inner + i % inner;
        float sum = 0;
        u32 whole = 0;
        for (u32 j = 0; j < n; j++) {
            u32 p = at + (reverse ? n - 1 - j : j) * inner;
            if (y->type == TYPE_FLOAT32) {
                float next = sum + ((const f32 *)x->data)[p];
                store_f32((f32 *)y->data + p, exclusive ? sum : next);
                sum = next;
            } else {
                u32 next = whole + ((const u32 *)x->data)[p];
                ((u32 *)y->data)[p] = exclusive ? whole : next;
                whole = next;
            }
        }
    }
    return 0;
}

/* Does a come before b? NaN comes after every number. */
INLINE int before(float a, float b, u32 largest) { return (largest ? a > b : a < b) || (b != b && a == a); }

u32 run_top_k(struct node *node) {
    struct tensor *values = &node->operand[0], *indices = &node->operand[1], *x = &node->operand[2];
    u32 n = node->attributes[TOP_K_N], inner = node->attributes[TOP_K_INNER], k = node->attributes[TOP_K_K];
    u32 largest = node->attributes[TOP_K_LARGEST];
    CHECK(x->type == TYPE_FLOAT32 && values->type == TYPE_FLOAT32 && indices->type == TYPE_INT32);
    CHECK(n > 0 && inner > 0 && k > 0 && k <= n && x->count % times(n, inner) == 0);
    CHECK(values->count == times(x->count / n, k) && indices->count == values->count && node->end <= x->count / n);
    for (u32 i = node->start; i < node->end; i++) {
        const f32 *in = (const f32 *)x->data + i / inner * n * inner + i % inner;
        f32 *best = (f32 *)values->data + i / inner * k * inner + i % inner;
        i32 *where = (i32 *)indices->data + i / inner * k * inner + i % inner;
        u32 kept = 0;
        for (u32 j = 0; j < n; j++) {
            float value = in[j * inner];
            if (kept == k && !before(value, best[(k - 1) * inner], largest)) continue;
            u32 p = kept < k ? kept++ : k - 1;
            for (; p > 0 && before(value, best[(p - 1) * inner], largest); p--) {
                ((word *)best)[p * inner] = ((word *)best)[(p - 1) * inner];
                where[p * inner] = where[(p - 1) * inner];
            }
            store_f32(best + p * inner, value);
            where[p * inner] = (i32)j;
        }
    }
    return 0;
}
