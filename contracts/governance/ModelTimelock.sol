// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {IModelRegistry, ModelId} from "../models/interfaces/IModelRegistry.sol";

/// @title ModelTimelock
/// @notice A model's treasury, and the holder of everything about it that can still change. It acts only on what its
/// governor has passed, after a delay; then anyone may execute it. It administers itself: there is no other admin, not
/// even for the time of its deployment. Deployed as clones.
contract ModelTimelock is TimelockController, Initializable {
    /// @dev The implementation has no role but its own over itself.
    constructor() TimelockController(0, new address[](0), new address[](0), address(0)) {
        _disableInitializers();
    }

    /// @notice The deployer, once: does what the constructor of a `TimelockController` does, and takes over a model whose
    /// controller has proposed this address.
    /// @param delay Seconds between the queueing of a passed proposal and its execution.
    /// @param governor The one account that may queue and cancel.
    function initialize(
        uint256 delay,
        address governor,
        IModelRegistry registry,
        ModelId modelId
    ) external initializer {
        _grantRole(DEFAULT_ADMIN_ROLE, address(this));
        _grantRole(PROPOSER_ROLE, governor);
        _grantRole(CANCELLER_ROLE, governor);
        // Anyone.
        _grantRole(EXECUTOR_ROLE, address(0));
        this.updateDelay(delay);
        registry.acceptController(modelId);
    }
}
