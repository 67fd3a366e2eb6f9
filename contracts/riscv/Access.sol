// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Instruction} from "./Instruction.sol";

/// @title Loads and stores
/// @dev Twin of sdk/src/riscv/access.ts. A leaf holds 32 bytes of memory in order of address; numbers in it are
/// little-endian.
library Access {
    using Instruction for uint32;

    /// @dev Loads and stores below this address fault.
    uint32 internal constant DATA_BASE = 0x00100000;

    /// @notice Where lb, lh, lw, lbu or lhu reads.
    function loadAddress(uint32 word, uint32 a) internal pure returns (bool legal, uint32 target) {
        uint32 funct3 = word.funct3();
        unchecked {
            target = a + word.immI();
        }
        return (funct3 != 3 && funct3 < 6 && accessible(target, funct3 & 3), target);
    }

    /// @notice Where sb, sh or sw writes.
    function storeAddress(uint32 word, uint32 a) internal pure returns (bool legal, uint32 target) {
        uint32 funct3 = word.funct3();
        unchecked {
            target = a + word.immS();
        }
        return (funct3 < 3 && accessible(target, funct3), target);
    }

    /// @notice Value that a legal load takes from the leaf at its address.
    function load(uint32 word, bytes32 leaf, uint32 target) internal pure returns (uint32) {
        uint32 bits = wordAt(leaf, target) >> (8 * (target & 3));
        uint32 funct3 = word.funct3();
        if (funct3 == 0) return uint32(int32(int8(uint8(bits))));
        if (funct3 == 1) return uint32(int32(int16(uint16(bits))));
        if (funct3 == 2) return bits;
        if (funct3 == 4) return uint8(bits);
        return uint16(bits);
    }

    /// @notice The leaf at its address after a legal store of `b`.
    function store(uint32 word, bytes32 leaf, uint32 target, uint32 b) internal pure returns (bytes32) {
        uint32 funct3 = word.funct3();
        uint32 mask =
            funct3 == 0
                ? 0xff
                : funct3 == 1
                    ? 0xffff
                    : type(uint32).max;
        uint32 shift = 8 * (target & 3);
        uint32 bits = (wordAt(leaf, target) & ~(mask << shift)) | ((b & mask) << shift);
        uint256 position = 224 - 8 * (target & 28);
        return (leaf & ~bytes32(uint256(type(uint32).max) << position)) | bytes32(uint256(swap(bits)) << position);
    }

    /// @notice The little-endian word of a leaf that holds the byte at `target`.
    function wordAt(bytes32 leaf, uint32 target) internal pure returns (uint32) {
        return swap(uint32(uint256(leaf) >> (224 - 8 * (target & 28))));
    }

    function accessible(uint32 target, uint32 logSize) private pure returns (bool) {
        return target >= DATA_BASE && target & ((1 << logSize) - 1) == 0;
    }

    function swap(uint32 bits) private pure returns (uint32) {
        bits = ((bits & 0xff00ff00) >> 8) | ((bits & 0x00ff00ff) << 8);
        return (bits >> 16) | (bits << 16);
    }
}
