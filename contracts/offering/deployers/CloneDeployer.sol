// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {bindSalt} from "./Deployer.sol";

/// @dev Deploys one kind of contract as minimal clones (ERC-1167) of one implementation, which the address in their code
/// names for ever: for what is called rarely, so that a launch need not pay for its code. Addresses depend on the caller and
/// the salt and on nothing else, as those of a `Deployer` do. A clone is initialized in the call that makes it.
abstract contract CloneDeployer {
    /// @notice What the clones execute. Of no use by itself.
    address public immutable implementation;

    constructor(address implementation_) {
        implementation = implementation_;
    }

    /// @notice Where `deployer` puts what it deploys with `salt`.
    function addressOf(address deployer, bytes32 salt) external view returns (address) {
        return Clones.predictDeterministicAddress(implementation, bindSalt(deployer, salt));
    }

    function _clone(bytes32 salt) internal returns (address payable) {
        return payable(Clones.cloneDeterministic(implementation, bindSalt(msg.sender, salt)));
    }
}
