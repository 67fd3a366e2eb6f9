// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev As much of WETH9 as matters here: it pays with 2,300 gas, as Solidity's `transfer` does.
contract WrappedEther {
    error Refused(address account);

    mapping(address account => uint256) public balanceOf;

    function deposit() external payable {
        balanceOf[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        // A call with value always has 2,300 besides.
        (bool sent, ) = msg.sender.call{value: amount, gas: 0}("");
        if (!sent) revert Refused(msg.sender);
    }
}
