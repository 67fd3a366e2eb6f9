// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../interfaces/IDisputeGame.sol";
import {TaskId} from "../interfaces/OpMLTypes.sol";
import {Bound} from "./Bound.sol";
import {Clock, Side} from "./Clock.sol";
import {Position} from "./Position.sol";

/// @dev What changes in a game from move to move, and the claim it is about: one storage word.
///
///     bits   0..103  clock
///     bits 104..159  position
///     bits 160..167  stage
///     bits 168..179  bound: the agreed start of the range
///     bits 180..191  bound: the disputed end of the range
///     bits 192..239  task
///     bits 240..255  attempt: number of the claim among the task's claims
type GameState is uint256;

using {clock, position, stage, start, end, taskId, attempt, mover, spareTree} for GameState global;
using {withStage, withMove, withBounds} for GameState global;

/// @notice A game that has just been started.
function newGameState(TaskId task, uint16 attempt_, Clock clock_) pure returns (GameState) {
    return
        GameState.wrap(
            Clock.unwrap(clock_) |
                (uint256(IDisputeGame.Stage.Open) << 160) |
                (TaskId.unwrap(task) << 192) |
                (uint256(attempt_) << 240)
        );
}

function clock(GameState state) pure returns (Clock) {
    return Clock.wrap(uint104(GameState.unwrap(state)));
}

function position(GameState state) pure returns (Position) {
    return Position.wrap(uint56(GameState.unwrap(state) >> 104));
}

function stage(GameState state) pure returns (IDisputeGame.Stage) {
    return IDisputeGame.Stage(uint8(GameState.unwrap(state) >> 160));
}

function start(GameState state) pure returns (Bound) {
    return Bound.wrap(uint16((GameState.unwrap(state) >> 168) & 0xfff));
}

function end(GameState state) pure returns (Bound) {
    return Bound.wrap(uint16((GameState.unwrap(state) >> 180) & 0xfff));
}

function taskId(GameState state) pure returns (TaskId) {
    return TaskId.wrap((GameState.unwrap(state) >> 192) & type(uint48).max);
}

function attempt(GameState state) pure returns (uint16) {
    return uint16(GameState.unwrap(state) >> 240);
}

/// @notice Whose clock runs. Only what is judged, an input or the roots of a round, is the challenger's.
function mover(GameState state) pure returns (Side) {
    IDisputeGame.Stage stage_ = state.stage();
    bool judged = stage_ == IDisputeGame.Stage.Select || stage_ == IDisputeGame.Stage.Input;
    return judged ? Side.Challenger : Side.Defender;
}

/// @notice The first of the game's three trees that holds neither bound: a bisection not yet answered lies there.
function spareTree(GameState state) pure returns (uint256 spare) {
    uint256 a = state.start().tree();
    uint256 b = state.end().tree();
    if (a == 0 || b == 0) spare = a == 1 || b == 1 ? 2 : 1;
}

/// @notice The same game in stage `next`, clock untouched: for games that are over.
function withStage(GameState state, IDisputeGame.Stage next) pure returns (GameState) {
    uint256 cleared = GameState.unwrap(state) & ~(uint256(type(uint8).max) << 160);
    return GameState.wrap(cleared | (uint256(next) << 160));
}

/// @notice The game after `side`, whose turn it was, has moved: its clock stopped, the other's started.
function withMove(
    GameState state,
    Side side,
    IDisputeGame.Stage next,
    Position position_
) view returns (GameState) {
    uint256 kept = GameState.unwrap(state) & ~uint256(type(uint168).max);
    uint256 clock_ = Clock.unwrap(state.clock().moved(side));
    return GameState.wrap(kept | clock_ | (uint256(Position.unwrap(position_)) << 104) | (uint256(next) << 160));
}

/// @notice The same game over another range.
function withBounds(GameState state, Bound start_, Bound end_) pure returns (GameState) {
    uint256 cleared = GameState.unwrap(state) & ~(uint256(type(uint24).max) << 168);
    return GameState.wrap(cleared | (uint256(Bound.unwrap(start_)) << 168) | (uint256(Bound.unwrap(end_)) << 180));
}
