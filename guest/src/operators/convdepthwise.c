#include "../quad.h"

#define AT(NAME) node->attributes[CONV_DEPTHWISE_##NAME]

u32 run_conv_depthwise(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2], *bias = &node->operand[3];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && w->type == TYPE_FLOAT32);
    CHECK(y->rank == 4 && x->rank == 4 && y->dims[0] == x->dims[0] && y->dims[1] % x->dims[1] == 0);
    u32 rows = y->dims[2], columns = y->dims[3], height = x->dims[2], width = x->dims[3], outputs = y->dims[1];
    u32 kernel_h = AT(KERNEL_H), kernel_w = AT(KERNEL_W), stride = AT(STRIDE_W);
    u32 dilation_h = AT(DILATION_H), dilation_w = AT(DILATION_W), pad = AT(PAD_LEFT), kind = AT(ACTIVATION);
    CHECK(window_fits(rows, AT(STRIDE_H), kernel_h, dilation_h, AT(PAD_TOP)));
    CHECK(window_fits(columns, stride, kernel_w, dilation_w, pad));
    CHECK(w->count == times(outputs, times(kernel_h, kernel_w)));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == outputs));
    CHECK(kind < UNARY_KINDS && node->end <= y->count / columns);
    u32 multiplier = outputs / x->dims[1];
#ifdef __wasm__
    /* Pixels that see no padding to the sides. */
    u32 inner = min_u32(columns, ceil_div(pad, stride)), outer = 0;
    i32 room = (i32)(width + pad) - (i32)((kernel_w - 1) * dilation_w);
    if (room > 0) outer = min_u32(columns, ceil_div((u32)room, stride));
#endif

    for (u32 unit = node->start; unit < node->end; unit++) {
        u32 channel = unit / rows, output = channel % outputs;
        const f32 *plane = (const f32 *)x->data + (channel / outputs * x->dims[1] + output / multiplier) * height * width;
        const f32 *weights = (const f32 *)w->data + output * kernel_h * kernel_w;
        f32 *out = (f32 *)y->data + unit * columns;
        i32 top = (i32)(unit % rows * AT(STRIDE_H)) - (i32)AT(PAD_TOP);
        float first = bias->data ? ((const f32 *)bias->data)[output] : 0;
        u32 ky_from, ky_to;
        clip_taps(top, kernel_h, dilation_h, height, &ky_from, &ky_to);
        for (u32 ox = 0; ox < columns;) {
            i32 left = (i32)(ox * stride) - (i32)pad;
#ifdef __wasm__
            if (stride == 1 && ox >= inner && ox + 4 <= outer) {
                v4 acc = splat(first);
                for (u32 ky = ky_from; ky < ky_to; ky++) {
                    const f32 *row = plane + (top + (i32)(ky * dilation_h)) * (i32)width + left;
                    for (u32 kx = 0; kx < kernel_w; kx++)
                        acc = acc + load4(row + kx * dilation_w) * splat(weights[ky * kernel_w + kx]);
                }
                store4(out + ox, acc);
                ox += 4;
                continue;
            }
#endif
            u32 kx_from, kx_to;
            clip_taps(left, kernel_w, dilation_w, width, &kx_from, &kx_to);
            struct field field = {{
                {kx_to - kx_from, (i32)dilation_w, 1},
                {ky_to - ky_from, (i32)(dilation_h * width), (i32)kernel_w},
                {1, 0, 0},
            }};
            i32 corner = (top + (i32)(ky_from * dilation_h)) * (i32)width + left + (i32)(kx_from * dilation_w);
            store_f32(out + ox, mac_single(first, &field, plane + corner, weights + ky_from * kernel_w + kx_from));
            ox++;
        }
        if (kind != UNARY_COPY)
            map_unary(kind, out, out, columns, attribute_f32(node, CONV_DEPTHWISE_ALPHA),
                      attribute_f32(node, CONV_DEPTHWISE_BETA));
    }
    return 0;
}
