// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Side} from "../../contracts/opml/types/Clock.sol";
import {Position, allNodes, allSteps} from "../../contracts/opml/types/Position.sol";
import {DisputeTest} from "../support/DisputeTest.sol";
import {bound, vm} from "../support/Vm.sol";

contract BisectTest is DisputeTest {
    IDisputeGame.Stage private constant OWN = IDisputeGame.Stage.Bisect;

    function bisect(GameId gameId, address by, Position position, bytes32[] memory roots) private {
        vm.prank(by);
        court.bisect(gameId, position, roots);
    }

    function test_bisect_commitsToTheRoots() external {
        GameId gameId = gameIn(OWN);
        IDisputeGame.Game memory before = court.gameOf(gameId);
        bytes32[] memory roots = nextRoots(gameId);
        bytes32 commitment = scenarios.rootOf(abi.encodePacked(roots, bytes32(0)));
        vm.warp(1_000_050);
        vm.expectEmit(true, true, true, true, address(court));
        emit IDisputeGame.Bisected(gameId, allNodes(6), commitment, roots);
        bisect(gameId, OPERATOR, allNodes(6), roots);
        IDisputeGame.Game memory game = court.gameOf(gameId);
        require(game.stage == IDisputeGame.Stage.Select && game.commitment == commitment, "answer wanted");
        require(game.position == before.position, "same range");
        require(game.start == before.start && game.end == before.end, "same bounds");
        require(game.clock.left(Side.Defender) == CLOCK - 50 && game.clock.movedAt() == 1_000_050, "clock");
    }

    function test_bisect_wrongPosition_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32[] memory roots = nextRoots(gameId);
        Position[4] memory positions = [allNodes(5), allSteps(6), allNodes(6).child(1), Position.wrap(0)];
        for (uint256 i = 0; i < positions.length; ++i) {
            rejects(abi.encodeWithSelector(IDisputeGame.WrongPosition.selector, gameId, allNodes(6), positions[i]));
            bisect(gameId, OPERATOR, positions[i], roots);
        }
    }

    function testFuzz_bisect_wrongRootCount_reverts(uint256 count) external {
        GameId gameId = gameIn(OWN);
        count = bound(count, 0, 70);
        if (count == 31) count = 32;
        rejects(abi.encodeWithSelector(IDisputeGame.WrongRootCount.selector, 31, count));
        bisect(gameId, OPERATOR, allNodes(6), new bytes32[](count));
    }

    /// @dev The last round of a phase is as long as what is left: 6 bits are 5 and 1.
    function test_bisect_lastRoundIsShort() external {
        GameId gameId = gameIn(OWN);
        bisect(gameId, OPERATOR, allNodes(6), nextRoots(gameId));
        Position child = allNodes(6).child(3);
        bytes32 commitment = court.gameOf(gameId).commitment;
        vm.prank(CHALLENGER);
        court.select(gameId, allNodes(6), commitment, 3);
        rejects(abi.encodeWithSelector(IDisputeGame.WrongRootCount.selector, 1, 31));
        bisect(gameId, OPERATOR, child, new bytes32[](31));
        bisect(gameId, OPERATOR, child, new bytes32[](1));
        require(court.gameOf(gameId).stage == IDisputeGame.Stage.Select, "one root");
    }

    function test_bisect_notDefender_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32[] memory roots = nextRoots(gameId);
        rejects(abi.encodeWithSelector(IDisputeGame.NotDefender.selector, CHALLENGER, OPERATOR));
        bisect(gameId, CHALLENGER, allNodes(6), roots);
    }

    function test_bisect_expired_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32[] memory roots = nextRoots(gameId);
        expire(gameId);
        rejectsExpired(gameId);
        bisect(gameId, OPERATOR, allNodes(6), roots);
    }

    function test_bisect_otherStage_reverts() external {
        rejectsInOtherStages(OWN, bisectPlain);
    }

    function test_bisect_refutedClaim_reverts() external {
        GameId gameId = gameIn(OWN);
        bytes32[] memory roots = nextRoots(gameId);
        refute(gameId);
        rejectsRefuted(gameId);
        bisect(gameId, OPERATOR, allNodes(6), roots);
    }
}
