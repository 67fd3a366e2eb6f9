/*
 * What every operator shares: types, the node being run, lanes of four.
 *
 * Both builds must produce the same bits. Order of accumulation is written out, lane by lane; NaN is made canonical
 * before it is stored; float to int conversion saturates in source; integers overflow only when unsigned.
 */
#pragma once

#include <stdint.h>

#include "generated.h"

typedef uint8_t u8;
typedef int8_t i8;
typedef uint32_t u32;
typedef int32_t i32;
typedef uint64_t u64;
typedef int64_t i64;

#define INLINE static inline __attribute__((always_inline))

/* Four lanes, at any multiple of four bytes. */
typedef float v4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef i32 i4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef u32 u4 __attribute__((vector_size(16), aligned(4), may_alias));

typedef float __attribute__((may_alias)) f32;
typedef u32 __attribute__((may_alias)) word;

struct tensor {
    u8 *data; /* 0 where an optional input is absent */
    u32 type;
    u32 rank;
    u32 count;
    const u32 *dims;
};

struct node {
    const u32 *header; /* of the table */
    u32 *arena;        /* of the arena: input length, output length, status, code */
    const u8 *input;
    u8 *output;
    u32 step;
    u32 start, end; /* the tile, in the operator's units */
    const u32 *attributes;
    struct tensor operand[MAX_OPERANDS]; /* outputs, then inputs */
};

/* An operator returns 0, or the code of what is wrong. */
#define CHECK(condition)             \
    do {                             \
        if (!(condition)) return CODE_OPERAND; \
    } while (0)

INLINE u32 ceil_div(u32 a, u32 b) { return a / b + (a % b != 0); }
INLINE u32 min_u32(u32 a, u32 b) { return a < b ? a : b; }

/* a * b, or 2^32 - 1 if it is more. No tensor has that many elements. */
INLINE u32 times(u32 a, u32 b) {
    u64 product = (u64)a * b;
    return product >> 32 ? 0xffffffffu : (u32)product;
}

INLINE u32 size_of(u32 type) { return type == TYPE_FLOAT32 || type == TYPE_INT32 ? 4 : 1; }

INLINE u32 bits_of(float x) {
    u32 bits;
    __builtin_memcpy(&bits, &x, 4);
    return bits;
}

INLINE float float_of(u32 bits) {
    float x;
    __builtin_memcpy(&x, &bits, 4);
    return x;
}

INLINE float attribute_f32(const struct node *node, u32 index) { return float_of(node->attributes[index]); }

#define NAN_BITS 0x7fc00000u

INLINE int is_nan_bits(u32 bits) { return bits << 1 > 0xff000000u; }

/* The bits to store for x. */
INLINE u32 canonical(float x) {
    u32 bits = bits_of(x);
    return is_nan_bits(bits) ? NAN_BITS : bits;
}

INLINE v4 splat(float x) { return (v4){x, x, x, x}; }
INLINE i4 splat_i(i32 x) { return (i4){x, x, x, x}; }

INLINE v4 load4(const f32 *p) { return *(const v4 *)p; }

/* Selects a where the mask (all ones or all zeros in each lane) is set, else b. */
INLINE v4 select4(i4 mask, v4 a, v4 b) { return (v4)(((i4)a & mask) | ((i4)b & ~mask)); }

INLINE v4 canonical4(v4 x) {
#ifdef __wasm__
    return select4(x == x, x, (v4)splat_i(NAN_BITS));
#else
    return (v4)(u4){canonical(x[0]), canonical(x[1]), canonical(x[2]), canonical(x[3])};
#endif
}

INLINE void store4(f32 *p, v4 x) { *(v4 *)p = canonical4(x); }

/* The first n (1 to 4) of four floats; the other lanes are zero. */
INLINE v4 load_part(const f32 *p, u32 n) {
    v4 x = {0, 0, 0, 0};
    x[0] = p[0];
    if (n > 1) x[1] = p[1];
    if (n > 2) x[2] = p[2];
    if (n > 3) x[3] = p[3];
    return x;
}

INLINE void store_part(f32 *p, v4 x, u32 n) {
    u4 bits = (u4)canonical4(x);
    ((word *)p)[0] = bits[0];
    if (n > 1) ((word *)p)[1] = bits[1];
    if (n > 2) ((word *)p)[2] = bits[2];
    if (n > 3) ((word *)p)[3] = bits[3];
}

/* The first n of four floats that lie `apart` elements from one another; stored as they are. */
INLINE v4 load_apart(const f32 *p, u32 apart, u32 n) {
    v4 x = {0, 0, 0, 0};
    x[0] = p[0];
    if (n > 1) x[1] = p[apart];
    if (n > 2) x[2] = p[2 * apart];
    if (n > 3) x[3] = p[3 * apart];
    return x;
}

INLINE void store_apart(f32 *p, u32 apart, v4 x, u32 n) {
    u4 bits = (u4)x;
    word *out = (word *)p;
    out[0] = bits[0];
    if (n > 1) out[apart] = bits[1];
    if (n > 2) out[2 * apart] = bits[2];
    if (n > 3) out[3 * apart] = bits[3];
}
