// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Calls to contracts that are not trusted
/// @notice The callee gets exactly the gas it was promised and can cost its caller no more: what it returns is not copied.
library BoundedCall {
    /// @dev Covers the access to a cold account, the transfer of value and what the caller does after a call that failed.
    uint256 internal constant RESERVE = 50_000;

    /// @notice Gas that must be left so that a call can be given `gasLimit`: a call passes on at most 63/64.
    function gasNeeded(uint256 gasLimit) internal pure returns (uint256) {
        return gasLimit + gasLimit / 63 + RESERVE;
    }

    /// @notice Calls with at most `gasLimit` gas; false when it reverted or ran out. The caller has checked `gasNeeded`.
    function tryCall(
        address target,
        uint256 value,
        uint256 gasLimit,
        bytes memory data
    ) internal returns (bool success) {
        assembly ("memory-safe") {
            success := call(gasLimit, target, value, add(data, 32), mload(data), 0, 0)
        }
    }
}
