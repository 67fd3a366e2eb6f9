// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev Where in the dispute a game stands. Names the range under dispute, so a move that carries it cannot be applied
/// to another range.
///
///     bits  0..39   index of the first element of the range, counted in ranges of the current size
///     bits 40..47   log2 of the number of elements left in the range
///     bits 48..49   phase: 0 nodes, 1 instructions, 2 leaves of the input
type Position is uint56;

/// @dev log2 of the arity: a round narrows the range by this many bits, the last round by what is left.
uint256 constant ARITY_BITS = 5;

using {index, bitsLeft, inNodes, inSteps, roundBits, child} for Position global;
using {equals as ==, differs as !=} for Position global;

/// @notice The whole trace: 2^logNodes nodes.
function allNodes(uint256 logNodes) pure returns (Position) {
    return Position.wrap(uint56(logNodes << 40));
}

/// @notice The whole of one node: 2^logSteps instructions.
function allSteps(uint256 logSteps) pure returns (Position) {
    return Position.wrap(uint56((1 << 48) | (logSteps << 40)));
}

/// @notice The whole of the input: 2^logLeaves leaves.
function allLeaves(uint256 logLeaves) pure returns (Position) {
    return Position.wrap(uint56((2 << 48) | (logLeaves << 40)));
}

/// @notice Number of the range among the ranges of its size; once `bitsLeft` is 0, of the one node, instruction or leaf.
function index(Position position) pure returns (uint256) {
    return Position.unwrap(position) & type(uint40).max;
}

/// @notice log2 of the number of elements in the range.
function bitsLeft(Position position) pure returns (uint256) {
    return (Position.unwrap(position) >> 40) & 0xff;
}

/// @notice True in the phase over the nodes of the trace.
function inNodes(Position position) pure returns (bool) {
    return Position.unwrap(position) >> 48 == 0;
}

/// @notice True in the phase over the instructions of one node.
function inSteps(Position position) pure returns (bool) {
    return Position.unwrap(position) >> 48 == 1;
}

/// @notice log2 of the number of segments into which the next round cuts the range.
function roundBits(Position position) pure returns (uint256) {
    uint256 bits = position.bitsLeft();
    return bits < ARITY_BITS ? bits : ARITY_BITS;
}

/// @notice The range that segment number `segment` of the next round covers.
function child(Position position, uint256 segment) pure returns (Position) {
    unchecked {
        uint256 bits = position.roundBits();
        uint256 narrowed = (Position.unwrap(position) & ~uint256(type(uint40).max)) - (bits << 40);
        return Position.wrap(uint56(narrowed | (position.index() << bits) | segment));
    }
}

function equals(Position a, Position b) pure returns (bool) {
    return Position.unwrap(a) == Position.unwrap(b);
}

function differs(Position a, Position b) pure returns (bool) {
    return Position.unwrap(a) != Position.unwrap(b);
}
