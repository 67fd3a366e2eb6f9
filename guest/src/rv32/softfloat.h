/*
 * IEEE 754 single precision, round to nearest even, on RV32IM: what wasm does in hardware. NaN results are canonical.
 * Far fewer instructions than libgcc's; test/guest compares every path with the wasm build.
 */
#pragma once

#include "../base.h"

#define SIGN 0x80000000u
#define INFINITY_BITS 0x7f800000u

INLINE u32 exponent(u32 bits) { return bits << 1 >> 24; }
INLINE int regular(u32 exponent) { return exponent - 1 < 254; } /* neither zero, subnormal, infinite nor NaN */

INLINE u32 leading_zeros(u32 x) {
    u32 n = 0;
    if (x < 1u << 16) x <<= 16, n += 16;
    if (x < 1u << 24) x <<= 8, n += 8;
    if (x < 1u << 28) x <<= 4, n += 4;
    if (x < 1u << 30) x <<= 2, n += 2;
    if (x < 1u << 31) n += 1;
    return n;
}

/* The rare cases: an operand or the result is zero, subnormal, infinite or NaN. */
u32 mul_irregular(u32 a, u32 b);
u32 add_irregular(u32 a, u32 b);

/* Rounds s (its leading bit at 29, 30 or lower; bit 0 sticky) and packs it; s = m * 2^(e - 127 - 29). */
u32 pack_small(u32 sign, i32 e, u32 s);

INLINE u32 mul_bits(u32 a, u32 b) {
    u32 ea = exponent(a), eb = exponent(b);
    if (!(regular(ea) & regular(eb))) return mul_irregular(a, b);
    u64 product = (u64)((a & 0x7fffff) | 0x800000) * (b << 8 | SIGN);
    u32 high = product >> 32, low = (u32)product;
    i32 e = ea + eb - 127;
    if (high < 0x800000) high = high << 1 | low >> 31, low <<= 1, e--;
    high += low + (0x7fffffff + (high & 1)) < low;
    if ((u32)e > 252) return mul_irregular(a, b);
    return ((a ^ b) & SIGN) + ((u32)e << 23) + high;
}

INLINE u32 add_bits(u32 a, u32 b) {
    u32 ea = exponent(a), eb = exponent(b);
    if (!(regular(ea) & regular(eb))) return add_irregular(a, b);
    u32 x = (a << 8 | SIGN) >> 2, y = (b << 8 | SIGN) >> 2, sign = a & SIGN; /* leading bit at 29 */
    i32 e = ea, distance = ea - eb;
    if (distance > 0) {
        if (distance > 31) distance = 31;
        y = y >> distance | (y << (32 - distance) != 0);
    } else if (distance < 0) {
        e = eb;
        distance = -distance;
        if (distance > 31) distance = 31;
        x = x >> distance | (x << (32 - distance) != 0);
    }
    u32 s;
    if ((i32)(a ^ b) >= 0) {
        s = x + y;
        if (s >= 1u << 30) s = s >> 1 | (s & 1), e++;
        if (e > 253) return pack_small(sign, e, s);
    } else {
        s = x - y;
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
