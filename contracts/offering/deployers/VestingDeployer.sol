// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {CreatorVesting} from "../CreatorVesting.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract VestingDeployer is Deployer {
    constructor() Deployer(type(CreatorVesting).creationCode) {}

    function deploy(
        bytes32 salt,
        IRevShareToken token,
        address beneficiary,
        uint64 startAt,
        uint64 cliff,
        uint64 duration
    ) external returns (CreatorVesting) {
        return CreatorVesting(_deploy(salt, abi.encode(token, beneficiary, startAt, cliff, duration)));
    }
}
