// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {IModelRegistry, ModelId} from "../models/interfaces/IModelRegistry.sol";

/// @title ModelTimelock
/// @notice A model's treasury, and the holder of everything about it that can still change. It acts only on what its
/// governor has passed, after a delay; then anyone may execute it. It administers itself: there is no other admin, not
/// even for the time of its deployment.
contract ModelTimelock is TimelockController {
    /// @notice Takes over a model whose controller has proposed this address.
    /// @param delay Seconds between the queueing of a passed proposal and its execution.
    /// @param governor The one account that may queue and cancel.
    constructor(
        uint256 delay,
        address governor,
        IModelRegistry registry,
        ModelId modelId
    ) TimelockController(delay, _only(governor), _only(address(0)), address(0)) {
        registry.acceptController(modelId);
    }

    function _only(address account) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
