// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {RevShareToken} from "../../revenue/RevShareToken.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract TokenDeployer is Deployer {
    constructor() Deployer(type(RevShareToken).creationCode) {}

    function deploy(bytes32 salt, IRevShareToken.Config calldata config) external returns (RevShareToken) {
        return RevShareToken(_deploy(salt, abi.encode(config)));
    }
}
