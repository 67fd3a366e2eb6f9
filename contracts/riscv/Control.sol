// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Instruction} from "./Instruction.sol";

/// @title Control transfer: JAL, JALR, BRANCH
/// @dev Twin of sdk/src/riscv/control.ts. A target that is not a multiple of 4 makes the jump itself fault.
library Control {
    using Instruction for uint32;

    function jal(uint32 word, uint32 pc) internal pure returns (bool legal, uint32 target) {
        unchecked {
            target = pc + word.immJ();
        }
        return (target & 3 == 0, target);
    }

    function jalr(uint32 word, uint32 a) internal pure returns (bool legal, uint32 target) {
        unchecked {
            target = (a + word.immI()) & ~uint32(1);
        }
        return (word.funct3() == 0 && target & 3 == 0, target);
    }

    /// @notice beq, bne, blt, bge, bltu, bgeu
    function branch(uint32 word, uint32 pc, uint32 a, uint32 b) internal pure returns (bool legal, uint32 target) {
        uint32 funct3 = word.funct3();
        if (funct3 == 2 || funct3 == 3) return (false, 0);
        bool holds;
        if (funct3 < 4) holds = a == b;
        else if (funct3 < 6) holds = int32(a) < int32(b);
        else holds = a < b;
        // Odd numbers are the opposite condition.
        bool taken = holds != (funct3 & 1 == 1);
        unchecked {
            target = taken ? pc + word.immB() : pc + 4;
        }
        return (target & 3 == 0, target);
    }
}
