// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC7641} from "./IERC7641.sol";

/// @title ERC-7641, optional extension: revenue in other ERC-20 tokens
interface IERC7641AltRevToken is IERC7641 {
    /// @notice Units of `token` that `account` can claim from `snapshotId`; 0 when there is nothing, for whatever
    /// reason.
    function claimableERC20(address account, uint256 snapshotId, address token) external view returns (uint256);

    /// @notice Units of `token` that burning `amount` shares would credit.
    function redeemableERC20OnBurn(uint256 amount, address token) external view returns (uint256);
}
