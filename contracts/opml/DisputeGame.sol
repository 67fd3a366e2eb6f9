// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MachineState} from "../riscv/MachineState.sol";
import {IStepper} from "../riscv/interfaces/IStepper.sol";
import {StakeLedger} from "./StakeLedger.sol";
import {IDisputeGame} from "./interfaces/IDisputeGame.sol";
import {IInputLoader} from "./interfaces/IInputLoader.sol";
import {GameId, Machine, Result, Task, TaskId} from "./interfaces/OpMLTypes.sol";
import {Arena} from "./lib/Arena.sol";
import {Bisection} from "./lib/Bisection.sol";
import {MerkleBytes} from "./lib/MerkleBytes.sol";
import {Bound, toBound} from "./types/Bound.sol";
import {Side, startClock} from "./types/Clock.sol";
import {GameState, newGameState} from "./types/GameState.sol";
import {Position, allLeaves, allNodes, allSteps} from "./types/Position.sol";

/// @title The moves of the dispute game
/// @dev A game keeps the challenger, one word of state, and the roots of three trees. Each bound of the disputed range is
/// a leaf of one of them; a bisection goes into a tree that holds neither bound, and `select` only moves the bounds
/// within that word. What a game is about, the claim, is known to `OpML`; see the hooks at the end.
abstract contract DisputeGame is IDisputeGame, StakeLedger {
    struct StoredGame {
        address challenger;
        GameState state;
        bytes32[3] trees;
    }

    uint256 private constant MAX_LOG_NODES = 32;
    uint256 private constant MAX_LOG_STEPS = 40;

    /// @inheritdoc IDisputeGame
    uint256 public immutable override challengeBond;
    /// @inheritdoc IDisputeGame
    uint256 public immutable override clockBudget;
    /// @inheritdoc IDisputeGame
    IStepper public immutable override stepper;
    /// @inheritdoc IDisputeGame
    IInputLoader public immutable override loader;

    /// @inheritdoc IDisputeGame
    uint256 public override gameCount;
    mapping(GameId gameId => StoredGame) private _games;

    constructor(uint256 challengeBond_, uint256 clockBudget_, IStepper stepper_, IInputLoader loader_) {
        challengeBond = challengeBond_;
        clockBudget = clockBudget_;
        stepper = stepper_;
        loader = loader_;
    }

    /// @inheritdoc IDisputeGame
    function challenge(TaskId taskId, bytes32 commitment) external payable override returns (GameId gameId) {
        // INVARIANT: a live game holds exactly one bond.
        if (msg.value != challengeBond) revert WrongBond(challengeBond, msg.value);
        uint16 attempt = _admitGame(taskId, commitment);
        gameId = GameId.wrap(++gameCount);
        StoredGame storage game = _games[gameId];
        game.challenger = msg.sender;
        game.state = newGameState(taskId, attempt, startClock(clockBudget));
        emit Challenged(gameId, taskId, msg.sender, commitment);
    }

    /// @inheritdoc IDisputeGame
    function open(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        Result calldata result,
        Opening calldata opening
    ) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.Open, Side.Defender);
        _requireDefender(_requireStanding(gameId, state));
        _requirePreimages(state.taskId(), task, machine, keccak256(abi.encode(result)));
        // INVARIANT: positions hold no more; a claim about a larger machine cannot be defended.
        if (machine.logNodes > MAX_LOG_NODES || machine.logSteps > MAX_LOG_STEPS) {
            revert InvalidMachine(machine.logNodes, machine.logSteps);
        }
        bool inBlobs = task.inputForm.inBlobs();
        uint256 inputLength = task.inputForm.length();
        bytes32 inputRoot = inBlobs ? opening.inputRoot : task.input;
        bytes32 start = Arena.initialRoot(inputRoot, inputLength);
        bytes32 end =
            result.fault
                ? _faultRoot(opening)
                : Arena.finalRoot(inputRoot, inputLength, result.root, result.length, opening.mask, opening.siblings);
        Position position = allNodes(machine.logNodes);
        // INVARIANT: an input that the chain cannot read is the challenger's to judge, before anything is built on it.
        Stage next = inBlobs ? Stage.Input : _firstStage(position);
        _startPhase(game, state.withMove(Side.Defender, next, position), 0, start, end);
        emit Opened(gameId, start, end);
    }

    /// @inheritdoc IDisputeGame
    function acceptInput(GameId gameId, bytes32 commitment) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireJudged(gameId, game, state, commitment);
        Position position = state.position();
        game.state = state.withMove(Side.Challenger, _firstStage(position), position);
        emit InputAccepted(gameId);
    }

    /// @inheritdoc IDisputeGame
    function rejectInput(GameId gameId, bytes32 commitment, Task calldata task, bytes32 resultHash) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireJudged(gameId, game, state, commitment);
        _requireClaim(state.taskId(), keccak256(abi.encode(task)), resultHash);
        uint256 inputLength = task.inputForm.length();
        uint256 logLeaves = MerkleBytes.depth(inputLength);
        bytes32 blank = loader.blank(inputLength);
        Stage next = logLeaves > 0 ? Stage.Bisect : Stage.Load;
        // What was the agreed start of the trace is the disputed end of the loading.
        uint256 tree = state.spareTree();
        game.trees[tree] = Bisection.commit(blank, 0);
        game.state = state.withMove(Side.Challenger, next, allLeaves(logLeaves)).withBounds(
            toBound(tree, 1, 0),
            state.start()
        );
        emit InputRejected(gameId, blank);
    }

    /// @inheritdoc IDisputeGame
    function bisect(GameId gameId, Position position, bytes32[] calldata roots) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.Bisect, Side.Defender);
        _requireDefender(_requireStanding(gameId, state));
        _requirePosition(gameId, state, position);
        uint256 expected = (1 << position.roundBits()) - 1;
        // INVARIANT: the range is cut into exactly as many segments as `select` may point at.
        if (roots.length != expected) revert WrongRootCount(expected, roots.length);
        bytes32 commitment = Bisection.commit(roots);
        game.trees[state.spareTree()] = commitment;
        game.state = state.withMove(Side.Defender, Stage.Select, position);
        emit Bisected(gameId, position, commitment, roots);
    }

    /// @inheritdoc IDisputeGame
    function select(GameId gameId, Position position, bytes32 commitment, uint8 segment) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.Select, Side.Challenger);
        _requireChallenger(game);
        _requirePosition(gameId, state, position);
        uint256 tree = state.spareTree();
        bytes32 expected = game.trees[tree];
        // INVARIANT: the selection is among the roots that the challenger has seen.
        if (commitment != expected) revert WrongCommitment(expected, commitment);
        uint256 bits = position.roundBits();
        uint256 segments = 1 << bits;
        // INVARIANT: the range only ever narrows.
        if (segment >= segments) revert SegmentOutOfRange(segments, segment);

        Bound start = segment > 0 ? toBound(tree, bits, segment - 1) : state.start();
        Bound end = segment < segments - 1 ? toBound(tree, bits, segment) : state.end();
        Position narrowed = position.child(segment);
        Stage next =
            narrowed.bitsLeft() > 0
                ? Stage.Bisect
                : narrowed.inNodes()
                    ? Stage.EnterNode
                    : narrowed.inSteps()
                        ? Stage.Step
                        : Stage.Load;
        game.state = state.withMove(Side.Challenger, next, narrowed).withBounds(start, end);
        emit Selected(gameId, commitment, segment);
    }

    /// @inheritdoc IDisputeGame
    function enterNode(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        FinalState calldata finalState
    ) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.EnterNode, Side.Defender);
        address defender = _requireStanding(gameId, state);
        _requirePreimages(state.taskId(), task, machine, resultHash);
        bytes32 startArena = _openBound(game, state.start(), start);
        bytes32 endArena = _openBound(game, state.end(), end);
        if (startArena == Arena.FAULT) {
            // INVARIANT: after FAULT everything is FAULT.
            Stage outcome = endArena == Arena.FAULT ? Stage.DefenderWon : Stage.ChallengerWon;
            _resolve(gameId, state, defender, outcome);
            return;
        }
        _requireDefender(defender);
        // INVARIANT: a node that exits ends in the arena it leaves behind, any other in FAULT.
        bool exited = finalState.status == MachineState.EXITED;
        if (finalState.status > MachineState.FAULTED || endArena != (exited ? finalState.arenaRoot : Arena.FAULT))
            revert InvalidFinalState();

        uint32 node = uint32(state.position().index());
        bytes32 startState = MachineState.initial(
            machine.dataRoot,
            startArena,
            machine.weightsRoot,
            machine.entry,
            node
        );
        bytes32 endState = MachineState.hash(
            MachineState.memRoot(finalState.dataRoot, finalState.arenaRoot, finalState.weightsRoot),
            finalState.pc,
            finalState.status,
            finalState.registers
        );
        Stage next = machine.logSteps > 0 ? Stage.Bisect : Stage.Step;
        GameState entered = state.withMove(Side.Defender, next, allSteps(machine.logSteps));
        _startPhase(game, entered, state.spareTree(), startState, endState);
        emit NodeEntered(gameId, node, startState, endState);
    }

    /// @inheritdoc IDisputeGame
    function step(
        GameId gameId,
        Task calldata task,
        Machine calldata machine,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        bytes calldata witness
    ) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.Step, Side.Defender);
        address defender = _requireStanding(gameId, state);
        _requirePreimages(state.taskId(), task, machine, resultHash);
        bytes32 preState = _openBound(game, state.start(), start);
        bytes32 claimed = _openBound(game, state.end(), end);
        bytes32 postState = stepper.step(machine.textRoot, preState, witness);
        _decide(gameId, state, defender, preState, claimed, postState);
    }

    /// @inheritdoc IDisputeGame
    function loadInput(
        GameId gameId,
        Task calldata task,
        bytes32 resultHash,
        LeafProof calldata start,
        LeafProof calldata end,
        bytes calldata witness
    ) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireTurn(gameId, state, Stage.Load, Side.Defender);
        address defender = _requireStanding(gameId, state);
        _requireClaim(state.taskId(), keccak256(abi.encode(task)), resultHash);
        bytes32 preRoot = _openBound(game, state.start(), start);
        bytes32 claimed = _openBound(game, state.end(), end);
        uint256 leaf = state.position().index();
        bytes32 postRoot = loader.load(task.input, task.inputForm.length(), leaf, preRoot, witness);
        _decide(gameId, state, defender, preRoot, claimed, postRoot);
    }

    /// @inheritdoc IDisputeGame
    function timeout(GameId gameId) external override {
        GameState state = _games[gameId].state;
        _requireUndecided(gameId, state);
        address defender = _requireStanding(gameId, state);
        Side mover = state.mover();
        // INVARIANT: nobody loses by time while its clock has time.
        if (!state.clock().isExpired(mover)) revert ClockNotExpired(gameId, state.clock().expiresAt(mover));
        _resolve(gameId, state, defender, mover == Side.Defender ? Stage.ChallengerWon : Stage.DefenderWon);
    }

    /// @inheritdoc IDisputeGame
    function voidGame(GameId gameId) external override {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        _requireUndecided(gameId, state);
        // INVARIANT: a game ends without a loser only when its claim was refuted elsewhere.
        if (_defenderOf(state.taskId(), state.attempt()) != address(0)) revert ClaimStanding(gameId);
        game.state = state.withStage(Stage.Voided);
        address challenger = game.challenger;
        _credit(challenger, challengeBond);
        emit Resolved(gameId, state.taskId(), Stage.Voided, challenger, 0);
    }

    /// @inheritdoc IDisputeGame
    function gameOf(GameId gameId) external view override returns (Game memory) {
        StoredGame storage game = _games[gameId];
        GameState state = game.state;
        return
            Game({
                challenger: game.challenger,
                taskId: state.taskId(),
                attempt: state.attempt(),
                stage: state.stage(),
                position: state.position(),
                clock: state.clock(),
                commitment: state.stage() == Stage.Select ? game.trees[state.spareTree()] : bytes32(0),
                start: game.trees[state.start().tree()],
                end: game.trees[state.end().tree()],
                startIndex: uint8(state.start().leafIndex()),
                endIndex: uint8(state.end().leafIndex())
            });
    }

    /// @dev Counts a new game against the claim that `commitment` names. Reverts unless it stands and can be challenged.
    /// @return attempt Number of that claim.
    function _admitGame(TaskId taskId, bytes32 commitment) internal virtual returns (uint16 attempt);

    /// @dev The claim has withstood a game.
    function _endGame(TaskId taskId) internal virtual;

    /// @dev The claim is false: it stands no more.
    /// @return bond The bond that was behind it, now nobody's.
    function _refute(TaskId taskId) internal virtual returns (uint256 bond);

    /// @dev Who made claim number `attempt`; zero unless that claim still stands.
    function _defenderOf(TaskId taskId, uint16 attempt) internal view virtual returns (address);

    /// @dev Reverts unless the standing claim on the task is this one.
    function _requireClaim(TaskId taskId, bytes32 taskHash, bytes32 resultHash) internal view virtual;

    /// @dev Commits to the bounds of a whole phase.
    function _startPhase(StoredGame storage game, GameState state, uint256 tree, bytes32 start, bytes32 end) private {
        game.trees[tree] = Bisection.commit(start, end);
        game.state = state.withBounds(toBound(tree, 1, 0), toBound(tree, 1, 1));
    }

    function _decide(
        GameId gameId,
        GameState state,
        address defender,
        bytes32 before,
        bytes32 claimed,
        bytes32 actual
    ) private {
        emit Stepped(gameId, before, claimed, actual);
        // INVARIANT: the machine, or the blob, not a party, says who is right.
        _resolve(gameId, state, defender, actual == claimed ? Stage.DefenderWon : Stage.ChallengerWon);
    }

    function _resolve(GameId gameId, GameState state, address defender, Stage outcome) private {
        StoredGame storage game = _games[gameId];
        game.state = state.withStage(outcome);
        TaskId taskId = state.taskId();
        address challenger = game.challenger;
        if (outcome == Stage.DefenderWon) {
            _endGame(taskId);
            uint256 reward = _forfeit(challenger, challengeBond, defender, 0);
            emit Resolved(gameId, taskId, outcome, defender, reward);
        } else {
            uint256 reward = _forfeit(defender, _refute(taskId), challenger, challengeBond);
            emit Resolved(gameId, taskId, outcome, challenger, reward);
        }
    }

    function _requireTurn(GameId gameId, GameState state, Stage expected, Side mover) private view {
        // INVARIANT: moves come in the order of the stages.
        if (state.stage() != expected) revert WrongStage(gameId, state.stage());
        // INVARIANT: who has run out of time moves no more; only `timeout` is left.
        if (state.clock().isExpired(mover)) revert ClockExpired(gameId);
    }

    /// @dev For the challenger's judgement of the input that the defender has opened with.
    function _requireJudged(GameId gameId, StoredGame storage game, GameState state, bytes32 commitment) private view {
        _requireTurn(gameId, state, Stage.Input, Side.Challenger);
        _requireChallenger(game);
        bytes32 expected = game.trees[state.start().tree()];
        // INVARIANT: what is judged is the input that the challenger has seen.
        if (commitment != expected) revert WrongCommitment(expected, commitment);
    }

    function _requireUndecided(GameId gameId, GameState state) private pure {
        Stage stage = state.stage();
        // INVARIANT: a game is decided once.
        if (stage == Stage.None || stage > Stage.Step) revert WrongStage(gameId, stage);
    }

    /// @dev Reverts unless the claim that the game is about still stands.
    function _requireStanding(GameId gameId, GameState state) private view returns (address defender) {
        defender = _defenderOf(state.taskId(), state.attempt());
        // INVARIANT: a claim is refuted once, and a new claim is not hurt by games against an older one.
        if (defender == address(0)) revert ClaimNotStanding(gameId);
    }

    function _requireDefender(address defender) private view {
        // INVARIANT: nobody but the operator posts a root in the operator's name.
        if (msg.sender != defender) revert NotDefender(msg.sender, defender);
    }

    function _requireChallenger(StoredGame storage game) private view {
        address challenger = game.challenger;
        // INVARIANT: nobody but the challenger accepts or rejects a root in the challenger's name.
        if (msg.sender != challenger) revert NotChallenger(msg.sender, challenger);
    }

    function _requirePosition(GameId gameId, GameState state, Position position) private pure {
        // INVARIANT: a move made for one range is not applied to another.
        if (position != state.position()) revert WrongPosition(gameId, state.position(), position);
    }

    function _requirePreimages(
        TaskId taskId,
        Task calldata task,
        Machine calldata machine,
        bytes32 resultHash
    ) private view {
        _requireClaim(taskId, keccak256(abi.encode(task)), resultHash);
        bytes32 machineHash = keccak256(abi.encode(machine));
        // INVARIANT: the machine that is run is the task's.
        if (machineHash != task.machine) revert WrongMachine(task.machine, machineHash);
    }

    /// @dev The root that a bound stands for.
    function _openBound(StoredGame storage game, Bound bound, LeafProof calldata proof) private view returns (bytes32) {
        return Bisection.open(game.trees[bound.tree()], bound.depth(), bound.leafIndex(), proof);
    }

    /// @dev What the trace's phase begins with.
    function _firstStage(Position position) private pure returns (Stage) {
        return position.bitsLeft() > 0 ? Stage.Bisect : Stage.EnterNode;
    }

    /// @dev The last arena root of a trace without an output.
    function _faultRoot(Opening calldata opening) private pure returns (bytes32 root) {
        root = opening.arenaRoot;
        if (root == Arena.FAULT) return root;
        // INVARIANT: FAULT is claimed of no arena that holds an output.
        if (Arena.isDone(opening.header) || Arena.rootOfHeader(opening.header, opening.mask, opening.siblings) != root)
            revert InvalidOpening();
    }
}
