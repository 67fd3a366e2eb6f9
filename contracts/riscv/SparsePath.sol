// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ZeroSubtrees} from "./ZeroSubtrees.sol";

/// @title Merkle paths through mostly empty trees
/// @notice A path lists only those siblings that are not roots of all-zero subtrees. Bit k of its mask says whether the
/// sibling k levels above the node is listed; siblings are listed from the node upwards.
/// @dev There is one path for one node of one tree: a listed sibling may not be a zero root, and no bit or sibling may
/// be left over.
library SparsePath {
    /// @notice The mask has bits at or above `depth`.
    error MaskTooWide(uint256 mask, uint256 depth);

    /// @notice The tree has no node number `index` at `depth`.
    error IndexOutOfRange(uint256 index, uint256 depth);

    /// @notice The tree is higher than the zero roots known.
    error TreeTooHigh(uint256 height, uint256 depth);

    /// @notice The mask asks for `expected` siblings.
    error WrongSiblingCount(uint256 expected, uint256 given);

    /// @notice The sibling at `level` above the node is a zero root: its mask bit must be clear.
    error ZeroSiblingListed(uint256 level);

    /// @notice Root of the tree that holds `node`.
    /// @param node A leaf, or the root of a subtree.
    /// @param height Height of that subtree; 0 for a leaf.
    /// @param index Position of the node among the nodes of its height, from the left.
    /// @param depth Levels between the node and the root.
    /// @param mask Bit k set: the sibling at level k is listed.
    /// @param siblings Listed siblings, lowest first.
    function fold(
        bytes32 node,
        uint256 height,
        uint256 index,
        uint256 depth,
        uint256 mask,
        bytes32[] calldata siblings
    ) internal pure returns (bytes32 root) {
        check(height, index, depth, mask);
        uint256 expected = count(mask);
        if (siblings.length != expected) revert WrongSiblingCount(expected, siblings.length);
        uint256 offset;
        assembly ("memory-safe") {
            offset := siblings.offset
        }
        return foldAt(node, index, depth, mask, offset, ZeroSubtrees.load() + 32 * height);
    }

    /// @dev Reverts unless the numbers describe a path in a tree whose zero roots are known.
    function check(uint256 height, uint256 index, uint256 depth, uint256 mask) internal pure {
        if (height > ZeroSubtrees.LEVELS || depth > ZeroSubtrees.LEVELS - height) revert TreeTooHigh(height, depth);
        if (index >> depth != 0) revert IndexOutOfRange(index, depth);
        if (mask >> depth != 0) revert MaskTooWide(mask, depth);
    }

    /// @dev Number of bits set in a mask of at most 32 bits.
    function count(uint256 mask) internal pure returns (uint256 bits) {
        unchecked {
            bits = mask - ((mask >> 1) & 0x55555555);
            bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
            bits = (bits + (bits >> 4)) & 0x0f0f0f0f;
            bits = ((bits * 0x01010101) >> 24) & 0xff;
        }
    }

    /// @dev `fold` over siblings packed in calldata at `offset`. The caller has checked the numbers, and that
    /// `count(mask)` words lie there. `zeros` points at the zero root of the node's height.
    function foldAt(
        bytes32 node,
        uint256 index,
        uint256 depth,
        uint256 mask,
        uint256 offset,
        uint256 zeros
    ) internal pure returns (bytes32 root) {
        uint256 level;
        bool listedZero;
        assembly ("memory-safe") {
            root := node
            for {} lt(level, depth) {
                level := add(level, 1)
            } {
                let sibling := mload(add(zeros, shl(5, level)))
                if and(shr(level, mask), 1) {
                    let listed := calldataload(offset)
                    if eq(listed, sibling) {
                        listedZero := 1
                        break
                    }
                    sibling := listed
                    offset := add(offset, 32)
                }
                let side := shl(5, and(shr(level, index), 1))
                mstore(side, root)
                mstore(xor(side, 32), sibling)
                root := keccak256(0, 64)
            }
        }
        if (listedZero) revert ZeroSiblingListed(level);
    }

    /// @dev Roots of the tree before and after `node` is replaced by `newNode`; see `foldAt`.
    function foldPairAt(
        bytes32 node,
        bytes32 newNode,
        uint256 index,
        uint256 depth,
        uint256 mask,
        uint256 offset,
        uint256 zeros
    ) internal pure returns (bytes32 root, bytes32 newRoot) {
        uint256 level;
        bool listedZero;
        assembly ("memory-safe") {
            root := node
            newRoot := newNode
            for {} lt(level, depth) {
                level := add(level, 1)
            } {
                let sibling := mload(add(zeros, shl(5, level)))
                if and(shr(level, mask), 1) {
                    let listed := calldataload(offset)
                    if eq(listed, sibling) {
                        listedZero := 1
                        break
                    }
                    sibling := listed
                    offset := add(offset, 32)
                }
                let side := shl(5, and(shr(level, index), 1))
                mstore(xor(side, 32), sibling)
                mstore(side, root)
                root := keccak256(0, 64)
                mstore(side, newRoot)
                newRoot := keccak256(0, 64)
            }
        }
        if (listedZero) revert ZeroSiblingListed(level);
    }
}
