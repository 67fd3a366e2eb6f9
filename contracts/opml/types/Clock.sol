// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A chess clock: what each side has left, and since when the mover's time runs. Unix seconds.
///
///     bits  0..31   seconds left to the defender
///     bits 32..63   seconds left to the challenger
///     bits 64..103  when the last move was made
type Clock is uint104;

enum Side {
    Defender,
    Challenger
}

using {left, movedAt, expiresAt, isExpired, moved} for Clock global;

/// @notice A clock that starts now, with the same budget for both sides.
function startClock(uint256 budget) view returns (Clock) {
    return Clock.wrap(uint104(budget | (budget << 32) | (block.timestamp << 64)));
}

/// @notice Seconds left to `side` when the last move was made.
function left(Clock clock, Side side) pure returns (uint256) {
    return (Clock.unwrap(clock) >> (side == Side.Defender ? 0 : 32)) & type(uint32).max;
}

/// @notice When the last move was made.
function movedAt(Clock clock) pure returns (uint256) {
    return Clock.unwrap(clock) >> 64;
}

/// @notice The last second in which `mover` may still move.
function expiresAt(Clock clock, Side mover) pure returns (uint256) {
    unchecked {
        return clock.movedAt() + clock.left(mover);
    }
}

/// @notice True once `mover` can no longer move.
function isExpired(Clock clock, Side mover) view returns (bool) {
    return block.timestamp > clock.expiresAt(mover);
}

/// @notice The clock after `mover`, whose time has not run out, has moved: its own time alone is spent.
function moved(Clock clock, Side mover) view returns (Clock) {
    unchecked {
        uint256 spent = (block.timestamp - clock.movedAt()) << (mover == Side.Defender ? 0 : 32);
        uint256 budgets = (Clock.unwrap(clock) & type(uint64).max) - spent;
        return Clock.wrap(uint104(budgets | (block.timestamp << 64)));
    }
}
