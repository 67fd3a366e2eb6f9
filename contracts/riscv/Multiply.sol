// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Instruction} from "./Instruction.sol";

/// @title Multiplication and division: the M extension
/// @dev Twin of sdk/src/riscv/multiply.ts. Division never traps: by zero it gives all ones, and the dividend as the
/// remainder; the most negative number by -1 gives itself, and remainder 0.
library Multiply {
    using Instruction for uint32;

    /// @notice mul, mulh, mulhsu, mulhu, div, divu, rem, remu
    function register(uint32 word, uint32 a, uint32 b) internal pure returns (uint32) {
        uint32 funct3 = word.funct3();
        unchecked {
            if (funct3 == 0) return a * b;
            if (funct3 == 1) return uint32(uint64((int64(int32(a)) * int64(int32(b))) >> 32));
            if (funct3 == 2) return uint32(uint64((int64(int32(a)) * int64(uint64(b))) >> 32));
            if (funct3 == 3) return uint32((uint64(a) * uint64(b)) >> 32);
            if (funct3 == 4) return b == 0 ? type(uint32).max : uint32(int32(int64(int32(a)) / int64(int32(b))));
            if (funct3 == 5) return b == 0 ? type(uint32).max : a / b;
            if (funct3 == 6) return b == 0 ? a : uint32(int32(int64(int32(a)) % int64(int32(b))));
            return b == 0 ? a : a % b;
        }
    }
}
