// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {calldataForm} from "../../contracts/opml/types/InputForm.sol";
import {TaskTest} from "../support/TaskTest.sol";
import {bound, vm} from "../support/Vm.sol";

contract SubmitTest is TaskTest {
    function testFuzz_submit_commitsToTheTask(Task memory task) external {
        task.client = address(this);
        task.inputForm = calldataForm(bound(task.inputForm.length(), 0, 1 << 20));
        TaskId expected = TaskId.wrap(court.taskCount() + 1);
        vm.expectEmit(true, true, true, true, address(court));
        emit IOpML.TaskSubmitted(expected, task);
        TaskId taskId = court.submit(task);
        require(TaskId.unwrap(taskId) == TaskId.unwrap(expected), "id");
        require(court.commitmentOf(taskId) == keccak256(abi.encode(task)), "commitment");
        requirePhase(taskId, IOpML.Phase.Open);
        require(!court.isFinal(taskId), "final");
    }

    function test_submit_sameTaskTwice_isTwoTasks() external {
        TaskId first = court.submit(s.task);
        require(TaskId.unwrap(court.submit(s.task)) == TaskId.unwrap(first) + 1, "ids");
    }

    function test_submit_notClient_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IOpML.NotTaskClient.selector, STRANGER, address(this)));
        vm.prank(STRANGER);
        court.submit(s.task);
    }

    function test_submit_longInput_reverts() external {
        Task memory task = s.task;
        task.inputForm = calldataForm(1 << 20);
        court.submit(task);
        task.inputForm = calldataForm((1 << 20) + 1);
        vm.expectRevert(abi.encodeWithSelector(IOpML.InputTooLong.selector, task.inputForm.length()));
        court.submit(task);
    }

    function test_phaseOf_unknownTask_isNone() external view {
        requirePhase(TaskId.wrap(99), IOpML.Phase.None);
        requirePhase(TaskId.wrap(0), IOpML.Phase.None);
        require(!court.isFinal(TaskId.wrap(0)) && court.commitmentOf(TaskId.wrap(0)) == 0, "nothing");
    }
}
