// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A prompt and its data, kept as the code of a contract
/// @notice 200 gas a byte instead of 691, and one slot less. The code is length of the prompt (two bytes) ‖ prompt ‖ data, and
/// its hash stands for both parts, without ambiguity. Calling it does nothing: it begins with STOP, or, when the prompt is
/// longer than 255 bytes, with arithmetic on an empty stack (no prompt is longer than 1,024).
library Blob {
    /// @dev Longest prompt and data together: the limit of EIP-170 less the two bytes before them.
    uint256 internal constant MAX_BYTES = 24_574;

    /// @dev The prompt's length.
    uint256 private constant HEAD = 2;

    error BlobTooLong(uint256 length, uint256 limit);
    error BlobFailed();

    function write(bytes memory prompt, bytes memory data) internal returns (address blob) {
        uint256 length = prompt.length + data.length;
        if (length > MAX_BYTES) revert BlobTooLong(length, MAX_BYTES);
        // Returns what follows its ten bytes: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE (0), CODECOPY, RETURNDATASIZE,
        // RETURN.
        bytes memory creation = abi.encodePacked(
            hex"61",
            uint16(HEAD + length),
            hex"80600a3d393df3",
            _code(prompt, data)
        );
        assembly ("memory-safe") {
            blob := create(0, add(creation, 32), mload(creation))
        }
        if (blob == address(0)) revert BlobFailed();
    }

    /// @notice What is stored; both empty for the zero address.
    function read(address blob) internal view returns (bytes memory prompt, bytes memory data) {
        bytes memory code = blob.code;
        if (code.length < HEAD) return (prompt, data);
        uint256 size = (uint256(uint8(code[0])) << 8) | uint8(code[1]);
        prompt = new bytes(size);
        data = new bytes(code.length - HEAD - size);
        assembly ("memory-safe") {
            mcopy(add(prompt, 32), add(code, 34), size)
            mcopy(add(data, 32), add(add(code, 34), size), mload(data))
        }
    }

    /// @notice Whether exactly this is stored. Reads no code.
    function holds(address blob, bytes memory prompt, bytes memory data) internal view returns (bool) {
        return prompt.length + data.length <= MAX_BYTES && blob.codehash == keccak256(_code(prompt, data));
    }

    function _code(bytes memory prompt, bytes memory data) private pure returns (bytes memory) {
        return abi.encodePacked(uint16(prompt.length), prompt, data);
    }
}
