#include "../math.h"
#include "../operators.h"

INLINE V apply(u32 kind, V x, V alpha, V beta) {
    V one = vf(1.0f), zero = vf(0.0f), half = vf(0.5f);
    switch (kind) {
    case UNARY_RELU: return vrelu(x);
    case UNARY_LEAKY_RELU: return vselect(vless(x, zero), x * alpha, x);
    case UNARY_SIGMOID: return vsigmoid(x);
    case UNARY_HARD_SIGMOID: return vmax(vmin(x * alpha + beta, one), zero);
    case UNARY_TANH: return vtanh(x);
    case UNARY_ELU: return vselect(vless(x, zero), alpha * (vexp(x) - one), x);
    case UNARY_SELU: return beta * vselect(vless(x, zero), alpha * (vexp(x) - one), x);
    case UNARY_GELU: return half * x * (one + verf(x * vf(0.707106781f)));
    case UNARY_GELU_TANH: return half * x * (one + vtanh(vf(0.797884561f) * (x + vf(0.044715f) * x * x * x)));
    case UNARY_ERF: return verf(x);
    case UNARY_SILU: return x * vsigmoid(x);
    case UNARY_HARD_SWISH: return x * vmax(vmin(x * vf(0.166666667f) + half, one), zero);
    case UNARY_CLIP: return vmin(vmax(x, alpha), beta);
    case UNARY_EXP: return vexp(x);
    case UNARY_LOG: return vlog(x);
    case UNARY_SQRT: return vsqrt(x);
    case UNARY_RSQRT: return one / vsqrt(x);
    case UNARY_RECIPROCAL: return one / x;
    case UNARY_ABS: return vabs(x);
    case UNARY_NEG: return vneg(x);
    case UNARY_FLOOR: return vfloor(x);
    case UNARY_CEIL: return vceil(x);
    case UNARY_ROUND: return vround(x);
    case UNARY_SOFTPLUS: return vmax(x, zero) + vlog(one + vexp(vneg(vabs(x))));
    case UNARY_SIGN: return vselect(vless(zero, x), one, vselect(vless(x, zero), vf(-1.0f), x));
    case UNARY_SIN: return vsine(x, 0);
    case UNARY_COS: return vsine(x, 1);
    }
    return x;
}

#define KINDS(DO)                                                                                              \
    DO(UNARY_RELU) DO(UNARY_LEAKY_RELU) DO(UNARY_SIGMOID) DO(UNARY_HARD_SIGMOID) DO(UNARY_TANH) DO(UNARY_ELU)  \
    DO(UNARY_SELU) DO(UNARY_GELU) DO(UNARY_GELU_TANH) DO(UNARY_ERF) DO(UNARY_SILU) DO(UNARY_HARD_SWISH)        \
    DO(UNARY_CLIP) DO(UNARY_EXP) DO(UNARY_LOG) DO(UNARY_SQRT) DO(UNARY_RSQRT) DO(UNARY_RECIPROCAL)             \
    DO(UNARY_ABS) DO(UNARY_NEG) DO(UNARY_FLOOR) DO(UNARY_CEIL) DO(UNARY_ROUND) DO(UNARY_SOFTPLUS)              \
    DO(UNARY_SIGN) DO(UNARY_SIN) DO(UNARY_COS)

void map_unary(u32 kind, f32 *y, const f32 *x, u32 count, float alpha_value, float beta_value) {
    V alpha = vf(alpha_value), beta = vf(beta_value);
    u32 i = 0;
    switch (kind) {
#define DO(KIND)                                                                                      \
    case KIND:                                                                                        \
        for (; i + WIDTH <= count; i += WIDTH) vstore(y + i, apply(KIND, vload(x + i), alpha, beta)); \
        if (i < count) vstore_part(y + i, apply(KIND, vload_part(x + i, count - i), alpha, beta), count - i); \
        break;
        KINDS(DO)
#undef DO
    }
}

v4 unary(u32 kind, v4 x, float alpha, float beta) {
    if (kind == UNARY_COPY) return x;
    map_unary(kind, (f32 *)&x, (const f32 *)&x, 4, alpha, beta);
    return x;
}

u32 run_unary(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    u32 kind = node->attributes[UNARY_KIND], count = node->end - node->start;
    CHECK(kind < UNARY_KINDS && y->type == x->type && y->count == x->count && node->end <= y->count);
    if (kind == UNARY_COPY) {
        u32 size = size_of(y->type);
        copy_bytes(y->data + node->start * size, x->data + node->start * size, count * size);
        return 0;
    }
    CHECK(y->type == TYPE_FLOAT32);
    map_unary(kind, (f32 *)y->data + node->start, (const f32 *)x->data + node->start, count,
              attribute_f32(node, UNARY_ALPHA), attribute_f32(node, UNARY_BETA));
    return 0;
}
