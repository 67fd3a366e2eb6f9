// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A commitment to a prompt, in one word: a mint that reads it knows its fee.
///
///     bits 0..63    Unix time, seconds, of the commitment; zero: there is none
///     bits 64..159  mint fee at that time, wei
type Commitment is uint256;

using {since, mintFee} for Commitment global;

function commitmentAt(uint256 time, uint96 fee) pure returns (Commitment) {
    return Commitment.wrap((uint256(fee) << 64) | uint64(time));
}

function since(Commitment self) pure returns (uint256) {
    return uint64(Commitment.unwrap(self));
}

function mintFee(Commitment self) pure returns (uint256) {
    return Commitment.unwrap(self) >> 64;
}
