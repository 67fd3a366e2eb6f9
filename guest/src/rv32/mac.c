/*
 * acc += x * w with the accumulator taken apart throughout: sign, exponent, mantissa with its leading bit at 29; for
 * zero and subnormals the exponent is 1 and the mantissa smaller. The same results as mul_bits and add_bits one after
 * the other. No data makes a step cost more than about twice what it usually does.
 */
#include "../mac.h"
#include "softfloat.h"

#define INFINITE 4096 /* exponent of an infinite accumulator; a NaN ends the field */

struct accumulator {
    u32 sign, m;
    i32 e;
};

INLINE struct accumulator apart(u32 bits) {
    u32 e = exponent(bits), m = (bits & 0x7fffff) << 6;
    if (e == 255) return (struct accumulator){bits & SIGN, 0, INFINITE};
    return (struct accumulator){bits & SIGN, e ? m | 1u << 29 : m, e ? (i32)e : 1};
}

INLINE u32 together(struct accumulator a) {
    return a.e == INFINITE ? a.sign | INFINITY_BITS : a.sign + ((u32)(a.e - 1) << 23) + (a.m >> 6);
}

#define RARELY(condition) __builtin_expect(condition, 0)
/* Keeps a constant in a register, where the compiler would build it anew each time round. */
#define PINNED(name, value) \
    u32 name = value;       \
    __asm__("" : "+r"(name))

u32 mac_field(u32 acc, const struct field *field, const word *x_row, const word *w_row) {
    const struct level *level = field->level;
    if (is_nan_bits(acc)) return NAN_BITS;
    if (level[0].count == 0 || level[1].count == 0 || level[2].count == 0) return acc;
    PINNED(sign_bit, SIGN);
    PINNED(hidden, 0x800000);
    PINNED(mantissa, 0x7fffff);
    PINNED(bit29, 1u << 29);
    PINNED(most, 252); /* a biased exponent above 253 takes the longer way too */
    struct accumulator start = apart(acc);
    u32 sign = start.sign, m = start.m;
    i32 e = start.e, x_step = level[0].x, w_step = level[0].w;
    /* Left to do at each level; at levels 1 and 2, where the round at hand started. */
    u32 left = level[0].count, rows = level[1].count, planes = level[2].count;
    const word *x_plane = x_row, *w_plane = w_row, *px = x_row, *pw = w_row;
    for (;;) {
        do {
            u32 x = *px, w = *pw, ex = exponent(x), ew = exponent(w);
            px += x_step, pw += w_step;
            if (RARELY(ex - 1 > most) || RARELY(ew - 1 > most)) goto longer;
            u64 product = (u64)((x & mantissa) | hidden) * (w << 8 | sign_bit);
            u32 p = product >> 32, low = (u32)product, ep = ex + ew - 127;
            if (p < hidden) p = p << 1 | low >> 31, low <<= 1;
            else ep++;
            p += (low | (p & 1)) > sign_bit;
            if (RARELY(ep - 1 > most)) goto longer;
            p <<= 6;
        sum:;
            i32 distance = e - (i32)ep;
            u32 s, whole;
            if (RARELY((u32)distance > 31)) {
                if (distance > 0) {
                    if (e == INFINITE) continue;
                    p = 1;
                } else {
                    e = (i32)ep;
                    distance = -distance;
                    if (distance > 31) distance = 31;
                    whole = m;
                    m >>= distance;
                    m |= m << distance != whole;
                }
            } else {
                whole = p;
                p >>= distance;
                p |= p << distance != whole;
            }
            if ((i32)(sign ^ x ^ w) >= 0) {
                s = m + p;
                if (s >= bit29 << 1) s = s >> 1 | (s & 1), e++;
            } else {
                s = m - p;
                if ((i32)s < 0) s = -s, sign ^= sign_bit;
                if (RARELY(s == 0)) {
                    m = 0, e = 1, sign = 0;
                    continue;
                }
                if (RARELY(s < bit29 >> 4)) {
                    i32 up = (i32)leading_zeros(s) - 2;
                    if (up > e - 1) up = e - 1;
                    s <<= up, e -= up;
                }
                while (s < bit29 && e > 1) s <<= 1, e--;
            }
            /* If this carries into bit 30, so be it: the value is right, and the next sum is brought back. */
            m = (s + 31 + (s >> 6 & 1)) & ~63u;
            if (RARELY(e > (i32)most) && (e > 254 || (e == 254 && m >> 30))) m = 0, e = INFINITE;
            continue;

        longer: /* an operand, or the product, is zero, subnormal, very large, infinite or NaN */
            if (x << 1 == 0 || w << 1 == 0) {
                if (ex == 255 || ew == 255) return NAN_BITS;
                if (m == 0 && e == 1) sign &= x ^ w;
                continue;
            }
            if (ex == 255 || ew == 255) {
                if (is_nan_bits(x) || is_nan_bits(w)) return NAN_BITS;
                goto infinite;
            }
            if (ex + ew == 0) { /* two subnormals make nothing */
                if (m == 0 && e == 1) sign &= x ^ w;
                continue;
            }
            u32 mx = x & mantissa, mw = w & mantissa;
            if (ex) mx |= hidden;
            else ex = leading_zeros(mx) - 8, mx <<= ex, ex = 1 - ex;
            if (ew) mw |= hidden;
            else ew = leading_zeros(mw) - 8, mw <<= ew, ew = 1 - ew;
            product = (u64)mx * (mw << 8);
            p = product >> 32, low = (u32)product, ep = ex + ew - 127;
            if (p < hidden) p = p << 1 | low >> 31, low <<= 1;
            else ep++;
            if ((i32)ep < 1) {
                u32 down = 1 - ep;
                ep = 1;
                if (down > 25) p = 0, low = 1;
                else low = p << (32 - down) | (low != 0), p >>= down;
            }
            p += (low | (p & 1)) > sign_bit;
            if (p == 0) { /* less than half of the least subnormal */
                if (m == 0 && e == 1) sign &= x ^ w;
                continue;
            }
            if ((i32)ep < 254 || (ep == 254 && p < hidden << 1)) {
                p <<= 6;
                goto sum;
            }
        infinite:
            if (e == INFINITE && (i32)(sign ^ x ^ w) < 0) return NAN_BITS;
            sign = (x ^ w) & sign_bit, m = 0, e = INFINITE;
        } while (--left > 0);
        if (--rows == 0) {
            if (--planes == 0) break;
            rows = level[1].count;
            x_plane += level[2].x, w_plane += level[2].w;
            x_row = x_plane, w_row = w_plane;
        } else {
            x_row += level[1].x, w_row += level[1].w;
        }
        px = x_row, pw = w_row;
        left = level[0].count;
    }
    return together((struct accumulator){sign, m, e});
}
