// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev One end of the disputed range: a leaf of a tree of committed roots. The root itself is opened only when it is
/// needed, at a node and at an instruction.
///
///     bits 0..1   which of the game's trees
///     bits 2..4   depth of that tree
///     bits 5..9   index of the leaf
type Bound is uint16;

using {tree, depth, leafIndex} for Bound global;

function toBound(uint256 tree_, uint256 depth_, uint256 leafIndex_) pure returns (Bound) {
    return Bound.wrap(uint16(tree_ | (depth_ << 2) | (leafIndex_ << 5)));
}

/// @notice Which of the game's trees holds the leaf.
function tree(Bound bound) pure returns (uint256) {
    return Bound.unwrap(bound) & 3;
}

/// @notice Depth of that tree.
function depth(Bound bound) pure returns (uint256) {
    return (Bound.unwrap(bound) >> 2) & 7;
}

/// @notice Index of the leaf, from the left.
function leafIndex(Bound bound) pure returns (uint256) {
    return Bound.unwrap(bound) >> 5;
}
