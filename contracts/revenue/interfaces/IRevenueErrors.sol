// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Errors that the contracts of this room share. The asset is zero for ETH.
interface IRevenueErrors {
    error ConfigInvalid();
    error RecipientInvalid(address to);
    error NothingToWithdraw(address account, address asset);
    error PaymentFailed(address asset, address to, uint256 amount);
    /// @dev The token took more from the contract than it was asked to move.
    error PaymentExceeded(address asset, uint256 taken, uint256 amount);
}
