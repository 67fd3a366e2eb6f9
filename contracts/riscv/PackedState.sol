// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A machine state as the bytes that are hashed
/// @dev memRoot (32), pc (4), status (1), x1 to x31 (4 each), numbers big-endian: 161 bytes, in memory so that a step
/// patches the few that change. Functions trust the length.
library PackedState {
    uint256 internal constant LENGTH = 161;

    function memRoot(bytes memory state) internal pure returns (bytes32 root) {
        assembly ("memory-safe") {
            root := mload(add(state, 32))
        }
    }

    function pc(bytes memory state) internal pure returns (uint32 value) {
        assembly ("memory-safe") {
            value := shr(224, mload(add(state, 64)))
        }
    }

    function status(bytes memory state) internal pure returns (uint8 value) {
        assembly ("memory-safe") {
            value := byte(0, mload(add(state, 68)))
        }
    }

    /// @param index 0 to 31; x0 reads 0
    function register(bytes memory state, uint32 index) internal pure returns (uint32 value) {
        assembly ("memory-safe") {
            // The word that ends with the register: xi is the four bytes from 33 + 4i on.
            value := mul(and(mload(add(add(state, 37), shl(2, index))), 0xffffffff), iszero(iszero(index)))
        }
    }

    function setMemRoot(bytes memory state, bytes32 root) internal pure {
        assembly ("memory-safe") {
            mstore(add(state, 32), root)
        }
    }

    function setPc(bytes memory state, uint32 value) internal pure {
        setFour(state, 32, value);
    }

    function setStatus(bytes memory state, uint8 value) internal pure {
        assembly ("memory-safe") {
            mstore8(add(state, 68), value)
        }
    }

    /// @param index 0 to 31; writes to x0 are lost
    function setRegister(bytes memory state, uint32 index, uint32 value) internal pure {
        if (index != 0) setFour(state, 33 + 4 * uint256(index), value);
    }

    /// @dev The last four bytes end at 161, and the memory of 161 bytes at 192.
    function setFour(bytes memory state, uint256 offset, uint32 value) private pure {
        assembly ("memory-safe") {
            let at := add(add(state, 32), offset)
            mstore(at, or(shr(32, shl(32, mload(at))), shl(224, value)))
        }
    }
}
