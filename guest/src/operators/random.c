#include "../math.h"
#include "../operators.h"

struct words random_words(u32 key0, u32 key1, u32 counter0, u32 counter1) {
    u32 c0 = counter0, c1 = counter1, c2 = 0, c3 = 0;
    for (u32 round = 0; round < 10; round++, key0 += 0x9e3779b9, key1 += 0xbb67ae85) {
        u64 a = (u64)c0 * 0xd2511f53, b = (u64)c2 * 0xcd9e8d57;
        c0 = (u32)(b >> 32) ^ c1 ^ key0;
        c2 = (u32)(a >> 32) ^ c3 ^ key1;
        c1 = (u32)b;
        c3 = (u32)a;
    }
    return (struct words){{c0, c1, c2, c3}};
}

/* Two standard normals from two words (Box and Muller). */
INLINE void normals(u32 a, u32 b, float *x, float *y) {
    V radius = vsqrt(vf(-2.0f) * vlog(vf((float)((a >> 8) + 1) * 5.9604644775390625e-8f)));
    V angle = vf(uniform_of(b) * 6.28318531f);
    V u = radius * vsine(angle, 1), v = radius * vsine(angle, 0);
#ifdef __wasm__
    *x = u[0], *y = v[0];
#else
    *x = u, *y = v;
#endif
}

u32 run_random(struct node *node) {
    struct tensor *y = &node->operand[0], *seed = &node->operand[1];
    u32 normal = node->attributes[RANDOM_NORMAL], stream = node->attributes[RANDOM_STREAM];
    CHECK(y->type == TYPE_FLOAT32 && seed->type == TYPE_INT32 && seed->count == 1 && stream != SAMPLE_STREAM);
    CHECK(node->end <= y->count);
    u32 key = *(const u32 *)seed->data;
    for (u32 block = node->start / 4; block * 4 < node->end; block++) {
        struct words words = random_words(key, stream, block, node->step);
        float value[4];
        for (u32 i = 0; i < 4; i++) value[i] = uniform_of(words.word[i]);
        if (normal) {
            normals(words.word[0], words.word[1], &value[0], &value[1]);
            normals(words.word[2], words.word[3], &value[2], &value[3]);
        }
        for (u32 i = 0; i < 4; i++) {
            u32 at = block * 4 + i;
            if (at >= node->start && at < node->end) ((word *)y->data)[at] = canonical(value[i]);
        }
    }
    return 0;
}
