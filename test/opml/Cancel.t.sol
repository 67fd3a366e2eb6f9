// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {Result, Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {TaskTest} from "../support/TaskTest.sol";
import {vm} from "../support/Vm.sol";

contract CancelTest is TaskTest {
    function test_cancel_open() external {
        TaskId taskId = court.submit(s.task);
        vm.expectEmit(true, true, true, true, address(court));
        emit IOpML.Cancelled(taskId);
        court.cancel(taskId, s.task, 0);
        requirePhase(taskId, IOpML.Phase.Cancelled);
        rejectsPhase(taskId, IOpML.Phase.Cancelled);
        court.cancel(taskId, s.task, 0);
    }

    function test_cancel_refuted() external {
        TaskId taskId = refuted();
        court.cancel(taskId, s.task, hashOf(liar.result()));
        requirePhase(taskId, IOpML.Phase.Cancelled);
    }

    function test_cancel_claimed_reverts() external {
        TaskId taskId = claimed(s, s.truth);
        Result memory result = s.truth.result();
        rejectsPhase(taskId, IOpML.Phase.Claimed);
        court.cancel(taskId, s.task, hashOf(result));
    }

    function test_cancel_wrongPreimage_reverts() external {
        TaskId taskId = court.submit(s.task);
        bytes32 expected = court.commitmentOf(taskId);
        Task memory task = s.task;
        task.input = 0;
        bytes32 actual = keccak256(abi.encode(task));
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, actual));
        court.cancel(taskId, task, 0);
    }

    function test_cancel_notClient_reverts() external {
        TaskId taskId = court.submit(s.task);
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotTaskClient.selector, STRANGER, address(this)));
        vm.prank(STRANGER);
        court.cancel(taskId, s.task, 0);
    }
}
