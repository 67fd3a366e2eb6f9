#include "../mac.h"

/* One block: `rows` rows of x from `row` on times `panels` panels of w from `panel` on. */
INLINE void block(const struct node *node, const u32 rows, const u32 panels, u32 row, u32 panel) {
    f32 *y = (f32 *)node->operand[0].data;
    const f32 *bias = (const f32 *)node->operand[3].data;
    u32 k = node->attributes[LINEAR_K], n = node->attributes[LINEAR_N];
    v4 acc[4][8];
    for (u32 q = 0; q < panels; q++) {
        u32 column = (panel + q) * 4;
        v4 first = bias ? load_part(bias + column, min_u32(4, n - column)) : splat(0);
        for (u32 r = 0; r < rows; r++) acc[r][q] = first;
    }
    struct field field = field_1(k, 1, 4);
    accumulate(acc, rows, panels, &field, (const f32 *)node->operand[1].data + row * k, k,
               (const f32 *)node->operand[2].data + panel * k * 4, k * 4);
    for (u32 r = 0; r < rows; r++)
        for (u32 q = 0; q < panels; q++) {
            u32 column = (panel + q) * 4;
            v4 value = activate(node, LINEAR_ACTIVATION, acc[r][q]);
            store_part(y + (row + r) * n + column, value, min_u32(4, n - column));
        }
}

/* Rows [row, end) of `panels` panels. */
INLINE void strip(const struct node *node, const u32 panels, u32 row, u32 end, u32 panel) {
#if BLOCK_ROWS > 1
    for (; row + BLOCK_ROWS <= end; row += BLOCK_ROWS) block(node, BLOCK_ROWS, panels, row, panel);
#endif
    for (; row < end; row++) block(node, 1, panels, row, panel);
}

u32 run_linear(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *w = &node->operand[2], *bias = &node->operand[3];
    u32 k = node->attributes[LINEAR_K], n = node->attributes[LINEAR_N];
    CHECK(k > 0 && n > 0 && n < 1u << 28 && y->count % n == 0);
    u32 rows = y->count / n, panels = (n + 3) / 4;
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && x->count == times(rows, k));
    CHECK(w->type == TYPE_FLOAT32 && w->count == times(times(panels, 4), k));
    CHECK(!bias->data || (bias->type == TYPE_FLOAT32 && bias->count == n));
    CHECK(node->attributes[LINEAR_ACTIVATION] < UNARY_KINDS && node->end <= times(rows, panels));
    for (u32 at = node->start; at < node->end;) {
        u32 panel = at / rows, row = at % rows, left = node->end - at;
#ifdef __wasm__
        if (rows == 1 && left >= 8) {
            block(node, 1, 8, 0, panel);
            at += 8;
            continue;
        }
        if (row == 0 && left / 2 >= rows) {
            strip(node, 2, 0, rows, panel);
            at += 2 * rows;
            continue;
        }
#endif
        u32 end = row + min_u32(rows - row, left);
        strip(node, 1, row, end, panel);
        at += end - row;
    }
    return 0;
}
