#include "../mac.h"

struct matmul {
    f32 *y;
    const f32 *a, *b; /* of this batch */
    u32 k, n, transpose;
    float scale;
};

#ifdef __wasm__

/* sums[row] += a[row][tap] * {b[0][tap], .., b[3][tap]}: four rows of a transposed b, of which `valid` exist. */
INLINE void accumulate_transposed(v4 sums[][8], const u32 rows, const f32 *a, const f32 *b, u32 k, u32 valid) {
    const f32 *b1 = b + (valid > 1 ? k : 0), *b2 = b + (valid > 2 ? 2 * k : 0), *b3 = b + (valid > 3 ? 3 * k : 0);
    v4 acc[4];
    UNROLL for (u32 r = 0; r < rows; r++) acc[r] = sums[r][0];
    u32 tap = 0;
    for (; tap + 4 <= k; tap += 4) {
        v4 w[4] = {load4(b + tap), load4(b1 + tap), load4(b2 + tap), load4(b3 + tap)};
        transpose4(w);
        UNROLL for (u32 r = 0; r < rows; r++) {
            const f32 *x = a + r * k + tap;
            UNROLL for (u32 i = 0; i < 4; i++) acc[r] += splat(x[i]) * w[i];
        }
    }
    for (; tap < k; tap++) {
        v4 w = {b[tap], b1[tap], b2[tap], b3[tap]};
        UNROLL for (u32 r = 0; r < rows; r++) acc[r] += splat(a[r * k + tap]) * w;
    }
    UNROLL for (u32 r = 0; r < rows; r++) sums[r][0] = acc[r];
}

/* The last columns of b, fewer than four. */
INLINE void accumulate_part(v4 acc[][8], const u32 rows, const f32 *a, const f32 *b, u32 k, u32 n, u32 valid) {
    for (u32 tap = 0; tap < k; tap++, b += n) {
        v4 w = load_part(b, valid);
        for (u32 r = 0; r < rows; r++) acc[r][0] += splat(a[r * k + tap]) * w;
    }
}

#endif

INLINE void block(const struct matmul *m, const u32 rows, const u32 panels, u32 row, u32 column) {
    v4 acc[4][8];
    for (u32 r = 0; r < rows; r++)
        for (u32 q = 0; q < panels; q++) acc[r][q] = splat(0);
    u32 valid = min_u32(4, m->n - column);
    const f32 *a = m->a + row * m->k;
#ifdef __wasm__
    struct field field = field_1(m->k, 1, (i32)m->n);
    if (m->transpose) accumulate_transposed(acc, rows, a, m->b + column * m->k, m->k, valid);
    else if (valid == 4) accumulate(acc, rows, panels, &field, a, m->k, m->b + column, 4);
    else accumulate_part(acc, rows, a, m->b + column, m->k, m->n, valid);
#else
    struct field field = field_1(m->k, 1, m->transpose ? 1 : (i32)m->n);
    for (u32 i = 0; i < valid; i++) {
        const f32 *b = m->b + (m->transpose ? (column + i) * m->k : column + i);
        acc[0][0][i] = float_of(mac_field(0, &field, (const word *)a, (const word *)b));
    }
#endif
    for (u32 r = 0; r < rows; r++)
        for (u32 q = 0; q < panels; q++) {
            v4 value = acc[r][q];
            if (m->scale != 1.0f) value = value * splat(m->scale);
            store_part(m->y + (row + r) * m->n + column + 4 * q, value, valid);
        }
}

INLINE void rows_of(const struct matmul *m, const u32 rows, u32 row) {
    u32 column = 0;
#if BLOCK_PANELS > 1
    if (!m->transpose)
        for (; column + 8 <= m->n; column += 8) block(m, rows, 2, row, column);
#endif
    for (; column < m->n; column += 4) block(m, rows, 1, row, column);
}

/* The matrix of `tensor` that a batch of y uses: y's leading dimensions, broadcast as in numpy. */
static u32 matrix_of(const struct tensor *y, const struct tensor *tensor, u32 batch) {
    u32 matrix = 0, stride = 1, lead = y->rank - tensor->rank;
    for (u32 i = y->rank - 2; i-- > 0;) {
        u32 index = batch % y->dims[i];
        batch /= y->dims[i];
        if (i < lead) continue;
        u32 dim = tensor->dims[i - lead];
        if (dim != 1) matrix += index * stride;
        stride *= dim;
    }
    return matrix;
}

static int broadcasts(const struct tensor *y, const struct tensor *tensor) {
    if (tensor->rank < 2 || tensor->rank > y->rank) return 0;
    for (u32 i = 0; i + 2 < tensor->rank; i++)
        if (tensor->dims[i] != 1 && tensor->dims[i] != y->dims[i + y->rank - tensor->rank]) return 0;
    return 1;
}

u32 run_mat_mul(struct node *node) {
    struct tensor *y = &node->operand[0], *a = &node->operand[1], *b = &node->operand[2];
    CHECK(y->type == TYPE_FLOAT32 && a->type == TYPE_FLOAT32 && b->type == TYPE_FLOAT32 && y->rank >= 2);
    CHECK(broadcasts(y, a) && broadcasts(y, b));
    u32 rows = y->dims[y->rank - 2];
    struct matmul m = {
        .k = a->dims[a->rank - 1], .n = y->dims[y->rank - 1], .transpose = node->attributes[MAT_MUL_TRANSPOSE_B],
        .scale = attribute_f32(node, MAT_MUL_SCALE),
    };
    u32 b_rows = b->dims[b->rank - 2], b_columns = b->dims[b->rank - 1];
    CHECK(a->dims[a->rank - 2] == rows);
    CHECK(m.transpose ? b_rows == m.n && b_columns == m.k : b_rows == m.k && b_columns == m.n);
    CHECK(node->end <= y->count / m.n);
    for (u32 at = node->start; at < node->end;) {
        u32 batch = at / rows, row = at % rows, end = row + min_u32(rows - row, node->end - at);
        m.y = (f32 *)y->data + batch * rows * m.n;
        m.a = (const f32 *)a->data + matrix_of(y, a, batch) * rows * m.k;
        m.b = (const f32 *)b->data + matrix_of(y, b, batch) * m.k * m.n;
        at += end - row;
#if BLOCK_ROWS > 1
        for (; row + BLOCK_ROWS <= end; row += BLOCK_ROWS) rows_of(&m, BLOCK_ROWS, row);
#endif
        for (; row < end; row++) rows_of(&m, 1, row);
    }
    return 0;
}
