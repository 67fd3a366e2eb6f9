// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISale} from "./ISale.sol";

/// @title A batch auction with one clearing price
/// @notice A bid is money and the most its bidder would pay. Prices are those of all the shares together, on a ladder:
/// `priceOf(tick) = cap + tick * tickSize`, 1,024 rungs, `cap` being the reserve. When the window has closed, one price
/// clears the market: the highest at which what is bid at or above it buys all the shares. It holds for everybody:
///
/// - who bid above it is filled in full, at the clearing price;
/// - who bid exactly it shares what is left, pro rata, and gets the rest back;
/// - who bid below it gets everything back.
///
/// So the price is a rung; or, if what is bid above a rung buys all the shares for more than that rung but not for as much
/// as the next, just what was bid. If not all shares are wanted at the reserve, the reserve is the price, everyone is
/// filled, and the rest is unsold. Below the floor everyone is refunded.
///
///     bid* ─► (window closes) ─► clear ─► settle*
///
/// Bids are summed by rung as they come, so clearing looks at no more than 1,024 sums however many bids there are, and
/// needs nobody's help or honesty. See `ISale` for the rest.
interface IAuction is ISale {
    /// @notice The outcome.
    /// @param done False until `clear`.
    /// @param tick The rung at the margin: higher ones are filled in full.
    /// @param price Units of currency for all the shares.
    /// @param marginal Units of currency taken from bids at the margin.
    /// @param atMargin Units of currency bid there.
    /// @param proceeds Units of currency taken from all bids; zero if the auction failed.
    struct Clearing {
        bool done;
        uint16 tick;
        uint128 price;
        uint128 marginal;
        uint128 atMargin;
        uint128 proceeds;
    }

    event Bid(address indexed bidder, uint256 indexed tick, uint256 amount, uint256 totalCommitted);
    event Cleared(uint256 tick, uint256 price, uint256 marginal, uint256 atMargin, uint256 proceeds);
    event BidSettled(
        address indexed bidder,
        uint256 indexed tick,
        address to,
        uint256 shares,
        uint256 paid,
        uint256 refund
    );

    error TickSizeZero();
    error TickInvalid(uint256 tick, uint256 ticks);
    error AlreadyCleared();
    error NotCleared();
    error NothingBid(address bidder, uint256 tick);

    /// @notice Bids `amount` units of currency for the caller, at no more than `priceOf(tick)`, for good. In ETH,
    /// `msg.value` must equal `amount`. One account may bid on several rungs, and add to a bid.
    /// @param proof The caller's place in the allow-list; empty where there is none.
    function bid(uint256 tick, uint256 amount, bytes32[] calldata proof) external payable;

    /// @notice `bid` in an ERC-20 with the approval signed. A permit that somebody else has already submitted is skipped.
    function bidWithPermit(
        uint256 tick,
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Anyone, once, after the window: finds the price.
    function clear() external returns (Clearing memory);

    /// @notice Once cleared: sends the caller's shares and refund for its bid at `tick` to `to`.
    function settle(uint256 tick, address to) external returns (uint256 shares, uint256 refund);

    /// @notice `settle` for anyone, to the bidder itself.
    function settleFor(address bidder, uint256 tick) external returns (uint256 shares, uint256 refund);

    /// @notice The outcome; while it is not cleared, what it would be if the window closed now.
    function clearing() external view returns (Clearing memory);

    /// @notice What `bidder` has bid at `tick` and not settled.
    function bidOf(address bidder, uint256 tick) external view returns (uint256);

    /// @notice Units of currency bid at `tick` by everyone, settled or not.
    function depthAt(uint256 tick) external view returns (uint256);

    /// @notice Units of currency for all the shares at `tick`.
    function priceOf(uint256 tick) external view returns (uint256);

    function tickSize() external view returns (uint256);

    /// @notice Number of rungs.
    function ticks() external view returns (uint256);

    /// @notice What a bid comes to with the present outcome, see `clearing`: `amount = paid + refund`.
    function quote(uint256 tick, uint256 amount) external view returns (uint256 shares, uint256 paid, uint256 refund);
}
