// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A chess clock: what each side has left, and since when the mover's time runs. Unix seconds.
///
///     bits  0..31   seconds left to the defender
///     bits 32..63   seconds left to the challenger
///     bits 64..103  when the last move was made
type Clock is uint104;
