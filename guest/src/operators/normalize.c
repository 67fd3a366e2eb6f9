#include "../operators.h"
#include "../quad.h"

u32 run_normalize(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *scale = &node->operand[2], *bias = &node->operand[3];
    const u32 *at = node->attributes;
    u32 n = at[NORMALIZE_N], inner = at[NORMALIZE_SCALE_INNER], count = at[NORMALIZE_SCALE_COUNT];
    u32 kind = at[NORMALIZE_ACTIVATION];
    CHECK(at[NORMALIZE_KIND] < NORM_KINDS && kind < UNARY_KINDS && n > 0 && inner > 0 && count > 0);
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && y->count == x->count && y->count % n == 0);
    CHECK(!scale->data || (scale->type == TYPE_FLOAT32 && scale->count == count));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == count));
    CHECK(node->end <= y->count / n);
    for (u32 row = node->start; row < node->end; row++) {
        const f32 *in = (const f32 *)x->data + row * n;
        f32 *out = (f32 *)y->data + row * n;
        float size = (float)n, mean = at[NORMALIZE_KIND] == NORM_LAYER ? sum_of(in, n) / size : 0;
        float variance = squares_of(in, n, mean) / size;
        V factor = vf(1.0f) / vsqrt(vf(variance + attribute_f32(node, NORMALIZE_EPSILON)));
        for (u32 j = 0; j < n;) {
            /* As many elements as share a channel, or follow channel by channel. */
            u32 flat = row * n + j, channel = flat / inner % count;
            u32 run = min_u32(n - j, inner == 1 ? count - channel : inner - flat % inner);
            for (u32 i = 0; i < run; i += WIDTH) {
                u32 lanes = min_u32(WIDTH, run - i);
                V value = (vload_part(in + j + i, lanes) - vf(mean)) * factor;
                const f32 *s = (const f32 *)scale->data + channel, *b = (const f32 *)bias->data + channel;
                if (scale->data) value = value * (inner == 1 ? vload_part(s + i, lanes) : vf(*s));
                if (bias->data) value = value + (inner == 1 ? vload_part(b + i, lanes) : vf(*b));
                vstore_part(out + j + i, value, lanes);
            }
            j += run;
        }
        if (kind != UNARY_COPY)
            map_unary(kind, out, out, n, attribute_f32(node, NORMALIZE_ALPHA), attribute_f32(node, NORMALIZE_BETA));
    }
    return 0;
}
