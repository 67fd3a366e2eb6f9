// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev Where in the dispute a game stands. Names the range under dispute, so a move that carries it cannot be applied
/// to another range.
///
///     bits  0..39   index of the first element of the range, counted in ranges of the current size
///     bits 40..47   log2 of the number of elements left in the range
///     bit  48       phase: 0 nodes, 1 instructions
type Position is uint56;
