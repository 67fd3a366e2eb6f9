// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ToyLoader} from "../../contracts/mocks/ToyLoader.sol";
import {ToyStepper} from "../../contracts/mocks/ToyStepper.sol";
import {IDisputeGame} from "../../contracts/opml/interfaces/IDisputeGame.sol";
import {Machine, Result} from "../../contracts/opml/interfaces/OpMLTypes.sol";
import {Arena} from "../../contracts/opml/lib/Arena.sol";
import {MachineState} from "../../contracts/riscv/MachineState.sol";

/// @dev What a player of the game believes about a computation.
interface ITrace {
    function machine() external view returns (Machine memory);
    function result() external view returns (Result memory);
    function opening() external view returns (IDisputeGame.Opening memory);
    /// @dev Before node `node`; `FAULT` after a fault.
    function arenaRoot(uint256 node) external view returns (bytes32);
    /// @dev After `count` instructions of node `node`.
    function stateHash(uint256 node, uint256 count) external view returns (bytes32);
    function finalState(uint256 node) external view returns (IDisputeGame.FinalState memory);
    /// @dev Of instruction number `count`.
    function witness(uint256 node, uint256 count) external view returns (bytes memory);
    /// @dev The first arena when `leaves` leaves of the input are loaded.
    function loadedRoot(uint256 leaves) external view returns (bytes32);
    /// @dev Of any leaf.
    function loadWitness() external view returns (bytes memory);
}

/// @dev The truth about a toy program's trace.
contract HonestTrace is ITrace {
    ToyStepper internal immutable STEPPER;
    ToyLoader internal immutable LOADER;
    ToyStepper.Program internal program;
    Machine internal machine_;
    bytes internal input;
    Result internal result_;
    IDisputeGame.Opening internal opening_;

    constructor(
        ToyStepper stepper,
        ToyLoader loader,
        ToyStepper.Program memory program_,
        Machine memory spec,
        bytes memory input_,
        Result memory answer,
        IDisputeGame.Opening memory proof
    ) {
        STEPPER = stepper;
        LOADER = loader;
        program = program_;
        machine_ = spec;
        input = input_;
        result_ = answer;
        opening_ = proof;
    }

    function machine() external view returns (Machine memory) {
        return machine_;
    }

    function result() external view virtual returns (Result memory) {
        return result_;
    }

    function opening() external view virtual returns (IDisputeGame.Opening memory) {
        return opening_;
    }

    function arenaRoot(uint256 node) public view virtual returns (bytes32) {
        if (node == 0) return loadedRoot(type(uint16).max);
        if (node > firstFailure()) return Arena.FAULT;
        return STEPPER.arenaAfter(program, node - 1);
    }

    function stateHash(uint256 node, uint256 count) public view virtual returns (bytes32) {
        return STEPPER.hash(stateAt(node, count));
    }

    function finalState(uint256 node) external view virtual returns (IDisputeGame.FinalState memory) {
        ToyStepper.State memory s = stateAt(node, 1 << machine_.logSteps);
        return IDisputeGame.FinalState(s.dataRoot, s.arenaRoot, s.weightsRoot, s.pc, s.status, s.registers);
    }

    function witness(uint256 node, uint256 count) external view returns (bytes memory) {
        return abi.encode(program, stateAt(node, count));
    }

    function loadedRoot(uint256 leaves) public view returns (bytes32) {
        return LOADER.loaded(input, leaves);
    }

    function loadWitness() external view returns (bytes memory) {
        return input;
    }

    /// @dev Number of the first node that gives no arena.
    function firstFailure() internal view returns (uint256) {
        if (program.exitAfter > (1 << machine_.logSteps)) return 0;
        return program.faultNode < program.endlessNode ? program.faultNode : program.endlessNode;
    }

    function stateAt(uint256 node, uint256 count) internal view returns (ToyStepper.State memory state) {
        bool ended = count >= program.exitAfter && node != program.endlessNode;
        uint256 taken = ended ? program.exitAfter : count;
        bool faults = ended && node == program.faultNode;
        state.dataRoot = machine_.dataRoot;
        state.arenaRoot = ended && !faults ? STEPPER.arenaAfter(program, node) : arenaRoot(node);
        state.weightsRoot = machine_.weightsRoot;
        state.pc = uint32(machine_.entry + 4 * taken);
        if (ended) state.status = faults ? MachineState.FAULTED : MachineState.EXITED;
        state.registers = abi.encodePacked(
            uint32(0),
            MachineState.STACK_TOP,
            bytes8(0),
            uint32(taken), // x5
            bytes16(0),
            uint32(node), // x10
            new bytes(84)
        );
    }
}

/// @dev Tells another result, and otherwise the truth, but for what its kind overrides.
abstract contract Liar is ITrace {
    ITrace internal immutable TRUTH;
    bytes32 internal immutable FINAL_ARENA;
    Result private _result;
    IDisputeGame.Opening private _opening;

    /// @param finalArena The last arena root that the opening leads to.
    constructor(ITrace truth, bytes32 finalArena, Result memory answer, IDisputeGame.Opening memory proof) {
        TRUTH = truth;
        FINAL_ARENA = finalArena;
        _result = answer;
        _opening = proof;
    }

    function machine() external view returns (Machine memory) {
        return TRUTH.machine();
    }

    function result() external view returns (Result memory) {
        return _result;
    }

    function opening() external view returns (IDisputeGame.Opening memory) {
        return _opening;
    }

    function arenaRoot(uint256 node) public view virtual returns (bytes32) {
        return isLast(node) ? FINAL_ARENA : TRUTH.arenaRoot(node);
    }

    function stateHash(uint256 node, uint256 count) external view virtual returns (bytes32) {
        return TRUTH.stateHash(node, count);
    }

    function finalState(uint256 node) public view virtual returns (IDisputeGame.FinalState memory) {
        return TRUTH.finalState(node);
    }

    function witness(uint256 node, uint256 count) external view returns (bytes memory) {
        return TRUTH.witness(node, count);
    }

    function loadedRoot(uint256 leaves) public view virtual returns (bytes32) {
        return TRUTH.loadedRoot(leaves);
    }

    function loadWitness() external view returns (bytes memory) {
        return TRUTH.loadWitness();
    }

    function isLast(uint256 node) internal view returns (bool) {
        return node == 1 << TRUTH.machine().logNodes;
    }
}

/// @dev The truth up to instruction `fromCount` of node `fromNode - 1`; from there on, something else.
contract LyingTrace is Liar {
    uint256 internal immutable FROM_NODE;
    uint256 internal immutable FROM_COUNT;

    constructor(
        ITrace truth,
        uint256 fromNode,
        uint256 fromCount,
        bytes32 finalArena,
        Result memory answer,
        IDisputeGame.Opening memory proof
    ) Liar(truth, finalArena, answer, proof) {
        FROM_NODE = fromNode;
        FROM_COUNT = fromCount;
    }

    function arenaRoot(uint256 node) public view override returns (bytes32) {
        if (node < FROM_NODE) return TRUTH.arenaRoot(node);
        if (FINAL_ARENA == Arena.FAULT || isLast(node)) return FINAL_ARENA;
        return keccak256(abi.encode("lie", node));
    }

    function stateHash(uint256 node, uint256 count) external view override returns (bytes32) {
        if (node < FROM_NODE - 1 || (node == FROM_NODE - 1 && count <= FROM_COUNT)) return TRUTH.stateHash(node, count);
        if (count < 1 << TRUTH.machine().logSteps) return keccak256(abi.encode("lie", node, count));
        IDisputeGame.FinalState memory s = finalState(node);
        return
            keccak256(
                abi.encodePacked(
                    MachineState.memRoot(s.dataRoot, s.arenaRoot, s.weightsRoot),
                    s.pc,
                    s.status,
                    s.registers
                )
            );
    }

    function finalState(uint256 node) public view override returns (IDisputeGame.FinalState memory state) {
        state = TRUTH.finalState(node);
        if (node < FROM_NODE - 1) return state;
        bytes32 arena = arenaRoot(node + 1);
        state.pc ^= 1;
        state.status = arena == Arena.FAULT ? MachineState.FAULTED : MachineState.EXITED;
        if (arena != Arena.FAULT) state.arenaRoot = arena;
    }
}

/// @dev The truth about another input of the same length; the arenas between the first and the last do not tell of it.
contract InputLyingTrace is Liar {
    ToyLoader internal immutable LOADER;
    bytes internal input;

    constructor(
        ITrace truth,
        ToyLoader loader,
        bytes memory input_,
        bytes32 finalArena,
        Result memory answer,
        IDisputeGame.Opening memory proof
    ) Liar(truth, finalArena, answer, proof) {
        LOADER = loader;
        input = input_;
    }

    function arenaRoot(uint256 node) public view override returns (bytes32) {
        return node == 0 ? loadedRoot(type(uint16).max) : super.arenaRoot(node);
    }

    function loadedRoot(uint256 leaves) public view override returns (bytes32) {
        return LOADER.loaded(input, leaves);
    }
}
