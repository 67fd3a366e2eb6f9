// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../interfaces/IDisputeGame.sol";

/// @title Commitments to the roots of one round
/// @notice The roots between `s = 2^r` segments are the first `s - 1` leaves of a tree of depth `r`; the last leaf is
/// zero. The two bounds of a whole phase are a tree of depth 1.
library Bisection {
    /// @notice Commitment to `roots`, whose number is one less than a power of two.
    function commit(bytes32[] calldata roots) internal pure returns (bytes32 commitment) {
        assembly ("memory-safe") {
            let base := mload(0x40)
            let size := shl(5, roots.length)
            calldatacopy(base, roots.offset, size)
            mstore(add(base, size), 0)
            for {
                size := add(size, 32)
            } gt(size, 32) {
                size := shr(1, size)
            } {
                let end := add(base, size)
                let to := base
                for {
                    let from := base
                } lt(from, end) {
                    from := add(from, 64)
                } {
                    mstore(to, keccak256(from, 64))
                    to := add(to, 32)
                }
            }
            commitment := mload(base)
        }
    }

    /// @notice Commitment to the bounds of a phase.
    function commit(bytes32 start, bytes32 end) internal pure returns (bytes32 commitment) {
        assembly ("memory-safe") {
            mstore(0, start)
            mstore(32, end)
            commitment := keccak256(0, 64)
        }
    }

    /// @notice The leaf that `proof` opens. Reverts unless it is leaf number `index` of the tree of `depth` committed to.
    function open(
        bytes32 commitment,
        uint256 depth,
        uint256 index,
        IDisputeGame.LeafProof calldata proof
    ) internal pure returns (bytes32) {
        bytes32[] calldata siblings = proof.siblings;
        bytes32 node = proof.leaf;
        // INVARIANT: a proof of another depth, so that an inner node cannot pass for a leaf, opens nothing.
        if (siblings.length != depth) revert IDisputeGame.InvalidLeafProof();
        for (uint256 level = 0; level < depth; ++level) {
            node = (index >> level) & 1 == 0 ? commit(node, siblings[level]) : commit(siblings[level], node);
        }
        // INVARIANT: bounds are what the defender posted and the challenger selected, nothing else.
        if (node != commitment) revert IDisputeGame.InvalidLeafProof();
        return proof.leaf;
    }
}
