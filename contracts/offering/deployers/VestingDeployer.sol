// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {CreatorVesting} from "../CreatorVesting.sol";
import {CloneDeployer} from "./CloneDeployer.sol";

/// @dev See `CloneDeployer`.
contract VestingDeployer is CloneDeployer {
    constructor() CloneDeployer(address(new CreatorVesting())) {}

    function deploy(
        bytes32 salt,
        IRevShareToken token,
        address beneficiary,
        uint64 startAt,
        uint64 cliff,
        uint64 duration
    ) external returns (CreatorVesting vesting) {
        vesting = CreatorVesting(_clone(salt));
        vesting.initialize(token, beneficiary, startAt, cliff, duration);
    }
}
