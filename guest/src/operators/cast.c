#include "../operators.h"
#include "../quad.h"

INLINE i32 saturate(i32 x, u32 type) {
    if (type == TYPE_INT8) return x < -128 ? -128 : x > 127 ? 127 : x;
    if (type == TYPE_UINT8) return x < 0 ? 0 : x > 255 ? 255 : x;
    return x;
}

/* Rounds to zero, or to nearest even, and saturates; NaN is 0. */
INLINE i32 to_i32(float x, u32 nearest) {
    if (x != x) return 0;
    if (x >= 2147483648.0f) return 0x7fffffff;
    if (x <= -2147483648.0f) return -0x7fffffff - 1;
    return (i32)(nearest ? lane0(vround(vf(x))) : x);
}

INLINE i32 load_i32(const struct tensor *x, u32 i) {
    switch (x->type) {
    case TYPE_INT8: return ((const i8 *)x->data)[i];
    case TYPE_UINT8: return x->data[i];
    }
    return ((const i32 *)x->data)[i];
}

INLINE void store_i32(const struct tensor *y, u32 i, i32 x) {
    if (y->type == TYPE_INT32) ((i32 *)y->data)[i] = x;
    else y->data[i] = (u8)saturate(x, y->type);
}

u32 run_cast(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    float scale = attribute_f32(node, CAST_SCALE), offset = attribute_f32(node, CAST_OFFSET);
    u32 nearest = node->attributes[CAST_NEAREST];
    int plain = scale == 1.0f && offset == 0.0f;
    CHECK(y->count == x->count && node->end <= y->count);
    for (u32 i = node->start; i < node->end; i++) {
        if (x->type != TYPE_FLOAT32 && y->type != TYPE_FLOAT32) {
            store_i32(y, i, load_i32(x, i));
            continue;
        }
        float value = x->type == TYPE_FLOAT32 ? ((const f32 *)x->data)[i] : (float)load_i32(x, i);
        if (!plain) value = value * scale + offset;
        if (y->type == TYPE_FLOAT32) store_f32((f32 *)y->data + i, value);
        else store_i32(y, i, to_i32(value, nearest));
    }
    return 0;
}

u32 run_quantize(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    float scale = attribute_f32(node, QUANTIZE_SCALE);
    i32 zero = (i32)node->attributes[QUANTIZE_ZERO];
    CHECK(y->type == TYPE_INT8 && x->type == TYPE_FLOAT32 && y->count == x->count && node->end <= y->count);
    CHECK(zero >= -128 && zero <= 127);
    u32 i = node->start;
#ifdef __wasm__
    for (; i + 4 <= node->end; i += 4) {
        v4 value = load4((const f32 *)x->data + i) / splat(scale);
        value = vround(vmin(vmax(select4(value == value, value, splat(0)), splat(-1024)), splat(1024)));
        i4 q = __builtin_convertvector(value, i4) + splat_i(zero);
        for (u32 lane = 0; lane < 4; lane++) ((i8 *)y->data)[i + lane] = (i8)saturate(q[lane], TYPE_INT8);
    }
#endif
    for (; i < node->end; i++) {
        i32 value = to_i32(((const f32 *)x->data)[i] / scale, 1);
        value = value > 1024 ? 1024 : value < -1024 ? -1024 : value;
        ((i8 *)y->data)[i] = (i8)saturate(value + zero, TYPE_INT8);
    }
    return 0;
}
