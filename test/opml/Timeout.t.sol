// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {vm} from "../support/Vm.sol";

contract TimeoutTest is DisputeTest {
    /// @dev Whoever disappears at its move loses, and not a second earlier.
    function test_timeout_everyStage_moverLoses() external {
        uint256 stages = 0;
        for (uint8 i = uint8(IDisputeGame.Stage.Open); i <= uint8(IDisputeGame.Stage.Step); ++i) {
            IDisputeGame.Stage stage = IDisputeGame.Stage(i);
            vm.warp(1_000_000);
            GameId gameId = gameIn(stage);
            bool judges = moverIn(stage) == Side.Challenger;
            IDisputeGame.Stage outcome = judges ? IDisputeGame.Stage.DefenderWon : IDisputeGame.Stage.ChallengerWon;
            vm.warp(1_000_000 + CLOCK);
            rejects(abi.encodeWithSelector(IDisputeGame.ClockNotExpired.selector, gameId, 1_000_000 + CLOCK));
            court.timeout(gameId);
            vm.warp(1_000_001 + CLOCK);
            uint256 bond = judges ? CHALLENGE_BOND : CLAIM_BOND;
            TaskId taskId = court.gameOf(gameId).taskId;
            vm.expectEmit(true, true, true, true, address(court));
            emit IDisputeGame.Resolved(
                gameId,
                taskId,
                outcome,
                judges ? OPERATOR : CHALLENGER,
                bond - (bond * BURN_BPS) / 10_000
            );
            vm.prank(STRANGER);
            court.timeout(gameId);
            require(court.gameOf(gameId).stage == outcome, "outcome");
            require(court.phaseOf(taskId) == (judges ? IOpML.Phase.Claimed : IOpML.Phase.Refuted), "claim");
            ++stages;
        }
        require(stages == 7, "stages");
    }

    /// @dev Each side's clock runs only while it is its turn.
    function test_timeout_othersDelay_doesNotCount() external {
        GameId gameId = gameIn(IDisputeGame.Stage.Open);
        vm.warp(1_000_000 + CLOCK);
        player.moveDefender(s, gameId, liar);
        player.moveDefender(s, gameId, liar);
        require(court.gameOf(gameId).clock.left(Side.Defender) == 0, "defender's is used up");
        vm.warp(1_000_000 + 2 * CLOCK);
        player.moveChallenger(gameId, s.truth);
        require(court.gameOf(gameId).clock.left(Side.Challenger) == 0, "challenger's is used up");
        uint256 expiry = 1_000_000 + 2 * CLOCK;
        rejects(abi.encodeWithSelector(IDisputeGame.ClockNotExpired.selector, gameId, expiry));
        court.timeout(gameId);
        // In the same second both can still move.
        player.moveDefender(s, gameId, liar);
        player.moveChallenger(gameId, s.truth);
        vm.warp(expiry + 1);
        court.timeout(gameId);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.ChallengerWon, "defender lost");
    }

    function test_timeout_decidedGame_reverts() external {
        GameId gameId = GameId.wrap(99);
        rejectsStage(gameId, IDisputeGame.Stage.None);
        court.timeout(gameId);
        gameId = gameIn(IDisputeGame.Stage.Step);
        player.step(s, gameId, s.truth, STRANGER);
        vm.warp(2_000_000);
        rejectsStage(gameId, IDisputeGame.Stage.ChallengerWon);
        court.timeout(gameId);
        vm.warp(1_000_000);
        gameId = gameAt(s, s.truth, liar, IDisputeGame.Stage.Step);
        player.step(s, gameId, s.truth, STRANGER);
        vm.warp(2_000_000);
        rejectsStage(gameId, IDisputeGame.Stage.DefenderWon);
        court.timeout(gameId);
    }

    /// @dev A game that outlives its claim takes no second bond.
    function test_timeout_refutedClaim_reverts() external {
        GameId gameId = gameIn(IDisputeGame.Stage.Bisect);
        refute(gameId);
        expire(gameId);
        rejectsRefuted(gameId);
        court.timeout(gameId);
        court.voidGame(gameId);
        rejectsStage(gameId, IDisputeGame.Stage.Voided);
        court.timeout(gameId);
    }

    /// @dev A game against the first claim does not touch the second, though both stand on the same task.
    function test_timeout_olderClaim_reverts() external {
        GameId gameId = gameIn(IDisputeGame.Stage.Select);
        TaskId taskId = court.gameOf(gameId).taskId;
        refute(gameId);
        court.claim(taskId, s.task, resultHash(), s.truth.result(), OPERATOR);
        expire(gameId);
        rejectsRefuted(gameId);
        court.timeout(gameId);
        require(court.phaseOf(taskId) == IOpML.Phase.Claimed, "stands");
    }
}
