// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Instruction} from "./Instruction.sol";

/// @title Environment: MISC-MEM, SYSTEM
/// @dev Twin of sdk/src/riscv/system.ts.
library System {
    using Instruction for uint32;

    /// @dev Value of a7 that makes an `ecall` exit.
    uint32 internal constant EXIT = 93;

    /// @notice fence: there is one hart, so it orders nothing.
    function fence(uint32 word) internal pure returns (bool legal) {
        return word.funct3() == 0;
    }

    /// @notice ecall: exits or faults; every other word of the opcode faults.
    function exits(uint32 word, uint32 a7) internal pure returns (bool) {
        return word == Instruction.SYSTEM && a7 == EXIT;
    }
}
