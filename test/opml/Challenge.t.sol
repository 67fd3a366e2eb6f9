// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {Position} from "../../contracts/opml/types/Position.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {vm} from "../support/Vm.sol";

contract ChallengeTest is DisputeTest {
    function challenge(TaskId taskId, bytes32 commitment, uint256 value) private returns (GameId) {
        vm.prank(CHALLENGER);
        return court.challenge{value: value}(taskId, commitment);
    }

    function test_challenge_startsAGame() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        vm.warp(1_000_007);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Challenged(GameId.wrap(1), taskId, CHALLENGER, commitment);
        GameId gameId = challenge(taskId, commitment, CHALLENGE_BOND);
        require(GameId.unwrap(gameId) == 1 && court.gameCount() == 1, "id");
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.challenger == CHALLENGER && game.attempt == 1, "parties");
        require(TaskId.unwrap(game.taskId) == TaskId.unwrap(taskId), "task");
        require(game.stage == IDisputeGame.Stage.Open && Position.unwrap(game.position) == 0, "stage");
        require(game.clock.movedAt() == 1_000_007, "clock started");
        require(game.clock.left(Side.Defender) == CLOCK && game.clock.left(Side.Challenger) == CLOCK, "budgets");
        require(game.start == 0 && game.end == 0 && game.commitment == 0, "no bounds yet");
        require(court.statusOf(taskId).openGames == 1, "counted");
    }

    function test_challenge_severalAtOnce() external {
        TaskId taskId = claimed(s, liar);
        for (uint160 i = 1; i <= 10; ++i) {
            vm.deal(address(i), CHALLENGE_BOND);
            challenged(taskId, address(i));
            require(court.statusOf(taskId).openGames == i, "counted");
        }
    }

    function test_challenge_wrongBond_reverts() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        uint256[3] memory values = [0, CHALLENGE_BOND - 1, CHALLENGE_BOND + 1];
        for (uint256 i = 0; i < values.length; ++i) {
            rejects(abi.encodeWithSelector(IDisputeGame.WrongBond.selector, CHALLENGE_BOND, values[i]));
            challenge(taskId, commitment, values[i]);
        }
    }

    function test_challenge_lastSecondOfTheWindow() external {
        TaskId taskId = claimed(s, liar);
        vm.warp(1_000_000 + WINDOW - 1);
        GameId gameId = challenged(taskId, CHALLENGER);
        require(play(s, gameId, liar, s.truth) == IDisputeGame.Stage.ChallengerWon, "refuted after the window");
    }

    function test_challenge_closedWindow_reverts() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        uint256 closedAt = 1_000_000 + WINDOW;
        vm.warp(closedAt);
        require(court.isFinal(taskId), "final");
        rejects(abi.encodeWithSelector(IDisputeGame.WindowClosed.selector, taskId, closedAt));
        challenge(taskId, commitment, CHALLENGE_BOND);
    }

    /// @dev An open game does not keep the window open for others.
    function test_challenge_closedWindowWithOpenGame_reverts() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        challenged(taskId, STRANGER);
        vm.warp(1_000_000 + WINDOW);
        rejects(abi.encodeWithSelector(IDisputeGame.WindowClosed.selector, taskId, 1_000_000 + WINDOW));
        challenge(taskId, commitment, CHALLENGE_BOND);
    }

    function test_challenge_wrongCommitment_reverts() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        bytes32 other = court.commitmentOf(claimed(s, s.truth));
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, commitment, other));
        challenge(taskId, other, CHALLENGE_BOND);
    }

    /// @dev The claim was refuted and replaced before the challenge arrived.
    function test_challenge_replacedClaim_reverts() external {
        TaskId taskId = refuted();
        bytes32 stale = court.commitmentOf(taskId);
        court.claim(taskId, s.task, resultHash(), s.truth.result(), OPERATOR);
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, court.commitmentOf(taskId), stale));
        challenge(taskId, stale, CHALLENGE_BOND);
    }

    function test_challenge_notClaimed_reverts() external {
        TaskId taskId = court.submit(s.task);
        bytes32 commitment = court.commitmentOf(taskId);
        rejectsPhase(taskId, IOpML.Phase.Open);
        challenge(taskId, commitment, CHALLENGE_BOND);
        rejectsPhase(TaskId.wrap(99), IOpML.Phase.None);
        challenge(TaskId.wrap(99), 0, CHALLENGE_BOND);
        TaskId lost = refuted();
        commitment = court.commitmentOf(lost);
        rejectsPhase(lost, IOpML.Phase.Refuted);
        challenge(lost, commitment, CHALLENGE_BOND);
    }

    /// @dev A task number that does not fit the game's state word must not name another task.
    function test_challenge_wideTaskId_reverts() external {
        TaskId taskId = claimed(s, liar);
        bytes32 commitment = court.commitmentOf(taskId);
        TaskId alias_ = TaskId.wrap(TaskId.unwrap(taskId) + (1 << 48));
        rejectsPhase(alias_, IOpML.Phase.None);
        challenge(alias_, commitment, CHALLENGE_BOND);
    }
}
