// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, Machine, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {allNodes} from "../../contracts/opml/types/Position.sol";
import {SparsePath} from "../../contracts/riscv/SparsePath.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {vm} from "../support/Vm.sol";

contract OpenTest is DisputeTest {
    IDisputeGame.Stage private constant OWN = IDisputeGame.Stage.Open;

    Machine private machine;
    Result private result;
    IDisputeGame.Opening private opening;

    function setUp() public override {
        super.setUp();
        prepare();
    }

    /// @dev Reads the arguments beforehand: an expected revert is of the next call, whichever it is.
    function prepare() private {
        machine = liar.machine();
        result = liar.result();
        opening = liar.opening();
    }

    function open(GameId gameId) private {
        vm.prank(OPERATOR);
        court.open(gameId, s.task, machine, result, opening);
    }

    function test_open_commitsToTheBounds() external {
        GameId gameId = gameIn(OWN);
        vm.warp(1_000_100);
        bytes32 first = Arena.initialRoot(s.task.input, s.task.inputForm.length());
        bytes32 last = liar.arenaRoot(64);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Opened(gameId, first, last);
        open(gameId);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.stage == IDisputeGame.Stage.Bisect && game.position == allNodes(6), "whole trace");
        bytes32 tree = keccak256(abi.encode(first, last));
        require(game.start == tree && game.end == tree, "bounds");
        require(game.startIndex == 0 && game.endIndex == 1, "leaves");
        require(game.clock.left(Side.Defender) == CLOCK - 100 && game.clock.left(Side.Challenger) == CLOCK, "clock");
    }

    function test_open_oneNode_skipsThePhase() external {
        s = scenario(0, 6);
        liar = scenarios.lie(s, 1, 3, outputOf("5"));
        prepare();
        GameId gameId = gameIn(OWN);
        open(gameId);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.EnterNode, "enter");
    }

    function test_open_lastSecond() external {
        GameId gameId = gameIn(OWN);
        vm.warp(1_000_000 + CLOCK);
        open(gameId);
        require(court.gameOf(gameId).clock.left(Side.Defender) == 0, "nothing left");
    }

    function test_open_expired_reverts() external {
        GameId gameId = gameIn(OWN);
        vm.warp(1_000_000 + CLOCK + 1);
        rejectsExpired(gameId);
        open(gameId);
    }

    function test_open_notDefender_reverts() external {
        GameId gameId = gameIn(OWN);
        rejects(abi.encodeWithSelector(IDisputeGame.NotDefender.selector, CHALLENGER, OPERATOR));
        vm.prank(CHALLENGER);
        court.open(gameId, s.task, machine, result, opening);
    }

    function test_open_otherStage_reverts() external {
        rejectsInOtherStages(OWN, openPlain);
    }

    function test_open_refutedClaim_reverts() external {
        GameId gameId = gameIn(OWN);
        refute(gameId);
        rejectsRefuted(gameId);
        open(gameId);
    }

    function test_open_wrongPreimage_reverts() external {
        GameId gameId = gameIn(OWN);
        TaskId taskId = court.gameOf(gameId).taskId;
        bytes32 expected = court.commitmentOf(taskId);
        // The true result is not the claimed one: a liar cannot swap it in.
        result = s.truth.result();
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, commitmentTo(s.task, result)));
        open(gameId);
        result = liar.result();
        s.task.input = 0;
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, taskId, expected, commitmentTo(s.task, result)));
        open(gameId);
    }

    function test_open_wrongMachine_reverts() external {
        GameId gameId = gameIn(OWN);
        machine.logNodes = 5;
        bytes32 actual = keccak256(abi.encode(machine));
        rejects(abi.encodeWithSelector(IDisputeGame.WrongMachine.selector, s.task.machine, actual));
        open(gameId);
    }

    /// @dev A machine beyond the limits; the claim about it falls by the clock.
    function test_open_largeMachine_reverts() external {
        uint8[2][2] memory logs = [[33, 6], [6, 41]];
        for (uint256 i = 0; i < logs.length; ++i) {
            (machine.logNodes, machine.logSteps) = (logs[i][0], logs[i][1]);
            s.task.machine = keccak256(abi.encode(machine));
            GameId gameId = challenged(claimed(s, liar), CHALLENGER);
            rejects(abi.encodeWithSelector(IDisputeGame.InvalidMachine.selector, logs[i][0], logs[i][1]));
            open(gameId);
            expire(gameId);
            court.timeout(gameId);
        }
    }

    function test_open_largestMachine() external {
        s = scenario(32, 40);
        liar = scenarios.lie(s, 1, 0, outputOf("5"));
        prepare();
        GameId gameId = gameIn(OWN);
        open(gameId);
        require(court.gameOf(gameId).position == allNodes(32), "nodes");
    }

    function test_open_siblings_reverts() external {
        GameId gameId = gameIn(OWN);
        opening.mask = 7;
        rejects(abi.encodeWithSelector(SparsePath.WrongSiblingCount.selector, 3, 2));
        open(gameId);
    }

    // FAULT claims.

    function faultClaim() private returns (GameId) {
        liar = scenarios.lie(s, 40, 33, Result(0, 0, true));
        prepare();
        return gameIn(OWN);
    }

    /// @dev Opens with the header of a final arena.
    function prepareHeader(uint8 status) private {
        opening.header = Arena.header(s.task.inputForm.length(), 0, status);
        opening.mask = (1 << 24) | (1 << 3);
        opening.siblings = new bytes32[](2);
        opening.siblings[0] = keccak256("behind the header");
        opening.siblings[1] = keccak256("working memory");
        opening.arenaRoot = 0;
        opening.arenaRoot = scenarios.finalArena(s.task, result, opening);
    }

    function test_open_fault() external {
        GameId gameId = faultClaim();
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Opened(gameId, s.truth.arenaRoot(0), Arena.FAULT);
        open(gameId);
    }

    function test_open_faultByHeader_everyStatusButDone() external {
        uint8[4] memory statuses = [0, 2, 3, 255];
        for (uint256 i = 0; i < statuses.length; ++i) {
            GameId gameId = faultClaim();
            prepareHeader(statuses[i]);
            vm.expectEmit(true, true, true, true, address(court));
            emit IDisputeGame.Opened(gameId, s.truth.arenaRoot(0), opening.arenaRoot);
            open(gameId);
        }
    }

    function test_open_faultOfDoneArena_reverts() external {
        GameId gameId = faultClaim();
        prepareHeader(1);
        vm.expectRevert(IDisputeGame.InvalidOpening.selector);
        open(gameId);
    }

    function test_open_faultWithOtherHeader_reverts() external {
        GameId gameId = faultClaim();
        prepareHeader(2);
        opening.header = Arena.header(1, 0, 2);
        vm.expectRevert(IDisputeGame.InvalidOpening.selector);
        open(gameId);
        prepareHeader(2);
        opening.arenaRoot = s.truth.arenaRoot(64);
        vm.expectRevert(IDisputeGame.InvalidOpening.selector);
        open(gameId);
    }
}
