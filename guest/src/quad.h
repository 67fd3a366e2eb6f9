/*
 * The order in which a contiguous vector is reduced: four partial results, the i-th over elements i, i + 4, i + 8...,
 * joined as (0 and 1) and (2 and 3), then the elements left over, in order.
 */
#pragma once

#include "mac.h"
#include "math.h"

#define PARTS (4 / WIDTH)

typedef struct {
    V part[PARTS];
} quad;

INLINE quad quad_of(float x) {
    quad q;
    for (u32 p = 0; p < PARTS; p++) q.part[p] = vf(x);
    return q;
}

INLINE float quad_lane(const quad *q, u32 i) {
#ifdef __wasm__
    return q->part[0][i];
#else
    return q->part[i];
#endif
}

/* Lane 0 of a V, and a function of V applied to single floats. */
INLINE float lane0(V x) {
#ifdef __wasm__
    return x[0];
#else
    return x;
#endif
}
INLINE float max_f32(float a, float b) { return lane0(vmax(vf(a), vf(b))); }
INLINE float min_f32(float a, float b) { return lane0(vmin(vf(a), vf(b))); }

INLINE float max_of(const f32 *x, u32 n) {
    float result = float_of(0xff800000);
    u32 i = 0;
    if (n >= 4) {
        quad q = quad_of(result);
        for (; i + 4 <= n; i += 4)
            for (u32 p = 0; p < PARTS; p++) q.part[p] = vmax(q.part[p], vload(x + i + p * WIDTH));
        result = max_f32(max_f32(quad_lane(&q, 0), quad_lane(&q, 1)), max_f32(quad_lane(&q, 2), quad_lane(&q, 3)));
    }
    for (; i < n; i++) result = max_f32(result, x[i]);
    return result;
}

INLINE float sum_of(const f32 *x, u32 n) {
    float result = 0;
    u32 i = 0;
    if (n >= 4) {
        quad q = quad_of(0);
        for (; i + 4 <= n; i += 4)
            for (u32 p = 0; p < PARTS; p++) q.part[p] = q.part[p] + vload(x + i + p * WIDTH);
        result = (quad_lane(&q, 0) + quad_lane(&q, 1)) + (quad_lane(&q, 2) + quad_lane(&q, 3));
    }
    for (; i < n; i++) result = result + x[i];
    return result;
}

/* The sum of (x - shift)^2. */
INLINE float squares_of(const f32 *x, u32 n, float shift) {
    float result = 0;
    u32 i = 0;
    if (n >= 4) {
        quad q = quad_of(0);
        for (; i + 4 <= n; i += 4)
            for (u32 p = 0; p < PARTS; p++) {
                V d = vload(x + i + p * WIDTH) - vf(shift);
                q.part[p] = q.part[p] + d * d;
            }
        result = (quad_lane(&q, 0) + quad_lane(&q, 1)) + (quad_lane(&q, 2) + quad_lane(&q, 3));
    }
    for (; i < n; i++) {
        float d = x[i] - shift;
        result = result + d * d;
    }
    return result;
}

INLINE float dot_of(const f32 *x, const f32 *y, u32 n) {
    float result = 0;
    u32 i = 0;
    if (n >= 4) {
        quad q = quad_of(0);
#ifdef __wasm__
        for (; i + 4 <= n; i += 4) q.part[0] = q.part[0] + load4(x + i) * load4(y + i);
#else
        struct field field = field_1(n / 4, 4, 4);
        for (u32 p = 0; p < 4; p++) q.part[p] = mac_single(0, &field, x + p, y + p);
        i = n & ~3u;
#endif
        result = (quad_lane(&q, 0) + quad_lane(&q, 1)) + (quad_lane(&q, 2) + quad_lane(&q, 3));
    }
    for (; i < n; i++) result = result + x[i] * y[i];
    return result;
}

INLINE void store_f32(f32 *p, float x) { *(word *)p = canonical(x); }
