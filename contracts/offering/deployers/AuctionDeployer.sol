// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Auction} from "../Auction.sol";
import {ISale} from "../interfaces/ISale.sol";
import {Deployer} from "./Deployer.sol";

/// @dev See `Deployer`.
contract AuctionDeployer is Deployer {
    constructor() Deployer(type(Auction).creationCode) {}

    function deploy(bytes32 salt, ISale.Terms calldata terms, uint256 tickSize) external returns (Auction) {
        return Auction(_deploy(salt, abi.encode(terms, tickSize)));
    }
}
