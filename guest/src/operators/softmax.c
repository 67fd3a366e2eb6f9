#include "../operators.h"
#include "../quad.h"

/* One contiguous vector; y may be x. */
void softmax_vector(f32 *y, const f32 *x, u32 n, u32 log) {
    float max = max_of(x, n);
    if (log) {
        quad q = quad_of(0);
        float sum = 0;
        u32 i = 0;
        for (; i + 4 <= n; i += 4)
            for (u32 p = 0; p < PARTS; p++) q.part[p] = q.part[p] + vexp(vload(x + i + p * WIDTH) - vf(max));
        sum = (quad_lane(&q, 0) + quad_lane(&q, 1)) + (quad_lane(&q, 2) + quad_lane(&q, 3));
        for (; i < n; i++) sum = sum + lane0(vexp(vf(x[i] - max)));
        V shift = vlog(vf(sum));
        for (i = 0; i < n; i += WIDTH) {
            u32 lanes = min_u32(WIDTH, n - i);
            vstore_part(y + i, vload_part(x + i, lanes) - vf(max) - shift, lanes);
        }
        return;
    }
    for (u32 i = 0; i < n; i += WIDTH) {
        u32 lanes = min_u32(WIDTH, n - i);
        vstore_part(y + i, vexp(vload_part(x + i, lanes) - vf(max)), lanes);
    }
    V factor = vf(1.0f / sum_of(y, n));
    for (u32 i = 0; i < n; i += WIDTH) {
        u32 lanes = min_u32(WIDTH, n - i);
        vstore_part(y + i, vload_part(y + i, lanes) * factor, lanes);
    }
}

/* `lanes` neighbouring vectors whose elements are `inner` apart. */
static void softmax_strided(f32 *y, const f32 *x, u32 n, u32 inner, u32 lanes, u32 log) {
    V max = vf(float_of(0xff800000)), sum = vf(0);
    for (u32 j = 0; j < n; j++) max = vmax(max, vload_part(x + j * inner, lanes));
    for (u32 j = 0; j < n; j++) {
        V e = vexp(vload_part(x + j * inner, lanes) - max);
        sum = sum + e;
        if (!log) vstore_part(y + j * inner, e, lanes);
    }
    V factor = vf(1.0f) / sum, shift = vlog(sum);
    for (u32 j = 0; j < n; j++) {
        V value = log ? vload_part(x + j * inner, lanes) - max - shift : vload_part(y + j * inner, lanes) * factor;
        vstore_part(y + j * inner, value, lanes);
    }
}

u32 run_softmax(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 n = node->attributes[SOFTMAX_N], inner = node->attributes[SOFTMAX_INNER], log = node->attributes[SOFTMAX_LOG];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && y->count == x->count && n > 0 && inner > 0);
    CHECK(y->count % times(n, inner) == 0 && node->end <= y->count / n);
    f32 *out = (f32 *)y->data;
    const f32 *in = (const f32 *)x->data;
    for (u32 i = node->start; i < node->end;) {
        if (inner == 1) {
            softmax_vector(out + i * n, in + i * n, n, log);
            i++;
            continue;
        }
        u32 column = i % inner, lanes = min_u32(WIDTH, min_u32(inner - column, node->end - i));
        u32 at = i / inner * n * inner + column;
        softmax_strided(out + at, in + at, n, inner, lanes, log);
        i += lanes;
    }
    return 0;
}
