// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev Bytes kept as the code of contracts, which is cheap to read. Each of these contracts starts with a STOP, so that
/// calling one does nothing.
library CodeStore {
    /// @dev Most bytes in one: the limit of EIP-170 less the STOP.
    uint256 internal constant CHUNK = 24_575;

    error StoreFailed();

    /// @notice Stores `data` in as many contracts as it needs, in order.
    function write(bytes memory data) internal returns (address[] memory chunks) {
        uint256 count = (data.length + CHUNK - 1) / CHUNK;
        chunks = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 start = i * CHUNK;
            uint256 size = data.length - start < CHUNK ? data.length - start : CHUNK;
            // Returns what follows its ten bytes: PUSH2 size, DUP1, PUSH1 10, PUSH0', CODECOPY, PUSH0', RETURN, where
            // PUSH0' is RETURNDATASIZE, zero here. Then the STOP.
            bytes memory creation = abi.encodePacked(hex"61", uint16(size + 1), hex"80600a3d393df300", new bytes(size));
            address chunk;
            assembly ("memory-safe") {
                mcopy(add(creation, 43), add(add(data, 32), start), size)
                chunk := create(0, add(creation, 32), mload(creation))
            }
            if (chunk == address(0)) revert StoreFailed();
            chunks[i] = chunk;
        }
    }

    /// @notice What was stored in `chunks`, with `tail` after it.
    function read(address[] memory chunks, bytes memory tail) internal view returns (bytes memory data) {
        uint256 length = 0;
        for (uint256 i = 0; i < chunks.length; ++i) length += chunks[i].code.length - 1;
        data = new bytes(length + tail.length);
        uint256 offset = 0;
        for (uint256 i = 0; i < chunks.length; ++i) {
            address chunk = chunks[i];
            uint256 size = chunk.code.length - 1;
            assembly ("memory-safe") {
                extcodecopy(chunk, add(add(data, 32), offset), 1, size)
            }
            offset += size;
        }
        assembly ("memory-safe") {
            mcopy(add(add(data, 32), offset), add(tail, 32), mload(tail))
        }
    }
}
