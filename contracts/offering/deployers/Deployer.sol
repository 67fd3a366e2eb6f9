// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";

import {CodeStore} from "./CodeStore.sol";

/// @dev The salt under which a deployer deploys for `deployer`: nobody else can take its addresses.
function bindSalt(address deployer, bytes32 salt) pure returns (bytes32) {
    return keccak256(abi.encode(deployer, salt));
}

/// @dev Deploys one kind of contract, whole, so that the factory need not carry its code. Anyone may use it: addresses depend
/// on the caller and the salt and on nothing else, so contracts deployed together can know each other when they are built.
abstract contract Deployer {
    address[] private _code;

    constructor(bytes memory creationCode) {
        _code = CodeStore.write(creationCode);
    }

    /// @notice Where `deployer` puts what it deploys with `salt`.
    function addressOf(address deployer, bytes32 salt) external view returns (address) {
        return Create3.computeAddress(bindSalt(deployer, salt));
    }

    function _deploy(bytes32 salt, bytes memory arguments) internal returns (address payable) {
        return payable(Create3.deploy(0, bindSalt(msg.sender, salt), CodeStore.read(_code, arguments)));
    }
}
