/* Integer products: exact in any order. */
#include "../operators.h"

/* acc[lane] += a * w[lane][0] + b * w[lane][1]. */
INLINE u4 pair_mac(u4 acc, i32 a, i32 b, const i8 *w) {
#ifdef __wasm__
    typedef short s8 __attribute__((vector_size(16)));
    typedef signed char b8 __attribute__((vector_size(8), aligned(1), may_alias));
    s8 weights = __builtin_convertvector(*(const b8 *)w, s8);
    return acc + (u4)__builtin_wasm_dot_s_i32x4_i16x8((s8)splat_i((a & 0xffff) | b << 16), weights);
#else
    for (u32 i = 0; i < 4; i++) acc[i] += (u32)(a * w[2 * i] + b * w[2 * i + 1]);
    return acc;
#endif
}

/* What the sums of four outputs become. */
INLINE v4 dequantize(const struct node *node, u4 acc, u32 output, u32 valid, float x_scale, u32 activation) {
    const f32 *scales = (const f32 *)node->operand[3].data, *bias = (const f32 *)node->operand[4].data;
    v4 sums = {(float)(i32)acc[0], (float)(i32)acc[1], (float)(i32)acc[2], (float)(i32)acc[3]};
    v4 value = sums * (splat(x_scale) * load_part(scales + output, valid));
    if (bias) value = value + load_part(bias + output, valid);
    return activate(node, activation, value);
}

static int operands_fit(const struct node *node, u32 outputs) {
    const struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2];
    const struct tensor *scales = &node->operand[3], *bias = &node->operand[4];
    return y->type == TYPE_FLOAT32 && x->type == TYPE_INT8 && w->type == TYPE_INT8 && scales->type == TYPE_FLOAT32 &&
           scales->count == outputs && (!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == outputs));
}

u32 run_linear_int8(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2];
    u32 k = node->attributes[LINEAR_INT8_K], n = node->attributes[LINEAR_INT8_N];
    i32 zero = (i32)node->attributes[LINEAR_INT8_X_ZERO];
    CHECK(k > 0 && n > 0 && n < 1u << 28 && y->count % n == 0 && zero >= -128 && zero <= 127);
    u32 rows = y->count / n, panels = (n + 3) / 4, pairs = (k + 1) / 2;
    CHECK(operands_fit(node, n) && x->count == times(rows, k) && w->count == times(times(panels, 8), pairs));
    CHECK(node->attributes[LINEAR_INT8_ACTIVATION] < UNARY_KINDS && node->end <= times(rows, panels));
    for (u32 at = node->start; at < node->end; at++) {
        u32 panel = at / rows, row = at % rows, output = panel * 4, valid = min_u32(4, n - output);
        const i8 *in = (const i8 *)x->data + row * k, *weights = (const i8 *)w->data + panel * pairs * 8;
        u4 acc = {0, 0, 0, 0};
        u32 i = 0;
        for (; i + 2 <= k; i += 2, weights += 8) acc = pair_mac(acc, in[i] - zero, in[i + 1] - zero, weights);
        if (i < k) acc = pair_mac(acc, in[i] - zero, 0, weights);
        v4 value = dequantize(node, acc, output, valid, attribute_f32(node, LINEAR_INT8_X_SCALE), LINEAR_INT8_ACTIVATION);
        store_part((f32 *)y->data + row * n + output, value, valid);
    }
    return 0;
}

#define AT(NAME) node->attributes[CONV_INT8_##NAME]

u32 run_conv_int8(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2];
    u32 group = AT(GROUP), kernel_h = AT(KERNEL_H), kernel_w = AT(KERNEL_W);
    i32 zero = (i32)AT(X_ZERO);
    CHECK(y->rank == 4 && x->rank == 4 && y->dims[0] == x->dims[0] && zero >= -128 && zero <= 127);
    CHECK(group > 0 && x->dims[1] % group == 0 && y->dims[1] % group == 0 && operands_fit(node, y->dims[1]));
    u32 rows = y->dims[2], columns = y->dims[3], height = x->dims[2], width = x->dims[3], plane = height * width;
    CHECK(window_fits(rows, AT(STRIDE_H), kernel_h, AT(DILATION_H), AT(PAD_TOP)));
    CHECK(window_fits(columns, AT(STRIDE_W), kernel_w, AT(DILATION_W), AT(PAD_LEFT)));
    u32 channels = x->dims[1] / group, outputs = y->dims[1] / group, panels = (outputs + 3) / 4;
    u32 area = times(kernel_h, kernel_w), panel_weights = times(times((channels + 1) / 2, 8), area);
    CHECK(w->count == times(times(group, panels), panel_weights));
    CHECK(AT(ACTIVATION) < UNARY_KINDS && node->end <= times(y->dims[0], rows));
    for (u32 unit = node->start; unit < node->end; unit++) {
        u32 image = unit / rows, oy = unit % rows;
        i32 top = (i32)(oy * AT(STRIDE_H)) - (i32)AT(PAD_TOP);
        for (u32 g = 0; g < group; g++)
            for (u32 panel = 0; panel < panels; panel++) {
                const i8 *in = (const i8 *)x->data + (image * group + g) * channels * plane;
                const i8 *weights = (const i8 *)w->data + (g * panels + panel) * panel_weights;
                u32 output = g * outputs + panel * 4, valid = min_u32(4, outputs - panel * 4);
                for (u32 ox = 0; ox < columns; ox++) {
                    i32 left = (i32)(ox * AT(STRIDE_W)) - (i32)AT(PAD_LEFT);
                    u4 acc = {0, 0, 0, 0};
                    for (u32 channel = 0; channel < channels; channel += 2)
                        for (u32 ky = 0; ky < kernel_h; ky++) {
                            u32 iy = (u32)(top + (i32)(ky * AT(DILATION_H)));
                            if (iy >= height) continue;
                            const i8 *row = in + channel * plane + iy * width;
                            const i8 *tap = weights + (channel / 2 * area + ky * kernel_w) * 8;
                            for (u32 kx = 0; kx < kernel_w; kx++, tap += 8) {
                                u32 ix = (u32)(left + (i32)(kx * AT(DILATION_W)));
                                if (ix >= width) continue;
                                i32 second = channel + 1 < channels ? row[plane + ix] - zero : 0;
                                acc = pair_mac(acc, row[ix] - zero, second, tap);
                            }
                        }
                    v4 value = dequantize(node, acc, output, valid, attribute_f32(node, CONV_INT8_X_SCALE), CONV_INT8_ACTIVATION);
                    u4 bits = (u4)canonical4(value);
                    word *out = (word *)y->data + ((image * y->dims[1] + output) * rows + oy) * columns + ox;
                    for (u32 i = 0; i < valid; i++) out[i * rows * columns] = bits[i];
                }
            }
    }
    return 0;
}
