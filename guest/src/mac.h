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
#define UNROLL _Pragma("clang loop unroll(full)")

/* Rows become columns. */
INLINE void transpose4(v4 m[4]) {
    v4 low01 = __builtin_shufflevector(m[0], m[1], 0, 4, 1, 5), high01 = __builtin_shufflevector(m[0], m[1], 2, 6, 3, 7);
    v4 low23 = __builtin_shufflevector(m[2], m[3], 0, 4, 1, 5), high23 = __builtin_shufflevector(m[2], m[3], 2, 6, 3, 7);
    m[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    m[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    m[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    m[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

/* acc[row][panel] += x[row] * w[panel] for one tap. */
INLINE void tap(v4 acc[][8], const u32 rows, const u32 panels, const f32 *x, u32 x_row, const f32 *w, u32 w_panel) {
    v4 panel[8];
    UNROLL for (u32 q = 0; q < panels; q++) panel[q] = load4(w + q * w_panel);
    UNROLL for (u32 r = 0; r < rows; r++) {
        v4 value = splat(x[r * x_row]);
        UNROLL for (u32 q = 0; q < panels; q++) acc[r][q] += value * panel[q];
    }
}

/* sums[row][panel] += over the field, from x + row * x_row and w + panel * w_panel. */
INLINE void accumulate(v4 sums[][8], const u32 rows, const u32 panels, const struct field *field, const f32 *x, u32 x_row,
                       const f32 *w, u32 w_panel) {
    const struct level inner = field->level[0], middle = field->level[1], outer = field->level[2];
    v4 acc[4][8]; /* a copy that never has its address taken, so that it lives in registers */
    UNROLL for (u32 r = 0; r < rows; r++) UNROLL for (u32 q = 0; q < panels; q++) acc[r][q] = sums[r][q];
    for (u32 k = 0; k < outer.count; k++, x += outer.x, w += outer.w) {
        const f32 *xj = x, *wj = w;
        for (u32 j = 0; j < middle.count; j++, xj += middle.x, wj += middle.w) {
            const f32 *xi = xj, *wi = wj;
            for (u32 i = 0; i < inner.count; i++, xi += inner.x, wi += inner.w)
                tap(acc, rows, panels, xi, x_row, wi, w_panel);
        }
    }
    UNROLL for (u32 r = 0; r < rows; r++) UNROLL for (u32 q = 0; q < panels; q++) sums[r][q] = acc[r][q];
}

/* The same over taps whose places in x are listed, and that follow one another in w. */
INLINE void accumulate_listed(v4 sums[][8], const u32 rows, const u32 panels, const u32 *places, u32 taps, const f32 *x,
                              u32 x_row, const f32 *w, u32 w_panel) {
    v4 acc[4][8];
    UNROLL for (u32 r = 0; r < rows; r++) UNROLL for (u32 q = 0; q < panels; q++) acc[r][q] = sums[r][q];
    for (u32 i = 0; i < taps; i++, w += 4) tap(acc, rows, panels, x + places[i], x_row, w, w_panel);
    UNROLL for (u32 r = 0; r < rows; r++) UNROLL for (u32 q = 0; q < panels; q++) sums[r][q] = acc[r][q];
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
