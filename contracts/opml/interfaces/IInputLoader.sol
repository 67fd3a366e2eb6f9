// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title One leaf of an input that the chain cannot read
/// @notice Loading is to the input what the step is to the program: an arena that holds the first `k` leaves of the input
/// becomes the arena that holds `k + 1`. It is all that the dispute game needs to know of where an input's bytes are.
interface IInputLoader {
    /// @notice Root of the arena before any leaf is loaded: the header, with the input's length, and zeros.
    function blank(uint256 length) external view returns (bytes32);

    /// @notice Writes leaf number `index` of an input, 32 bytes, into an arena in which it is zero.
    /// @param input What commits to the input's bytes: `Task.input`.
    /// @param length Number of bytes of the input.
    /// @param index Number of the leaf, from 0; leaves beyond the bytes are zero.
    /// @param preRoot Root of the arena before.
    /// @param witness The leaf's bytes, and its place in the arena, with proofs.
    /// @return postRoot Root of the arena after.
    /// @dev Reverts when the witness does not belong to `input` and `preRoot`.
    function load(
        bytes32 input,
        uint256 length,
        uint256 index,
        bytes32 preRoot,
        bytes calldata witness
    ) external view returns (bytes32 postRoot);
}
