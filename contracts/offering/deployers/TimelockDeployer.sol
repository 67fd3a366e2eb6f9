// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelTimelock} from "../../governance/ModelTimelock.sol";
import {IModelRegistry, ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {CloneDeployer} from "./CloneDeployer.sol";

/// @dev See `CloneDeployer`.
contract TimelockDeployer is CloneDeployer {
    constructor() CloneDeployer(address(new ModelTimelock())) {}

    function deploy(
        bytes32 salt,
        uint256 delay,
        address governor,
        IModelRegistry registry,
        ModelId modelId
    ) external returns (ModelTimelock timelock) {
        timelock = ModelTimelock(_clone(salt));
        timelock.initialize(delay, governor, registry, modelId);
    }
}
