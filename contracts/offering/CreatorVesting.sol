// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRevShareToken} from "../revenue/interfaces/IRevShareToken.sol";

/// @title CreatorVesting
/// @notice Holds a beneficiary's revenue shares and releases them over time. Until then they vote and earn for the
/// beneficiary, but can be neither moved nor burned. Only the shares vest: what they earn, and anything else sent here,
/// is released at once. The beneficiary may pass its place on (`transferOwnership`).
contract CreatorVesting is VestingWalletCliff {
    /// @notice The shares.
    IRevShareToken public immutable token;

    constructor(
        IRevShareToken token_,
        address beneficiary,
        uint64 startAt,
        uint64 cliffSeconds,
        uint64 durationSeconds
    ) VestingWallet(beneficiary, startAt, durationSeconds) VestingWalletCliff(cliffSeconds) {
        token = token_;
    }

    /// @notice Beneficiary: lets `delegatee` vote with the shares held here.
    function delegate(address delegatee) external onlyOwner {
        IVotes(address(token)).delegate(delegatee);
    }

    /// @notice Beneficiary: claims what the shares held here have earned in ETH, to `to`.
    function claimRevenue(uint256[] calldata snapshotIds, address to) external onlyOwner returns (uint256 amount) {
        return token.claimBatchTo(snapshotIds, to);
    }

    /// @notice Beneficiary: claims what the shares held here have earned in `asset`, to `to`.
    function claimRevenueERC20(
        address asset,
        uint256[] calldata snapshotIds,
        address to
    ) external onlyOwner returns (uint256 amount) {
        return token.claimERC20(asset, snapshotIds, to);
    }

    /// @notice ETH does not vest.
    function vestedAmount(uint64) public view override returns (uint256) {
        return address(this).balance + released();
    }

    /// @notice Of ERC-20s, only the shares vest.
    function vestedAmount(address asset, uint64 timestamp) public view override returns (uint256) {
        if (asset == address(token)) return super.vestedAmount(asset, timestamp);
        return IERC20(asset).balanceOf(address(this)) + released(asset);
    }
}
