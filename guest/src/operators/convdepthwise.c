#include "../math.h"
#include "../operators.h"

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
    u32 inner = min_u32(columns, ceil_div(pad, stride)), outer = 0;
    i32 room = (i32)(width + pad) - (i32)((kernel_w - 1) * dilation_w);
    if (room > 0) outer = min_u32(columns, ceil_div((u32)room, stride));

    for (u32 unit = node->start; unit < node->end; unit++) {
        u32 channel = unit / rows, output = channel % outputs;
        const f32 *plane = (const f32 *)x->data + (channel / outputs * x->dims[1] + output / multiplier) * height * width;
        const f32 *weights = (const f32 *)w->data + output * kernel_h * kernel_w;
        f32 *out = (f32 *)y->data + unit * columns;
        i32 top = (i32)(unit % rows * AT(STRIDE_H)) - (i32)AT(PAD_TOP);
        float first = bias->data ? ((const f32 *)bias->data)[output] : 0;
        for (u32 ox = 0; ox < columns;) {
            i32 left = (i32)(ox * stride) - (i32)pad;
            int whole = stride == 1 && ox >= inner && ox + WIDTH <= outer;
            V acc = vf(first);
            float single = first;
            for (u32 ky = 0; ky < kernel_h; ky++) {
                u32 iy = (u32)(top + (i32)(ky * dilation_h));
                if (iy >= height) continue;
                const f32 *row = plane + iy * width + left, *tap = weights + ky * kernel_w;
                for (u32 kx = 0; kx < kernel_w; kx++) {
                    if (whole) acc = acc + vload(row + kx * dilation_w) * vf(tap[kx]);
                    else if ((u32)(left + (i32)(kx * dilation_w)) < width)
                        single = single + row[kx * dilation_w] * tap[kx];
                }
            }
            if (whole) vstore(out + ox, acc);
            else ((word *)out)[ox] = canonical(single);
            ox += whole ? WIDTH : 1;
        }
        if (kind != UNARY_COPY)
            map_unary(kind, out, out, columns, attribute_f32(node, CONV_DEPTHWISE_ALPHA),
                      attribute_f32(node, CONV_DEPTHWISE_BETA));
    }
    return 0;
}
