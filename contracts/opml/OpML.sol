// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DisputeGame} from "./DisputeGame.sol";
import {StakeLedger} from "./StakeLedger.sol";
import {IDisputeGame} from "./interfaces/IDisputeGame.sol";
import {IOpML} from "./interfaces/IOpML.sol";
import {Parameters, Result, Task, TaskId} from "./interfaces/OpMLTypes.sol";
import {MerkleBytes} from "./lib/MerkleBytes.sol";

/// @title The court: tasks, bonded claims, and the game that decides about them
/// @notice Roles: a *client* contract submits tasks and posts claims; an *operator* stands behind a claim with its stake
/// and defends it; anyone may be a *challenger*. One honest party is enough: a false claim can always be refuted, a true
/// one always defended. Nobody owns the contract, and its parameters never change.
contract OpML is IOpML, DisputeGame {
    struct StoredTask {
        bytes32 commitment;
        Status status;
    }

    /// @inheritdoc IOpML
    uint256 public immutable override challengeWindow;
    /// @inheritdoc IOpML
    uint256 public immutable override claimBond;

    /// @inheritdoc IOpML
    uint256 public override taskCount;
    mapping(TaskId taskId => StoredTask) private _tasks;

    constructor(
        Parameters memory p
    ) StakeLedger(p.burnBps, p.withdrawalDelay) DisputeGame(p.challengeBond, p.clockBudget, p.stepper, p.loader) {
        if (p.challengeWindow == 0) revert InvalidParameter("challengeWindow", 0);
        if (p.clockBudget == 0) revert InvalidParameter("clockBudget", 0);
        if (p.claimBond == 0) revert InvalidParameter("claimBond", 0);
        if (p.challengeBond == 0) revert InvalidParameter("challengeBond", 0);
        // INVARIANT: a loser loses more than the winner gets, and the winner gets something.
        if (p.burnBps == 0 || p.burnBps >= 10_000) revert InvalidParameter("burnBps", p.burnBps);
        if (address(p.stepper).code.length == 0) revert InvalidParameter("stepper", uint160(address(p.stepper)));
        if (address(p.loader).code.length == 0) revert InvalidParameter("loader", uint160(address(p.loader)));
        challengeWindow = p.challengeWindow;
        claimBond = p.claimBond;
    }

    /// @inheritdoc IOpML
    function submit(Task calldata task) external override returns (TaskId taskId) {
        _requireClient(task);
        // INVARIANT: the input fits its region, so that every claim on the task can be opened.
        if (task.inputForm.length() > MerkleBytes.MAX_LENGTH) revert InputTooLong(task.inputForm.length());
        taskId = TaskId.wrap(++taskCount);
        _tasks[taskId].commitment = keccak256(abi.encode(task));
        emit TaskSubmitted(taskId, task);
    }

    /// @inheritdoc IOpML
    function claim(
        TaskId taskId,
        Task calldata task,
        bytes32 previousResult,
        Result calldata result,
        address operator
    ) external override returns (uint16 attempt) {
        _requireClient(task);
        bytes32 taskHash = _requireUnclaimed(taskId, task, previousResult);
        // INVARIANT: a result has one form, and an output fits its region.
        if (result.fault ? result.root != 0 || result.length != 0 : result.length > MerkleBytes.MAX_LENGTH) {
            revert InvalidResult(result);
        }
        _lockBond(msg.sender, operator, claimBond);
        StoredTask storage stored = _tasks[taskId];
        attempt = stored.status.attempt + 1;
        stored.status = Status({
            operator: operator,
            postedAt: uint40(block.timestamp),
            openGames: 0,
            attempt: attempt,
            phase: Phase.Claimed
        });
        bytes32 commitment = _commit(taskHash, keccak256(abi.encode(result)));
        stored.commitment = commitment;
        emit Claimed(taskId, attempt, operator, result, commitment);
    }

    /// @inheritdoc IOpML
    function close(
        TaskId taskId,
        Task calldata task,
        Result calldata result
    ) external override returns (address operator) {
        _requireClient(task);
        Status storage status = _tasks[taskId].status;
        if (status.phase != Phase.Claimed) revert WrongPhase(taskId, phaseOf(taskId));
        _requireClaim(taskId, keccak256(abi.encode(task)), keccak256(abi.encode(result)));
        // INVARIANT: a bond is free only when its claim can no longer be disputed.
        if (!_isFinal(status)) revert NotFinal(taskId);
        status.phase = Phase.Closed;
        operator = status.operator;
        _unlockBond(msg.sender, operator, claimBond);
        emit Closed(taskId, operator);
    }

    /// @inheritdoc IOpML
    function cancel(TaskId taskId, Task calldata task, bytes32 previousResult) external override {
        _requireClient(task);
        _requireUnclaimed(taskId, task, previousResult);
        _tasks[taskId].status.phase = Phase.Cancelled;
        emit Cancelled(taskId);
    }

    /// @inheritdoc IOpML
    function isFinal(TaskId taskId) external view override returns (bool) {
        Status storage status = _tasks[taskId].status;
        Phase phase = status.phase;
        return phase == Phase.Closed || (phase == Phase.Claimed && _isFinal(status));
    }

    /// @inheritdoc IOpML
    function statusOf(TaskId taskId) external view override returns (Status memory status) {
        status = _tasks[taskId].status;
        status.phase = phaseOf(taskId);
    }

    /// @inheritdoc IOpML
    function commitmentOf(TaskId taskId) external view override returns (bytes32) {
        return _tasks[taskId].commitment;
    }

    /// @inheritdoc IDisputeGame
    function worstCaseFinality() external view override returns (uint256) {
        return challengeWindow + 2 * clockBudget;
    }

    /// @inheritdoc IOpML
    function phaseOf(TaskId taskId) public view override returns (Phase phase) {
        StoredTask storage stored = _tasks[taskId];
        phase = stored.status.phase;
        // The status is first written by a claim: what is submitted and no more is open.
        if (phase == Phase.None && stored.commitment != 0) phase = Phase.Open;
    }

    /// @inheritdoc DisputeGame
    function _admitGame(TaskId taskId, bytes32 commitment) internal override returns (uint16) {
        StoredTask storage stored = _tasks[taskId];
        Status storage status = stored.status;
        if (status.phase != Phase.Claimed) revert WrongPhase(taskId, phaseOf(taskId));
        // INVARIANT: a challenger stakes its bond against the claim that it has checked, and no other.
        if (commitment != stored.commitment) revert WrongCommitment(stored.commitment, commitment);
        uint256 closedAt = status.postedAt + challengeWindow;
        // INVARIANT: what is final stays final.
        if (block.timestamp >= closedAt) revert WindowClosed(taskId, closedAt);
        ++status.openGames;
        return status.attempt;
    }

    /// @inheritdoc DisputeGame
    function _endGame(TaskId taskId) internal override {
        --_tasks[taskId].status.openGames;
    }

    /// @inheritdoc DisputeGame
    function _refute(TaskId taskId) internal override returns (uint256) {
        Status storage status = _tasks[taskId].status;
        status.phase = Phase.Refuted;
        status.openGames = 0;
        emit Refuted(taskId, status.attempt);
        return claimBond;
    }

    /// @inheritdoc DisputeGame
    function _defenderOf(TaskId taskId, uint16 attempt) internal view override returns (address) {
        Status storage status = _tasks[taskId].status;
        return status.phase == Phase.Claimed && status.attempt == attempt ? status.operator : address(0);
    }

    /// @inheritdoc DisputeGame
    function _requireClaim(TaskId taskId, bytes32 taskHash, bytes32 resultHash) internal view override {
        _requireCommitment(taskId, _commit(taskHash, resultHash));
    }

    /// @dev Reverts unless a claim may be made on the task. Returns the task's hash.
    function _requireUnclaimed(
        TaskId taskId,
        Task calldata task,
        bytes32 previousResult
    ) private view returns (bytes32 taskHash) {
        Phase phase = phaseOf(taskId);
        // INVARIANT: at most one claim on a task stands, and none is made on a task that has ended.
        if (phase != Phase.Open && phase != Phase.Refuted) revert WrongPhase(taskId, phase);
        taskHash = keccak256(abi.encode(task));
        _requireCommitment(taskId, phase == Phase.Open ? taskHash : _commit(taskHash, previousResult));
    }

    function _requireCommitment(TaskId taskId, bytes32 actual) private view {
        bytes32 expected = _tasks[taskId].commitment;
        // INVARIANT: preimages are those that were committed to.
        if (actual != expected) revert WrongPreimage(taskId, expected, actual);
    }

    function _requireClient(Task calldata task) private view {
        // INVARIANT: nobody claims, closes or cancels on another client's task, or with another client's stakes.
        if (msg.sender != task.client) revert NotTaskClient(msg.sender, task.client);
    }

    function _isFinal(Status storage status) private view returns (bool) {
        return status.openGames == 0 && block.timestamp >= status.postedAt + challengeWindow;
    }

    function _commit(bytes32 taskHash, bytes32 resultHash) private pure returns (bytes32) {
        return keccak256(abi.encode(taskHash, resultHash));
    }
}
