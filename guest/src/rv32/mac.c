/*
 * acc += x * w with the accumulator taken apart throughout: sign, exponent, mantissa with its leading bit at 29. The
 * same results as mul_bits and add_bits one after the other, which it falls back on in the rare cases.
 */
#include "../mac.h"
#include "softfloat.h"

#define NOTHING (-1024) /* exponent of a zero, below all others */
#define RARE 4096       /* exponent of a subnormal, infinite or NaN accumulator, whose bits are kept as its mantissa */

struct accumulator {
    u32 sign, m;
    i32 e;
};

INLINE struct accumulator apart(u32 bits) {
    u32 e = exponent(bits);
    if (regular(e)) return (struct accumulator){bits & SIGN, (bits << 8 | SIGN) >> 2, (i32)e};
    if (bits << 1 == 0) return (struct accumulator){bits, 0, NOTHING};
    return (struct accumulator){0, bits, RARE};
}

INLINE u32 together(struct accumulator a) {
    if (a.e == RARE) return a.m;
    return a.m == 0 ? a.sign : a.sign + ((u32)(a.e - 1) << 23) + (a.m >> 6);
}

static __attribute__((noinline)) void mac_rare(struct accumulator *a, u32 x, u32 w) {
    *a = apart(add_bits(together(*a), mul_bits(x, w)));
}

#define RARELY(condition) __builtin_expect(condition, 0)
/* Keeps a constant in a register, where the compiler would build it anew each time round. */
#define PINNED(name, value) \
    u32 name = value;       \
    __asm__("" : "+r"(name))

u32 mac_field(u32 acc, const struct field *field, const word *x_row, const word *w_row) {
    const struct level *level = field->level;
    if (level[0].count == 0 || level[1].count == 0 || level[2].count == 0) return acc;
    PINNED(sign_bit, SIGN);
    PINNED(hidden, 0x800000);
    PINNED(mantissa, 0x7fffff);
    PINNED(bit29, 1u << 29);
    PINNED(most, 252); /* a biased exponent above 253 counts as rare too */
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
            if (RARELY(ex - 1 > most) || RARELY(ew - 1 > most)) {
                if ((x << 1 == 0 && ew != 255) || (w << 1 == 0 && ex != 255)) {
                    if (m == 0) sign &= x ^ w;
                    continue;
                }
                goto rare;
            }
            u64 product = (u64)((x & mantissa) | hidden) * (w << 8 | sign_bit);
            u32 p = product >> 32, low = (u32)product, ep = ex + ew - 127;
            if (p < hidden) p = p << 1 | low >> 31, low <<= 1;
            else ep++;
            p += (low | (p & 1)) > sign_bit;
            if (RARELY(ep - 1 > most)) goto rare;
            p <<= 6;
            i32 distance = e - (i32)ep;
            u32 s, whole;
            if (RARELY((u32)distance > 31)) {
                if (distance > 0) {
                    if (e == RARE) goto rare;
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
                    m = 0, e = NOTHING, sign = 0;
                    continue;
                }
                while (s < bit29) s <<= 1, e--;
            }
            /* If this carries into bit 30, so be it: the value is right, and the next sum is brought back. */
            m = (s + 31 + (s >> 6 & 1)) & ~63u;
            if (RARELY((u32)(e - 1) > most)) {
                /* At the edge of the regular range or past it: packed for good. */
                struct accumulator a = apart(pack_small(sign, e, s));
                sign = a.sign, m = a.m, e = a.e;
            }
            continue;
        rare:;
            struct accumulator a = {sign, m, e};
            mac_rare(&a, x, w);
            sign = a.sign, m = a.m, e = a.e;
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
