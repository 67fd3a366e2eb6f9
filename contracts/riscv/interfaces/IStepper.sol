// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title One instruction of a machine
/// @notice The only thing a dispute game needs to know about the machine it disputes.
interface IStepper {
    /// @notice Executes one instruction.
    /// @param textRoot Merkle root of the program's immutable text.
    /// @param preState Hash of the machine state before the instruction.
    /// @param witness What the instruction reads of the state and of the text, with proofs.
    /// @return postState Hash of the machine state after the instruction.
    /// @dev Reverts when the witness does not belong to `textRoot` and `preState`; never because of what the
    /// program does: a faulting instruction is a state too.
    function step(bytes32 textRoot, bytes32 preState, bytes calldata witness) external view returns (bytes32 postState);
}
