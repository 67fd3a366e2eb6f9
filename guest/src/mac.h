/*
 * The kernel under Linear, MatMul and the convolutions: four accumulators, acc += x * w, each product rounded, then
 * each sum. wasm blocks several rows and panels at once; RV32 runs one and inlines its soft-float.
 */
#pragma once

#include "operators.h"

#ifdef __wasm__

typedef v4 lanes;
#define BLOCK_ROWS 4
#define BLOCK_PANELS 2

INLINE lanes lanes_of(v4 x) { return x; }
INLINE v4 lanes_value(lanes acc) { return acc; }

#else

#include "rv32/softfloat.h"

typedef struct {
    u32 lane[4];
} lanes;
#define BLOCK_ROWS 1
#define BLOCK_PANELS 1

INLINE lanes lanes_of(v4 x) {
    u4 bits = (u4)x;
    return (lanes){{bits[0], bits[1], bits[2], bits[3]}};
}
INLINE v4 lanes_value(lanes acc) { return (v4)(u4){acc.lane[0], acc.lane[1], acc.lane[2], acc.lane[3]}; }

/* acc + x * w in the rare cases. */
u32 mac_irregular(u32 acc, u32 x, u32 w);

/* acc + x * w, with x regular and taken apart already: m its 24-bit mantissa, e its exponent - 126. */
INLINE u32 mac(u32 acc, u32 x, i32 e, u32 m, u32 w) {
    u32 ew = exponent(w), ea = exponent(acc);
    if (!(regular(ew) & regular(ea))) return mac_irregular(acc, x, w);
    u64 product = (u64)m * (w << 8 | SIGN);
    u32 high = product >> 32, low = (u32)product;
    e += ew;
    if (high < 0x800000) high = high << 1 | low >> 31, low <<= 1, e--;
    high += low + (0x7fffffff + (high & 1)) < low;
    if ((u32)(e - 1) > 252) return mac_irregular(acc, x, w);
    u32 a = (acc << 8 | SIGN) >> 2, p = high << 6; /* leading bits at 29 */
    i32 distance = ea - e;
    if (distance >= 0) {
        if (distance > 31) distance = 31;
        u32 lost = p << 1 << (31 - distance);
        p = p >> distance | (lost != 0);
        e = ea;
    } else {
        distance = -distance;
        if (distance > 31) distance = 31;
        u32 lost = a << 1 << (31 - distance);
        a = a >> distance | (lost != 0);
    }
    u32 s, sign = acc & SIGN;
    if ((i32)(acc ^ x ^ w) >= 0) {
        s = a + p;
        if (s >= 1u << 30) {
            s = s >> 1 | (s & 1), e++;
            if (e > 253) return pack_small(sign, e, s);
        }
    } else {
        s = a - p;
        if ((i32)s < 0) s = -s, sign ^= SIGN;
        if (s < 1u << 29) {
            s <<= 1, e--;
            if (s < 1u << 29) return pack_small(sign, e, s);
        }
        if (e < 1) return pack_small(sign, e, s);
    }
    s += 31 + (s >> 6 & 1);
    return sign + ((u32)(e - 1) << 23) + (s >> 6);
}

/* The same for four lanes with an x that is zero, subnormal, infinite or NaN. */
lanes lanes_irregular(lanes acc, u32 x, const word *w);

INLINE lanes lanes_mac(lanes acc, u32 x, const word *w) {
    u32 e = exponent(x);
    if (!regular(e)) return lanes_irregular(acc, x, w);
    u32 m = (x & 0x7fffff) | 0x800000;
    for (u32 i = 0; i < 4; i++) acc.lane[i] = mac(acc.lane[i], x, (i32)e - 126, m, w[i]);
    return acc;
}

#endif

/* Where a run of products lies: rows of x (or output pixels) and panels of w, and the steps from one tap to the next. */
struct run {
    const f32 *x;
    u32 x_row; /* elements from one row to the next */
    i32 x_tap; /* from one tap to the next */
    const f32 *w;
    u32 w_panel, w_tap;
    u32 taps;
};

/* acc[row][panel] += x[row][tap] * w[panel][tap], in order of taps. */
INLINE void accumulate(lanes acc[][8], const u32 rows, const u32 panels, struct run run) {
    const f32 *x = run.x, *w = run.w;
    for (u32 tap = 0; tap < run.taps; tap++, x += run.x_tap, w += run.w_tap) {
#ifdef __wasm__
        v4 panel[8];
#pragma clang loop unroll(full)
        for (u32 q = 0; q < panels; q++) panel[q] = load4(w + q * run.w_panel);
#pragma clang loop unroll(full)
        for (u32 r = 0; r < rows; r++) {
            v4 value = splat(x[r * run.x_row]);
#pragma clang loop unroll(full)
            for (u32 q = 0; q < panels; q++) acc[r][q] += value * panel[q];
        }
#else
        (void)rows, (void)panels;
        acc[0][0] = lanes_mac(acc[0][0], *(const word *)x, (const word *)w);
#endif
    }
}
