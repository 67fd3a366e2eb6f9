// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {IProceeds} from "../interfaces/IProceeds.sol";
import {Proceeds} from "../Proceeds.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract ProceedsDeployer is Deployer {
    constructor() Deployer(type(Proceeds).creationCode) {}

    function deploy(
        bytes32 salt,
        IProceeds.Terms calldata terms,
        address currency,
        IRevShareToken token
    ) external returns (Proceeds) {
        return Proceeds(_deploy(salt, abi.encode(terms, currency, token)));
    }
}
