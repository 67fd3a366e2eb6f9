// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRevShareToken} from "../revenue/interfaces/IRevShareToken.sol";

/// @title CreatorVesting
/// @notice Holds a beneficiary's revenue shares and releases them over time. Until then they vote and earn for the
/// beneficiary, but can be neither moved nor burned. Only the shares vest: what they earn, and anything else sent here,
/// is released at once. The beneficiary may pass its place on (`transferOwnership`). Deployed as clones.
contract CreatorVesting is VestingWalletCliff, Initializable {
    struct Schedule {
        uint64 start;
        uint64 cliff;
        uint64 duration;
    }

    /// @notice The shares.
    IRevShareToken public token;
    Schedule private _schedule;

    /// @dev The implementation belongs to itself, so to nobody.
    constructor() VestingWallet(address(this), 0, 0) VestingWalletCliff(0) {
        _disableInitializers();
    }

    /// @notice The deployer, once.
    /// @param startAt Unix time, seconds.
    function initialize(
        IRevShareToken token_,
        address beneficiary,
        uint64 startAt,
        uint64 cliffSeconds,
        uint64 durationSeconds
    ) external initializer {
        if (beneficiary == address(0)) revert OwnableInvalidOwner(beneficiary);
        if (cliffSeconds > durationSeconds) revert InvalidCliffDuration(cliffSeconds, durationSeconds);
        _transferOwnership(beneficiary);
        token = token_;
        _schedule = Schedule(startAt, startAt + cliffSeconds, durationSeconds);
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

    /// @notice Unix time, seconds, from which the shares vest.
    function start() public view override returns (uint256) {
        return _schedule.start;
    }

    /// @notice Unix time, seconds, before which none is released.
    function cliff() public view override returns (uint256) {
        return _schedule.cliff;
    }

    /// @notice Seconds until all have vested.
    function duration() public view override returns (uint256) {
        return _schedule.duration;
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
