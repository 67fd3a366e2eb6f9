pragma circom 2.1.0;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/poseidon.circom";

// A model that is small enough to prove in a second: one linear layer of bytes, modulo 256, whose weights are secret.
// Its public inputs are those of AigcNftZk: model, context, a prompt of 31 bytes, data of 27 (3 x 3 pixels, RGB).
template Linear(promptBytes, dataBytes, weightCount) {
    signal input model;
    signal input context;
    signal input prompt;
    signal input data;
    signal input weights[weightCount];

    // The model is the commitment to its weights, which are bytes.
    component commitment = Poseidon(weightCount);
    component weightBits[weightCount];
    for (var i = 0; i < weightCount; i++) {
        weightBits[i] = Num2Bits(8);
        weightBits[i].in <== weights[i];
        commitment.inputs[i] <== weights[i];
    }
    commitment.out === model;

    // The context is in the proof, whatever it is.
    signal bound <== context * context;

    // The prompt's bytes, the first in the highest bits.
    component promptBits = Num2Bits(8 * promptBytes);
    promptBits.in <== prompt;
    signal x[promptBytes];
    for (var i = 0; i < promptBytes; i++) {
        var byte = 0;
        for (var b = 0; b < 8; b++) byte += promptBits.out[8 * (promptBytes - 1 - i) + b] * (1 << b);
        x[i] <== byte;
    }

    signal products[dataBytes][promptBytes];
    component sums[dataBytes];
    var packed = 0;
    for (var j = 0; j < dataBytes; j++) {
        var sum = 0;
        for (var i = 0; i < promptBytes; i++) {
            products[j][i] <== x[i] * weights[(5 * i + 3 * j) % weightCount];
            sum += products[j][i];
        }
        // 31 * 255 * 255 < 2^21
        sums[j] = Num2Bits(21);
        sums[j].in <== sum;
        for (var b = 0; b < 8; b++) packed += sums[j].out[b] * (1 << b) * 256 ** (30 - j);
    }
    data === packed;
}

component main { public [model, context, prompt, data] } = Linear(31, 27, 16);
