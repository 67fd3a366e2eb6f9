// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {Position, allNodes} from "../../contracts/opml/types/Position.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {bound, vm} from "../support/Vm.sol";

contract SelectTest is DisputeTest {
    IDisputeGame.Stage private constant OWN = IDisputeGame.Stage.Select;

    function select(GameId gameId, address by, Position position, bytes32 commitment, uint8 segment) private {
        vm.prank(by);
        court.select(gameId, position, commitment, segment);
    }

    function testFuzz_select_narrowsTheRange(uint256 segment) external {
        segment = bound(segment, 0, 31);
        GameId gameId = gameIn(OWN);
        IDisputeGame.Game memory before = court.gameOf(gameId);
        bytes32 commitment = before.commitment;
        vm.warp(1_000_050);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Selected(gameId, commitment, uint8(segment));
        select(gameId, CHALLENGER, allNodes(6), commitment, uint8(segment));
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.stage == IDisputeGame.Stage.Bisect && game.position == allNodes(6).child(segment), "range");
        require(game.commitment == 0, "answered");
        bool first = segment == 0;
        bool last = segment == 31;
        require(game.start == (first ? before.start : commitment), "start tree");
        require(game.startIndex == (first ? before.startIndex : segment - 1), "start leaf");
        require(game.end == (last ? before.end : commitment), "end tree");
        require(game.endIndex == (last ? before.endIndex : segment), "end leaf");
        require(game.clock.left(Side.Challenger) == CLOCK - 50, "clock");
        require(game.clock.left(Side.Defender) == CLOCK, "not the other's");
    }

    function test_select_lastRound_leadsToTheNode() external {
        GameId gameId = gameIn(IDisputeGame.Stage.EnterNode);
        require(court.gameOf(gameId).position.bitsLeft() == 0, "one node");
        require(court.gameOf(gameId).position.index() == 39, "the node before the lie");
        gameId = gameIn(IDisputeGame.Stage.Step);
        require(court.gameOf(gameId).position.inSteps() && court.gameOf(gameId).position.index() == 33, "step");
    }

    function testFuzz_select_segmentOutOfRange_reverts(uint8 segment) external {
        segment = uint8(bound(segment, 32, 255));
        GameId gameId = gameIn(OWN);
        bytes32 commitment = court.gameOf(gameId).commitment;
        rejects(abi.encodeWithSelector(IDisputeGame.SegmentOutOfRange.selector, 32, segment));
        select(gameId, CHALLENGER, allNodes(6), commitment, segment);
    }

    function test_select_wrongCommitment_reverts() external {
        GameId gameId = gameIn(OWN);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, game.commitment, game.start));
        select(gameId, CHALLENGER, allNodes(6), game.start, 0);
        rejects(abi.encodeWithSelector(IDisputeGame.WrongCommitment.selector, game.commitment, 0));
        select(gameId, CHALLENGER, allNodes(6), 0, 0);
    }

    /// @dev A defender that posts the roots of an earlier round again: the answer to that round does not fit this one.
    function test_select_replayedRoots_reverts() external {
        s = scenario(10, 0);
        liar = scenarios.lie(s, 1000, 0, outputOf("5"));
        GameId gameId = gameIn(OWN);
        bytes32[] memory roots = nextRoots(gameId);
        bytes32 commitment = court.gameOf(gameId).commitment;
        select(gameId, CHALLENGER, allNodes(10), commitment, 31);
        Position second = allNodes(10).child(31);
        vm.prank(OPERATOR);
        court.bisect(gameId, second, roots);
        require(court.gameOf(gameId).commitment == commitment, "same roots");
        rejects(abi.encodeWithSelector(IDisputeGame.WrongPosition.selector, gameId, second, allNodes(10)));
        select(gameId, CHALLENGER, allNodes(10), commitment, 31);
    }

    function test_select_notChallenger_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32 commitment = court.gameOf(gameId).commitment;
        address[2] memory others = [OPERATOR, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            rejects(abi.encodeWithSelector(IDisputeGame.NotChallenger.selector, others[i], CHALLENGER));
            select(gameId, others[i], allNodes(6), commitment, 0);
        }
    }

    function test_select_expired_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32 commitment = court.gameOf(gameId).commitment;
        expire(gameId);
        rejectsExpired(gameId);
        select(gameId, CHALLENGER, allNodes(6), commitment, 0);
    }

    function test_select_otherStage_reverts() external {
        rejectsInOtherStages(OWN, selectPlain);
    }

    /// @dev A selection in a game whose claim has fallen is harmless: no other move follows it.
    function test_select_refutedClaim_changesNoBond() external {
        GameId gameId = gameIn(OWN);
        bytes32 commitment = court.gameOf(gameId).commitment;
        refute(gameId);
        select(gameId, CHALLENGER, allNodes(6), commitment, 3);
        bytes32[] memory roots = new bytes32[](1);
        rejectsRefuted(gameId);
        vm.prank(OPERATOR);
        court.bisect(gameId, allNodes(6).child(3), roots);
        court.voidGame(gameId);
        require(court.creditOf(CHALLENGER) == CHALLENGE_BOND, "bond back");
    }
}
