// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

import {ModelGovernor} from "../../governance/ModelGovernor.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract GovernorDeployer is Deployer {
    constructor() Deployer(type(ModelGovernor).creationCode) {}

    function deploy(
        bytes32 salt,
        IVotes token,
        TimelockController timelock,
        uint48 opensAt,
        ModelGovernor.Settings calldata settings
    ) external returns (ModelGovernor) {
        return ModelGovernor(_deploy(salt, abi.encode(token, timelock, opensAt, settings)));
    }
}
