// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, Machine, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {allSteps} from "../../contracts/opml/types/Position.sol";
import {MachineState} from "../../contracts/riscv/MachineState.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {NEVER, Scenario} from "../support/Scenarios.sol";
import {ITrace} from "../support/Traces.sol";
import {vm} from "../support/Vm.sol";

contract EnterNodeTest is DisputeTest {
    IDisputeGame.Stage private constant OWN = IDisputeGame.Stage.EnterNode;

    GameId private gameId;
    Machine private machine;
    bytes32 private claimedHash;
    IDisputeGame.LeafProof private start;
    IDisputeGame.LeafProof private end;
    IDisputeGame.FinalState private state;

    /// @dev A game at the node before the lie, and the move's arguments.
    function prepare() private {
        gameId = gameIn(OWN);
        machine = liar.machine();
        claimedHash = resultHash();
        (start, end) = player.bounds(gameId);
        uint256 node = court.gameOf(gameId).position.index();
        if (liar.arenaRoot(node) != Arena.FAULT) state = liar.finalState(node);
    }

    function enter(address by) private {
        vm.prank(by);
        court.enterNode(gameId, s.task, machine, claimedHash, start, end, state);
    }

    function test_enterNode_composesTheFirstState() external {
        prepare();
        vm.warp(1_000_010);
        bytes32 first = s.truth.stateHash(39, 0);
        bytes32 last = liar.stateHash(39, 64);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.NodeEntered(gameId, 39, first, last);
        enter(OPERATOR);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.stage == IDisputeGame.Stage.Bisect && game.position == allSteps(6), "instructions");
        bytes32 tree = keccak256(abi.encode(first, last));
        require(game.start == tree && game.end == tree, "bounds");
        require(game.startIndex == 0 && game.endIndex == 1, "leaves");
        require(game.clock.left(Side.Defender) == CLOCK - 10, "clock");
    }

    function test_enterNode_oneInstruction_skipsThePhase() external {
        s = scenario(6, 0);
        liar = scenarios.lie(s, 40, 0, outputOf("5"));
        prepare();
        enter(OPERATOR);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.Step, "step");
        require(court.gameOf(gameId).position == allSteps(0), "position");
    }

    function test_enterNode_otherArena_reverts() external {
        prepare();
        state.arenaRoot = s.truth.arenaRoot(40);
        vm.expectRevert(IDisputeGame.InvalidFinalState.selector);
        enter(OPERATOR);
    }

    /// @dev A node that has not exited leaves no arena behind.
    function test_enterNode_notExited_reverts() external {
        prepare();
        uint8[4] memory statuses = [MachineState.RUNNING, MachineState.FAULTED, 3, 255];
        for (uint256 i = 0; i < statuses.length; ++i) {
            state.status = statuses[i];
            vm.expectRevert(IDisputeGame.InvalidFinalState.selector);
            enter(OPERATOR);
        }
    }

    /// @dev Against a FAULT, a node that has exited; and a status that does not exist.
    function test_enterNode_fault() external {
        liar = scenarios.lie(s, 40, 33, Result(0, 0, true));
        prepare();
        state.status = MachineState.EXITED;
        vm.expectRevert(IDisputeGame.InvalidFinalState.selector);
        enter(OPERATOR);
        state.status = 3;
        vm.expectRevert(IDisputeGame.InvalidFinalState.selector);
        enter(OPERATOR);
        state.status = MachineState.RUNNING;
        enter(OPERATOR);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.Bisect, "entered");
    }

    function test_enterNode_registers_reverts() external {
        prepare();
        state.registers = new bytes(128);
        rejects(abi.encodeWithSelector(MachineState.WrongRegistersLength.selector, 128));
        enter(OPERATOR);
    }

    function test_enterNode_wrongProof_reverts() external {
        prepare();
        IDisputeGame.LeafProof memory kept = start;
        start = end;
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        enter(OPERATOR);
        end = start = kept;
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        enter(OPERATOR);
    }

    function test_enterNode_wrongPreimage_reverts() external {
        prepare();
        TaskId taskId = court.gameOf(gameId).taskId;
        bytes32 expected = court.commitmentOf(taskId);
        claimedHash = keccak256("other");
        bytes32 actual = keccak256(abi.encode(keccak256(abi.encode(s.task)), claimedHash));
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, actual));
        enter(OPERATOR);
    }

    function test_enterNode_wrongMachine_reverts() external {
        prepare();
        machine.weightsRoot = 0;
        bytes32 actual = keccak256(abi.encode(machine));
        rejects(abi.encodeWithSelector(IDisputeGame.WrongMachine.selector, s.task.machine, actual));
        enter(OPERATOR);
    }

    function test_enterNode_notDefender_reverts() external {
        prepare();
        rejects(abi.encodeWithSelector(IDisputeGame.NotDefender.selector, CHALLENGER, OPERATOR));
        enter(CHALLENGER);
    }

    function test_enterNode_expired_reverts() external {
        prepare();
        expire(gameId);
        rejectsExpired(gameId);
        enter(OPERATOR);
    }

    function test_enterNode_otherStage_reverts() external {
        rejectsInOtherStages(OWN, enterPlain);
    }

    function test_enterNode_refutedClaim_reverts() external {
        prepare();
        refute(gameId);
        rejectsRefuted(gameId);
        enter(OPERATOR);
    }

    // A node that starts in FAULT: node 20 faults, so node 39 starts in FAULT.

    /// @dev The defender admits the fault, then claims an arena after node 39.
    function test_enterNode_fromFaultToArena_challengerWins() external {
        s = scenarios.make(6, 6, "in", "", 20, NEVER);
        liar = scenarios.lie(s, 40, 0, outputOf("5"));
        prepare();
        require(start.leaf == Arena.FAULT && end.leaf != Arena.FAULT, "from FAULT");
        vm.expectEmit(true, true, true, true, address(court));
        uint256 reward = CLAIM_BOND - (CLAIM_BOND * BURN_BPS) / 10_000;
        emit IDisputeGame.Resolved(
            gameId,
            court.gameOf(gameId).taskId,
            IDisputeGame.Stage.ChallengerWon,
            CHALLENGER,
            reward
        );
        enter(STRANGER);
    }

    /// @dev The challenger rejects FAULT after FAULT.
    function test_enterNode_fromFaultToFault_defenderWins() external {
        s = scenarios.make(6, 6, "in", "", 20, NEVER);
        ITrace believer = scenarios.lie(s, 40, 0, outputOf("5"));
        liar = s.truth;
        gameId = gameAt(s, liar, believer, OWN);
        machine = liar.machine();
        claimedHash = resultHash();
        (start, end) = player.bounds(gameId);
        require(start.leaf == Arena.FAULT && end.leaf == Arena.FAULT, "FAULT to FAULT");
        enter(STRANGER);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.DefenderWon, "defender");
    }
}
