// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Checks validity proofs of one circuit
interface IVerifier {
    /// @notice True when `proof` proves the circuit for these public inputs. False, and no revert, for anything else.
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool);
}
