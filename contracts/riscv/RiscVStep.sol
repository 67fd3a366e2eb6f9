// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiscVStep} from "./interfaces/IRiscVStep.sol";
import {IStepper} from "./interfaces/IStepper.sol";
import {Access} from "./Access.sol";
import {Control} from "./Control.sol";
import {Instruction} from "./Instruction.sol";
import {Integer} from "./Integer.sol";
import {MachineState} from "./MachineState.sol";
import {Multiply} from "./Multiply.sol";
import {PackedState} from "./PackedState.sol";
import {SparsePath} from "./SparsePath.sol";
import {System} from "./System.sol";
import {ZeroSubtrees} from "./ZeroSubtrees.sol";

/// @title RiscVStep
/// @notice Executes one instruction of the machine that IRiscVStep describes.
/// @dev Twin of sdk/src/riscv/step.ts.
contract RiscVStep is IRiscVStep {
    using Instruction for uint32;
    using PackedState for bytes;

    uint32 private constant TEXT_LIMIT = 2 ** 20;
    uint256 private constant TEXT_DEPTH = 15;
    uint256 private constant MEMORY_DEPTH = 27;

    /// @inheritdoc IStepper
    function step(bytes32 textRoot, bytes32 preState, bytes calldata witness) external pure returns (bytes32) {
        if (witness.length < PackedState.LENGTH) revert WrongLength(PackedState.LENGTH, witness.length);
        bytes memory state = witness[:PackedState.LENGTH];
        bytes32 given = keccak256(state);
        // INVARIANT: the step starts from the state in dispute.
        if (given != preState) revert WrongState(preState, given);

        if (state.status() != MachineState.RUNNING) {
            finish(witness, PackedState.LENGTH);
            return preState;
        }
        uint32 pc = state.pc();
        if (pc >= TEXT_LIMIT || pc & 3 != 0) {
            finish(witness, PackedState.LENGTH);
            return halt(state, MachineState.FAULTED);
        }
        uint256 zeros = ZeroSubtrees.load();
        (bytes32 leaf, bytes32 root, uint256 end) = read(witness, PackedState.LENGTH, 2, pc >> 5, TEXT_DEPTH, zeros);
        // INVARIANT: the instruction is the program's.
        if (root != textRoot) revert WrongText(textRoot, root);
        return execute(state, pc, Access.wordAt(leaf, pc), witness, end, zeros);
    }

    /// @dev Executes one instruction word. `end` is how much of the witness has been read.
    function execute(
        bytes memory state,
        uint32 pc,
        uint32 word,
        bytes calldata witness,
        uint256 end,
        uint256 zeros
    ) private pure returns (bytes32) {
        uint32 opcode = word.opcode();
        uint32 a = state.register(word.rs1());
        uint32 b = state.register(word.rs2());
        if (opcode == Instruction.LOAD) return load(state, pc, word, a, witness, end, zeros);
        if (opcode == Instruction.STORE) return store(state, pc, word, a, b, witness, end, zeros);

        // INVARIANT: there is one witness for a step: nothing in it is left unread.
        finish(witness, end);
        if (opcode == Instruction.SYSTEM) {
            return halt(state, System.exits(word, state.register(17)) ? MachineState.EXITED : MachineState.FAULTED);
        }
        if (opcode == Instruction.MISC_MEM) return proceed(state, System.fence(word), 0, 0, next(pc));
        if (opcode == Instruction.BRANCH) {
            (bool legal, uint32 target) = Control.branch(word, pc, a, b);
            return proceed(state, legal, 0, 0, target);
        }
        if (opcode == Instruction.JAL) {
            (bool legal, uint32 target) = Control.jal(word, pc);
            return proceed(state, legal, word.rd(), next(pc), target);
        }
        if (opcode == Instruction.JALR) {
            (bool legal, uint32 target) = Control.jalr(word, a);
            return proceed(state, legal, word.rd(), next(pc), target);
        }
        {
            (bool legal, uint32 value) = compute(word, pc, a, b);
            return proceed(state, legal, word.rd(), value, next(pc));
        }
    }

    /// @dev Value of an instruction that does nothing but write a register.
    function compute(uint32 word, uint32 pc, uint32 a, uint32 b) private pure returns (bool legal, uint32 value) {
        uint32 opcode = word.opcode();
        if (opcode == Instruction.OP) {
            return word.funct7() == 1 ? (true, Multiply.register(word, a, b)) : Integer.register(word, a, b);
        }
        if (opcode == Instruction.OP_IMM) return Integer.immediate(word, a);
        if (opcode == Instruction.LUI) return (true, word.immU());
        if (opcode == Instruction.AUIPC) {
            unchecked {
                return (true, pc + word.immU());
            }
        }
        return (false, 0);
    }

    function load(
        bytes memory state,
        uint32 pc,
        uint32 word,
        uint32 a,
        bytes calldata witness,
        uint256 end,
        uint256 zeros
    ) private pure returns (bytes32) {
        (bool legal, uint32 target) = Access.loadAddress(word, a);
        uint32 value;
        if (legal) {
            bytes32 leaf;
            bytes32 root;
            (leaf, root, end) = read(witness, end, 4, target >> 5, MEMORY_DEPTH, zeros);
            // INVARIANT: what is loaded is in the memory.
            if (root != state.memRoot()) revert WrongMemory(state.memRoot(), root);
            value = Access.load(word, leaf, target);
        }
        finish(witness, end);
        return proceed(state, legal, word.rd(), value, next(pc));
    }

    function store(
        bytes memory state,
        uint32 pc,
        uint32 word,
        uint32 a,
        uint32 b,
        bytes calldata witness,
        uint256 end,
        uint256 zeros
    ) private pure returns (bytes32) {
        (bool legal, uint32 target) = Access.storeAddress(word, a);
        if (legal) {
            uint256 mask;
            bytes32 leaf;
            uint256 siblings;
            (mask, leaf, siblings, end) = path(witness, end, 4, target >> 5, MEMORY_DEPTH);
            bytes32 stored = Access.store(word, leaf, target, b);
            (bytes32 root, bytes32 newRoot) = SparsePath.foldPairAt(
                leaf,
                stored,
                target >> 5,
                MEMORY_DEPTH,
                mask,
                siblings,
                zeros
            );
            // INVARIANT: the new memory differs from the old in the bytes stored and in nothing else.
            if (root != state.memRoot()) revert WrongMemory(state.memRoot(), root);
            state.setMemRoot(newRoot);
        }
        finish(witness, end);
        return proceed(state, legal, 0, 0, next(pc));
    }

    /// @dev Reads a mask, a leaf and its siblings from `start` on, and follows them to a root.
    function read(
        bytes calldata witness,
        uint256 start,
        uint256 maskLength,
        uint256 index,
        uint256 depth,
        uint256 zeros
    ) private pure returns (bytes32 leaf, bytes32 root, uint256 end) {
        uint256 mask;
        uint256 siblings;
        (mask, leaf, siblings, end) = path(witness, start, maskLength, index, depth);
        root = SparsePath.foldAt(leaf, index, depth, mask, siblings, zeros);
    }

    /// @dev Reads a mask and a leaf, and finds where in the calldata the siblings are and where in the witness they end.
    function path(
        bytes calldata witness,
        uint256 start,
        uint256 maskLength,
        uint256 index,
        uint256 depth
    ) private pure returns (uint256 mask, bytes32 leaf, uint256 siblings, uint256 end) {
        unchecked {
            end = start + maskLength + 32;
            if (witness.length < end) revert WrongLength(end, witness.length);
            mask = uint256(bytes32(witness[start:])) >> (256 - 8 * maskLength);
            leaf = bytes32(witness[start + maskLength:]);
            SparsePath.check(0, index, depth, mask);
            assembly ("memory-safe") {
                siblings := add(witness.offset, end)
            }
            end += 32 * SparsePath.count(mask);
            if (witness.length < end) revert WrongLength(end, witness.length);
        }
    }

    /// @dev Reverts unless the witness ends here.
    function finish(bytes calldata witness, uint256 end) private pure {
        if (witness.length != end) revert WrongLength(end, witness.length);
    }

    function next(uint32 pc) private pure returns (uint32) {
        unchecked {
            return pc + 4;
        }
    }

    /// @dev The state after an instruction, or the fault if it is not legal.
    function proceed(
        bytes memory state,
        bool legal,
        uint32 rd,
        uint32 value,
        uint32 target
    ) private pure returns (bytes32) {
        if (!legal) return halt(state, MachineState.FAULTED);
        state.setRegister(rd, value);
        state.setPc(target);
        return keccak256(state);
    }

    /// @dev The state with a new status, everything else as it is.
    function halt(bytes memory state, uint8 status) private pure returns (bytes32) {
        state.setStatus(status);
        return keccak256(state);
    }
}
