// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {vm} from "../support/Vm.sol";

contract VoidGameTest is DisputeTest {
    function test_voidGame_everyStage_returnsTheBond() external {
        uint256 credit = 0;
        for (uint8 i = uint8(IDisputeGame.Stage.Open); i <= uint8(IDisputeGame.Stage.Step); ++i) {
            GameId gameId = gameIn(IDisputeGame.Stage(i));
            TaskId taskId = court.gameOf(gameId).taskId;
            refute(gameId);
            vm.expectEmit(true, true, true, true, address(court));
            emit IDisputeGame.Resolved(gameId, taskId, IDisputeGame.Stage.Voided, CHALLENGER, 0);
            court.voidGame(gameId);
            credit += CHALLENGE_BOND;
            require(court.creditOf(CHALLENGER) == credit, "bond");
            require(court.gameOf(gameId).stage == IDisputeGame.Stage.Voided, "stage");
            rejectsStage(gameId, IDisputeGame.Stage.Voided);
            court.voidGame(gameId);
        }
        require(credit == 7 * CHALLENGE_BOND, "stages");
    }

    /// @dev Neither a new claim nor the end of the task keeps the bond.
    function test_voidGame_afterReclaimOrCancel() external {
        GameId gameId = gameIn(IDisputeGame.Stage.Bisect);
        TaskId taskId = court.gameOf(gameId).taskId;
        refute(gameId);
        court.claim(taskId, s.task, resultHash(), s.truth.result(), OPERATOR);
        GameId newer = challenged(taskId, STRANGER);
        court.voidGame(gameId);
        require(court.creditOf(CHALLENGER) == CHALLENGE_BOND, "bond");
        require(court.statusOf(taskId).openGames == 1, "the newer game still counts");
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.ClaimStanding.selector, newer));
        court.voidGame(newer);

        gameId = gameIn(IDisputeGame.Stage.Select);
        taskId = court.gameOf(gameId).taskId;
        refute(gameId);
        court.cancel(taskId, s.task, resultHash());
        court.voidGame(gameId);
        require(court.creditOf(CHALLENGER) == 2 * CHALLENGE_BOND, "bond");
    }

    function test_voidGame_standingClaim_reverts() external {
        for (uint8 i = uint8(IDisputeGame.Stage.Open); i <= uint8(IDisputeGame.Stage.Step); ++i) {
            GameId gameId = gameIn(IDisputeGame.Stage(i));
            rejects(abi.encodeWithSelector(IDisputeGame.ClaimStanding.selector, gameId));
            court.voidGame(gameId);
        }
    }

    function test_voidGame_decidedGame_reverts() external {
        rejectsStage(GameId.wrap(99), IDisputeGame.Stage.None);
        court.voidGame(GameId.wrap(99));
        GameId gameId = gameIn(IDisputeGame.Stage.Step);
        player.step(s, gameId, s.truth, STRANGER);
        rejectsStage(gameId, IDisputeGame.Stage.ChallengerWon);
        court.voidGame(gameId);
        // Won by the defender, and then the claim falls to another game: no bond comes back.
        TaskId taskId = claimed(s, liar);
        GameId lost = challenged(taskId, CHALLENGER);
        require(player.play(s, lost, liar, s.truth, IDisputeGame.Stage.Select) == IDisputeGame.Stage.Select, "");
        GameId other = challenged(taskId, STRANGER);
        expire(lost);
        court.timeout(lost);
        court.timeout(other);
        rejectsStage(lost, IDisputeGame.Stage.DefenderWon);
        court.voidGame(lost);
    }
}
