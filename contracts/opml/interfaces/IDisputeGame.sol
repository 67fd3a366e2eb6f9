// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IStepper} from "../../riscv/interfaces/IStepper.sol";
import {Clock} from "../types/Clock.sol";
import {Position} from "../types/Position.sol";
import {IInputLoader} from "./IInputLoader.sol";
import {GameId, Machine, Result, Task, TaskId} from "./OpMLTypes.sol";

/// @title The dispute game
/// @notice The defender (who posted the claim) carries the burden of every step; the challenger only points. Two
/// phases: over the nodes of the trace, then over the instructions of one node. In each, the defender splits the
/// disputed range into up to `ARITY` segments by posting the roots between them, the challenger selects the first
/// segment whose end it rejects, until one node, and at last one instruction, is left, which the chain executes.
///
///     challenge -> open -> (bisect -> select)* -> enterNode -> (bisect -> select)* -> step -> resolved
///                  any of them left undone until the mover's clock runs out -> timeout -> resolved
///
/// The first state of a trace holds the input. The chain knows the root of an input in calldata; of one in blobs the
/// defender states it when it opens, and the challenger, who has read the blobs, accepts it or not. If not, they dispute the
/// loading of the input, leaf by leaf, as they would the instructions of a node, and nothing else:
///
///     open -> acceptInput -> (bisect -> select)* -> enterNode -> ...
///          -> rejectInput -> (bisect -> select)* -> loadInput -> resolved
///
/// Every move names the state that it answers, so that a re-ordered move cannot be misapplied. All that a player needs is
/// in the events.
interface IDisputeGame {
    enum Stage {
        None,
        Open,
        Input,
        Bisect,
        Select,
        Load,
        EnterNode,
        Step,
        DefenderWon,
        ChallengerWon,
        Voided
    }

    /// @notice Proof that a final arena holds the claimed result (opening of A_(2^n)).
    /// @param inputRoot Of an input in blobs: its Merkle root, as the defender has it. Otherwise ignored.
    /// @param arenaRoot For a FAULT claim: `FAULT`, or the root of a final arena whose header does not say done.
    /// For an output claim: ignored, the chain derives the root.
    /// @param header For a FAULT claim with a real arena: the header leaf.
    /// @param mask Which levels of the path carry a sibling; the others are zero subtrees.
    /// @param siblings The siblings, lowest level first.
    struct Opening {
        bytes32 inputRoot;
        bytes32 arenaRoot;
        bytes32 header;
        uint256 mask;
        bytes32[] siblings;
    }

    /// @notice A bound of the disputed range, opened: a leaf of a tree of committed roots, siblings lowest first. Either
    /// a round's (see `bisect`), or the two bounds of a whole phase: leaf 0 the start, leaf 1 the end.
    struct LeafProof {
        bytes32 leaf;
        bytes32[] siblings;
    }

    /// @notice The machine after the last instruction of a node, taken apart.
    /// @param dataRoot Root of the first quarter of data memory.
    /// @param arenaRoot Root of the arena: what the node leaves behind if it has exited.
    /// @param weightsRoot Root of the upper half of data memory.
    /// @param pc Byte offset into the text.
    /// @param status See `MachineState`: 0 running, 1 exited, 2 faulted.
    /// @param registers x1..x31, big-endian, 124 bytes.
    struct FinalState {
        bytes32 dataRoot;
        bytes32 arenaRoot;
        bytes32 weightsRoot;
        uint32 pc;
        uint8 status;
        bytes registers;
    }

    /// @param taskId The disputed task.
    /// @param attempt Number of the disputed claim among the task's claims, from 1.
    /// @param commitment In stage Select, the commitment of the round to be answered; otherwise zero.
    /// @param start Root of the tree in which the agreed bound of the range is leaf `startIndex`; zero before `open`.
    /// @param end Root of the tree in which the disputed bound is leaf `endIndex`; zero before `open`.
    struct Game {
        address challenger;
        TaskId taskId;
        uint16 attempt;
        Stage stage;
        Position position;
        Clock clock;
        bytes32 commitment;
        bytes32 start;
        bytes32 end;
        uint8 startIndex;
        uint8 endIndex;
    }

    event Challenged(GameId indexed gameId, TaskId indexed taskId, address indexed challenger, bytes32 commitment);
    event Opened(GameId indexed gameId, bytes32 startArenaRoot, bytes32 finalArenaRoot);
    event InputAccepted(GameId indexed gameId);
    event InputRejected(GameId indexed gameId, bytes32 blankArenaRoot);
    event Bisected(GameId indexed gameId, Position position, bytes32 commitment, bytes32[] roots);
    event Selected(GameId indexed gameId, bytes32 commitment, uint8 segment);
    event NodeEntered(GameId indexed gameId, uint32 node, bytes32 startState, bytes32 endState);
    event Stepped(GameId indexed gameId, bytes32 preState, bytes32 claimedPostState, bytes32 postState);
    event Resolved(GameId indexed gameId, TaskId indexed taskId, Stage outcome, address winner, uint256 reward);

    error WrongStage(GameId gameId, Stage stage);
    error NotDefender(address caller, address defender);
    error NotChallenger(address caller, address challenger);
    error ClockExpired(GameId gameId);
    error ClockNotExpired(GameId gameId, uint256 expiresAt);
    error WrongPosition(GameId gameId, Position expected, Position actual);
    error WrongCommitment(bytes32 expected, bytes32 actual);
    error WrongRootCount(uint256 expected, uint256 actual);
    error SegmentOutOfRange(uint256 segments, uint256 segment);
    error WrongBond(uint256 expected, uint256 actual);
    error WindowClosed(TaskId taskId, uint256 closedAt);
    error InvalidOpening();
    error InvalidLeafProof();
    error InvalidFinalState();
    error WrongMachine(bytes32 expected, bytes32 actual);
    error InvalidMachine(uint8 logNodes, uint8 logSteps);
    error ClaimStanding(GameId gameId);
    error ClaimNotStanding(GameId gameId);

    /// @notice Starts a game against the claim that `commitment` names. Send exactly `challengeBond`.
    function challenge(TaskId taskId, bytes32 commitment) external payable returns (GameId gameId);

    /// @notice Defender: reveals the final arena root and proves that it holds the claimed result.
    function open(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        Result calldata result,
        Opening calldata opening
    ) external;

    /// @notice Challenger: agrees that the first arena holds the input that is in the blobs.
    /// @param commitment Of the opened bounds that this answers (`Game.start`).
    function acceptInput(GameId gameId, bytes32 commitment) external;

    /// @notice Challenger: does not, and disputes the loading of the input into the blank arena.
    function rejectInput(GameId gameId, bytes32 commitment, Task calldata task, bytes32 resultHash) external;

    /// @notice Defender: posts the roots that cut the disputed range into equal segments (segments - 1 roots).
    function bisect(GameId gameId, Position position, bytes32[] calldata roots) external;

    /// @notice Challenger: points at the first segment whose end it rejects, from 0.
    /// @param position The range that was bisected.
    /// @param commitment The commitment of the bisection that this answers.
    function select(GameId gameId, Position position, bytes32 commitment, uint8 segment) external;

    /// @notice Defender: reveals the final machine state of the one disputed node. If the agreed start of the node is
    /// FAULT there is nothing to reveal: the game ends at once, for whom the end says, and anyone may do it.
    function enterNode(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        FinalState calldata finalState
    ) external;

    /// @notice Anyone: executes the one disputed instruction and ends the game.
    function step(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        bytes calldata witness
    ) external;

    /// @notice Anyone: loads the one disputed leaf of the input and ends the game.
    function loadInput(
        GameId gameId,
        Task calldata task,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        bytes calldata witness
    ) external;

    /// @notice Anyone: ends a game whose mover's clock ran out; the mover loses.
    function timeout(GameId gameId) external;

    /// @notice Anyone: ends a game whose claim was refuted by another game; the challenger's bond is returned.
    function voidGame(GameId gameId) external;

    function gameOf(GameId gameId) external view returns (Game memory);

    /// @notice Number of games so far; the latest has this id.
    function gameCount() external view returns (uint256);

    /// @notice Wei that a challenger locks.
    function challengeBond() external view returns (uint256);

    /// @notice Seconds that each side has for all its moves of one game together.
    function clockBudget() external view returns (uint256);

    /// @notice Seconds from a claim to its finality or its refutation at the latest, however many games are played
    /// against it, once the loser's `timeout` is called.
    function worstCaseFinality() external view returns (uint256);

    /// @notice Executes one instruction of the machine.
    function stepper() external view returns (IStepper);

    /// @notice Loads one leaf of an input in blobs.
    function loader() external view returns (IInputLoader);
}
