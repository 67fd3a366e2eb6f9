/* The functions the compiler calls for float arithmetic; see softfloat.h. */
#include "softfloat.h"

/* x >> n with the lost bits ored into bit 0. */
INLINE u32 shift_sticky(u32 x, u32 n) {
    if (n == 0) return x;
    if (n > 31) return x != 0;
    return x >> n | (x << (32 - n) != 0);
}

u32 pack_small(u32 sign, i32 e, u32 s) {
    if (s == 0) return 0; /* an exact difference of zero is +0 */
    i32 up = (i32)leading_zeros(s) - 2;
    if (up > 0) s <<= up, e -= up;
    if (up < 0) s = s >> 1 | (s & 1), e++;
    if (e < 1) {
        s = shift_sticky(s, 1 - e);
        return sign + ((s + 31 + (s >> 6 & 1)) >> 6);
    }
    s += 31 + (s >> 6 & 1);
    u32 bits = ((u32)(e - 1) << 23) + (s >> 6);
    return sign + (e > 254 || bits > INFINITY_BITS ? INFINITY_BITS : bits);
}

/* A finite non-zero operand as a mantissa with its leading bit at 23, and its exponent. */
INLINE u32 unpack(u32 bits, i32 *e) {
    u32 m = bits & 0x7fffff;
    *e = exponent(bits);
    if (*e) return m | 0x800000;
    u32 up = leading_zeros(m) - 8;
    *e = 1 - (i32)up;
    return m << up;
}

__attribute__((noinline)) u32 mul_irregular(u32 a, u32 b) {
    u32 sign = (a ^ b) & SIGN, x = a & ~SIGN, y = b & ~SIGN;
    if (x >= INFINITY_BITS || y >= INFINITY_BITS) {
        if (x > INFINITY_BITS || y > INFINITY_BITS || x == 0 || y == 0) return NAN_BITS;
        return sign | INFINITY_BITS;
    }
    if (x == 0 || y == 0) return sign;
    i32 ea, eb;
    u64 product = (u64)unpack(x, &ea) * (unpack(y, &eb) << 8); /* leading bit at 54 or 55 */
    u32 s = (u32)(product >> 25) | ((u32)product << 7 != 0); /* at 29 or 30 */
    return pack_small(sign, ea + eb - 127, s);
}

__attribute__((noinline)) u32 add_irregular(u32 a, u32 b) {
    u32 x = a & ~SIGN, y = b & ~SIGN;
    if (x >= INFINITY_BITS || y >= INFINITY_BITS) {
        if (x > INFINITY_BITS || y > INFINITY_BITS || (x == y && a != b)) return NAN_BITS;
        return x == INFINITY_BITS ? a : b;
    }
    if (x == 0) return y == 0 ? a & b : b;
    if (y == 0) return a;
    i32 ea = exponent(a), eb = exponent(b);
    u32 m = (a & 0x7fffff) << 6, n = (b & 0x7fffff) << 6;
    if (ea) m |= 1u << 29;
    else ea = 1;
    if (eb) n |= 1u << 29;
    else eb = 1;
    i32 e = ea;
    if (ea > eb) n = shift_sticky(n, ea - eb);
    if (eb > ea) m = shift_sticky(m, eb - ea), e = eb;
    if ((i32)(a ^ b) >= 0) return pack_small(a & SIGN, e, m + n);
    return m >= n ? pack_small(a & SIGN, e, m - n) : pack_small(b & SIGN, e, n - m);
}

u32 div_bits(u32 a, u32 b) {
    u32 sign = (a ^ b) & SIGN, x = a & ~SIGN, y = b & ~SIGN;
    if (x >= INFINITY_BITS || y >= INFINITY_BITS) {
        if (x > INFINITY_BITS || y > INFINITY_BITS || x == y) return NAN_BITS;
        return x == INFINITY_BITS ? sign | INFINITY_BITS : sign;
    }
    if (y == 0) return x == 0 ? NAN_BITS : sign | INFINITY_BITS;
    if (x == 0) return sign;
    i32 ea, eb;
    u32 m = unpack(x, &ea), n = unpack(y, &eb), q, r;
    if (m < n) m <<= 1, ea--;
    q = m / n, r = (m % n) << 8; /* q = 1, then four more digits of eight bits: leading bit at 29 in the end */
    q = q << 8 | r / n, r = (r % n) << 8;
    q = q << 8 | r / n, r = (r % n) << 8;
    q = q << 8 | r / n, r = (r % n) << 5;
    q = q << 5 | r / n, r = r % n;
    return pack_small(sign, ea - eb + 127, q | (r != 0));
}

float __mulsf3(float a, float b) { return float_of(mul_bits(bits_of(a), bits_of(b))); }
float __addsf3(float a, float b) { return float_of(add_bits(bits_of(a), bits_of(b))); }
float __subsf3(float a, float b) { return float_of(add_bits(bits_of(a), bits_of(b) ^ SIGN)); }
float __divsf3(float a, float b) { return float_of(div_bits(bits_of(a), bits_of(b))); }

/* Ordered like the floats; -0 equals +0. */
INLINE i32 key(u32 bits) { return (i32)bits < 0 ? -(i32)(bits & ~SIGN) : (i32)bits; }

/* Less, equal, greater: -1, 0, 1; with a NaN, `otherwise`. */
INLINE i32 compare(u32 a, u32 b, i32 otherwise) {
    if (is_nan_bits(a) | is_nan_bits(b)) return otherwise;
    i32 x = key(a), y = key(b);
    return (x > y) - (x < y);
}

i32 __ltsf2(float a, float b) { return compare(bits_of(a), bits_of(b), 1); }
i32 __lesf2(float a, float b) { return compare(bits_of(a), bits_of(b), 1); }
i32 __gtsf2(float a, float b) { return compare(bits_of(a), bits_of(b), -1); }
i32 __gesf2(float a, float b) { return compare(bits_of(a), bits_of(b), -1); }
i32 __eqsf2(float a, float b) { return compare(bits_of(a), bits_of(b), 1); }
i32 __nesf2(float a, float b) { return compare(bits_of(a), bits_of(b), 1); }
i32 __unordsf2(float a, float b) { return is_nan_bits(bits_of(a)) | is_nan_bits(bits_of(b)); }

/* Only called with values in range: the source saturates first. */
i32 __fixsfsi(float a) {
    u32 bits = bits_of(a);
    i32 e = (i32)exponent(bits) - 150;
    u32 m = (bits & 0x7fffff) | 0x800000;
    if (e <= -24) return 0;
    m = e < 0 ? m >> -e : m << (e & 31);
    return (i32)bits < 0 ? -(i32)m : (i32)m;
}

u32 __fixunssfsi(float a) {
    u32 bits = bits_of(a);
    i32 e = (i32)exponent(bits) - 150;
    u32 m = (bits & 0x7fffff) | 0x800000;
    if (e <= -24) return 0;
    return e < 0 ? m >> -e : m << (e & 31);
}

INLINE float from_magnitude(u32 sign, u32 m) {
    if (m == 0) return 0;
    return float_of(pack_small(sign, 127 + 29, m));
}

/* The two top bits would not fit pack_small's form. */
float __floatunsisf(u32 a) {
    if (a >> 30) return float_of(pack_small(0, 127 + 31, a >> 2 | ((a & 3) != 0)));
    return from_magnitude(0, a);
}

float __floatsisf(i32 a) {
    if (a >= 0) return __floatunsisf((u32)a);
    return float_of(bits_of(__floatunsisf(-(u32)a)) | SIGN);
}

/* Correctly rounded, like wasm's. */
float sqrt_bits(float a) {
    u32 bits = bits_of(a), x = bits & ~SIGN;
    if (x == 0) return a;
    if (x > INFINITY_BITS || bits >> 31) return float_of(NAN_BITS);
    if (x == INFINITY_BITS) return a;
    i32 e;
    u32 m = unpack(x, &e);
    e -= 127;
    if (e & 1) m <<= 1, e--;
    /* m has its leading bit at 23 or 24: the root of m * 2^23 has it at 23. Digit by digit, then two more bits. */
    u32 root = 0, rest = 0;
    u64 radicand = (u64)m << 27; /* root with leading bit at 25 */
    for (i32 shift = 50; shift >= 0; shift -= 2) {
        rest = rest << 2 | (u32)(radicand >> shift & 3);
        u32 trial = root << 2 | 1;
        root <<= 1;
        if (rest >= trial) rest -= trial, root |= 1;
    }
    return float_of(pack_small(0, e / 2 + 127, root << 4 | (rest != 0)));
}
