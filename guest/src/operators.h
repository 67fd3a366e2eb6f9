/* One function an operator, and what they share. */
#pragma once

#include "base.h"

#define OPERATOR(code, function, outputs, required, inputs, words, in_place) u32 function(struct node *node);
OPERATORS
#undef OPERATOR

/* Recurrent decoders: tokens in the prompt, and whether this step is at or past the last of them. */
INLINE u32 prompt_tokens(const struct node *node) {
    return (node->arena[0] - node->header[HEADER_TOKENS_OFFSET]) / node->header[HEADER_TOKEN_BYTES];
}
INLINE u32 past_prompt(const struct node *node) { return node->step + 1 >= prompt_tokens(node); }

/* y = f(x) lane by lane; `kind` is a UNARY_ kind. */
v4 unary(u32 kind, v4 x, float alpha, float beta);

/* y[i] = f(x[i]) for any kind but UNARY_COPY; y may be x. */
void map_unary(u32 kind, f32 *y, const f32 *x, u32 count, float alpha, float beta);

/* An operator's fused activation: attributes kind, alpha, beta from `attribute` on. */
INLINE v4 activate(const struct node *node, u32 attribute, v4 x) {
    u32 kind = node->attributes[attribute];
    if (kind == UNARY_COPY) return x;
    if (kind == UNARY_RELU) {
        i4 bits = (i4)canonical4(x);
        return (v4)(bits & ~(bits >> 31));
    }
    return unary(kind, x, attribute_f32(node, attribute + 1), attribute_f32(node, attribute + 2));
}

/* A sliding window's attributes keep every position it takes far from overflow. */
INLINE int window_fits(u32 positions, u32 stride, u32 kernel, u32 dilation, u32 pad) {
    return stride > 0 && kernel > 0 && dilation > 0 && times(positions, stride) < 1u << 28 &&
           times(kernel, dilation) < 1u << 28 && pad < 1u << 28;
}

/* Kernel taps [from, to) that fall in [0, size) when the first is at `first`. */
INLINE void clip_taps(i32 first, u32 kernel, u32 dilation, u32 size, u32 *from, u32 *to) {
    u32 a = first < 0 ? ceil_div((u32)-first, dilation) : 0, b = 0;
    if (first < (i32)size) b = min_u32(kernel, ceil_div(size - (u32)first, dilation));
    *to = b;
    *from = min_u32(a, b);
}

/* Not the compiler's memcpy: y below or at x, or apart. */
INLINE void copy_bytes(u8 *y, const u8 *x, u32 count) {
    if (((u32)(uintptr_t)y | (u32)(uintptr_t)x) % 4 == 0)
        for (; count >= 4; count -= 4, x += 4, y += 4) *(word *)y = *(const word *)x;
    for (; count > 0; count--) *y++ = *x++;
}

/* Softmax of one contiguous vector, or its logarithm; y may be x. */
void softmax_vector(f32 *y, const f32 *x, u32 n, u32 log);

/* Four random words, a function of key and counter alone (Philox 4x32, 10 rounds). */
struct words {
    u32 word[4];
};
struct words random_words(u32 key0, u32 key1, u32 counter0, u32 counter1);

/* A random word as a float in [0, 1). */
INLINE float uniform_of(u32 bits) { return (float)(bits >> 8) * 5.9604644775390625e-8f; }

/* The stream that Sample draws from; Random has the others. */
#define SAMPLE_STREAM 0xffffffffu
