// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier} from "./interfaces/IVerifier.sol";
import {Blob} from "./libraries/Blob.sol";

/// @title Groth16 over BN254
/// @notice Checks proofs of the circuit whose verification key it was built with: e(A, B) = e(alpha, beta) * e(X, gamma) *
/// e(C, delta), where X = IC_0 + sum of input_i * IC_i. Whoever made the key in a setup of which he kept the secrets can
/// prove anything: use keys of a ceremony.
contract Groth16Verifier is IVerifier {
    /// @dev Points as EIP-196 and EIP-197 have them: of G2, the imaginary parts come first.
    /// @param ic One point more than there are public inputs.
    struct Key {
        uint256[2] alpha;
        uint256[4] beta;
        uint256[4] gamma;
        uint256[4] delta;
        uint256[2][] ic;
    }

    uint256 private constant FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    uint256 private constant ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @dev Twice what the precompiles cost: one that is given nonsense burns all it is given.
    uint256 private constant POINT_GAS = 15_000;
    uint256 private constant PAIRING_GAS = 400_000;

    /// @dev A (64 bytes), B (128), C (64).
    uint256 private constant PROOF_BYTES = 256;

    /// @dev Where the key is: read as code it costs a twentieth of what storage would.
    address private immutable _key;

    error KeyInvalid();

    constructor(Key memory key) {
        if (key.ic.length < 2) revert KeyInvalid();
        // A key with a point that is not on its curve would refuse every proof; better to know it now.
        uint256[4][3] memory points = [key.beta, key.gamma, key.delta];
        for (uint256 i = 0; i < 3; ++i) {
            (bool valid, ) = _pair(abi.encode(key.alpha, points[i]));
            if (!valid) revert KeyInvalid();
        }
        for (uint256 i = 0; i < key.ic.length; ++i) {
            (bool valid, ) = _point(6, abi.encode(key.ic[i], key.ic[i]));
            if (!valid) revert KeyInvalid();
        }
        _key = Blob.write("", abi.encode(key));
    }

    /// @inheritdoc IVerifier
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool) {
        (, bytes memory encoded) = Blob.read(_key);
        Key memory key = abi.decode(encoded, (Key));
        if (proof.length != PROOF_BYTES || publicInputs.length + 1 != key.ic.length) return false;
        uint256[2] memory x = key.ic[0];
        for (uint256 i = 0; i < publicInputs.length; ++i) {
            // INVARIANT: one number, one encoding: the curve takes inputs modulo its order.
            if (publicInputs[i] >= ORDER) return false;
            (bool multiplied, uint256[2] memory term) = _point(7, abi.encode(key.ic[i + 1], publicInputs[i]));
            (bool added, uint256[2] memory sum) = _point(6, abi.encode(x, term));
            if (!multiplied || !added) return false;
            x = sum;
        }
        (uint256[2] memory a, uint256[4] memory b, uint256[2] memory c) = abi.decode(
            proof,
            (uint256[2], uint256[4], uint256[2])
        );
        // The precompile refuses coordinates of the field's size or more, and so does this, before it negates one.
        if (a[1] >= FIELD) return false;
        if (a[1] != 0) a[1] = FIELD - a[1];
        (bool valid, bool one) = _pair(abi.encode(a, b, key.alpha, key.beta, x, key.gamma, c, key.delta));
        return valid && one;
    }

    /// @dev Sum (6) or multiple (7) of points, by EIP-196.
    function _point(
        uint160 precompile,
        bytes memory input
    ) private view returns (bool valid, uint256[2] memory result) {
        bytes memory output;
        (valid, output) = address(precompile).staticcall{gas: POINT_GAS}(input);
        if (valid && output.length == 64) result = abi.decode(output, (uint256[2]));
        else valid = false;
    }

    /// @dev Whether the points are valid, and the product of their pairings is one, by EIP-197.
    function _pair(bytes memory input) private view returns (bool valid, bool one) {
        bytes memory output;
        (valid, output) = address(8).staticcall{gas: PAIRING_GAS}(input);
        if (valid && output.length == 32) one = abi.decode(output, (uint256)) == 1;
        else valid = false;
    }
}
