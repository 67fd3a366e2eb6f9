/* The rare cases of mac.h: see softfloat.h. */
#include "../mac.h"

u32 __attribute__((noinline)) mac_irregular(u32 acc, u32 x, u32 w) {
    return add_bits(acc, mul_bits(x, w));
}

/* Zero is the one that matters: half of what leaves a ReLU. */
lanes __attribute__((noinline)) lanes_irregular(lanes acc, u32 x, const word *w) {
    if (x << 1 == 0) {
        for (u32 i = 0; i < 4; i++) {
            if (exponent(w[i]) == 255) acc.lane[i] = NAN_BITS;
            else if (exponent(acc.lane[i]) == 0 || exponent(acc.lane[i]) == 255)
                acc.lane[i] = add_irregular(acc.lane[i], (x ^ w[i]) & SIGN);
        }
        return acc;
    }
    for (u32 i = 0; i < 4; i++) acc.lane[i] = mac_irregular(acc.lane[i], x, w[i]);
    return acc;
}
