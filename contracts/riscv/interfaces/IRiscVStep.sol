// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IStepper} from "./IStepper.sol";

/// @title One instruction of RV32IM
/// @notice The machine: user-level RV32IM, little-endian, text apart from a 2^32-byte data memory.
///
/// An instruction may *fault*: it is not RV32IM, it is `ebreak` or an `ecall` other than exit (a7 = 93), it loads or
/// stores below 1 MiB or at an address that is not a multiple of the access, it jumps to an address that is not a
/// multiple of 4, or it cannot be fetched because pc is not below 1 MiB or not a multiple of 4. A fault changes the
/// status and nothing else: pc stays at the instruction that faulted. So does the exit: pc stays at the `ecall`. A jump
/// to a multiple of 4 outside the text is taken; the fetch after it faults. A machine that is not running steps to
/// itself.
/// @dev Layout of a witness. Numbers are big-endian; a mask's bit k says that the sibling k levels above the leaf is
/// listed, because it is not the root of an all-zero subtree; siblings are listed from the leaf upwards.
///
///     0    161  packed state: memRoot, pc (4), status (1), x1 to x31 (4 each)
///     then, if the machine runs and the instruction can be fetched:
///     161    2  text mask, below 2^15
///     163   32  text leaf
///     195  32n  text siblings
///     then, if the instruction is a load or a store that does not fault:
///       +    4  memory mask, below 2^27
///       +   32  memory leaf
///       +  32m  memory siblings
///
/// There is exactly one witness for a step: every byte is bound by the state, the text root, or the memory root, and
/// bytes that the step does not need are refused.
interface IRiscVStep is IStepper {
    /// @notice The packed state does not hash to the state the step starts from.
    error WrongState(bytes32 expected, bytes32 given);

    /// @notice The text leaf and its siblings do not lead to the text root.
    error WrongText(bytes32 expected, bytes32 given);

    /// @notice The memory leaf and its siblings do not lead to the memory root.
    error WrongMemory(bytes32 expected, bytes32 given);

    /// @notice The witness of this step is `expected` bytes long, as far as it could be read.
    error WrongLength(uint256 expected, uint256 given);
}
