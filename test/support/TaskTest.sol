// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {Result, Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {CourtTest} from "./CourtTest.sol";
import {Scenario} from "./Scenarios.sol";
import {ITrace} from "./Traces.sol";
import {vm} from "./Vm.sol";

/// @dev Tests of what happens to a task: a scenario, and a false answer to it.
abstract contract TaskTest is CourtTest {
    Scenario internal s;
    ITrace internal liar;

    function setUp() public virtual override {
        super.setUp();
        s = scenario(1, 1);
        liar = scenarios.lie(s, 1, 0, outputOf("5"));
    }

    function hashOf(Result memory result) internal pure returns (bytes32) {
        return keccak256(abi.encode(result));
    }

    function commitmentTo(Task memory task, Result memory result) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(task)), hashOf(result)));
    }

    function refuted() internal returns (TaskId taskId) {
        taskId = claimed(s, liar);
        play(s, challenged(taskId, CHALLENGER), liar, s.truth);
    }

    function requirePhase(TaskId taskId, IOpML.Phase phase) internal view {
        require(court.phaseOf(taskId) == phase && court.statusOf(taskId).phase == phase, "phase");
    }

    function rejectsPhase(TaskId taskId, IOpML.Phase phase) internal {
        vm.expectRevert(abi.encodeWithSelector(IOpML.WrongPhase.selector, taskId, phase));
    }
}
