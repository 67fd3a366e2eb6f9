/* Text to the numbers of its words in a list. */
#include "../operators.h"

INLINE u32 lower(u32 byte) { return byte - 'A' < 26 ? byte + 32 : byte; }
INLINE int in_word(u32 byte) { return lower(byte) - 'a' < 26 || byte - '0' < 10 || byte >= 128; }

/* The number of a word in the list, or 0. */
static u32 find(const u8 *word, u32 length, const u8 *words, u32 count, u32 width) {
    if (length > width) return 0;
    for (u32 i = 0; i < count; i++, words += width) {
        u32 same = 0;
        while (same < length && words[same] == lower(word[same])) same++;
        if (same == length && (length == width || words[length] == 0)) return i + 1;
    }
    return 0;
}

u32 run_words(struct node *node) {
    struct tensor *y = &node->operand[0], *text = &node->operand[1], *words = &node->operand[2];
    u32 width = node->attributes[WORDS_WIDTH], found = 0;
    CHECK(y->type == TYPE_INT32 && text->type == TYPE_UINT8 && words->type == TYPE_UINT8 && node->end <= 1);
    CHECK(width > 0 && words->count % width == 0);
    if (node->start == node->end) return 0;
    word *out = (word *)y->data;
    for (u32 at = 0; at < text->count;) {
        u32 from = at;
        while (at < text->count && in_word(text->data[at])) at++;
        if (at == from) {
            at++;
            continue;
        }
        if (found == y->count) return CODE_WORDS;
        u32 number = find(text->data + from, at - from, words->data, words->count / width, width);
        if (number == 0) return CODE_WORD;
        out[found++] = number;
    }
    while (found < y->count) out[found++] = 0;
    return 0;
}
