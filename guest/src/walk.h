/*
 * Walks the elements of a shape in row-major order, in runs along the last axis, keeping for each of up to four
 * operands an offset that moves by that operand's strides (0 where it is broadcast, negative where it is reversed).
 */
#pragma once

#include "base.h"

#define WALK_RANK 16
#define WALK_OPERANDS 4

struct walk {
    u32 rank, operands;
    u32 dims[WALK_RANK];
    i32 stride[WALK_OPERANDS][WALK_RANK];
    i32 offset[WALK_OPERANDS]; /* in elements */
    u32 index[WALK_RANK];
    u32 left;
};

/* A walk over dims[0..rank) whose first operand is laid out by them. */
INLINE void walk_over(struct walk *walk, u32 rank, const u32 *dims) {
    walk->rank = rank;
    walk->operands = 1;
    walk->offset[0] = 0;
    i32 stride = 1;
    for (u32 i = rank; i-- > 0;) {
        walk->dims[i] = dims[i];
        walk->stride[0][i] = stride;
        stride *= (i32)dims[i];
    }
}

/* Adds an operand, all of whose strides the caller sets. */
INLINE i32 *walk_operand(struct walk *walk, i32 offset) {
    walk->offset[walk->operands] = offset;
    return walk->stride[walk->operands++];
}

/* Adds a tensor broadcast to the walk's shape as in numpy; 0 if it does not fit. */
int walk_broadcast(struct walk *walk, const struct tensor *tensor);

/* Joins neighbouring axes wherever every operand allows it, then goes to element `start`, to stop at `end`. */
void walk_start(struct walk *walk, u32 start, u32 end);

/* The length of the run at hand, 0 at the end; along it operand k moves by walk_step. */
INLINE u32 walk_run(const struct walk *walk) {
    u32 last = walk->rank - 1;
    return min_u32(walk->dims[last] - walk->index[last], walk->left);
}
INLINE i32 walk_step(const struct walk *walk, u32 operand) { return walk->stride[operand][walk->rank - 1]; }

void walk_advance(struct walk *walk, u32 run);
