// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyStepper} from "../../contracts/mocks/ToyStepper.sol";
import {OpML} from "../../contracts/opml/OpML.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {GameId, Machine, Parameters, Result, Task, TaskId} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {MerkleBytes} from "../../contracts/opml/lib/MerkleBytes.sol";
import {Position} from "../../contracts/opml/types/Position.sol";
import {HonestTrace, ITrace, LyingTrace} from "./Traces.sol";
import {vm} from "./Vm.sol";

/// @dev Library functions that read calldata, for tests that hold memory.
contract Roots {
    function ofBytes(bytes calldata data) external pure returns (bytes32) {
        return MerkleBytes.root(data);
    }

    function finalArena(
        Task calldata task,
        Result calldata result,
        IDisputeGame.Opening calldata opening
    ) external pure returns (bytes32) {
        if (!result.fault) {
            return
                Arena.finalRoot(
                    task.inputRoot,
                    task.inputLength,
                    result.root,
                    result.length,
                    opening.mask,
                    opening.siblings
                );
        }
        if (opening.arenaRoot == Arena.FAULT) return Arena.FAULT;
        return Arena.rootOfHeader(opening.header, opening.mask, opening.siblings);
    }
}

/// @dev A court with a toy machine, and players that play from a trace. The test is the client of all tasks.
abstract contract CourtTest {
    uint256 internal constant WINDOW = 1000;
    uint256 internal constant CLOCK = 300;
    uint256 internal constant DELAY = 500;
    uint256 internal constant BURN_BPS = 2500;
    uint256 internal constant CLAIM_BOND = 1 ether;
    uint256 internal constant CHALLENGE_BOND = 0.5 ether;

    uint64 internal constant NEVER = type(uint64).max;

    address internal constant OPERATOR = address(0x0E);
    address internal constant CHALLENGER = address(0xC0);
    address internal constant STRANGER = address(0x57);

    ToyStepper internal immutable STEPPER = new ToyStepper();
    Roots internal immutable ROOTS = new Roots();

    OpML internal court;

    /// @dev The roots that a commitment commits to: what a player reads from the events.
    mapping(bytes32 commitment => bytes32[] leaves) private _leaves;
    mapping(GameId gameId => uint256 node) private _nodes;
    mapping(TaskId taskId => bytes32 resultHash) internal claimedHash;

    struct Scenario {
        Task task;
        ITrace truth;
    }

    function setUp() public virtual {
        court = new OpML(parameters());
        vm.warp(1_000_000);
        for (uint160 i = 0; i < 3; ++i) vm.deal([OPERATOR, CHALLENGER, STRANGER][i], 1000 ether);
        vm.prank(OPERATOR);
        court.deposit{value: 100 * CLAIM_BOND}(address(this));
    }

    function parameters() internal view returns (Parameters memory) {
        return
            Parameters({
                challengeWindow: uint32(WINDOW),
                clockBudget: uint32(CLOCK),
                withdrawalDelay: uint32(DELAY),
                burnBps: uint16(BURN_BPS),
                claimBond: uint96(CLAIM_BOND),
                challengeBond: uint96(CHALLENGE_BOND),
                stepper: STEPPER
            });
    }

    // Scenarios.

    function scenario(uint8 logNodes, uint8 logSteps) internal returns (Scenario memory) {
        return scenario(logNodes, logSteps, "what is 2 + 2?", "4", NEVER, NEVER);
    }

    function scenario(
        uint8 logNodes,
        uint8 logSteps,
        bytes memory input,
        bytes memory output,
        uint64 faultNode,
        uint64 endlessNode
    ) internal returns (Scenario memory s) {
        s.task.client = address(this);
        s.task.inputRoot = ROOTS.ofBytes(input);
        s.task.inputLength = uint32(input.length);
        s.task.context = keccak256("context");
        ToyStepper.Program memory program;
        program.seed = keccak256(abi.encode(logNodes, logSteps));
        program.exitAfter = uint32(((uint256(1) << (logSteps > 31 ? 31 : logSteps)) * 3) / 4);
        if (program.exitAfter == 0) program.exitAfter = 1;
        program.lastNode = uint64((1 << logNodes) - 1);
        program.faultNode = faultNode;
        program.endlessNode = endlessNode;
        bool fails = faultNode != NEVER || endlessNode != NEVER;
        Result memory result = fails ? Result(0, 0, true) : outputOf(output);
        IDisputeGame.Opening memory opening = openingOf(fails);
        program.finalArena = fails ? bytes32(uint256(1)) : ROOTS.finalArena(s.task, result, opening);
        Machine memory machine = Machine({
            textRoot: keccak256(abi.encode(program)),
            dataRoot: keccak256("data"),
            weightsRoot: keccak256("weights"),
            entry: 64,
            logNodes: logNodes,
            logSteps: logSteps
        });
        s.task.machine = keccak256(abi.encode(machine));
        bytes32 initial = Arena.initialRoot(s.task.inputRoot, s.task.inputLength);
        s.truth = new HonestTrace(STEPPER, program, machine, initial, result, opening);
    }

    /// @dev A trace that leaves the truth after instruction `fromCount` of node `fromNode - 1`.
    function lie(
        Scenario memory s,
        uint256 fromNode,
        uint256 fromCount,
        Result memory result
    ) internal returns (ITrace) {
        IDisputeGame.Opening memory opening = openingOf(result.fault);
        return new LyingTrace(s.truth, fromNode, fromCount, ROOTS.finalArena(s.task, result, opening), result, opening);
    }

    function outputOf(bytes memory output) internal view returns (Result memory) {
        return Result(ROOTS.ofBytes(output), uint32(output.length), false);
    }

    function openingOf(bool fault) internal pure returns (IDisputeGame.Opening memory opening) {
        if (fault) {
            opening.arenaRoot = Arena.FAULT;
        } else {
            opening.mask = 5;
            opening.siblings = new bytes32[](2);
            opening.siblings[0] = keccak256("working memory");
            opening.siblings[1] = keccak256("more of it");
        }
    }

    // Tasks and claims.

    function claimed(Scenario memory s, ITrace trace) internal returns (TaskId taskId) {
        taskId = court.submit(s.task);
        court.claim(taskId, s.task, 0, trace.result(), OPERATOR);
        claimedHash[taskId] = keccak256(abi.encode(trace.result()));
    }

    function challenged(TaskId taskId, address by) internal returns (GameId) {
        bytes32 commitment = court.commitmentOf(taskId);
        vm.prank(by);
        return court.challenge{value: CHALLENGE_BOND}(taskId, commitment);
    }

    // Players.

    /// @dev Plays to the end; returns how it ended.
    function play(
        Scenario memory s,
        GameId gameId,
        ITrace defender,
        ITrace challenger
    ) internal returns (IDisputeGame.Stage stage) {
        for (;;) {
            stage = court.gameOf(gameId).stage;
            if (stage > IDisputeGame.Stage.Step) return stage;
            if (stage == IDisputeGame.Stage.Select) moveChallenger(gameId, challenger);
            else moveDefender(s, gameId, defender);
        }
    }

    /// @dev Plays until the game is in `stage`; false if it ended before.
    function playUntil(
        Scenario memory s,
        GameId gameId,
        ITrace defender,
        ITrace challenger,
        IDisputeGame.Stage stage
    ) internal returns (bool reached) {
        for (;;) {
            IDisputeGame.Stage now_ = court.gameOf(gameId).stage;
            if (now_ == stage) return true;
            if (now_ > IDisputeGame.Stage.Step) return false;
            if (now_ == IDisputeGame.Stage.Select) moveChallenger(gameId, challenger);
            else moveDefender(s, gameId, defender);
        }
    }

    function moveDefender(Scenario memory s, GameId gameId, ITrace trace) internal {
        IDisputeGame.Game memory game = court.gameOf(gameId);
        bytes32 resultHash = claimedHash[game.taskId];
        if (game.stage == IDisputeGame.Stage.Open) {
            bytes32 end = ROOTS.finalArena(s.task, trace.result(), trace.opening());
            remember(trace.arenaRoot(0), end);
            Machine memory machine = trace.machine();
            Result memory result = trace.result();
            IDisputeGame.Opening memory opening = trace.opening();
            vm.prank(OPERATOR);
            court.open(gameId, s.task, machine, result, opening);
        } else if (game.stage == IDisputeGame.Stage.Bisect) {
            bytes32[] memory roots = rootsOf(gameId, trace, game.position);
            vm.prank(OPERATOR);
            court.bisect(gameId, game.position, roots);
            remember(court.gameOf(gameId).commitment, roots);
        } else if (game.stage == IDisputeGame.Stage.EnterNode) {
            uint256 node = game.position.index();
            _nodes[gameId] = node;
            Machine memory machine = trace.machine();
            IDisputeGame.FinalState memory final_;
            if (trace.arenaRoot(node) != Arena.FAULT) {
                final_ = trace.finalState(node);
                remember(trace.stateHash(node, 0), trace.stateHash(node, 1 << machine.logSteps));
            }
            (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = bounds(gameId);
            vm.prank(OPERATOR);
            court.enterNode(gameId, s.task, machine, resultHash, start, end, final_);
        } else {
            moveStep(s, gameId, trace, OPERATOR);
        }
    }

    function moveStep(Scenario memory s, GameId gameId, ITrace trace, address by) internal {
        bytes memory witness = trace.witness(_nodes[gameId], court.gameOf(gameId).position.index());
        bytes32 resultHash = claimedHash[court.gameOf(gameId).taskId];
        (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) = bounds(gameId);
        Machine memory machine = trace.machine();
        vm.prank(by);
        court.step(gameId, s.task, machine, resultHash, start, end, witness);
    }

    function moveChallenger(GameId gameId, ITrace trace) internal {
        IDisputeGame.Game memory game = court.gameOf(gameId);
        bytes32[] memory mine = rootsOf(gameId, trace, game.position);
        bytes32[] storage theirs = _leaves[game.commitment];
        uint8 segment = 0;
        while (segment < mine.length && mine[segment] == theirs[segment]) ++segment;
        vm.prank(game.challenger);
        court.select(gameId, game.position, game.commitment, segment);
    }

    /// @dev The roots that cut the range, as `trace` has them.
    function rootsOf(GameId gameId, ITrace trace, Position position) internal view returns (bytes32[] memory roots) {
        uint256 bits = position.roundBits();
        uint256 length = 1 << (position.bitsLeft() - bits);
        uint256 first = position.index() << position.bitsLeft();
        roots = new bytes32[]((1 << bits) - 1);
        for (uint256 k = 0; k < roots.length; ++k) {
            uint256 at_ = first + (k + 1) * length;
            roots[k] = position.inSteps() ? trace.stateHash(_nodes[gameId], at_) : trace.arenaRoot(at_);
        }
    }

    /// @dev Proofs of the two bounds of a game's range.
    function bounds(
        GameId gameId
    ) internal view returns (IDisputeGame.LeafProof memory start, IDisputeGame.LeafProof memory end) {
        IDisputeGame.Game memory game = court.gameOf(gameId);
        start = prove(_leaves[game.start], game.startIndex);
        end = prove(_leaves[game.end], game.endIndex);
    }

    function remember(bytes32 start, bytes32 end) private {
        bytes32[] storage leaves = _leaves[keccak256(abi.encode(start, end))];
        if (leaves.length > 0) return;
        leaves.push(start);
        leaves.push(end);
    }

    function remember(bytes32 commitment, bytes32[] memory roots) private {
        bytes32[] storage leaves = _leaves[commitment];
        if (leaves.length > 0) return;
        for (uint256 i = 0; i < roots.length; ++i) leaves.push(roots[i]);
        leaves.push(0);
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
