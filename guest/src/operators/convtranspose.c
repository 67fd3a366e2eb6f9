#include "../mac.h"

#define AT(NAME) node->attributes[CONV_TRANSPOSE_##NAME]

/*
 * The taps of one axis that reach output position p: `count` of them, kernel positions first, first + period, ..., over
 * input positions at, at - back, ...
 */
struct taps {
    u32 first, period, count;
    i32 at, back;
};

static u32 gcd(u32 a, u32 b) {
    while (b) {
        u32 r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static struct taps taps_of(u32 p, u32 pad, u32 kernel, u32 stride, u32 dilation, u32 size) {
    u32 common = gcd(stride, dilation);
    struct taps taps = {.period = stride / common, .back = (i32)(dilation / common)};
    i32 position = (i32)(p + pad);
    for (u32 k = 0; k < kernel && k < taps.period; k++) {
        i32 offset = position - (i32)(k * dilation);
        if (offset < 0) break;
        if ((u32)offset % stride != 0) continue;
        i32 at = (i32)((u32)offset / stride);
        if (at >= (i32)size) {
            u32 skip = ceil_div((u32)at - size + 1, (u32)taps.back);
            at -= (i32)skip * taps.back;
            k += skip * taps.period;
        }
        if (at < 0 || k >= kernel) break;
        taps.first = k;
        taps.at = at;
        taps.count = min_u32((kernel - 1 - k) / taps.period, (u32)at / (u32)taps.back) + 1;
        break;
    }
    return taps;
}

struct deconv {
    const struct node *node;
    f32 *y;       /* channel 0 of the group, at this pixel */
    const f32 *x; /* channel 0 of the group */
    const f32 *w, *bias;
    u32 channels, outputs, width, plane, y_plane, kernel_w, area;
    struct taps rows, columns;
};

/* One output pixel, `panels` panels. */
INLINE void block(const struct deconv *conv, const u32 panels, u32 panel) {
    v4 acc[1][8];
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4;
        acc[0][q] = conv->bias ? load_part(conv->bias + output, min_u32(4, conv->outputs - output)) : splat(0);
    }
    u32 w_panel = conv->channels * conv->area * 4, ky = conv->rows.first, kx = conv->columns.first;
    struct field field = {{
        {conv->columns.count, -conv->columns.back, (i32)(conv->columns.period * 4)},
        {conv->rows.count, -conv->rows.back * (i32)conv->width, (i32)(conv->rows.period * conv->kernel_w * 4)},
        {conv->channels, (i32)conv->plane, (i32)(conv->area * 4)},
    }};
    accumulate(acc, 1, panels, &field, conv->x + conv->rows.at * (i32)conv->width + conv->columns.at, 0,
               conv->w + panel * w_panel + (ky * conv->kernel_w + kx) * 4, w_panel);
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4, valid = min_u32(4, conv->outputs - output);
        v4 value = canonical4(activate(conv->node, CONV_TRANSPOSE_ACTIVATION, acc[0][q]));
        store_apart(conv->y + output * conv->y_plane, conv->y_plane, value, valid);
    }
}

u32 run_conv_transpose(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2], *bias = &node->operand[3];
    u32 group = AT(GROUP);
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && w->type == TYPE_FLOAT32);
    CHECK(y->rank == 4 && x->rank == 4 && y->dims[0] == x->dims[0]);
    CHECK(group > 0 && x->dims[1] % group == 0 && y->dims[1] % group == 0);
    u32 rows = y->dims[2], columns = y->dims[3], height = x->dims[2], area = times(AT(KERNEL_H), AT(KERNEL_W));
    struct deconv conv = {
        .node = node, .width = x->dims[3], .plane = height * x->dims[3], .y_plane = rows * columns,
        .kernel_w = AT(KERNEL_W), .area = area, .channels = x->dims[1] / group, .outputs = y->dims[1] / group,
    };
    CHECK(window_fits(rows, AT(STRIDE_H), AT(KERNEL_H), AT(DILATION_H), AT(PAD_TOP)));
    CHECK(window_fits(columns, AT(STRIDE_W), AT(KERNEL_W), AT(DILATION_W), AT(PAD_LEFT)));
    u32 panels = (conv.outputs + 3) / 4, group_weights = times(times(panels * 4, conv.channels), area);
    CHECK(w->count == times(group, group_weights));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == y->dims[1]));
    CHECK(AT(ACTIVATION) < UNARY_KINDS && node->end <= times(y->dims[0], rows));
    for (u32 unit = node->start; unit < node->end; unit++) {
        u32 image = unit / rows, oy = unit % rows;
        conv.rows = taps_of(oy, AT(PAD_TOP), AT(KERNEL_H), AT(STRIDE_H), AT(DILATION_H), height);
        for (u32 g = 0; g < group; g++) {
            conv.x = (const f32 *)x->data + (image * group + g) * conv.channels * conv.plane;
            conv.w = (const f32 *)w->data + g * group_weights;
            conv.bias = bias->data ? (const f32 *)bias->data + g * conv.outputs : 0;
            for (u32 ox = 0; ox < columns; ox++) {
                conv.y = (f32 *)y->data + ((image * group + g) * conv.outputs * rows + oy) * columns + ox;
                conv.columns = taps_of(ox, AT(PAD_LEFT), AT(KERNEL_W), AT(STRIDE_W), AT(DILATION_W), conv.width);
                u32 panel = 0;
#if BLOCK_PANELS > 1
                for (; panel + 4 <= panels; panel += 4) block(&conv, 4, panel);
#endif
                for (; panel < panels; panel++) block(&conv, 1, panel);
            }
        }
    }
    return 0;
}
