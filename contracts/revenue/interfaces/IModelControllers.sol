// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Who decides about a model: what the fee router needs to know of the model registry.
interface IModelControllers {
    /// @return The one account that may set the model's schedule; zero, or a revert, for a model that does not exist.
    function controllerOf(uint256 modelId) external view returns (address);
}
