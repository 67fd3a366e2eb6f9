#include "../operators.h"
#define P(n) u32 n(struct node *node) { (void)node; return CODE_OPERATOR; }
P(run_conv_depthwise) P(run_conv_transpose) P(run_resize) P(run_cum_sum) P(run_top_k) P(run_token) P(run_rope) P(run_attention) P(run_sample) P(run_random) P(run_linear_int8) P(run_conv_int8)
