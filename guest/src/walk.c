#include "walk.h"

int walk_broadcast(struct walk *walk, const struct tensor *tensor) {
    if (tensor->rank > walk->rank) return 0;
    i32 *strides = walk_operand(walk, 0);
    u32 lead = walk->rank - tensor->rank;
    i32 stride = 1;
    for (u32 i = walk->rank; i-- > 0;) {
        u32 dim = i < lead ? 1 : tensor->dims[i - lead];
        if (dim != 1 && dim != walk->dims[i]) return 0;
        strides[i] = dim == 1 ? 0 : stride;
        stride *= (i32)dim;
    }
    return 1;
}

static int joinable(const struct walk *walk, u32 outer, u32 inner) {
    for (u32 k = 0; k < walk->operands; k++)
        if (walk->stride[k][outer] != walk->stride[k][inner] * (i32)walk->dims[inner]) return 0;
    return 1;
}

void walk_start(struct walk *walk, u32 start, u32 end) {
    u32 kept = 0;
    for (u32 i = 0; i < walk->rank; i++) {
        if (walk->dims[i] == 1) continue;
        if (kept > 0 && joinable(walk, kept - 1, i)) {
            walk->dims[kept - 1] *= walk->dims[i];
            for (u32 k = 0; k < walk->operands; k++) walk->stride[k][kept - 1] = walk->stride[k][i];
            continue;
        }
        walk->dims[kept] = walk->dims[i];
        for (u32 k = 0; k < walk->operands; k++) walk->stride[k][kept] = walk->stride[k][i];
        kept++;
    }
    if (kept == 0) {
        walk->dims[0] = 1;
        for (u32 k = 0; k < walk->operands; k++) walk->stride[k][0] = 1;
        kept = 1;
    }
    walk->rank = kept;
    walk->left = end - start;
    for (u32 i = kept; i-- > 0;) {
        walk->index[i] = start % walk->dims[i];
        start /= walk->dims[i];
        for (u32 k = 0; k < walk->operands; k++) walk->offset[k] += (i32)walk->index[i] * walk->stride[k][i];
    }
}

void walk_advance(struct walk *walk, u32 run) {
    walk->left -= run;
    u32 axis = walk->rank - 1;
    walk->index[axis] += run;
    for (u32 k = 0; k < walk->operands; k++) walk->offset[k] += (i32)run * walk->stride[k][axis];
    while (walk->index[axis] == walk->dims[axis] && axis > 0) {
        for (u32 k = 0; k < walk->operands; k++)
            walk->offset[k] += walk->stride[k][axis - 1] - (i32)walk->dims[axis] * walk->stride[k][axis];
        walk->index[axis] = 0;
        axis--;
        walk->index[axis]++;
    }
}
