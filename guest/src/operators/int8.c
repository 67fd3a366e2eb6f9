/* Integer products: exact in any order. */
#include "../operators.h"

#ifdef __wasm__
typedef short s8 __attribute__((vector_size(16)));
typedef signed char b8 __attribute__((vector_size(8), aligned(1), may_alias));

/* Words of two activations, less their zero point, that are kept on the stack. */
#define PAIR_WORDS 8192

INLINE s8 widen(const i8 *bytes) { return __builtin_convertvector(*(const b8 *)bytes, s8); }

/* acc[lane] += the pair's first * weights[2 lane] + its second * weights[2 lane + 1]. */
INLINE u4 dot_pair(u4 acc, u32 pair, s8 weights) {
    return acc + (u4)__builtin_wasm_dot_s_i32x4_i16x8((s8)splat_i((i32)pair), weights);
}

INLINE u32 pair_of(i32 first, i32 second) { return ((u32)first & 0xffff) | (u32)second << 16; }

/* pairs[i] of a[i] and b[i], or of a[i] alone. */
static void pair_rows(u32 *pairs, const i8 *a, const i8 *b, u32 count, i32 zero) {
    short z = (short)zero;
    s8 zeros = {z, z, z, z, z, z, z, z};
    u32 i = 0;
    for (; i + 8 <= count; i += 8) {
        s8 first = widen(a + i) - zeros, second = b ? widen(b + i) - zeros : zeros - zeros;
        *(i4 *)(pairs + i) = (i4)__builtin_shufflevector(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
        *(i4 *)(pairs + i + 4) = (i4)__builtin_shufflevector(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
    }
    for (; i < count; i++) pairs[i] = pair_of(a[i] - zero, b ? b[i] - zero : 0);
}

/* pairs[i] of x[2 i] and x[2 i + 1]. */
static void pair_vector(u32 *pairs, const i8 *x, u32 count, i32 zero) {
    short z = (short)zero;
    s8 zeros = {z, z, z, z, z, z, z, z};
    u32 i = 0;
    for (; i + 8 <= count; i += 8) *(i4 *)(pairs + i / 2) = (i4)(widen(x + i) - zeros);
    for (; i < count; i += 2) pairs[i / 2] = pair_of(x[i] - zero, i + 1 < count ? x[i + 1] - zero : 0);
}
#endif

/* acc[lane] += a * w[lane][0] + b * w[lane][1]. */
INLINE u4 pair_mac(u4 acc, i32 a, i32 b, const i8 *w) {
#ifdef __wasm__
    return dot_pair(acc, pair_of(a, b), widen(w));
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

#ifdef __wasm__
/* Rows of at most 2 * PAIR_WORDS: their pairs are made once for all panels, two of which are computed together. */
static void linear_rows(struct node *node, u32 rows, u32 k, u32 n, i32 zero) {
    const i8 *x = (const i8 *)node->operand[1].data, *w = (const i8 *)node->operand[2].data;
    f32 *y = (f32 *)node->operand[0].data;
    float scale = attribute_f32(node, LINEAR_INT8_X_SCALE);
    u32 words = (k + 1) / 2, pairs[PAIR_WORDS];
    for (u32 row = 0; row < rows; row++) {
        /* Panels of which this row is in the tile. */
        u32 from = node->start > row ? ceil_div(node->start - row, rows) : 0;
        u32 to = node->end > row ? ceil_div(node->end - row, rows) : 0;
        if (from >= to) continue;
        pair_vector(pairs, x + row * k, k, zero);
        for (u32 panel = from; panel < to; panel += 2) {
            u32 both = panel + 1 < to, output = panel * 4;
            const i8 *one = w + panel * words * 8, *other = one + both * words * 8;
            u4 acc = {0, 0, 0, 0}, more = {0, 0, 0, 0};
            for (u32 i = 0; i < words; i++, one += 8, other += 8) {
                acc = dot_pair(acc, pairs[i], widen(one));
                more = dot_pair(more, pairs[i], widen(other));
            }
            for (u32 half = 0; half <= both; half++, output += 4, acc = more) {
                u32 valid = min_u32(4, n - output);
                store_part(y + row * n + output, dequantize(node, acc, output, valid, scale, LINEAR_INT8_ACTIVATION), valid);
            }
        }
    }
}
#endif

u32 run_linear_int8(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2];
    u32 k = node->attributes[LINEAR_INT8_K], n = node->attributes[LINEAR_INT8_N];
    i32 zero = (i32)node->attributes[LINEAR_INT8_X_ZERO];
    CHECK(k > 0 && n > 0 && n < 1u << 28 && y->count % n == 0 && zero >= -128 && zero <= 127);
    u32 rows = y->count / n, panels = (n + 3) / 4, pairs = (k + 1) / 2;
    CHECK(operands_fit(node, n) && x->count == times(rows, k) && w->count == times(times(panels, 8), pairs));
    CHECK(node->attributes[LINEAR_INT8_ACTIVATION] < UNARY_KINDS && node->end <= times(rows, panels));
#ifdef __wasm__
    if (pairs <= PAIR_WORDS) {
        linear_rows(node, rows, k, n, zero);
        return 0;
    }
#endif
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

#ifdef __wasm__
/* What the loops over a row of outputs share. */
struct window {
    u32 lines, span; /* of pairs: channel pairs times kernel rows, each so long */
    u32 kernel_w, dilation, stride;
};

/* acc[panel][position] of up to two panels, `apart` bytes from one another, and four positions. */
INLINE void conv_tile(u4 acc[2][4], const struct window *window, const u32 *pairs, const i8 *w, u32 apart, u32 panels) {
    u32 stride = window->stride;
    for (u32 i = 0; i < 4; i++) acc[0][i] = acc[1][i] = (u4){0, 0, 0, 0};
    for (u32 line = 0; line < window->lines; line++, pairs += window->span) {
        const u32 *at = pairs;
        for (u32 kx = 0; kx < window->kernel_w; kx++, at += window->dilation, w += 8) {
            s8 one = widen(w), other = widen(w + (panels > 1 ? apart : 0));
            for (u32 i = 0; i < 4; i++) {
                acc[0][i] = dot_pair(acc[0][i], at[i * stride], one);
                if (panels > 1) acc[1][i] = dot_pair(acc[1][i], at[i * stride], other);
            }
        }
    }
}

/* Stores four positions of four outputs, of which some may not be there. */
INLINE void conv_store(struct node *node, const u4 acc[4], word *out, u32 plane, u32 output, u32 valid, u32 positions) {
    float scale = attribute_f32(node, CONV_INT8_X_SCALE);
    u4 bits[4];
    for (u32 i = 0; i < 4; i++)
        bits[i] = (u4)canonical4(dequantize(node, acc[i], output, valid, scale, CONV_INT8_ACTIVATION));
    if (positions == 4) {
        u4 a = __builtin_shufflevector(bits[0], bits[1], 0, 4, 1, 5), b = __builtin_shufflevector(bits[2], bits[3], 0, 4, 1, 5);
        u4 c = __builtin_shufflevector(bits[0], bits[1], 2, 6, 3, 7), d = __builtin_shufflevector(bits[2], bits[3], 2, 6, 3, 7);
        *(u4 *)out = __builtin_shufflevector(a, b, 0, 1, 4, 5);
        if (valid > 1) *(u4 *)(out + plane) = __builtin_shufflevector(a, b, 2, 3, 6, 7);
        if (valid > 2) *(u4 *)(out + 2 * plane) = __builtin_shufflevector(c, d, 0, 1, 4, 5);
        if (valid > 3) *(u4 *)(out + 3 * plane) = __builtin_shufflevector(c, d, 2, 3, 6, 7);
        return;
    }
    for (u32 i = 0; i < positions; i++)
        for (u32 j = 0; j < valid; j++) out[j * plane + i] = bits[i][j];
}

/* Columns of a row of outputs whose inputs, in pairs, fit the stack; 0 if fewer than four do. */
static u32 columns_at_once(const struct node *node, u32 channels) {
    u32 lines = times((channels + 1) / 2, AT(KERNEL_H)), most = lines ? PAIR_WORDS / lines : 0;
    u32 taps = times(AT(KERNEL_W) - 1, AT(DILATION_W)) + 1;
    if (most < taps) return 0;
    return ((most - taps) / AT(STRIDE_W) + 1) & ~3u;
}

/* A row of outputs of one group, so many columns at once. */
static void conv_row(struct node *node, u32 image, u32 g, u32 oy, u32 at_once) {
    const struct tensor *x = &node->operand[1], *y = &node->operand[0];
    u32 height = x->dims[2], width = x->dims[3], group = AT(GROUP), kernel_h = AT(KERNEL_H), kernel_w = AT(KERNEL_W);
    u32 channels = x->dims[1] / group, outputs = y->dims[1] / group, panels = (outputs + 3) / 4;
    u32 rows = y->dims[2], columns = y->dims[3], pairs = (channels + 1) / 2, stride = AT(STRIDE_W);
    u32 panel_weights = pairs * kernel_h * kernel_w * 8;
    i32 zero = (i32)AT(X_ZERO), top = (i32)(oy * AT(STRIDE_H)) - (i32)AT(PAD_TOP);
    const i8 *in = (const i8 *)x->data + (image * group + g) * channels * height * width;
    const i8 *weights = (const i8 *)node->operand[2].data + g * panels * panel_weights;
    word *out = (word *)y->data + ((image * y->dims[1] + g * outputs) * rows + oy) * columns;
    u32 buffer[PAIR_WORDS];
    struct window window = {pairs * kernel_h, 0, kernel_w, AT(DILATION_W), stride};
    for (u32 first = 0; first < columns; first += at_once) {
        /* Whole tiles of four positions, also where the row ends before. */
        u32 block = min_u32(at_once, (columns - first + 3) & ~3u);
        i32 left = (i32)(first * stride) - (i32)AT(PAD_LEFT);
        u32 span = window.span = (block - 1) * stride + (kernel_w - 1) * window.dilation + 1;
        u32 from = left < 0 ? min_u32((u32)-left, span) : 0;
        u32 to = left >= (i32)width ? from : min_u32(span, (u32)((i32)width - left));
        if (to < from) to = from;
        for (u32 pair = 0; pair < pairs; pair++)
            for (u32 ky = 0; ky < kernel_h; ky++) {
                u32 *line = buffer + (pair * kernel_h + ky) * span, iy = (u32)(top + (i32)(ky * AT(DILATION_H)));
                u32 inside = iy < height;
                for (u32 i = 0; i < (inside ? from : span); i++) line[i] = 0;
                if (!inside) continue;
                const i8 *a = in + (2 * pair * height + iy) * width + left + from;
                pair_rows(line + from, a, 2 * pair + 1 < channels ? a + height * width : 0, to - from, zero);
                for (u32 i = to; i < span; i++) line[i] = 0;
            }
        for (u32 panel = 0; panel < panels; panel += 2) {
            u32 both = panel + 1 < panels, output = panel * 4;
            const i8 *w = weights + panel * panel_weights;
            for (u32 ox = 0; ox < block; ox += 4) {
                u4 acc[2][4];
                if (both) conv_tile(acc, &window, buffer + ox * stride, w, panel_weights, 2);
                else conv_tile(acc, &window, buffer + ox * stride, w, 0, 1);
                u32 positions = min_u32(4, columns - first - ox);
                for (u32 half = 0; half <= both; half++) {
                    u32 at = output + 4 * half;
                    conv_store(node, acc[half], out + at * rows * columns + first + ox, rows * columns, g * outputs + at,
                               min_u32(4, outputs - at), positions);
                }
            }
        }
    }
}
#endif

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
#ifdef __wasm__
    u32 at_once = columns_at_once(node, channels);
    if (at_once > 0) {
        for (u32 unit = node->start; unit < node->end; unit++)
            for (u32 g = 0; g < group; g++) conv_row(node, unit / rows, g, unit % rows, at_once);
        return 0;
    }
#endif
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
