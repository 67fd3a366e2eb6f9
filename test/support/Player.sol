// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OpML} from "../../contracts/opml/OpML.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, Machine, Result, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {Position} from "../../contracts/opml/types/Position.sol";
import {Scenario, Scenarios} from "./Scenarios.sol";
import {ITrace} from "./Traces.sol";
import {vm} from "./Vm.sol";

/// @dev Makes the moves of either side of a game from a trace, be it true or false.
contract Player {
    OpML private immutable COURT;
    Scenarios private immutable SCENARIOS;

    /// @dev The roots that a commitment commits to: what a player reads from the events.
    mapping(bytes32 commitment => bytes32[] leaves) private _leaves;
    mapping(GameId gameId => uint256 node) private _nodes;
    mapping(bytes32 commitment => bytes32 resultHash) private _claims;

    constructor(OpML court, Scenarios scenarios) {
        COURT = court;
        SCENARIOS = scenarios;
    }

    /// @dev Plays until the game is in `goal` or over; returns the stage reached.
    function play(
        Scenario calldata s,
        GameId gameId,
        ITrace defender,
        ITrace challenger,
        IDisputeGame.Stage goal
    ) external returns (IDisputeGame.Stage stage) {
        for (;;) {
            stage = COURT.gameOf(gameId).stage;
            if (stage == goal || stage > IDisputeGame.Stage.Step) return stage;
            if (stage == IDisputeGame.Stage.Select) moveChallenger(gameId, challenger);
            else if (stage == IDisputeGame.Stage.Input) judgeInput(s, gameId, challenger);
            else moveDefender(s, gameId, defender);
        }
    }

    function moveDefender(Scenario calldata s, GameId gameId, ITrace trace) public {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        address operator = COURT.statusOf(game.taskId).operator;
        if (game.stage == IDisputeGame.Stage.Open) {
            remember(trace.arenaRoot(0), SCENARIOS.finalArena(s.task, trace.result(), trace.opening()));
            Machine memory machine = trace.machine();
            Result memory result = trace.result();
            IDisputeGame.Opening memory opening = trace.opening();
            vm.prank(operator);
            COURT.open(gameId, s.task, machine, result, opening);
        } else if (game.stage == IDisputeGame.Stage.Bisect) {
            bytes32[] memory roots = rootsOf(gameId, trace, game.position);
            vm.prank(operator);
            COURT.bisect(gameId, game.position, roots);
            rememberRound(gameId, roots);
        } else if (game.stage == IDisputeGame.Stage.EnterNode) {
            uint256 node = game.position.index();
            IDisputeGame.FinalState memory state;
            if (trace.arenaRoot(node) != Arena.FAULT) state = trace.finalState(node);
            enterNode(s, gameId, trace, state, operator);
        } else if (game.stage == IDisputeGame.Stage.Load) {
            loadInput(s, gameId, trace, operator);
        } else {
            step(s, gameId, trace, operator);
        }
    }

    /// @dev Accepts the first arena if it is the trace's.
    function judgeInput(Scenario calldata s, GameId gameId, ITrace trace) public {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        if (_leaves[game.start][game.startIndex] == trace.arenaRoot(0)) {
            vm.prank(game.challenger);
            COURT.acceptInput(gameId, game.start);
        } else {
            remember(trace.loadedRoot(0), 0);
            bytes32 resultHash = _claims[COURT.commitmentOf(game.taskId)];
            vm.prank(game.challenger);
            COURT.rejectInput(gameId, game.start, s.task, resultHash);
        }
    }

    function loadInput(Scenario calldata s, GameId gameId, ITrace trace, address by) public {
        bytes memory witness = trace.loadWitness();
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = bounds(gameId);
        bytes32 resultHash = _claims[COURT.commitmentOf(COURT.gameOf(gameId).taskId)];
        vm.prank(by);
        COURT.loadInput(gameId, s.task, resultHash, start, end, witness);
    }

    /// @dev Enters the node with any final state.
    function enterNode(
        Scenario calldata s,
        GameId gameId,
        ITrace trace,
        IDisputeGame.FinalState memory state,
        address by
    ) public {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        uint256 node = _nodes[gameId] = game.position.index();
        Machine memory machine = trace.machine();
        if (trace.arenaRoot(node) != Arena.FAULT) {
            remember(trace.stateHash(node, 0), trace.stateHash(node, 1 << machine.logSteps));
        }
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = bounds(gameId);
        bytes32 resultHash = _claims[COURT.commitmentOf(game.taskId)];
        vm.prank(by);
        COURT.enterNode(gameId, s.task, machine, resultHash, start, end, state);
    }

    function step(Scenario calldata s, GameId gameId, ITrace trace, address by) public {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        bytes memory witness = trace.witness(_nodes[gameId], game.position.index());
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = bounds(gameId);
        Machine memory machine = trace.machine();
        bytes32 resultHash = _claims[COURT.commitmentOf(game.taskId)];
        vm.prank(by);
        COURT.step(gameId, s.task, machine, resultHash, start, end, witness);
    }

    function moveChallenger(GameId gameId, ITrace trace) public {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        bytes32[] memory mine = rootsOf(gameId, trace, game.position);
        bytes32[] storage theirs = _leaves[game.commitment];
        uint8 segment = 0;
        while (segment < mine.length && mine[segment] == theirs[segment]) ++segment;
        vm.prank(game.challenger);
        COURT.select(gameId, game.position, game.commitment, segment);
    }

    /// @dev The roots that cut the range, as `trace` has them.
    function rootsOf(GameId gameId, ITrace trace, Position position) public view returns (bytes32[] memory roots) {
        uint256 bits = position.roundBits();
        uint256 length = 1 << (position.bitsLeft() - bits);
        uint256 first = position.index() << position.bitsLeft();
        roots = new bytes32[]((1 << bits) - 1);
        for (uint256 k = 0; k < roots.length; ++k) {
            uint256 i = first + (k + 1) * length;
            if (position.inNodes()) roots[k] = trace.arenaRoot(i);
            else roots[k] = position.inSteps() ? trace.stateHash(_nodes[gameId], i) : trace.loadedRoot(i);
        }
    }

    /// @dev Takes note of roots that somebody has posted.
    function rememberRound(GameId gameId, bytes32[] memory roots) public {
        bytes32[] storage leaves = _leaves[COURT.gameOf(gameId).commitment];
        if (leaves.length > 0) return;
        for (uint256 i = 0; i < roots.length; ++i) leaves.push(roots[i]);
        leaves.push(0);
    }

    /// @dev Proofs of the two bounds of a game's range.
    function bounds(
        GameId gameId
    ) public view returns (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) {
        IDisputeGame.Game memory game = COURT.gameOf(gameId);
        start = prove(_leaves[game.start], game.startIndex);
        end = prove(_leaves[game.end], game.endIndex);
    }

    /// @dev Takes note of a claim.
    function rememberClaim(TaskId taskId, Result calldata result) external {
        _claims[COURT.commitmentOf(taskId)] = keccak256(abi.encode(result));
    }

    function remember(bytes32 start, bytes32 end) private {
        bytes32[] storage leaves = _leaves[keccak256(abi.encode(start, end))];
        if (leaves.length > 0) return;
        leaves.push(start);
        leaves.push(end);
    }

    function prove(bytes32[] memory level, uint256 index) private pure returns (IDisputeGame.LeafProof memory proof) {
        proof.leaf = level[index];
        uint256 depth = 0;
        while (1 << depth < level.length) ++depth;
        proof.siblings = new bytes32[](depth);
        for (uint256 k = 0; k < depth; ++k) {
            proof.siblings[k] = level[index ^ 1];
            bytes32[] memory above = new bytes32[](level.length / 2);
            for (uint256 i = 0; i < above.length; ++i) above[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
            (level, index) = (above, index / 2);
        }
    }
}
