// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, Machine, Result, Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Position} from "../../contracts/opml/types/Position.sol";
import {TaskTest} from "./TaskTest.sol";
import {Scenario} from "./Scenarios.sol";
import {ITrace} from "./Traces.sol";
import {vm} from "./Vm.sol";

/// @dev Tests of one move: a false claim over 2^6 nodes of 2^6 instructions, and the arguments of every move against it.
abstract contract DisputeTest is TaskTest {
    /// @dev A false claim about an input in blobs, or the one that is not, whichever is not in `s`.
    Scenario private _other;
    ITrace private _otherLiar;

    function setUp() public virtual override {
        super.setUp();
        s = scenario(6, 6);
        liar = scenarios.lie(s, 40, 33, outputOf("5"));
        _other = scenarioInBlobs(6, 6);
        _otherLiar = scenarios.lieAboutInput(
            _other,
            "what is 2 + 2, when it is all written out, and in how many digits!",
            outputOf("5")
        );
    }

    /// @dev A game against the false claim, played on until it is in `stage`. Only a game about an input in blobs comes to
    /// some: for these, `s` and `liar` become such a claim.
    function gameIn(IDisputeGame.Stage stage) internal returns (GameId) {
        bool blobs = stage == IDisputeGame.Stage.Input || stage == IDisputeGame.Stage.Load;
        if (blobs != s.task.inputForm.inBlobs()) {
            Scenario memory scenario_ = s;
            s = _other;
            _other = scenario_;
            (liar, _otherLiar) = (_otherLiar, liar);
        }
        return gameAt(s, liar, s.truth, stage);
    }

    /// @dev A second game, won by `STRANGER`, refutes the claim that `gameId` is about.
    function refute(GameId gameId) internal {
        GameId other = challenged(court.gameOf(gameId).taskId, STRANGER);
        require(play(s, other, liar, s.truth) == IDisputeGame.Stage.ChallengerWon, "refuted");
    }

    function rejects(bytes memory reason) internal {
        vm.expectRevert(reason);
    }

    function rejectsStage(GameId gameId, IDisputeGame.Stage stage) internal {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.WrongStage.selector, gameId, stage));
    }

    function rejectsExpired(GameId gameId) internal {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.ClockExpired.selector, gameId));
    }

    function rejectsRefuted(GameId gameId) internal {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.ClaimNotStanding.selector, gameId));
    }

    /// @dev Stages in which `move` is not to be made: tried one by one.
    function rejectsInOtherStages(IDisputeGame.Stage own, function(GameId) internal move) internal {
        uint256 tried = 0;
        GameId gameId = GameId.wrap(court.gameCount() + 1);
        rejectsStage(gameId, IDisputeGame.Stage.None);
        move(gameId);
        for (uint8 i = uint8(IDisputeGame.Stage.Open); i <= uint8(IDisputeGame.Stage.Step); ++i) {
            IDisputeGame.Stage stage = IDisputeGame.Stage(i);
            if (stage == own) continue;
            gameId = gameIn(stage);
            rejectsStage(gameId, stage);
            move(gameId);
            ++tried;
        }
        gameId = gameIn(IDisputeGame.Stage.Step);
        player.step(s, gameId, s.truth, STRANGER);
        rejectsStage(gameId, IDisputeGame.Stage.ChallengerWon);
        move(gameId);
        require(tried >= 6, "stages");
    }

    /// @dev The roots that the false claim's maker posts next.
    function nextRoots(GameId gameId) internal view returns (bytes32[] memory) {
        return player.rootsOf(gameId, liar, court.gameOf(gameId).position);
    }

    function resultHash() internal view returns (bytes32) {
        return keccak256(abi.encode(liar.result()));
    }

    /// @dev What another stage's move makes of any arguments does not matter: the stage is looked at first.
    function openPlain(GameId gameId) internal {
        Machine memory machine;
        Result memory result;
        IDisputeGame.Opening memory opening;
        court.open(gameId, s.task, machine, result, opening);
    }

    function bisectPlain(GameId gameId) internal {
        court.bisect(gameId, Position.wrap(0), new bytes32[](0));
    }

    function selectPlain(GameId gameId) internal {
        court.select(gameId, Position.wrap(0), 0, 0);
    }

    function enterPlain(GameId gameId) internal {
        Machine memory machine;
        IDisputeGame.LeafProof memory proof;
        IDisputeGame.FinalState memory state;
        court.enterNode(gameId, s.task, machine, 0, proof, proof, state);
    }

    function acceptPlain(GameId gameId) internal {
        court.acceptInput(gameId, 0);
    }

    function rejectPlain(GameId gameId) internal {
        court.rejectInput(gameId, 0, s.task, 0);
    }

    function loadPlain(GameId gameId) internal {
        IDisputeGame.LeafProof memory proof;
        court.loadInput(gameId, s.task, 0, proof, proof, "");
    }

    function stepPlain(GameId gameId) internal {
        Machine memory machine;
        IDisputeGame.LeafProof memory proof;
        court.step(gameId, s.task, machine, 0, proof, proof, "");
    }
}
