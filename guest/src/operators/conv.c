#include "../mac.h"

/*
 * A window over some channels of the input. On wasm, groups of rows are computed chunk by chunk of channels, whose rows
 * are first copied to where they lie close together; sums in the making rest in y. RV32 takes all channels at once.
 */
struct conv {
    const struct node *node;
    f32 *y;       /* channel 0 of the group, at this row */
    const f32 *x; /* the chunk's channel 0, at the row under the window's first */
    const f32 *w; /* panel 0 of the group, at the chunk's first channel and the window's first row */
    const f32 *bias;
    u32 channels, outputs;            /* of the chunk; of the group */
    u32 first, last;                  /* is it the group's first chunk, its last? */
    u32 width, x_row, x_plane;        /* of x as the chunk has it */
    u32 y_plane, w_panel;
    u32 kernel_h, kernel_w, stride_w, dilation_w, pad_left;
    u32 rows_in;       /* kernel rows that lie in the image */
    const u32 *places; /* of the chunk's taps in x, where they are listed */
    u32 inner, outer; /* output pixels [inner, outer) see no padding to the sides; a multiple of BLOCK_ROWS of them */
};

/* `rows` neighbouring output pixels from ox on, `panels` panels of output channels, kernel columns [from, to). */
INLINE void block(const struct conv *conv, const u32 rows, const u32 panels, u32 ox, u32 panel, u32 from, u32 to) {
    v4 acc[4][8];
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4, valid = min_u32(4, conv->outputs - output);
        if (conv->first) {
            v4 bias = conv->bias ? load_part(conv->bias + output, valid) : splat(0);
            for (u32 r = 0; r < rows; r++) acc[r][q] = bias;
        } else {
#ifdef __wasm__
            if (rows == 4 && valid == 4) {
                v4 value[4];
                UNROLL for (u32 i = 0; i < 4; i++) value[i] = load4(conv->y + (output + i) * conv->y_plane + ox);
                transpose4(value);
                UNROLL for (u32 r = 0; r < 4; r++) acc[r][q] = value[r];
                continue;
            }
#endif
            for (u32 r = 0; r < rows; r++)
                acc[r][q] = load_apart(conv->y + output * conv->y_plane + ox + r, conv->y_plane, valid);
        }
    }
    struct field field = {{
        {to - from, (i32)conv->dilation_w, 4},
        {conv->rows_in, (i32)conv->x_row, (i32)(conv->kernel_w * 4)},
        {conv->channels, (i32)conv->x_plane, (i32)(conv->kernel_h * conv->kernel_w * 4)},
    }};
    if (conv->kernel_h * conv->kernel_w == 1) { /* one level is enough */
        u32 any = field.level[0].count && field.level[1].count;
        field = field_1(any ? conv->channels : 0, (i32)conv->x_plane, 4);
    }
#ifdef __wasm__
    if (conv->places && conv->rows_in == conv->kernel_h && to - from == conv->kernel_w) {
        accumulate_listed(acc, rows, panels, conv->places, conv->channels * conv->kernel_h * conv->kernel_w,
                          conv->x + (i32)(ox * conv->stride_w) - (i32)conv->pad_left, conv->stride_w,
                          conv->w + panel * conv->w_panel, conv->w_panel);
        goto sums;
    }
#endif
    i32 left = (i32)(ox * conv->stride_w + from * conv->dilation_w) - (i32)conv->pad_left;
    accumulate(acc, rows, panels, &field, conv->x + left, conv->stride_w, conv->w + panel * conv->w_panel + from * 4,
               conv->w_panel);
#ifdef __wasm__
sums:
#endif
    for (u32 q = 0; q < panels; q++) {
        u32 output = (panel + q) * 4, valid = min_u32(4, conv->outputs - output);
#ifdef __wasm__
        if (rows == 4 && valid == 4) {
            v4 value[4];
            UNROLL for (u32 r = 0; r < 4; r++) value[r] = conv->last ? activate(conv->node, CONV_ACTIVATION, acc[r][q]) : acc[r][q];
            transpose4(value);
            UNROLL for (u32 i = 0; i < 4; i++) store4(conv->y + (output + i) * conv->y_plane + ox, value[i]);
            continue;
        }
#endif
        for (u32 r = 0; r < rows; r++) {
            v4 value = acc[r][q];
            if (conv->last) value = canonical4(activate(conv->node, CONV_ACTIVATION, value));
            store_apart(conv->y + output * conv->y_plane + ox + r, conv->y_plane, value, valid);
        }
    }
}

/* The pixels of one output row that are blocks of BLOCK_ROWS without padding, `panels` panels. */
INLINE void inner_pixels(const struct conv *conv, const u32 panels, u32 panel) {
    for (u32 ox = conv->inner; ox < conv->outer; ox += BLOCK_ROWS)
        block(conv, BLOCK_ROWS, panels, ox, panel, 0, conv->kernel_w);
}

/* The others, one by one. */
INLINE void outer_pixels(const struct conv *conv, const u32 panels, u32 panel, u32 columns) {
    for (u32 ox = conv->inner > 0 ? 0 : conv->outer; ox < columns; ox = ox + 1 == conv->inner ? conv->outer : ox + 1) {
        u32 from, to;
        clip_taps((i32)(ox * conv->stride_w) - (i32)conv->pad_left, conv->kernel_w, conv->dilation_w, conv->width, &from, &to);
        block(conv, 1, panels, ox, panel, from, to);
    }
}

/* Everything about the operator that rows and chunks share. */
struct shape {
    u32 rows, columns, height, width, stride_h, pad_top, dilation_h, panels, channels;
};

/* Points a convolution at output row oy; x is the chunk's channel 0 at input row `base`, y and w as of row 0. */
INLINE struct conv at_row(struct conv conv, const struct shape *shape, u32 oy, u32 base) {
    i32 top = (i32)(oy * shape->stride_h) - (i32)shape->pad_top;
    u32 from, to;
    clip_taps(top, conv.kernel_h, shape->dilation_h, shape->height, &from, &to);
    i32 row = top + (i32)(from * shape->dilation_h) - (i32)base;
    conv.rows_in = to - from;
    conv.x += from < to ? row * (i32)(conv.x_row / shape->dilation_h) : 0;
    conv.w += from * conv.kernel_w * 4;
    conv.y += oy * shape->columns;
    return conv;
}

#ifdef __wasm__

#define GROUP_ROWS 4
#define PACKED 6144 /* floats of input rows, copied */
#define PLACES 1024 /* taps, listed */

/* Output rows [oy, end) of one group of one image, at most GROUP_ROWS. */
static void run_rows(const struct conv *whole, const struct shape *shape, u32 oy, u32 end) {
    f32 packed[PACKED];
    u32 places[PLACES];
    struct conv conv = *whole;
    /* Input rows that these output rows see. */
    i32 top = (i32)(oy * shape->stride_h) - (i32)shape->pad_top;
    i32 bottom = (i32)((end - 1) * shape->stride_h + (conv.kernel_h - 1) * shape->dilation_h) - (i32)shape->pad_top;
    u32 first = top > 0 ? (u32)top : 0, after = bottom < 0 ? 0 : min_u32((u32)bottom + 1, shape->height);
    u32 rows = after > first ? after - first : 0;
    /* A little apart, so that channels do not compete for the same lines of the cache. */
    u32 stride = rows * shape->width + 16, taps = conv.kernel_h * conv.kernel_w, chunk = shape->channels;
    int copy = rows > 0 && stride <= PACKED && taps <= PLACES && shape->panels > 1;
    if (copy) {
        chunk = min_u32(chunk, min_u32(PACKED / stride, PLACES / taps));
        u32 at = 0;
        for (u32 c = 0; c < chunk; c++)
            for (u32 ky = 0; ky < conv.kernel_h; ky++)
                for (u32 kx = 0; kx < conv.kernel_w; kx++)
                    places[at++] = c * stride + ky * conv.x_row + kx * conv.dilation_w;
        conv.places = places;
    }
    for (u32 channel = 0; channel < shape->channels; channel += chunk) {
        conv.channels = min_u32(chunk, shape->channels - channel);
        conv.first = channel == 0;
        conv.last = channel + chunk >= shape->channels;
        conv.w = whole->w + channel * conv.kernel_h * conv.kernel_w * 4;
        const f32 *x = whole->x + channel * shape->height * shape->width;
        u32 base = 0;
        conv.x = x;
        if (copy) {
            for (u32 c = 0; c < conv.channels; c++) {
                const f32 *from = x + c * shape->height * shape->width + first * shape->width;
                u32 i = 0, count = rows * shape->width;
                for (; i + 4 <= count; i += 4) *(v4 *)(packed + c * stride + i) = load4(from + i);
                for (; i < count; i++) packed[c * stride + i] = from[i];
            }
            conv.x = packed;
            conv.x_plane = stride;
            base = first;
        }
#define ROWS(FUNCTION, ...)                                  \
    for (u32 row = oy; row < end; row++) {                       \
        struct conv here = at_row(conv, shape, row, base);       \
        FUNCTION(&here, __VA_ARGS__);                            \
    }
        u32 panel = 0, panels = shape->panels;
        for (; panel + 2 <= panels; panel += 2) ROWS(inner_pixels, 2, panel)
        for (; panel < panels; panel++) ROWS(inner_pixels, 1, panel)
        panel = 0;
        for (; panel + 8 <= panels; panel += 8) ROWS(outer_pixels, 8, panel, shape->columns)
        for (; panel + 4 <= panels; panel += 4) ROWS(outer_pixels, 4, panel, shape->columns)
        for (; panel + 2 <= panels; panel += 2) ROWS(outer_pixels, 2, panel, shape->columns)
        for (; panel < panels; panel++) ROWS(outer_pixels, 1, panel, shape->columns)
    }
}

#else

#define GROUP_ROWS 1

static void run_rows(const struct conv *whole, const struct shape *shape, u32 oy, u32 end) {
    (void)end;
    struct conv conv = at_row(*whole, shape, oy, 0);
    for (u32 panel = 0; panel < shape->panels; panel++) {
        inner_pixels(&conv, 1, panel);
        outer_pixels(&conv, 1, panel, shape->columns);
    }
}

#endif

u32 run_conv(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2], *bias = &node->operand[3];
    const u32 *at = node->attributes;
    u32 group = at[CONV_GROUP];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && w->type == TYPE_FLOAT32);
    CHECK(y->rank == 4 && x->rank == 4 && y->dims[0] == x->dims[0]);
    CHECK(group > 0 && x->dims[1] % group == 0 && y->dims[1] % group == 0);
    struct shape shape = {
        .rows = y->dims[2], .columns = y->dims[3], .height = x->dims[2], .width = x->dims[3],
        .stride_h = at[CONV_STRIDE_H], .pad_top = at[CONV_PAD_TOP], .dilation_h = at[CONV_DILATION_H],
        .channels = x->dims[1] / group,
    };
    struct conv conv = {
        .node = node, .channels = shape.channels, .outputs = y->dims[1] / group, .first = 1, .last = 1,
        .width = shape.width, .x_row = shape.width * shape.dilation_h, .x_plane = shape.height * shape.width,
        .y_plane = shape.rows * shape.columns, .kernel_h = at[CONV_KERNEL_H], .kernel_w = at[CONV_KERNEL_W],
        .stride_w = at[CONV_STRIDE_W], .dilation_w = at[CONV_DILATION_W], .pad_left = at[CONV_PAD_LEFT],
    };
    CHECK(window_fits(shape.rows, shape.stride_h, conv.kernel_h, shape.dilation_h, shape.pad_top));
    CHECK(window_fits(shape.columns, conv.stride_w, conv.kernel_w, conv.dilation_w, conv.pad_left));
    shape.panels = (conv.outputs + 3) / 4;
    conv.w_panel = times(times(conv.kernel_h, conv.kernel_w), times(shape.channels, 4));
    u32 group_weights = times(shape.panels, conv.w_panel);
    CHECK(w->count == times(group, group_weights));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == y->dims[1]));
    CHECK(at[CONV_ACTIVATION] < UNARY_KINDS && node->end <= times(y->dims[0], shape.rows));

    conv.inner = min_u32(shape.columns, ceil_div(conv.pad_left, conv.stride_w));
    i32 room = (i32)(conv.width + conv.pad_left) - (i32)((conv.kernel_w - 1) * conv.dilation_w);
    if (room > 0) conv.outer = min_u32(shape.columns, ceil_div((u32)room, conv.stride_w));
    conv.outer = conv.outer > conv.inner ? conv.inner + (conv.outer - conv.inner) / BLOCK_ROWS * BLOCK_ROWS : conv.inner;

    u32 group_rows = GROUP_ROWS;
#ifdef __wasm__
    /* Rows that share no input are better computed two at a time with all channels than four with some. */
    if (conv.kernel_h == 1 && times(shape.channels, shape.width * 4 + 16) > PACKED) group_rows = 2;
#endif
    for (u32 unit = node->start; unit < node->end;) {
        u32 image = unit / shape.rows, oy = unit % shape.rows;
        u32 rows = min_u32(min_u32(group_rows, shape.rows - oy), node->end - unit);
        for (u32 g = 0; g < group; g++) {
            conv.x = (const f32 *)x->data + (image * group + g) * shape.channels * shape.height * shape.width;
            conv.y = (f32 *)y->data + (image * group + g) * conv.outputs * conv.y_plane;
            conv.w = (const f32 *)w->data + g * group_weights;
            conv.bias = bias->data ? (const f32 *)bias->data + g * conv.outputs : 0;
            run_rows(&conv, &shape, oy, oy + rows);
        }
        unit += rows;
    }
    return 0;
}
