#include "../math.h"
#include "../operators.h"

u32 run_pool(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    const u32 *at = node->attributes;
    u32 kind = at[POOL_KIND], dilation_h = at[POOL_DILATION_H], dilation_w = at[POOL_DILATION_W];
    CHECK(kind < POOL_KINDS && y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && y->rank == 4 && x->rank == 4);
    CHECK(y->dims[0] == x->dims[0] && y->dims[1] == x->dims[1]);
    u32 rows = y->dims[2], columns = y->dims[3], height = x->dims[2], width = x->dims[3];
    CHECK(window_fits(rows, at[POOL_STRIDE_H], at[POOL_KERNEL_H], dilation_h, at[POOL_PAD_TOP]));
    CHECK(window_fits(columns, at[POOL_STRIDE_W], at[POOL_KERNEL_W], dilation_w, at[POOL_PAD_LEFT]));
    CHECK(at[POOL_PAD_BOTTOM] < 1u << 28 && at[POOL_PAD_RIGHT] < 1u << 28);
    CHECK(node->end <= y->count / columns);
    for (u32 unit = node->start; unit < node->end; unit++) {
        const f32 *plane = (const f32 *)x->data + unit / rows * height * width;
        f32 *out = (f32 *)y->data + unit * columns;
        i32 top = (i32)(unit % rows * at[POOL_STRIDE_H]) - (i32)at[POOL_PAD_TOP];
        u32 y0, y1, py0, py1;
        clip_taps(top, at[POOL_KERNEL_H], dilation_h, height, &y0, &y1);
        clip_taps(top + (i32)at[POOL_PAD_TOP], at[POOL_KERNEL_H], dilation_h,
                  at[POOL_PAD_TOP] + height + at[POOL_PAD_BOTTOM], &py0, &py1);
        for (u32 ox = 0; ox < columns; ox++) {
            i32 left = (i32)(ox * at[POOL_STRIDE_W]) - (i32)at[POOL_PAD_LEFT];
            u32 x0, x1, px0, px1;
            clip_taps(left, at[POOL_KERNEL_W], dilation_w, width, &x0, &x1);
            clip_taps(left + (i32)at[POOL_PAD_LEFT], at[POOL_KERNEL_W], dilation_w,
                      at[POOL_PAD_LEFT] + width + at[POOL_PAD_RIGHT], &px0, &px1);
            float result = kind == POOL_MAX ? float_of(0xff800000) : 0;
            for (u32 ky = y0; ky < y1; ky++) {
                const f32 *row = plane + (top + (i32)(ky * dilation_h)) * (i32)width + left;
                for (u32 kx = x0; kx < x1; kx++) {
                    float value = row[kx * dilation_w];
                    if (kind == POOL_AVERAGE) result += value;
                    else if (value > result || value != value) result = value;
                }
            }
            if (kind == POOL_AVERAGE)
                result /= (float)(at[POOL_COUNT_INCLUDE_PAD] ? (py1 - py0) * (px1 - px0) : (y1 - y0) * (x1 - x0));
            ((word *)out)[ox] = canonical(result);
        }
    }
    return 0;
}
