/*
 * The kernel under Linear, MatMul and the convolutions: acc += x * w, each product rounded, then each sum, in the
 * order in which the field's loops nest. wasm runs several rows and panels of four columns at once; RV32 runs one
 * accumulator at a time.
 */
#pragma once

#include "operators.h"

/* One level of a nest of loops: how often, and how far x and w move each time, in elements. */
struct level {
    u32 count;
    i32 x, w;
};

/* The products that go into one result: level 2 is the outermost. */
struct field {
    struct level level[3];
};

INLINE struct field field_1(u32 count, i32 x, i32 w) {
    return (struct field){{{count, x, w}, {1, 0, 0}, {1, 0, 0}}};
}

#ifdef __wasm__

#define BLOCK_ROWS 4
#define BLOCK_PANELS 2

/* acc[row][panel] += over the field, from x + row * x_row and w + panel * w_panel. */
INLINE void accumulate(v4 acc[][8], const u32 rows, const u32 panels, const struct field *field, const f32 *x, u32 x_row,
                       const f32 *w, u32 w_panel) {
    const struct level inner = field->level[0], middle = field->level[1], outer = field->level[2];
    for (u32 k = 0; k < outer.count; k++, x += outer.x, w += outer.w) {
        const f32 *xj = x, *wj = w;
        for (u32 j = 0; j < middle.count; j++, xj += middle.x, wj += middle.w) {
            const f32 *xi = xj, *wi = wj;
            for (u32 i = 0; i < inner.count; i++, xi += inner.x, wi += inner.w) {
                v4 panel[8];
#pragma clang loop unroll(full)
                for (u32 q = 0; q < panels; q++) panel[q] = load4(wi + q * w_panel);
#pragma clang loop unroll(full)
                for (u32 r = 0; r < rows; r++) {
                    v4 value = splat(xi[r * x_row]);
#pragma clang loop unroll(full)
                    for (u32 q = 0; q < panels; q++) acc[r][q] += value * panel[q];
                }
            }
        }
    }
}

/* acc + over the field, one result. */
INLINE float mac_single(float acc, const struct field *field, const f32 *x, const f32 *w) {
    const struct level inner = field->level[0], middle = field->level[1], outer = field->level[2];
    for (u32 k = 0; k < outer.count; k++, x += outer.x, w += outer.w) {
        const f32 *xj = x, *wj = w;
        for (u32 j = 0; j < middle.count; j++, xj += middle.x, wj += middle.w)
            for (u32 i = 0; i < inner.count; i++) acc += xj[(i32)i * inner.x] * wj[(i32)i * inner.w];
    }
    return acc;
}

#else

#define BLOCK_ROWS 1
#define BLOCK_PANELS 1

/* acc + over the field, as bits. */
u32 mac_field(u32 acc, const struct field *field, const word *x, const word *w);

INLINE float mac_single(float acc, const struct field *field, const f32 *x, const f32 *w) {
    return float_of(mac_field(bits_of(acc), field, (const word *)x, (const word *)w));
}

INLINE void accumulate(v4 acc[][8], const u32 rows, const u32 panels, const struct field *field, const f32 *x, u32 x_row,
                       const f32 *w, u32 w_panel) {
    (void)rows, (void)panels, (void)x_row, (void)w_panel;
    u4 *bits = (u4 *)&acc[0][0];
    for (u32 i = 0; i < 4; i++) (*bits)[i] = mac_field((*bits)[i], field, (const word *)x, (const word *)w + i);
}

#endif
