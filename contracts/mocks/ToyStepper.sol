// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MachineState} from "../riscv/MachineState.sol";
import {IStepper} from "../riscv/interfaces/IStepper.sol";

/// @title A machine whose whole trace can be written down
/// @notice For tests of the game. A state is a RISC-V machine's, but every instruction does the same: it counts in x5.
/// When the count reaches `exitAfter` the node ends. Every state of the trace is a formula of the node's number and the
/// instruction's, so games over 2^40 instructions cost nothing to set up.
contract ToyStepper is IStepper {
    /// @param seed Makes the arenas of two programs differ.
    /// @param finalArena Arena root in which the last node exits.
    /// @param exitAfter Number of instructions that a node takes, not zero.
    /// @param lastNode Number of the last node.
    /// @param faultNode Number of a node that faults instead of exiting.
    /// @param endlessNode Number of a node that never ends.
    struct Program {
        bytes32 seed;
        bytes32 finalArena;
        uint32 exitAfter;
        uint64 lastNode;
        uint64 faultNode;
        uint64 endlessNode;
    }

    struct State {
        bytes32 dataRoot;
        bytes32 arenaRoot;
        bytes32 weightsRoot;
        uint32 pc;
        uint8 status;
        bytes registers;
    }

    uint256 private constant COUNT_OFFSET = 4 * (5 - 1);
    uint256 private constant NODE_OFFSET = 4 * (10 - 1);

    /// @notice The witness is not of this program.
    error WrongProgram(bytes32 expected, bytes32 actual);

    /// @notice The witness is not of this state.
    error WrongState(bytes32 expected, bytes32 actual);

    /// @inheritdoc IStepper
    function step(bytes32 textRoot, bytes32 preState, bytes calldata witness) external view override returns (bytes32) {
        (Program memory program, State memory state) = abi.decode(witness, (Program, State));
        bytes32 programHash = keccak256(abi.encode(program));
        if (programHash != textRoot) revert WrongProgram(textRoot, programHash);
        bytes32 stateHash = this.hash(state);
        if (stateHash != preState) revert WrongState(preState, stateHash);
        return this.hash(execute(program, state));
    }

    /// @notice Hash of a state.
    function hash(State calldata state) external pure returns (bytes32) {
        bytes32 memRoot = MachineState.memRoot(state.dataRoot, state.arenaRoot, state.weightsRoot);
        return MachineState.hash(memRoot, state.pc, state.status, state.registers);
    }

    /// @notice The state after one instruction.
    function execute(Program memory program, State memory state) public pure returns (State memory) {
        if (state.status != MachineState.RUNNING) return state;
        uint32 count = read(state.registers, COUNT_OFFSET) + 1;
        uint32 node = read(state.registers, NODE_OFFSET);
        write(state.registers, COUNT_OFFSET, count);
        unchecked {
            state.pc += 4;
        }
        if (count == program.exitAfter && node != program.endlessNode) {
            bool faults = node == program.faultNode;
            state.status = faults ? MachineState.FAULTED : MachineState.EXITED;
            if (!faults) state.arenaRoot = arenaAfter(program, node);
        }
        return state;
    }

    /// @notice Arena root in which a node exits.
    function arenaAfter(Program memory program, uint256 node) public pure returns (bytes32) {
        return node == program.lastNode ? program.finalArena : keccak256(abi.encode(program.seed, node));
    }

    function read(bytes memory registers, uint256 offset) private pure returns (uint32 value) {
        for (uint256 i = 0; i < 4; ++i) value = (value << 8) | uint8(registers[offset + i]);
    }

    function write(bytes memory registers, uint256 offset, uint32 value) private pure {
        for (uint256 i = 0; i < 4; ++i) registers[offset + i] = bytes1(uint8(value >> (24 - 8 * i)));
    }
}
