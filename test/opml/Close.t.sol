// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {TaskTest} from "../support/TaskTest.sol";
import {vm} from "../support/Vm.sol";

contract CloseTest is TaskTest {
    function test_close_freesTheBond() external {
        TaskId taskId = claimed(s, s.truth);
        vm.warp(1_000_000 + WINDOW);
        require(court.isFinal(taskId), "final");
        Result memory result = s.truth.result();
        vm.expectEmit(true, true, true, true, address(court));
        emit IOpML.Closed(taskId, OPERATOR);
        require(court.close(taskId, s.task, result) == OPERATOR, "operator");
        require(court.stakeOf(address(this), OPERATOR).free == 100 * CLAIM_BOND, "bond");
        requirePhase(taskId, IOpML.Phase.Closed);
        require(court.isFinal(taskId) && court.commitmentOf(taskId) == commitmentTo(s.task, result), "kept");
        rejectsPhase(taskId, IOpML.Phase.Closed);
        court.close(taskId, s.task, result);
    }

    function test_close_inWindow_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        vm.warp(1_000_000 + WINDOW - 1);
        require(!court.isFinal(taskId), "final");
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotFinal.selector, taskId));
        court.close(taskId, s.task, result);
    }

    function test_close_openGame_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        GameId gameId = challenged(taskId, CHALLENGER);
        vm.warp(1_000_000 + 100 * WINDOW);
        require(!court.isFinal(taskId), "final");
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotFinal.selector, taskId));
        court.close(taskId, s.task, result);
        court.timeout(gameId);
        requirePhase(taskId, IOpML.Phase.Refuted);
    }

    function test_close_wrongPreimage_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        vm.warp(1_000_000 + WINDOW);
        bytes32 expected = court.commitmentOf(taskId);
        Result memory other = liar.result();
        vm.expectRevert(
            abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, commitmentTo(s.task, other))
        );
        court.close(taskId, s.task, other);
    }

    function test_close_notClaimed_reverts() external {
        TaskId taskId = court.submit(s.task);
        Result memory result = s.truth.result();
        rejectsPhase(taskId, IOpML.Phase.Open);
        court.close(taskId, s.task, result);
        TaskId lost = refuted();
        result = liar.result();
        vm.warp(2_000_000);
        rejectsPhase(lost, IOpML.Phase.Refuted);
        court.close(lost, s.task, result);
    }

    function test_close_notClient_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        vm.warp(1_000_000 + WINDOW);
        Result memory result = s.truth.result();
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotTaskClient.selector, OPERATOR, address(this)));
        vm.prank(OPERATOR);
        court.close(taskId, s.task, result);
    }
}
