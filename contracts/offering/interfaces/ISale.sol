// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title What all sales have in common
/// @notice Buyers commit money while a window is open. When it has closed, the amounts alone decide what each gets: shares,
/// and what is not needed back. Nobody can be ahead of others, and nobody is exempt.
///
/// Commitments are binding: nothing can be taken back while the window is open, so nobody can swell the total to scare
/// others off and leave. Whoever commits late has seen the total so far; it gains no price and no priority by it.
///
/// Rounding. A share unit costs at most one unit of currency, and shares and refunds are rounded down: a buyer never loses
/// more than two units to rounding, and gets at most as much by using several addresses. The dust goes where the unsold
/// shares go.
///
/// The contract has no owner, takes no fee and cannot be paused. Terms are fixed at deployment.
interface ISale {
    /// @param Pending The window has not opened.
    /// @param Open The window is open.
    /// @param Succeeded It has closed, at or above the floor.
    /// @param Failed It has closed below the floor.
    enum State {
        Pending,
        Open,
        Succeeded,
        Failed
    }

    /// @param token The shares. The sale must hold `shares` of it before it is settled.
    /// @param shares Units of `token` for sale: no fewer than units of currency that they can cost.
    /// @param currency What buyers pay in: an ERC-20, or zero for ETH. It must move exactly the amounts it is asked to;
    /// a commitment in one that does not reverts.
    /// @param floor Least sum of commitments, in units of currency, at which the sale succeeds.
    /// @param cap Price of all `shares`, in units of currency: the one price of an `IOffering`, the least of an `IAuction`.
    /// @param opensAt Unix time, seconds, of the first moment of the window.
    /// @param closesAt Unix time, seconds, of the first moment after the window, 365 days after `opensAt` at most: a slip
    /// must not lock commitments away.
    /// @param proceedsTo Receives what was raised.
    /// @param unsoldTo Receives the shares that were not sold, and the dust.
    /// @param allowRoot Merkle root over `keccak256(bytes.concat(keccak256(abi.encode(buyer))))` of those who may commit,
    /// sorted pairs; zero: everyone may.
    /// @param limit Most that one address may commit, in units of currency; zero: no limit. Needs an `allowRoot`: where
    /// addresses are free, a limit only rewards those who use many.
    struct Terms {
        IERC20 token;
        uint256 shares;
        address currency;
        uint256 floor;
        uint256 cap;
        uint64 opensAt;
        uint64 closesAt;
        address proceedsTo;
        address unsoldTo;
        bytes32 allowRoot;
        uint256 limit;
    }

    event Finalized(uint256 proceeds, uint256 unsold);
    event Swept(uint256 amount, uint256 shares);
    event AssetSwept(address indexed asset, uint256 amount);

    error CapZero();
    error FloorAboveCap(uint256 floor, uint256 cap);
    /// @dev A unit of the token would cost more than a unit of currency.
    error PriceTooCoarse(uint256 shares, uint256 cap);
    error WindowInvalid(uint256 opensAt, uint256 closesAt, uint256 nowAt);
    error RecipientZero();
    error LimitWithoutAllowList(uint256 limit);
    error AmountZero();
    error NotOpen(State state);
    error NotClosed(State state);
    error NotAllowed(address buyer);
    error LimitExceeded(address buyer, uint256 committed, uint256 limit);
    error CurrencyNotToken();
    error AlreadyFinalized();
    error SharesMissing(uint256 held, uint256 expected);
    /// @dev Somebody has not settled, or the sale is not finalized.
    error NotSettled(uint256 settled, uint256 committed);
    error AssetInSale(address asset);

    /// @notice Once, after the window has closed: sends the proceeds and the unsold shares where the terms say. Settling
    /// needs no such call, and no recipient's refusal here can hold a buyer up.
    function finalize() external returns (uint256 proceeds, uint256 unsold);

    /// @notice Once it is finalized and everyone has settled: sends what rounding has left, currency and shares, after the
    /// unsold shares.
    function sweep() external returns (uint256 amount, uint256 shares);

    /// @notice At any time: sends what the sale holds of an asset that it does not deal in (zero for ETH), such as revenue
    /// of its shares that somebody pushed here, after the unsold shares.
    function sweepAsset(address asset) external returns (uint256 amount);

    function terms() external view returns (Terms memory);

    function state() external view returns (State);

    /// @notice Units of currency committed by everyone, settled or not.
    function totalCommitted() external view returns (uint256);

    /// @notice How much of `totalCommitted` has been settled.
    function totalSettled() external view returns (uint256);

    function finalized() external view returns (bool);
}
