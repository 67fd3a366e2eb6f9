#include "../mac.h"

struct conv {
    const struct node *node;
    f32 *y;       /* channel 0 of the group, at this row */
    const f32 *x; /* channel 0 of the group */
    const f32 *w; /* panel 0 of the group */
    const f32 *bias;
    u32 channels, outputs; /* of the group */
    u32 height, width, y_plane;
    u32 kernel_h, kernel_w, stride_w, dilation_h, dilation_w, pad_left;
    i32 top;             /* the input row under the kernel's first row */
    u32 ky_from, ky_to;  /* kernel rows that lie in the image */
};

/* `rows` neighbouring output pixels from ox on, `panels` panels of output channels, kernel columns [from, to). */
INLINE void block(const struct conv *conv, const u32 rows, const u32 panels, u32 ox, u32 panel, u32 from, u32 to) {
    v4 acc[4][8];
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4;
        v4 first = conv->bias ? load_part(conv->bias + output, min_u32(4, conv->outputs - output)) : splat(0);
        for (u32 r = 0; r < rows; r++) acc[r][q] = first;
    }
    u32 taps = conv->kernel_h * conv->kernel_w, plane = conv->height * conv->width, w_panel = conv->channels * taps * 4;
    struct field field = {{
        {to - from, (i32)conv->dilation_w, 4},
        {conv->ky_to - conv->ky_from, (i32)(conv->dilation_h * conv->width), (i32)(conv->kernel_w * 4)},
        {conv->channels, (i32)plane, (i32)(taps * 4)},
    }};
    if (taps == 1) { /* one level is enough */
        u32 any = field.level[0].count && field.level[1].count;
        field = field_1(any ? conv->channels : 0, (i32)plane, 4);
    }
    i32 left = (i32)(ox * conv->stride_w + from * conv->dilation_w) - (i32)conv->pad_left;
    i32 top = conv->top + (i32)(conv->ky_from * conv->dilation_h);
    accumulate(acc, rows, panels, &field, conv->x + top * (i32)conv->width + left, conv->stride_w,
               conv->w + panel * w_panel + (conv->ky_from * conv->kernel_w + from) * 4, w_panel);
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4, valid = min_u32(4, conv->outputs - output);
        f32 *y = conv->y + output * conv->y_plane + ox;
        for (u32 r = 0; r < rows; r++) {
            u4 bits = (u4)canonical4(activate(conv->node, CONV_ACTIVATION, acc[r][q]));
            for (u32 i = 0; i < valid; i++) ((word *)y)[i * conv->y_plane + r] = bits[i];
        }
    }
}

/* Output pixels [ox, end) of one row, `panels` panels. Pixels in [inner, outer) see no padding to the sides. */
INLINE void pixels(const struct conv *conv, const u32 panels, u32 panel, u32 inner, u32 outer, u32 end) {
    for (u32 ox = 0; ox < end;) {
        if (ox >= inner && ox < outer) {
#if BLOCK_ROWS > 1
            if (ox + BLOCK_ROWS <= outer) {
                block(conv, BLOCK_ROWS, panels, ox, panel, 0, conv->kernel_w);
                ox += BLOCK_ROWS;
                continue;
            }
#endif
            block(conv, 1, panels, ox, panel, 0, conv->kernel_w);
        } else {
            u32 from, to;
            clip_taps((i32)(ox * conv->stride_w) - (i32)conv->pad_left, conv->kernel_w, conv->dilation_w, conv->width, &from, &to);
            block(conv, 1, panels, ox, panel, from, to);
        }
        ox++;
    }
}

u32 run_conv(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2], *bias = &node->operand[3];
    const u32 *at = node->attributes;
    u32 group = at[CONV_GROUP];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && w->type == TYPE_FLOAT32);
    CHECK(y->rank == 4 && x->rank == 4 && y->dims[0] == x->dims[0]);
    u32 rows = y->dims[2], columns = y->dims[3];
    struct conv conv = {
        .node = node, .height = x->dims[2], .width = x->dims[3], .y_plane = rows * columns,
        .kernel_h = at[CONV_KERNEL_H], .kernel_w = at[CONV_KERNEL_W], .stride_w = at[CONV_STRIDE_W],
        .dilation_h = at[CONV_DILATION_H], .dilation_w = at[CONV_DILATION_W], .pad_left = at[CONV_PAD_LEFT],
    };
    CHECK(group > 0 && x->dims[1] % group == 0 && y->dims[1] % group == 0);
    CHECK(window_fits(rows, at[CONV_STRIDE_H], conv.kernel_h, conv.dilation_h, at[CONV_PAD_TOP]));
    CHECK(window_fits(columns, conv.stride_w, conv.kernel_w, conv.dilation_w, conv.pad_left));
    conv.channels = x->dims[1] / group;
    conv.outputs = y->dims[1] / group;
    u32 panels = (conv.outputs + 3) / 4, taps = times(conv.kernel_h, conv.kernel_w);
    u32 group_weights = times(times(panels * 4, conv.channels), taps);
    CHECK(w->count == times(group, group_weights));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == y->dims[1]));
    CHECK(at[CONV_ACTIVATION] < UNARY_KINDS && node->end <= times(y->dims[0], rows));

    u32 inner = min_u32(columns, ceil_div(conv.pad_left, conv.stride_w)), outer = 0;
    i32 room = (i32)(conv.width + conv.pad_left) - (i32)((conv.kernel_w - 1) * conv.dilation_w);
    if (room > 0) outer = min_u32(columns, ceil_div((u32)room, conv.stride_w));

    for (u32 unit = node->start; unit < node->end; unit++) {
        u32 image = unit / rows, oy = unit % rows;
        conv.top = (i32)(oy * at[CONV_STRIDE_H]) - (i32)at[CONV_PAD_TOP];
        clip_taps(conv.top, conv.kernel_h, conv.dilation_h, conv.height, &conv.ky_from, &conv.ky_to);
        for (u32 g = 0; g < group; g++) {
            conv.x = (const f32 *)x->data + (image * group + g) * conv.channels * conv.height * conv.width;
            conv.y = (f32 *)y->data + ((image * group + g) * conv.outputs * rows + oy) * columns;
            conv.w = (const f32 *)w->data + g * group_weights;
            conv.bias = bias->data ? (const f32 *)bias->data + g * conv.outputs : 0;
            u32 panel = 0;
#if BLOCK_PANELS > 1
            for (; panel + BLOCK_PANELS <= panels; panel += BLOCK_PANELS)
                pixels(&conv, BLOCK_PANELS, panel, inner, outer, columns);
#endif
            for (; panel < panels; panel++) pixels(&conv, 1, panel, inner, outer, columns);
        }
    }
    return 0;
}
