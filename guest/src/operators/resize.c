#include "../operators.h"
#include "../quad.h"

/* The input coordinate of output position p along an axis. */
INLINE float coordinate(u32 mode, u32 p, float scale, u32 size, u32 out) {
    switch (mode) {
    case COORDINATE_ALIGN_CORNERS: return out == 1 ? 0 : (float)p * (float)(size - 1) / (float)(out - 1);
    case COORDINATE_ASYMMETRIC: return (float)p / scale;
    case COORDINATE_PYTORCH_HALF_PIXEL:
        if (out == 1) return 0;
    }
    return ((float)p + 0.5f) / scale - 0.5f;
}

/* A coordinate as an index in [0, size); anything that is not a number is 0. */
INLINE u32 clamp(float x, u32 size) {
    if (!(x > 0)) return 0;
    return x >= (float)(size - 1) ? size - 1 : (u32)x;
}

INLINE u32 nearest(u32 mode, float x, u32 size) {
    V v = vf(x), half = vf(0.5f);
    switch (mode) {
    case NEAREST_ROUND_PREFER_FLOOR: v = vceil(v - half); break;
    case NEAREST_ROUND_PREFER_CEIL: v = vfloor(v + half); break;
    case NEAREST_FLOOR: v = vfloor(v); break;
    case NEAREST_CEIL: v = vceil(v); break;
    }
    return clamp(lane0(v), size);
}

/* The two neighbours of a coordinate, and how far it lies towards the second. */
struct span {
    u32 low, high;
    float part;
};
INLINE struct span span_of(float x, u32 size) {
    float top = (float)(size - 1);
    x = x > 0 ? (x > top ? top : x) : 0;
    u32 low = (u32)x;
    return (struct span){low, min_u32(low + 1, size - 1), x - (float)low};
}

u32 run_resize(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1];
    const u32 *at = node->attributes;
    u32 mode = at[RESIZE_MODE], place = at[RESIZE_COORDINATE], rounding = at[RESIZE_ROUNDING];
    float scale_h = attribute_f32(node, RESIZE_SCALE_H), scale_w = attribute_f32(node, RESIZE_SCALE_W);
    CHECK(mode < RESIZE_KINDS && place < COORDINATE_KINDS && rounding < NEAREST_KINDS);
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && y->rank == 4 && x->rank == 4);
    CHECK(y->dims[0] == x->dims[0] && y->dims[1] == x->dims[1]);
    u32 rows = y->dims[2], columns = y->dims[3], height = x->dims[2], width = x->dims[3];
    CHECK(node->end <= y->count / columns);
    for (u32 unit = node->start; unit < node->end; unit++) {
        const f32 *plane = (const f32 *)x->data + unit / rows * height * width;
        f32 *out = (f32 *)y->data + unit * columns;
        float cy = coordinate(place, unit % rows, scale_h, height, rows);
        if (mode == RESIZE_NEAREST) {
            const word *row = (const word *)plane + nearest(rounding, cy, height) * width;
            for (u32 ox = 0; ox < columns; ox++)
                ((word *)out)[ox] = row[nearest(rounding, coordinate(place, ox, scale_w, width, columns), width)];
            continue;
        }
        struct span v = span_of(cy, height);
        const f32 *upper = plane + v.low * width, *lower = plane + v.high * width;
        for (u32 ox = 0; ox < columns; ox++) {
            struct span h = span_of(coordinate(place, ox, scale_w, width, columns), width);
            float a = upper[h.low] + (upper[h.high] - upper[h.low]) * h.part;
            float b = lower[h.low] + (lower[h.high] - lower[h.low]) * h.part;
            store_f32(out + ox, a + (b - a) * v.part);
        }
    }
    return 0;
}
