// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Calls to accounts that may be hostile
/// @notice They copy no return data beyond one word, so that what comes back costs the caller nothing.
library Payment {
    /// @notice Sends `amount` wei with all gas.
    function send(address to, uint256 amount) internal returns (bool success) {
        assembly ("memory-safe") {
            success := call(gas(), to, amount, 0, 0, 0, 0)
        }
    }

    /// @notice Sends `amount` wei with at most `gasLimit` gas.
    function send(address to, uint256 amount, uint256 gasLimit) internal returns (bool success) {
        assembly ("memory-safe") {
            success := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
    }

    /// @notice `token.balanceOf(account)` with at most `gasLimit` gas. Not answered if it reverts, runs out, or returns
    /// less than a word, as an account without code does.
    function tryBalanceOf(
        address token,
        address account,
        uint256 gasLimit
    ) internal view returns (bool answered, uint256 amount) {
        assembly ("memory-safe") {
            mstore(0x14, account)
            mstore(0x00, shl(96, 0x70a08231)) // balanceOf(address), at byte 16
            answered := and(gt(returndatasize(), 0x1f), staticcall(gasLimit, token, 0x10, 0x24, 0x00, 0x20))
            amount := mul(mload(0x00), answered)
        }
    }
}
