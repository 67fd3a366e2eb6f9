// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

interface IFlashBorrower {
    function onLoan(IERC20 token, uint256 amount) external;
}

/// @title Lends what it holds for the time of a call
/// @notice For tests. Free of charge.
contract FlashLender {
    error NotRepaid(uint256 held, uint256 expected);

    function lend(IERC20 token, uint256 amount) external {
        uint256 expected = token.balanceOf(address(this));
        token.transfer(msg.sender, amount);
        IFlashBorrower(msg.sender).onLoan(token, amount);
        uint256 held = token.balanceOf(address(this));
        if (held < expected) revert NotRepaid(held, expected);
    }
}
