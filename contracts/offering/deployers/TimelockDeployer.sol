// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelTimelock} from "../../governance/ModelTimelock.sol";
import {IModelRegistry, ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract TimelockDeployer is Deployer {
    constructor() Deployer(type(ModelTimelock).creationCode) {}

    function deploy(
        bytes32 salt,
        uint256 delay,
        address governor,
        IModelRegistry registry,
        ModelId modelId
    ) external returns (ModelTimelock) {
        return ModelTimelock(_deploy(salt, abi.encode(delay, governor, registry, modelId)));
    }
}
