// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev How long a task's input is, and where its bytes are.
///
///     bits 0..31   length, bytes
///     bit  32      the bytes are in blobs (EIP-4844); otherwise in the calldata of the transaction that asked
type InputForm is uint64;

using {length, inBlobs} for InputForm global;

function calldataForm(uint256 length_) pure returns (InputForm) {
    return InputForm.wrap(uint32(length_));
}

function blobForm(uint256 length_) pure returns (InputForm) {
    return InputForm.wrap((1 << 32) | uint32(length_));
}

/// @notice Number of bytes.
function length(InputForm form) pure returns (uint256) {
    return uint32(InputForm.unwrap(form));
}

function inBlobs(InputForm form) pure returns (bool) {
    return (InputForm.unwrap(form) >> 32) & 1 != 0;
}
