#include "../operators.h"
#include "../quad.h"

INLINE V step(u32 kind, V acc, V x) {
    switch (kind) {
    case REDUCE_MAX: return vmax(acc, x);
    case REDUCE_MIN: return vmin(acc, x);
    case REDUCE_PROD: return acc * x;
    case REDUCE_SUM_SQUARE:
    case REDUCE_L2: return acc + x * x;
    }
    return acc + x;
}

INLINE V join(u32 kind, V a, V b) { return step(kind == REDUCE_SUM_SQUARE || kind == REDUCE_L2 ? REDUCE_SUM : kind, a, b); }

INLINE float identity(u32 kind) {
    return kind == REDUCE_MAX ? float_of(0xff800000) : kind == REDUCE_MIN ? float_of(0x7f800000) : kind == REDUCE_PROD ? 1 : 0;
}

INLINE V last(u32 kind, V acc, u32 n) {
    return kind == REDUCE_MEAN ? acc / vf((float)n) : kind == REDUCE_L2 ? vsqrt(acc) : acc;
}

/* One contiguous vector, in the order of quad.h. */
INLINE float reduce_vector(u32 kind, const f32 *x, u32 n) {
    V result = vf(identity(kind));
    u32 i = 0;
    if (n >= 4) {
        quad q = quad_of(identity(kind));
        for (; i + 4 <= n; i += 4)
            for (u32 p = 0; p < PARTS; p++) q.part[p] = step(kind, q.part[p], vload(x + i + p * WIDTH));
        result = join(kind, join(kind, vf(quad_lane(&q, 0)), vf(quad_lane(&q, 1))),
                      join(kind, vf(quad_lane(&q, 2)), vf(quad_lane(&q, 3))));
    }
    for (; i < n; i++) result = step(kind, result, vf(x[i]));
    return lane0(last(kind, result, n));
}

INLINE void reduce(u32 kind, f32 *y, const f32 *x, u32 start, u32 end, u32 n, u32 inner) {
    if (inner == 1) {
        for (u32 i = start; i < end; i++) store_f32(y + i, reduce_vector(kind, x + i * n, n));
        return;
    }
    for (u32 i = start; i < end;) {
        u32 column = i % inner, lanes = min_u32(WIDTH, min_u32(inner - column, end - i));
        const f32 *from = x + i / inner * n * inner + column;
        V acc = vf(identity(kind));
        for (u32 j = 0; j < n; j++) acc = step(kind, acc, vload_part(from + j * inner, lanes));
        vstore_part(y + i, last(kind, acc, n), lanes);
        i += lanes;
    }
}

u32 run_reduce(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 kind = node->attributes[REDUCE_KIND], n = node->attributes[REDUCE_N], inner = node->attributes[REDUCE_INNER];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && n > 0 && inner > 0 && y->count % inner == 0);
    CHECK(x->count == times(y->count, n) && node->end <= y->count);
    f32 *out = (f32 *)y->data;
    const f32 *in = (const f32 *)x->data;
    switch (kind) {
#define KIND(K) \
    case K: reduce(K, out, in, node->start, node->end, n, inner); return 0;
        KIND(REDUCE_SUM) KIND(REDUCE_MEAN) KIND(REDUCE_MAX) KIND(REDUCE_MIN)
        KIND(REDUCE_PROD) KIND(REDUCE_SUM_SQUARE) KIND(REDUCE_L2)
#undef KIND
    }
    return CODE_OPERAND;
}
