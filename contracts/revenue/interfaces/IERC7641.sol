// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title ERC-7641: Intrinsic RevShare Token
/// @notice An ERC-20 whose units are shares of a revenue pool held by the token itself.
interface IERC7641 is IERC20 {
    /// @notice Wei that `account` can claim from `snapshotId`; 0 when there is nothing, for whatever reason.
    function claimableRevenue(address account, uint256 snapshotId) external view returns (uint256);

    /// @notice Pays the caller its share of `snapshotId`, in ETH.
    function claim(uint256 snapshotId) external;

    /// @notice Records who holds what, and makes the revenue since the last snapshot claimable.
    /// @return The snapshot's id.
    function snapshot() external returns (uint256);

    /// @notice Wei that burning `amount` shares would pay.
    function redeemableOnBurn(uint256 amount) external view returns (uint256);

    /// @notice Burns `amount` of the caller's shares and pays what they redeem.
    function burn(uint256 amount) external;
}
