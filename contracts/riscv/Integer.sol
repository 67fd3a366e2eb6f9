// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Instruction} from "./Instruction.sol";

/// @title Integer computation: OP, OP-IMM
/// @dev Twin of sdk/src/riscv/integer.ts.
library Integer {
    using Instruction for uint32;

    /// @notice add, sub, sll, slt, sltu, xor, srl, sra, or, and
    function register(uint32 word, uint32 a, uint32 b) internal pure returns (bool legal, uint32 value) {
        bool alternative = word.funct7() == 0x20;
        if (alternative && word.funct3() != 0 && word.funct3() != 5) return (false, 0);
        if (!alternative && word.funct7() != 0) return (false, 0);
        return (true, compute(word.funct3(), alternative, a, b));
    }

    /// @notice addi, slli, slti, sltiu, xori, srli, srai, ori, andi
    function immediate(uint32 word, uint32 a) internal pure returns (bool legal, uint32 value) {
        bool alternative = false;
        if (word.funct3() == 1 && word.funct7() != 0) return (false, 0);
        if (word.funct3() == 5) {
            alternative = word.funct7() == 0x20;
            if (!alternative && word.funct7() != 0) return (false, 0);
        }
        return (true, compute(word.funct3(), alternative, a, word.immI()));
    }

    function compute(uint32 funct3, bool alternative, uint32 a, uint32 b) private pure returns (uint32) {
        unchecked {
            if (funct3 == 0) return alternative ? a - b : a + b;
            if (funct3 == 1) return a << (b & 31);
            if (funct3 == 2) return int32(a) < int32(b) ? 1 : 0;
            if (funct3 == 3) return a < b ? 1 : 0;
            if (funct3 == 4) return a ^ b;
            if (funct3 == 5) return alternative ? uint32(int32(a) >> (b & 31)) : a >> (b & 31);
            if (funct3 == 6) return a | b;
            return a & b;
        }
    }
}
