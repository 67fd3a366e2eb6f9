#include "../math.h"
#include "../operators.h"
#include "../walk.h"

/* base^exponent: by squaring for small whole exponents, else through exp and log. */
static float power(float base, float exponent) {
    float size = exponent < 0 ? -exponent : exponent;
    if (exponent == 0.5f) return
#ifdef __wasm__
        __builtin_sqrtf(base);
#else
        sqrt_bits(base);
#endif
    u32 whole = size <= 64.0f ? (u32)size : 0;
    if (size <= 64.0f && (float)whole == size) {
        float result = 1.0f, square = base;
        for (; whole > 0; whole >>= 1, square = square * square)
            if (whole & 1) result = result * square;
        return exponent < 0 ? 1.0f / result : result;
    }
    if (base == 1.0f) return 1.0f;
    if (exponent != exponent) return exponent;
    float y;
    V v = vexp(vf(exponent) * vlog(vabs(vf(base))));
#ifdef __wasm__
    y = v[0];
#else
    y = v;
#endif
    if (!(base < 0)) return y;
    /* A negative base has a power only for whole exponents; from 2^24 on they are even. */
    if (size >= 16777216.0f) return y;
    u32 n = (u32)size;
    if ((float)n != size) return float_of(NAN_BITS);
    return n & 1 ? -y : y;
}

INLINE V apply(u32 kind, V a, V b) {
    switch (kind) {
    case BINARY_ADD: return a + b;
    case BINARY_SUB: return a - b;
    case BINARY_MUL: return a * b;
    case BINARY_DIV: return a / b;
    case BINARY_MIN: return vmin(a, b);
    case BINARY_MAX: return vmax(a, b);
    case BINARY_POW: {
#ifdef __wasm__
        V y = a;
        for (u32 i = 0; i < 4; i++) y[i] = power(a[i], b[i]);
        return y;
#else
        return power(a, b);
#endif
    }
    }
    return vselect(vless(a, vf(0.0f)), a * b, a); /* PRELU */
}

INLINE i32 apply_i32(u32 kind, i32 a, i32 b) {
    switch (kind) {
    case BINARY_ADD: return (i32)((u32)a + (u32)b);
    case BINARY_SUB: return (i32)((u32)a - (u32)b);
    case BINARY_MUL: return (i32)((u32)a * (u32)b);
    case BINARY_DIV: return b == 0 ? 0 : b == -1 ? (i32)(0 - (u32)a) : a / b;
    case BINARY_MIN: return a < b ? a : b;
    }
    return a > b ? a : b; /* MAX */
}

INLINE u32 compare_f32(u32 kind, float a, float b) {
    switch (kind) {
    case BINARY_EQUAL: return a == b;
    case BINARY_GREATER: return a > b;
    case BINARY_GREATER_OR_EQUAL: return a >= b;
    case BINARY_LESS: return a < b;
    }
    return a <= b;
}

INLINE u32 compare_i32(u32 kind, i32 a, i32 b) {
    switch (kind) {
    case BINARY_EQUAL: return a == b;
    case BINARY_GREATER: return a > b;
    case BINARY_GREATER_OR_EQUAL: return a >= b;
    case BINARY_LESS: return a < b;
    }
    return a <= b;
}

/* One run of float32 results; a and b move by 0 or 1. */
INLINE void run_f32(u32 kind, f32 *y, const f32 *a, i32 step_a, const f32 *b, i32 step_b, u32 run) {
    for (u32 i = 0; i < run; i += WIDTH) {
        u32 n = min_u32(WIDTH, run - i);
        V left = step_a ? vload_part(a + i, n) : vf(*a), right = step_b ? vload_part(b + i, n) : vf(*b);
        vstore_part(y + i, apply(kind, left, right), n);
    }
}

u32 run_binary(struct node *node) {
    struct tensor *y = &node->operand[0], *a = &node->operand[1], *b = &node->operand[2];
    u32 kind = node->attributes[BINARY_KIND], activation = node->attributes[BINARY_ACTIVATION];
    CHECK(kind < BINARY_KINDS && activation < UNARY_KINDS && a->type == b->type && node->end <= y->count);
    int logic = kind >= BINARY_AND, comparison = kind >= BINARY_EQUAL && !logic, whole = a->type == TYPE_INT32;
    if (logic) CHECK(a->type == TYPE_UINT8);
    else CHECK(a->type == TYPE_FLOAT32 || (whole && kind != BINARY_POW && kind != BINARY_PRELU));
    CHECK(y->type == (logic || comparison ? TYPE_UINT8 : a->type));
    CHECK(activation == UNARY_COPY || y->type == TYPE_FLOAT32);

    struct walk walk;
    walk_over(&walk, y->rank, y->dims);
    CHECK(walk_broadcast(&walk, a) && walk_broadcast(&walk, b));
    walk_start(&walk, node->start, node->end);
    i32 step_a = walk_step(&walk, 1), step_b = walk_step(&walk, 2);
    for (u32 run; (run = walk_run(&walk)) > 0; walk_advance(&walk, run)) {
        u32 at = (u32)walk.offset[0], in_a = (u32)walk.offset[1], in_b = (u32)walk.offset[2];
        if (comparison && whole) {
            const i32 *left = (const i32 *)a->data + in_a, *right = (const i32 *)b->data + in_b;
            for (u32 i = 0; i < run; i++, left += step_a, right += step_b)
                y->data[at + i] = (u8)compare_i32(kind, *left, *right);
        } else if (comparison) {
            const f32 *left = (const f32 *)a->data + in_a, *right = (const f32 *)b->data + in_b;
            for (u32 i = 0; i < run; i++, left += step_a, right += step_b)
                y->data[at + i] = (u8)compare_f32(kind, *left, *right);
        } else if (logic) {
            const u8 *left = a->data + in_a, *right = b->data + in_b;
            for (u32 i = 0; i < run; i++, left += step_a, right += step_b) {
                u32 l = *left != 0, r = *right != 0;
                y->data[at + i] = (u8)(kind == BINARY_AND ? l & r : kind == BINARY_OR ? l | r : l ^ r);
            }
        } else if (whole) {
            const i32 *left = (const i32 *)a->data + in_a, *right = (const i32 *)b->data + in_b;
            i32 *out = (i32 *)y->data + at;
            for (u32 i = 0; i < run; i++, left += step_a, right += step_b) out[i] = apply_i32(kind, *left, *right);
        } else {
            const f32 *left = (const f32 *)a->data + in_a, *right = (const f32 *)b->data + in_b;
            f32 *out = (f32 *)y->data + at;
            switch (kind) {
#define KIND(K) \
    case K: run_f32(K, out, left, step_a, right, step_b, run); break;
                KIND(BINARY_ADD) KIND(BINARY_SUB) KIND(BINARY_MUL) KIND(BINARY_DIV) KIND(BINARY_MIN)
                KIND(BINARY_MAX) KIND(BINARY_POW) KIND(BINARY_PRELU)
#undef KIND
            }
            if (activation != UNARY_COPY)
                map_unary(activation, out, out, run, attribute_f32(node, BINARY_ALPHA), attribute_f32(node, BINARY_BETA));
        }
    }
    return 0;
}
