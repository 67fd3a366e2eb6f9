// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Merkle roots of byte strings
/// @notice The fewest 32-byte leaves, a power of two, that hold the bytes, zero-padded; a leaf is its own hash, a node is
/// `keccak256(left ++ right)`. The empty string is one zero leaf.
library MerkleBytes {
    /// @dev Longest string that fits an input or output region: 1 MiB, 2^15 leaves.
    uint256 internal constant MAX_LENGTH = 1 << 20;

    /// @notice The string is longer than `MAX_LENGTH`.
    error TooLong(uint256 length);

    /// @notice Root of `data`.
    function root(bytes calldata data) internal pure returns (bytes32 result) {
        uint256 length = data.length;
        if (length > MAX_LENGTH) revert TooLong(length);
        assembly ("memory-safe") {
            // Leaves are copied behind the free memory pointer and each level is hashed over the one below.
            let base := mload(0x40)
            calldatacopy(base, data.offset, length)
            mstore(add(base, length), 0)
            let size := and(add(length, 31), not(31))
            if iszero(size) {
                size := 32
            }
            let zero := 0
            for {} gt(size, 32) {} {
                // A level of odd size is completed by the root of an all-zero subtree.
                if and(size, 32) {
                    mstore(add(base, size), zero)
                    size := add(size, 32)
                }
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
                size := shr(1, size)
                mstore(0, zero)
                mstore(32, zero)
                zero := keccak256(0, 64)
            }
            result := mload(base)
        }
    }

    /// @notice Depth of the tree over `length` bytes: log2 of its number of leaves.
    function depth(uint256 length) internal pure returns (uint256 levels) {
        unchecked {
            while ((32 << levels) < length) ++levels;
        }
    }
}
