// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Machine states and their hashes
/// @notice `keccak256(memRoot ++ pc ++ status ++ x1 ++ ... ++ x31)`: 161 bytes, every number big-endian.
library MachineState {
    uint8 internal constant RUNNING = 0;
    uint8 internal constant EXITED = 1;
    uint8 internal constant FAULTED = 2;

    /// @dev Length of x1 to x31, four bytes each.
    uint256 internal constant REGISTERS_LENGTH = 124;

    /// @dev First address above the first quarter of memory: where the stack pointer starts.
    uint32 internal constant STACK_TOP = 0x40000000;

    /// @notice The register bytes are not `REGISTERS_LENGTH` long.
    error WrongRegistersLength(uint256 length);

    /// @notice Hash of a machine state.
    /// @param root Merkle root of the data memory.
    /// @param pc Byte offset into the text.
    /// @param status `RUNNING`, `EXITED` or `FAULTED`.
    /// @param registers x1 to x31, four big-endian bytes each.
    function hash(bytes32 root, uint32 pc, uint8 status, bytes calldata registers) internal pure returns (bytes32) {
        if (registers.length != REGISTERS_LENGTH) revert WrongRegistersLength(registers.length);
        return keccak256(abi.encodePacked(root, pc, status, registers));
    }

    /// @notice Hash of the state in which a node starts: pc at the entry, sp at the top of the first quarter,
    /// a0 the node's number, every other register zero.
    function initial(
        bytes32 dataRoot,
        bytes32 arenaRoot,
        bytes32 weightsRoot,
        uint32 entry,
        uint32 node
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encodePacked(
                    memRoot(dataRoot, arenaRoot, weightsRoot),
                    entry,
                    RUNNING,
                    uint32(0), // x1
                    STACK_TOP, // x2, sp
                    bytes28(0), // x3 to x9
                    node, // x10, a0
                    bytes32(0), // x11 to x31
                    bytes32(0),
                    bytes20(0)
                )
            );
    }

    /// @notice Root of the whole memory: two quarters, then the upper half.
    function memRoot(bytes32 dataRoot, bytes32 arenaRoot, bytes32 weightsRoot) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(bytes.concat(dataRoot, arenaRoot)), weightsRoot));
    }
}
