// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISale} from "../interfaces/ISale.sol";
import {Offering} from "../Offering.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract OfferingDeployer is Deployer {
    constructor() Deployer(type(Offering).creationCode) {}

    function deploy(bytes32 salt, ISale.Terms calldata terms) external returns (Offering) {
        return Offering(_deploy(salt, abi.encode(terms)));
    }
}
