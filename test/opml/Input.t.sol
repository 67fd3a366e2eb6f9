// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyLoader} from "../../contracts/mocks/ToyLoader.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {IOpML} from "../../contracts/opml/interfaces/IOpML.sol";
import {GameId, Result} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {allLeaves, allNodes} from "../../contracts/opml/types/Position.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {NEVER, Scenario} from "../support/Scenarios.sol";
import {ITrace} from "../support/Traces.sol";
import {bound, vm} from "../support/Vm.sol";

/// @dev The three moves that games about inputs in blobs have besides.
contract InputTest is DisputeTest {
    IDisputeGame.Stage private constant INPUT = IDisputeGame.Stage.Input;
    IDisputeGame.Stage private constant LOAD = IDisputeGame.Stage.Load;

    function test_open_inBlobs_asksTheChallenger() external {
        GameId gameId = gameIn(INPUT);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.start == keccak256(abi.encode(liar.arenaRoot(0), liar.arenaRoot(64))), "bounds");
        require(game.position == allNodes(6), "position");
        require(liar.arenaRoot(0) != s.truth.arenaRoot(0), "another input");
    }

    function test_acceptInput_startsTheTrace() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        vm.warp(1_000_100);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.InputAccepted(gameId);
        vm.prank(CHALLENGER);
        court.acceptInput(gameId, opened);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.stage == IDisputeGame.Stage.Bisect && game.position == allNodes(6), "whole trace");
        require(game.start == game.end && game.startIndex == 0 && game.endIndex == 1, "bounds");
        require(game.clock.left(Side.Challenger) == CLOCK - 100 && game.clock.left(Side.Defender) == CLOCK, "clock");
    }

    function test_acceptInput_oneNode_skipsThePhase() external {
        s = scenarioInBlobs(0, 3);
        liar = scenarios.lie(s, 1, 3, outputOf("5"));
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        vm.prank(CHALLENGER);
        court.acceptInput(gameId, opened);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.EnterNode, "enter");
    }

    function test_rejectInput_disputesTheLoading() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        vm.warp(1_000_100);
        bytes32 blank = scenarios.loader().blank(QUESTION.length);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.InputRejected(gameId, blank);
        bytes32 claim = resultHash();
        vm.prank(CHALLENGER);
        court.rejectInput(gameId, opened, s.task, claim);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        // 66 bytes are three leaves, in a tree of four.
        require(game.stage == IDisputeGame.Stage.Bisect && game.position == allLeaves(2), "whole input");
        require(game.start == keccak256(abi.encode(blank, bytes32(0))) && game.startIndex == 0, "start");
        require(game.end == keccak256(abi.encode(liar.arenaRoot(0), liar.arenaRoot(64))) && game.endIndex == 0, "end");
        require(game.clock.left(Side.Challenger) == CLOCK - 100 && game.clock.left(Side.Defender) == CLOCK, "clock");
    }

    function test_rejectInput_oneLeaf_skipsThePhase() external {
        s = scenarios.makeInBlobs(2, 2, "2 + 2?", "4", NEVER);
        liar = scenarios.lieAboutInput(s, "2 + 3?", outputOf("5"));
        GameId gameId = gameIn(INPUT);
        player.judgeInput(s, gameId, s.truth);
        require(court.gameOf(gameId).stage == LOAD, "load");
    }

    function test_judgeInput_notChallenger_reverts() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        bytes memory reason = abi.encodeWithSelector(IDisputeGame.NotChallenger.selector, OPERATOR, CHALLENGER);
        rejects(reason);
        vm.prank(OPERATOR);
        court.acceptInput(gameId, opened);
        bytes32 claim = resultHash();
        rejects(reason);
        vm.prank(OPERATOR);
        court.rejectInput(gameId, opened, s.task, claim);
    }

    /// @dev After a reorganisation another opening may stand where the one that was judged has stood.
    function test_judgeInput_anotherOpening_reverts() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        bytes32 seen = keccak256("another opening");
        bytes32 claim = resultHash();
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, opened, seen));
        vm.prank(CHALLENGER);
        court.acceptInput(gameId, seen);
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, opened, seen));
        vm.prank(CHALLENGER);
        court.rejectInput(gameId, seen, s.task, claim);
    }

    function test_judgeInput_otherStage_reverts() external {
        rejectsInOtherStages(INPUT, acceptPlain);
        rejectsInOtherStages(INPUT, rejectPlain);
    }

    function test_judgeInput_lateChallenger_reverts() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        vm.warp(1_000_001 + CLOCK);
        rejectsExpired(gameId);
        vm.prank(CHALLENGER);
        court.acceptInput(gameId, opened);
        rejectsExpired(gameId);
        vm.prank(CHALLENGER);
        court.rejectInput(gameId, opened, s.task, 0);
    }

    /// @dev Another length would make another blank arena, and so another dispute.
    function test_rejectInput_wrongTask_reverts() external {
        GameId gameId = gameIn(INPUT);
        bytes32 opened = court.gameOf(gameId).start;
        bytes32 claim = resultHash();
        s.task.context = 0;
        bytes32 actual = keccak256(abi.encode(keccak256(abi.encode(s.task)), claim));
        bytes32 expected = court.commitmentOf(court.gameOf(gameId).taskId);
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, court.gameOf(gameId).taskId, expected, actual));
        vm.prank(CHALLENGER);
        court.rejectInput(gameId, opened, s.task, claim);
    }

    function test_loadInput_decides() external {
        GameId gameId = gameIn(LOAD);
        // The texts differ in the last leaf, number 2.
        require(court.gameOf(gameId).position.index() == 2, "leaf");
        bytes32 before = s.truth.loadedRoot(2);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Stepped(gameId, before, liar.loadedRoot(3), s.truth.loadedRoot(3));
        player.loadInput(s, gameId, s.truth, STRANGER);
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.ChallengerWon, "outcome");
        require(court.phaseOf(court.gameOf(gameId).taskId) == IOpML.Phase.Refuted, "claim");
    }

    function test_loadInput_otherStage_reverts() external {
        rejectsInOtherStages(LOAD, loadPlain);
    }

    function test_loadInput_late_reverts() external {
        GameId gameId = gameIn(LOAD);
        vm.warp(1_000_001 + CLOCK);
        rejectsExpired(gameId);
        loadPlain(gameId);
    }

    function test_loadInput_refutedElsewhere_reverts() external {
        GameId gameId = gameIn(LOAD);
        refute(gameId);
        rejectsRefuted(gameId);
        loadPlain(gameId);
    }

    function test_loadInput_wrongBounds_reverts() external {
        GameId gameId = gameIn(LOAD);
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = player.bounds(gameId);
        bytes32 claim = resultHash();
        start.leaf ^= bytes32(uint256(1));
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        court.loadInput(gameId, s.task, claim, start, end, QUESTION);
        start.leaf ^= bytes32(uint256(1));
        end.leaf ^= bytes32(uint256(1));
        vm.expectRevert(IDisputeGame.InvalidLeafProof.selector);
        court.loadInput(gameId, s.task, claim, start, end, QUESTION);
    }

    function test_loadInput_wrongTask_reverts() external {
        GameId gameId = gameIn(LOAD);
        bytes32 claim = resultHash();
        s.task.input = keccak256("another blob");
        bytes32 actual = keccak256(abi.encode(keccak256(abi.encode(s.task)), claim));
        bytes32 expected = court.commitmentOf(court.gameOf(gameId).taskId);
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = player.bounds(gameId);
        rejects(abi.encodeWithSelector(IOpML.WrongPreimage.selector, court.gameOf(gameId).taskId, expected, actual));
        court.loadInput(gameId, s.task, claim, start, end, QUESTION);
    }

    /// @dev The loader's refusal comes through, and the game goes on.
    function test_loadInput_wrongWitness_reverts() external {
        GameId gameId = gameIn(LOAD);
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = player.bounds(gameId);
        bytes32 claim = resultHash();
        rejects(abi.encodeWithSelector(ToyLoader.WrongInput.selector, s.task.input, keccak256("no")));
        court.loadInput(gameId, s.task, claim, start, end, "no");
        require(court.gameOf(gameId).stage == LOAD, "undecided");
    }
}

/// @dev Whole games about inputs in blobs: the honest side wins, whatever the other says of input or output.
contract InputGameTest is DisputeTest {
    function settle(Scenario memory scenario_, ITrace other) private {
        GameId gameId = challenged(claimed(scenario_, other), CHALLENGER);
        IDisputeGame.Stage outcome = play(scenario_, gameId, other, scenario_.truth);
        require(outcome == IDisputeGame.Stage.ChallengerWon, "a false claim stood");
        gameId = challenged(claimed(scenario_, scenario_.truth), CHALLENGER);
        outcome = play(scenario_, gameId, scenario_.truth, other);
        require(outcome == IDisputeGame.Stage.DefenderWon, "a true claim fell");
    }

    /// @dev Inputs that differ in one bit, anywhere, of lengths around a leaf's and a tree's.
    function test_game_everyLength() external {
        uint16[9] memory lengths = [1, 31, 32, 33, 64, 65, 1023, 1025, 2048];
        uint256 games = 0;
        for (uint256 i = 0; i < lengths.length; ++i) {
            bytes memory input = new bytes(lengths[i]);
            for (uint256 k = 0; k < input.length; ++k) input[k] = bytes1(uint8(k * 7));
            s = scenarios.makeInBlobs(2, 2, input, "4", NEVER);
            uint256[3] memory places = [0, input.length / 2, input.length - 1];
            for (uint256 k = 0; k < places.length; ++k) {
                input[places[k]] ^= 0x10;
                settle(s, scenarios.lieAboutInput(s, input, outputOf("5")));
                // A lie about the input alone: the output is the right one.
                GameId gameId = challenged(claimed(s, s.truth), CHALLENGER);
                ITrace other = scenarios.lieAboutInput(s, input, s.truth.result());
                require(play(s, gameId, s.truth, other) == IDisputeGame.Stage.DefenderWon, "a true input fell");
                input[places[k]] ^= 0x10;
                ++games;
            }
        }
        require(games == 27, "games");
    }

    function testFuzz_game_anyLie(bytes memory input, uint256 place, uint256 node, uint256 count) external {
        if (input.length == 0 || input.length > 300) input = QUESTION;
        s = scenarios.makeInBlobs(4, 5, input, "4", NEVER);
        settle(s, scenarios.lie(s, bound(node, 1, 16), bound(count, 0, 31), outputOf("5")));
        input[place % input.length] ^= 0x01;
        settle(s, scenarios.lieAboutInput(s, input, outputOf("5")));
    }

    /// @dev Zeros after the end of the input are loaded too.
    function test_game_noBytes() external {
        s = scenarios.makeInBlobs(1, 1, "", "4", NEVER);
        settle(s, scenarios.lie(s, 1, 0, outputOf("5")));
    }

    function test_game_fault() external {
        s = scenarios.makeInBlobs(3, 3, QUESTION, "", 5);
        settle(s, scenarios.lie(s, 7, 2, outputOf("5")));
        settle(s, scenarios.lieAboutInput(s, bytes.concat(new bytes(30), new bytes(36)), outputOf("5")));
    }

    /// @dev A challenger who accepts a false input has accepted it: that is not the chain's to correct.
    function test_game_acceptedInputStands() external {
        GameId gameId = gameIn(IDisputeGame.Stage.Input);
        bytes32 opened = court.gameOf(gameId).start;
        vm.prank(CHALLENGER);
        court.acceptInput(gameId, opened);
        vm.prank(CHALLENGER);
        rejectsStage(gameId, IDisputeGame.Stage.Bisect);
        court.rejectInput(gameId, opened, s.task, 0);
    }
}
