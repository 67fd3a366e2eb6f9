/*
 * Functions of floats from + - * / and integer operations only. V is as many lanes as are computed at once: four on
 * wasm, one on RV32. The formulas are the same, lane by lane.
 */
#pragma once

#include "base.h"

#ifdef __wasm__

#define WIDTH 4
typedef v4 V;
typedef i4 VI;
INLINE V vf(float x) { return splat(x); }
INLINE VI vi(i32 x) { return splat_i(x); }
INLINE V vselect(VI mask, V a, V b) { return select4(mask, a, b); }
INLINE int vany(VI mask) { return __builtin_wasm_any_true_v128((__attribute__((vector_size(16))) signed char)mask); }
INLINE V vbits(VI x) { return (V)x; }
INLINE VI vints(V x) { return (VI)x; }
INLINE VI vshr(VI x, u32 n) { return (VI)((u4)x >> n); }
INLINE V vcanonical(V x) { return canonical4(x); }
INLINE V vload(const f32 *p) { return load4(p); }
INLINE V vsqrt(V x) { return __builtin_wasm_sqrt_f32x4(x); }
INLINE V vfrom_i32(VI x) { return __builtin_convertvector(x, V); }
INLINE VI vto_i32(V x) { return __builtin_convertvector(x, VI); }

#else

#define WIDTH 1
typedef float V;
typedef i32 VI;
INLINE V vf(float x) { return x; }
INLINE VI vi(i32 x) { return x; }
INLINE V vselect(VI mask, V a, V b) { return mask ? a : b; }
INLINE int vany(VI mask) { return mask != 0; }
INLINE V vbits(VI x) { return float_of((u32)x); }
INLINE VI vints(V x) { return (VI)bits_of(x); }
INLINE VI vshr(VI x, u32 n) { return (VI)((u32)x >> n); }
INLINE V vcanonical(V x) { return float_of(canonical(x)); }
INLINE V vload(const f32 *p) { return *p; }
float sqrt_bits(float x);
INLINE V vsqrt(V x) { return sqrt_bits(x); }
INLINE V vfrom_i32(VI x) { return (float)x; }
INLINE VI vto_i32(V x) { return (i32)x; }

#endif

/* Comparisons give a mask: all ones where true. */
#ifdef __wasm__
#define MASK(comparison) (comparison)
#else
#define MASK(comparison) (-(comparison))
#endif

INLINE VI vless(V a, V b) { return MASK(a < b); }
INLINE VI vless_equal(V a, V b) { return MASK(a <= b); }
INLINE VI vequal(V a, V b) { return MASK(a == b); }
INLINE VI vnan(V a) { return MASK(a != a); }

INLINE V vabs(V x) { return vbits(vints(x) & vi(0x7fffffff)); }
INLINE V vneg(V x) { return vbits(vints(x) ^ vi((i32)0x80000000)); }
/* |magnitude| with the sign of x. */
INLINE V vsign(V magnitude, V x) {
    return vbits((vints(magnitude) & vi(0x7fffffff)) | (vints(x) & vi((i32)0x80000000)));
}

/* NaN if either is; max(-0, +0) and min(-0, +0) are the second operand. */
INLINE V vmax(V a, V b) { return vselect(vnan(a) | vless(b, a), a, b); }
INLINE V vmin(V a, V b) { return vselect(vnan(a) | vless(a, b), a, b); }

/* To an integer, half to even; the sign survives on zero. */
INLINE V vround(V x) {
    V big = vsign(vf(8388608.0f), x);
    return vselect(vless(vabs(x), vf(8388608.0f)), vsign(x + big - big, x), x);
}

INLINE V vfloor(V x) {
    V r = vround(x);
    return vselect(vless(x, r), r - vf(1.0f), r);
}

INLINE V vceil(V x) {
    V r = vround(x);
    return vselect(vless(r, x), vsign(r + vf(1.0f), x), r);
}

/* x * 2^k for k from -252 to 254, rounded once. */
INLINE V vscale(V x, VI k) {
    VI half = k >> 1;
    return x * vbits((half + vi(127)) << 23) * vbits((k - half + vi(127)) << 23);
}

/* Relative error below 1.5e-7; exact limits; subnormal results are rounded once. */
INLINE V vexp(V x) {
    V t = vselect(vless(vf(89.0f), x), vf(89.0f), x);
    t = vselect(vless(t, vf(-104.0f)), vf(-104.0f), t);
    V shifted = t * vf(1.44269504f) + vf(12582912.0f);
    V n = shifted - vf(12582912.0f);
    V r = t - n * vf(0.693115234375f) - n * vf(3.19461833e-05f);
    V p = vf(1.395170228e-03f);
    p = p * r + vf(8.369590156e-03f);
    p = p * r + vf(4.166618735e-02f);
    p = p * r + vf(1.666651368e-01f);
    p = p * r + vf(0.5f);
    V y = p * r * r + r + vf(1.0f);
    return vscale(y, vints(shifted) - vi(0x4b400000));
}

/* Relative error below 2e-7 away from 1, absolute error below 1e-7 near it. log(0) = -inf, log(x < 0) = NaN. */
INLINE V vlog(V x) {
    VI small = vless(x, vf(1.17549435e-38f));
    V scaled = vselect(small, x * vf(8388608.0f), x);
    VI bits = vints(scaled) - vi(0x3f3504f3); /* of the square root of one half */
    VI e = bits >> 23;
    V f = vbits((bits & vi(0x007fffff)) + vi(0x3f3504f3)) - vf(1.0f);
    V n = vfrom_i32(e) - vselect(small, vf(23.0f), vf(0.0f));
    V p = vf(-7.634430379e-02f);
    p = p * f + vf(1.276155710e-01f);
    p = p * f + vf(-1.316019744e-01f);
    p = p * f + vf(1.420176029e-01f);
    p = p * f + vf(-1.662335545e-01f);
    p = p * f + vf(2.000122666e-01f);
    p = p * f + vf(-2.500082254e-01f);
    p = p * f + vf(3.333333135e-01f);
    V square = f * f;
    V y = (p * square * f + n * vf(3.19461833e-05f)) - vf(0.5f) * square + f + n * vf(0.693115234375f);
    y = vselect(vequal(x, vf(0.0f)), vbits(vi((i32)0xff800000)), y);
    y = vselect(vequal(x, vbits(vi(0x7f800000))), x, y);
    return vselect(vless(x, vf(0.0f)) | vnan(x), vbits(vi(NAN_BITS)), y);
}

/* Absolute error below 2e-7. */
INLINE V verf(V x) {
    V a = vabs(x), s = x * x;
    V p = vf(7.854086289e-05f);
    p = p * s + vf(-8.010267047e-04f);
    p = p * s + vf(5.188337062e-03f);
    p = p * s + vf(-2.685381845e-02f);
    p = p * s + vf(1.128358543e-01f);
    p = p * s + vf(-3.761262596e-01f);
    p = p * s + vf(1.128379107e+00f);
    V y = p * x;
    VI large = vless(vf(1.0f), a);
    if (!vany(large)) return y;
    V d = vselect(vless(vf(4.0f), a), vf(4.0f), a) - vf(2.5f);
    V q = vf(-1.863807556e-04f);
    q = q * d + vf(1.519618527e-04f);
    q = q * d + vf(-2.465402707e-03f);
    q = q * d + vf(1.071124151e-02f);
    q = q * d + vf(9.438831210e-01f);
    q = q * d + vf(5.352694035e+00f);
    q = q * d + vf(7.806818008e+00f);
    return vselect(large, vsign(vf(1.0f) - vexp(vneg(q)), x), y);
}

INLINE V vsigmoid(V x) { return vf(1.0f) / (vf(1.0f) + vexp(vneg(x))); }

/* Relative error below 3e-7. */
INLINE V vtanh(V x) {
    V s = x * x;
    V p = vf(-5.666979589e-03f);
    p = p * s + vf(2.060617879e-02f);
    p = p * s + vf(-5.373000726e-02f);
    p = p * s + vf(1.333133131e-01f);
    p = p * s + vf(-3.333327770e-01f);
    V y = p * s * x + x;
    VI large = vless(vf(0.625f), vabs(x));
    if (!vany(large)) return y;
    V e = vexp(vabs(x) * vf(2.0f));
    return vselect(large, vsign(vf(1.0f) - vf(2.0f) / (e + vf(1.0f)), x), y);
}

/* sin(x), or with quarter = 1 cos(x). Absolute error below 2e-7 for |x| <= 8192; 0 and 1 beyond 2^22. */
INLINE V vsine(V x, i32 quarter) {
    V t = vselect(vless(vabs(x), vf(4194304.0f)), x, x * vf(0.0f));
    V shifted = t * vf(0.636619772f) + vf(12582912.0f);
    V n = shifted - vf(12582912.0f);
    VI k = vints(shifted) + vi(quarter);
    V r = t - n * vf(1.5703125f) - n * vf(4.837512970e-04f) - n * vf(7.549790126e-08f);
    V s = r * r;
    V sine = ((vf(-1.950694277e-04f) * s + vf(8.332099766e-03f)) * s + vf(-1.666665375e-01f)) * s * r + r;
    V cosine =
        ((vf(2.442362347e-05f) * s + vf(-1.388723380e-03f)) * s + vf(4.166664556e-02f)) * s * s - vf(0.5f) * s + vf(1.0f);
    V y = vselect(-(k & vi(1)), cosine, sine);
    return vbits(vints(y) ^ ((k & vi(2)) << 30));
}

INLINE V vrelu(V x) {
    VI bits = vints(vcanonical(x));
    return vbits(bits & ~(bits >> 31));
}

INLINE void vstore(f32 *p, V x) {
#ifdef __wasm__
    store4(p, x);
#else
    *(word *)p = canonical(x);
#endif
}

/* Loads or stores the first n lanes, n from 1 to WIDTH. */
INLINE V vload_part(const f32 *p, u32 n) {
#ifdef __wasm__
    return n == 4 ? load4(p) : load_part(p, n);
#else
    (void)n;
    return *p;
#endif
}
INLINE void vstore_part(f32 *p, V x, u32 n) {
#ifdef __wasm__
    if (n == 4) store4(p, x);
    else store_part(p, x, n);
#else
    (void)n;
    *(word *)p = canonical(x);
#endif
}
