// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Result, Task, TaskId} from "./OpMLTypes.sol";

/// @title Optimistic machine learning: tasks and bonded claims
/// @notice A client contract submits a task; an operator's result is posted as a bonded claim; anyone may dispute it
/// (see `IDisputeGame`). When the challenge window has passed and no game is open, the claim is final.
///
///     submit -> Open --claim--> Claimed --window, no open game--> (final) --close--> Closed
///                ^                 |
///                +---- refuted ----+          Open --cancel--> Cancelled
///
/// Storage per task is two words: a commitment to the task and the claim, and a packed status. Whoever acts brings the
/// preimages back; they are in the events.
interface IOpML {
    enum Phase {
        None,
        Open,
        Claimed,
        Refuted,
        Closed,
        Cancelled
    }

    /// @param operator Who made the latest claim.
    /// @param postedAt Unix time, seconds, of the latest claim.
    /// @param openGames Number of undecided games against the latest claim.
    /// @param attempt Number of claims made on this task so far.
    struct Status {
        address operator;
        uint40 postedAt;
        uint32 openGames;
        uint16 attempt;
        Phase phase;
    }

    event TaskSubmitted(TaskId indexed taskId, Task task);
    event Claimed(
        TaskId indexed taskId,
        uint16 indexed attempt,
        address indexed operator,
        Result result,
        bytes32 commitment
    );
    event Refuted(TaskId indexed taskId, uint16 indexed attempt);
    event Closed(TaskId indexed taskId, address indexed operator);
    event Cancelled(TaskId indexed taskId);

    error NotTaskClient(address caller, address client);
    error WrongPhase(TaskId taskId, Phase phase);
    error WrongPreimage(TaskId taskId, bytes32 expected, bytes32 actual);
    error InputTooLong(uint256 length);
    error InvalidResult(Result result);
    error NotFinal(TaskId taskId);
    error InvalidParameter(bytes32 name, uint256 value);

    /// @notice Registers a task. The caller must be `task.client`.
    function submit(Task calldata task) external returns (TaskId taskId);

    /// @notice Posts `result` in the name of `operator`, whose stake for the calling client backs it.
    /// @param previousResult `keccak256(abi.encode(Result))` of the refuted claim that this one follows; zero for a
    /// first claim.
    /// @return attempt The number of this claim, from 1.
    function claim(
        TaskId taskId,
        Task calldata task,
        bytes32 previousResult,
        Result calldata result,
        address operator
    ) external returns (uint16 attempt);

    /// @notice Ends a task whose claim is final: unlocks the operator's bond. Once, by the task's client.
    /// @return operator Who made the final claim.
    function close(TaskId taskId, Task calldata task, Result calldata result) external returns (address operator);

    /// @notice Ends a task that has no live claim, by the task's client.
    function cancel(TaskId taskId, Task calldata task, bytes32 previousResult) external;

    /// @notice True once the latest claim can no longer be disputed.
    function isFinal(TaskId taskId) external view returns (bool);

    /// @notice Number of tasks so far; the latest has this id.
    function taskCount() external view returns (uint256);

    function statusOf(TaskId taskId) external view returns (Status memory);

    function phaseOf(TaskId taskId) external view returns (Phase);

    /// @notice While open: the hash of the task. Once claimed: `keccak256(abi.encode(taskHash, resultHash))`.
    function commitmentOf(TaskId taskId) external view returns (bytes32);

    /// @notice Seconds during which a claim can be challenged.
    function challengeWindow() external view returns (uint256);

    /// @notice Wei locked behind each claim.
    function claimBond() external view returns (uint256);
}
