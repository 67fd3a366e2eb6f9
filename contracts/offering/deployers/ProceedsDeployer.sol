// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {IProceeds} from "../interfaces/IProceeds.sol";
import {Proceeds} from "../Proceeds.sol";
import {CloneDeployer} from "./CloneDeployer.sol";

/// @dev See `CloneDeployer`.
contract ProceedsDeployer is CloneDeployer {
    constructor() CloneDeployer(address(new Proceeds())) {}

    function deploy(
        bytes32 salt,
        IProceeds.Terms calldata terms,
        address currency,
        IRevShareToken token
    ) external returns (Proceeds proceeds) {
        proceeds = Proceeds(_clone(salt));
        proceeds.initialize(terms, currency, token);
    }
}
