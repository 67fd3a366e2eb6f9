// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {IStakeLedger} from "../../contracts/opml/interfaces/IStakeLedger.sol";
import {Result, Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {TaskTest} from "../support/TaskTest.sol";
import {vm} from "../support/Vm.sol";

contract ClaimTest is TaskTest {
    function test_claim_locksTheBond() external {
        TaskId taskId = court.submit(s.task);
        Result memory result = s.truth.result();
        vm.expectEmit(true, true, true, true, address(court));
        emit IOpML.Claimed(taskId, 1, OPERATOR, result, commitmentTo(s.task, result));
        require(court.claim(taskId, s.task, 0, result, OPERATOR) == 1, "attempt");
        require(court.commitmentOf(taskId) == commitmentTo(s.task, result), "commitment");
        require(court.stakeOf(address(this), OPERATOR).free == 99 * CLAIM_BOND, "bond");
        IOpML.Status memory status = court.statusOf(taskId);
        require(status.operator == OPERATOR && status.postedAt == 1_000_000, "who and when");
        require(status.openGames == 0 && status.attempt == 1, "counts");
        requirePhase(taskId, IOpML.Phase.Claimed);
    }

    function test_claim_afterRefutation() external {
        TaskId taskId = refuted();
        requirePhase(taskId, IOpML.Phase.Refuted);
        vm.warp(2_000_000);
        Result memory result = s.truth.result();
        require(court.claim(taskId, s.task, hashOf(liar.result()), result, OPERATOR) == 2, "attempt");
        require(court.statusOf(taskId).postedAt == 2_000_000, "fresh window");
        require(court.commitmentOf(taskId) == commitmentTo(s.task, result), "commitment");
        vm.warp(2_000_000 + WINDOW);
        require(court.isFinal(taskId), "final");
    }

    function test_claim_sameResultAfterRefutation_isRefutedAgain() external {
        TaskId taskId = refuted();
        court.claim(taskId, s.task, hashOf(liar.result()), liar.result(), OPERATOR);
        play(s, challenged(taskId, CHALLENGER), liar, s.truth);
        requirePhase(taskId, IOpML.Phase.Refuted);
        require(court.stakeOf(address(this), OPERATOR).free == 98 * CLAIM_BOND, "two bonds lost");
    }

    function test_claim_severalByOneOperator() external {
        for (uint256 i = 0; i < 100; ++i) claimed(s, s.truth);
        TaskId taskId = court.submit(s.task);
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, OPERATOR, 0, CLAIM_BOND));
        court.claim(taskId, s.task, 0, result, OPERATOR);
    }

    function test_claim_leavingStake_reverts() external {
        vm.prank(OPERATOR);
        court.announceWithdrawal(address(this), 100 * CLAIM_BOND);
        TaskId taskId = court.submit(s.task);
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, OPERATOR, 0, CLAIM_BOND));
        court.claim(taskId, s.task, 0, result, OPERATOR);
    }

    /// @dev A client can lock only what was deposited for it.
    function test_claim_otherClientsStake_reverts() external {
        Task memory task = s.task;
        task.client = STRANGER;
        Result memory result = s.truth.result();
        vm.startPrank(STRANGER);
        TaskId taskId = court.submit(task);
        vm.expectRevert(abi.encodeWithSelector(IStakeLedger.StakeTooSmall.selector, OPERATOR, 0, CLAIM_BOND));
        court.claim(taskId, task, 0, result, OPERATOR);
        vm.stopPrank();
    }

    function test_claim_notClient_reverts() external {
        TaskId taskId = court.submit(s.task);
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotTaskClient.selector, OPERATOR, address(this)));
        vm.prank(OPERATOR);
        court.claim(taskId, s.task, 0, result, OPERATOR);
    }

    function test_claim_wrongTask_reverts() external {
        TaskId taskId = court.submit(s.task);
        bytes32 expected = court.commitmentOf(taskId);
        Task memory task = s.task;
        task.context = 0;
        Result memory result = s.truth.result();
        bytes32 actual = keccak256(abi.encode(task));
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, actual));
        court.claim(taskId, task, 0, result, OPERATOR);
    }

    function test_claim_wrongPreviousResult_reverts() external {
        TaskId taskId = refuted();
        bytes32 expected = court.commitmentOf(taskId);
        Result memory result = s.truth.result();
        vm.expectRevert(
            abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, commitmentTo(s.task, result))
        );
        court.claim(taskId, s.task, hashOf(result), result, OPERATOR);
    }

    function test_claim_standing_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        Result memory result = s.truth.result();
        rejectsPhase(taskId, IOpML.Phase.Claimed);
        court.claim(taskId, s.task, hashOf(result), result, OPERATOR);
    }

    function test_claim_ended_reverts() external {
        Result memory result = s.truth.result();
        TaskId cancelled = court.submit(s.task);
        court.cancel(cancelled, s.task, 0);
        rejectsPhase(cancelled, IOpML.Phase.Cancelled);
        court.claim(cancelled, s.task, 0, result, OPERATOR);
        TaskId closed = claimed(s, s.truth);
        vm.warp(1_000_000 + WINDOW);
        court.close(closed, s.task, result);
        rejectsPhase(closed, IOpML.Phase.Closed);
        court.claim(closed, s.task, hashOf(result), result, OPERATOR);
        rejectsPhase(TaskId.wrap(99), IOpML.Phase.None);
        court.claim(TaskId.wrap(99), s.task, 0, result, OPERATOR);
    }

    function test_claim_malformedResult_reverts() external {
        TaskId taskId = court.submit(s.task);
        Result[3] memory results = [
            Result(bytes32(uint256(1)), 0, true),
            Result(0, 1, true),
            Result(bytes32(uint256(1)), (1 << 20) + 1, false)
        ];
        for (uint256 i = 0; i < results.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IOpML.InvalidResult.selector, results[i]));
            court.claim(taskId, s.task, 0, results[i], OPERATOR);
        }
        court.claim(taskId, s.task, 0, Result(bytes32(uint256(1)), 1 << 20, false), OPERATOR);
    }
}
