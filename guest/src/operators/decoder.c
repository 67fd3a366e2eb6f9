/* Recurrent decoders: the token at this step, rotary embedding, attention over what came before, the next token. */
#include "../operators.h"
#include "../quad.h"

/* A token of the prompt, or of the output. */
INLINE u32 load_token(const u8 *tokens, u32 width, u32 index) {
    const u8 *p = tokens + index * width;
    u32 token = p[0];
    for (u32 i = 1; i < width; i++) token |= (u32)p[i] << 8 * i;
    return token;
}

u32 run_token(struct node *node) {
    struct tensor *y = &node->operand[0], *last = &node->operand[1];
    CHECK(y->type == TYPE_INT32 && y->count == 1 && last->type == TYPE_INT32 && last->count == 1 && node->end <= 1);
    if (node->start == node->end) return 0;
    u32 token = *(const u32 *)last->data;
    if (node->step < prompt_tokens(node))
        token = load_token(node->input + node->header[HEADER_TOKENS_OFFSET], node->header[HEADER_TOKEN_BYTES], node->step);
    if (token >= node->attributes[TOKEN_VOCABULARY]) return CODE_INDEX;
    *(u32 *)y->data = token;
    return 0;
}

u32 run_rope(struct node *node) {
    struct tensor *y = &node->operand[0], *x = &node->operand[1], *cosine = &node->operand[2], *sine = &node->operand[3];
    u32 heads = node->attributes[ROPE_HEADS], dim = node->attributes[ROPE_DIM], half = dim / 2;
    u32 interleaved = node->attributes[ROPE_INTERLEAVED];
    CHECK(y->type == TYPE_FLOAT32 && x->type == TYPE_FLOAT32 && cosine->type == TYPE_FLOAT32 && sine->type == TYPE_FLOAT32);
    CHECK(dim > 0 && dim % 2 == 0 && y->count == times(heads, dim) && x->count == y->count && node->end <= heads);
    CHECK(cosine->count == times(node->header[HEADER_STEPS], half) && sine->count == cosine->count);
    const f32 *c = (const f32 *)cosine->data + node->step * half, *s = (const f32 *)sine->data + node->step * half;
    for (u32 head = node->start; head < node->end; head++) {
        const f32 *in = (const f32 *)x->data + head * dim;
        f32 *out = (f32 *)y->data + head * dim;
        for (u32 i = 0; i < half; i++) {
            u32 p = interleaved ? 2 * i : i, q = interleaved ? 2 * i + 1 : i + half;
            float a = in[p], b = in[q];
            store_f32(out + p, a * c[i] - b * s[i]);
            store_f32(out + q, b * c[i] + a * s[i]);
        }
    }
    return 0;
}

u32 run_attention(struct node *node) {
    struct tensor *y = &node->operand[0], *keys = &node->operand[1], *values = &node->operand[2];
    struct tensor *scores = &node->operand[3], *q = &node->operand[4], *k = &node->operand[5], *v = &node->operand[6];
    u32 heads = node->attributes[ATTENTION_HEADS], kv_heads = node->attributes[ATTENTION_KV_HEADS];
    u32 dim = node->attributes[ATTENTION_DIM], steps = node->header[HEADER_STEPS], step = node->step;
    float scale = attribute_f32(node, ATTENTION_SCALE);
    for (u32 i = 0; i < 7; i++) CHECK(node->operand[i].type == TYPE_FLOAT32);
    CHECK(heads > 0 && kv_heads > 0 && heads % kv_heads == 0 && dim > 0 && node->end <= heads);
    CHECK(q->count == times(heads, dim) && y->count == q->count && scores->count == times(heads, steps));
    CHECK(k->count == times(kv_heads, dim) && v->count == k->count);
    CHECK(keys->count == times(times(kv_heads, steps), dim) && values->count == keys->count);
    u32 share = heads / kv_heads;
    for (u32 head = node->start; head < node->end; head++) {
        u32 from = head / share * dim, cache = head / share * steps * dim;
        f32 *key = (f32 *)keys->data + cache, *value = (f32 *)values->data + cache;
        if (head % share == 0)
            for (u32 i = 0; i < dim; i++) {
                ((word *)key)[step * dim + i] = ((const word *)k->data)[from + i];
                ((word *)value)[step * dim + i] = ((const word *)v->data)[from + i];
            }
        const f32 *query = (const f32 *)q->data + head * dim;
        f32 *score = (f32 *)scores->data + head * steps;
        for (u32 t = 0; t <= step; t++) store_f32(score + t, dot_of(query, key + t * dim, dim) * scale);
        softmax_vector(score, score, step + 1, 0);
        for (u32 i = 0; i < dim; i += WIDTH) {
            u32 lanes = min_u32(WIDTH, dim - i);
#ifdef __wasm__
            V sum = vf(0);
            for (u32 t = 0; t <= step; t++) sum = sum + vf(score[t]) * vload_part(value + t * dim + i, lanes);
#else
            struct field field = field_1(step + 1, 1, (i32)dim);
            V sum = mac_single(0, &field, score, value + i);
#endif
            vstore_part((f32 *)y->data + head * dim + i, sum, lanes);
        }
    }
    return 0;
}

#define CANDIDATES 128

/* exp((logit - best) / temperature), 0 for a NaN. */
INLINE float weight_of(float logit, float best, float temperature) {
    float weight = lane0(vexp(vf((logit - best) / temperature)));
    return weight == weight ? weight : 0;
}

INLINE u32 greedy(const f32 *logits, u32 n) {
    u32 best = 0;
    for (u32 i = 1; i < n; i++)
        if (logits[i] > logits[best] || (logits[best] != logits[best] && logits[i] == logits[i])) best = i;
    return best;
}

/* From the whole distribution, one pass for the total and one to find the token. */
static u32 sample_all(const f32 *logits, u32 n, float temperature, float uniform) {
    float best = logits[greedy(logits, n)], total = 0, sum = 0;
    for (u32 i = 0; i < n; i++) total = total + weight_of(logits[i], best, temperature);
    float target = uniform * total;
    u32 token = 0;
    for (u32 i = 0; i < n; i++) {
        float weight = weight_of(logits[i], best, temperature);
        if (weight > 0) token = i;
        sum = sum + weight;
        if (sum > target) break;
    }
    return token;
}

/* From the k likeliest, cut where their probabilities reach p. */
static u32 sample_top(const f32 *logits, u32 n, float temperature, float uniform, u32 k, float p) {
    u32 token[CANDIDATES], kept = 0;
    for (u32 i = 0; i < n; i++) {
        float logit = logits[i];
        if (logit != logit || (kept == k && !(logit > logits[token[k - 1]]))) continue;
        u32 at = kept < k ? kept++ : k - 1;
        for (; at > 0 && logit > logits[token[at - 1]]; at--) token[at] = token[at - 1];
        token[at] = i;
    }
    if (kept == 0) return 0;
    float best = logits[token[0]], total = 0, sum = 0;
    for (u32 i = 0; i < kept; i++) total = total + weight_of(logits[token[i]], best, temperature);
    u32 cut = 0;
    while (cut < kept) {
        sum = sum + weight_of(logits[token[cut]], best, temperature);
        cut++;
        if (sum >= p * total) break;
    }
    float target = uniform * sum;
    sum = 0;
    for (u32 i = 0; i < cut; i++) {
        sum = sum + weight_of(logits[token[i]], best, temperature);
        if (sum > target) return token[i];
    }
    return token[cut - 1];
}

INLINE float scalar_f32(const struct tensor *tensor) { return tensor->data ? *(const f32 *)tensor->data : 0; }
INLINE u32 scalar_u32(const struct tensor *tensor) { return tensor->data ? *(const u32 *)tensor->data : 0; }
INLINE int is_scalar(const struct tensor *tensor, u32 type) {
    return !tensor->data || (tensor->type == type && tensor->count == 1);
}

u32 run_sample(struct node *node) {
    struct tensor *next = &node->operand[0], *logits = &node->operand[1], *seed = &node->operand[2];
    struct tensor *temperature = &node->operand[3], *top_k = &node->operand[4], *top_p = &node->operand[5];
    u32 n = node->attributes[SAMPLE_VOCABULARY], width = node->header[HEADER_TOKEN_BYTES];
    u32 capacity = node->header[HEADER_OUTPUT_LENGTH] / width, last = node->attributes[SAMPLE_END_TOKEN];
    CHECK(next->type == TYPE_INT32 && next->count == 1 && n > 0 && node->end <= 1 && capacity > 0);
    CHECK(logits->type == TYPE_FLOAT32 && logits->count == n && (width == 4 || n <= 1u << 8 * width));
    CHECK(is_scalar(seed, TYPE_INT32) && is_scalar(temperature, TYPE_FLOAT32));
    CHECK(is_scalar(top_k, TYPE_INT32) && is_scalar(top_p, TYPE_FLOAT32));
    if (node->start == node->end || !past_prompt(node)) return 0;

    const f32 *scores = (const f32 *)logits->data;
    float heat = scalar_f32(temperature), p = scalar_f32(top_p);
    u32 k = scalar_u32(top_k), token;
    int cut = p > 0 && p < 1;
    if (!(heat > 0) || heat > 1e6f) {
        token = greedy(scores, n);
    } else {
        float uniform = uniform_of(random_words(scalar_u32(seed), SAMPLE_STREAM, node->step, 0).word[0]);
        if (k == 0 && !cut) token = sample_all(scores, n, heat, uniform);
        else token = sample_top(scores, n, heat, uniform, k == 0 || k > CANDIDATES ? CANDIDATES : k, cut ? p : 1);
    }
    *(u32 *)next->data = token;

    u32 prompt = prompt_tokens(node), at = node->step + 1 - (prompt > 0 ? prompt : 1);
    if (token != last && at < capacity) {
        for (u32 i = 0; i < width; i++) node->output[at * width + i] = (u8)(token >> 8 * i);
        at++;
    }
    if (token == last || at >= capacity || node->step + 1 == node->header[HEADER_STEPS]) {
        node->arena[1] = at * width;
        node->arena[2] = STATUS_DONE;
    }
    return 0;
}
