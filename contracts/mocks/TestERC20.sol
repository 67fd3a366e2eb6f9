// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @dev An ERC-20 with permit that anyone may mint, and that can take a fee on each transfer.
contract TestERC20 is ERC20Permit {
    uint256 public feeBps;

    constructor() ERC20("Test", "TST") ERC20Permit("Test") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFee(uint256 bps) external {
        feeBps = bps;
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        super._update(from, to, value);
        if (feeBps != 0 && from != address(0) && to != address(0))
            super._update(to, address(0), (value * feeBps) / 1e4);
    }
}
