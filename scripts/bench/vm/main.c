/*
 * What the machine's speed is measured on: a product of matrices in software floating point, a sieve, and a generator of
 * random numbers. Ends with a checksum as its exit code. See build.sh.
 */
typedef unsigned u32;
typedef float v4 __attribute__((vector_size(16)));

enum { SIZE = 64, LIMIT = 20000, ROUNDS = 40 };

static float left[SIZE * SIZE], right[SIZE * SIZE], product[SIZE * SIZE];
static unsigned char composite[LIMIT];
static u32 state = 12345;

static u32 next(void) { return state = state * 1664525u + 1013904223u; }

static void multiply(void) {
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j += 4) {
            v4 sum = {0, 0, 0, 0};
            for (int k = 0; k < SIZE; k++) {
                float a = left[i * SIZE + k];
                sum += *(v4 *)&right[k * SIZE + j] * (v4){a, a, a, a};
            }
            *(v4 *)&product[i * SIZE + j] = sum;
        }
    }
}

static u32 sieve(void) {
    u32 primes = 0;
    for (int i = 0; i < LIMIT; i++) composite[i] = 0;
    for (u32 i = 2; i < LIMIT; i++) {
        if (composite[i]) continue;
        primes++;
        for (u32 j = i * 2; j < LIMIT; j += i) composite[j] = 1;
    }
    return primes;
}

u32 run(void) {
    u32 checksum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SIZE * SIZE; i++) {
            left[i] = (int)(next() >> 20) / 77.0f - 9.0f;
            right[i] = (int)(next() >> 20) / 99.0f - 7.0f;
        }
        multiply();
        for (int i = 0; i < SIZE * SIZE; i++) {
            union { float number; u32 bits; } element = {product[i]};
            checksum = checksum * 31 + element.bits;
        }
        checksum += sieve();
    }
    return checksum;
}

__attribute__((naked)) void _start(void) { __asm__("call run\n li a7, 93\n ecall"); }
