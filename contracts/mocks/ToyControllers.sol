// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModelControllers} from "../revenue/interfaces/IModelControllers.sol";

/// @title A registry that knows nothing but controllers
/// @notice For tests. Anyone may name one.
contract ToyControllers is IModelControllers {
    mapping(uint256 modelId => address) public controllerOf;

    function set(uint256 modelId, address controller) external {
        controllerOf[modelId] = controller;
    }
}
