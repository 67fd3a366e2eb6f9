// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Fields of an instruction word
/// @dev Twin of sdk/src/riscv/instruction.ts. Immediates are sign-extended to 32 bits.
library Instruction {
    uint32 internal constant LOAD = 0x03;
    uint32 internal constant MISC_MEM = 0x0f;
    uint32 internal constant OP_IMM = 0x13;
    uint32 internal constant AUIPC = 0x17;
    uint32 internal constant STORE = 0x23;
    uint32 internal constant OP = 0x33;
    uint32 internal constant LUI = 0x37;
    uint32 internal constant BRANCH = 0x63;
    uint32 internal constant JALR = 0x67;
    uint32 internal constant JAL = 0x6f;
    uint32 internal constant SYSTEM = 0x73;

    function opcode(uint32 word) internal pure returns (uint32) {
        return word & 0x7f;
    }

    function rd(uint32 word) internal pure returns (uint32) {
        return (word >> 7) & 31;
    }

    function funct3(uint32 word) internal pure returns (uint32) {
        return (word >> 12) & 7;
    }

    function rs1(uint32 word) internal pure returns (uint32) {
        return (word >> 15) & 31;
    }

    function rs2(uint32 word) internal pure returns (uint32) {
        return (word >> 20) & 31;
    }

    function funct7(uint32 word) internal pure returns (uint32) {
        return word >> 25;
    }

    function immI(uint32 word) internal pure returns (uint32) {
        return uint32(int32(word) >> 20);
    }

    function immS(uint32 word) internal pure returns (uint32) {
        return (uint32(int32(word) >> 25) << 5) | rd(word);
    }

    function immB(uint32 word) internal pure returns (uint32) {
        return
            (uint32(int32(word) >> 31) << 12) | ((word << 4) & 0x800) | ((word >> 20) & 0x7e0) | ((word >> 7) & 0x1e);
    }

    function immU(uint32 word) internal pure returns (uint32) {
        return word & 0xfffff000;
    }

    function immJ(uint32 word) internal pure returns (uint32) {
        return (uint32(int32(word) >> 31) << 20) | (word & 0xff000) | ((word >> 9) & 0x800) | ((word >> 20) & 0x7fe);
    }
}
