// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAuction} from "./interfaces/IAuction.sol";
import {Sale} from "./Sale.sol";

/// @title Auction
/// @notice See `IAuction`.
contract Auction is IAuction, Sale {
    using SafeCast for uint256;

    uint256 private constant TICKS = 1_024;

    /// @inheritdoc IAuction
    uint256 public immutable tickSize;

    /// @inheritdoc IAuction
    mapping(address bidder => mapping(uint256 tick => uint256 amount)) public bidOf;
    /// @dev Kept only where there is a limit.
    mapping(address bidder => uint256 amount) private _committedBy;
    /// @dev Sums of bids, two rungs a word: an even rung in the lower half.
    mapping(uint256 pair => uint256 sums) private _depth;
    /// @dev A bit for each word of `_depth` that is not zero. The 512 of them are all that clearing reads.
    uint256[2] private _used;
    Clearing private _clearing;

    constructor(Terms memory terms_, uint256 tickSize_) Sale(terms_, terms_.cap + (TICKS - 1) * tickSize_) {
        if (tickSize_ == 0) revert TickSizeZero();
        tickSize = tickSize_;
        priceOf(TICKS - 1).toUint128();
    }

    /// @inheritdoc IAuction
    function bid(uint256 tick, uint256 amount, bytes32[] calldata proof) external payable nonReentrant {
        _bid(tick, amount, proof);
    }

    /// @inheritdoc IAuction
    function bidWithPermit(
        uint256 tick,
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        _permit(amount, deadline, v, r, s);
        _bid(tick, amount, proof);
    }

    /// @inheritdoc IAuction
    function clear() external returns (Clearing memory) {
        _requireClosed();
        if (_clearing.done) revert AlreadyCleared();
        return _clear();
    }

    /// @inheritdoc IAuction
    function settle(uint256 tick, address to) external nonReentrant returns (uint256 shares, uint256 refund) {
        if (to == address(0)) revert RecipientZero();
        return _settle(msg.sender, tick, to);
    }

    /// @inheritdoc IAuction
    function settleFor(address bidder, uint256 tick) external nonReentrant returns (uint256 shares, uint256 refund) {
        return _settle(bidder, tick, bidder);
    }

    /// @inheritdoc IAuction
    function clearing() public view returns (Clearing memory) {
        return _clearing.done ? _clearing : _findClearing();
    }

    /// @inheritdoc IAuction
    function depthAt(uint256 tick) public view returns (uint256) {
        return tick % 2 == 0 ? uint128(_depth[tick / 2]) : _depth[tick / 2] >> 128;
    }

    /// @inheritdoc IAuction
    function priceOf(uint256 tick) public view returns (uint256) {
        if (tick >= TICKS) revert TickInvalid(tick, TICKS);
        return _cap + tick * tickSize;
    }

    /// @inheritdoc IAuction
    function ticks() external pure returns (uint256) {
        return TICKS;
    }

    /// @inheritdoc IAuction
    function quote(uint256 tick, uint256 amount) external view returns (uint256 shares, uint256 paid, uint256 refund) {
        if (tick >= TICKS) revert TickInvalid(tick, TICKS);
        return _fill(clearing(), tick, amount);
    }

    function _conclude() internal override returns (uint256 proceeds, uint256 price) {
        Clearing memory found = _clearing.done ? _clearing : _clear();
        return (found.proceeds, found.price);
    }

    function _bid(uint256 tick, uint256 amount, bytes32[] calldata proof) private {
        if (tick >= TICKS) revert TickInvalid(tick, TICKS);
        uint256 committed = amount;
        if (_limit != 0) {
            committed += _committedBy[msg.sender];
            _committedBy[msg.sender] = committed;
        }
        bidOf[msg.sender][tick] += amount;
        uint256 sums = _depth[tick / 2];
        if (sums == 0) _used[tick / 512] |= 1 << ((tick / 2) % 256);
        _depth[tick / 2] = sums + (tick % 2 == 0 ? amount : amount << 128);
        uint256 total = _commit(amount, committed, proof);
        // INVARIANT: the total fits 128 bits, so that no half of a word runs over into the other, and clearing cannot fail.
        total.toUint128();
        emit Bid(msg.sender, tick, amount, total);
    }

    function _clear() private returns (Clearing memory found) {
        found = _findClearing();
        found.done = true;
        _clearing = found;
        emit Cleared(found.tick, found.price, found.marginal, found.atMargin, found.proceeds);
    }

    function _settle(address bidder, uint256 tick, address to) private returns (uint256 shares, uint256 refund) {
        Clearing memory found = _clearing;
        if (!found.done) revert NotCleared();
        uint256 amount = bidOf[bidder][tick];
        if (amount == 0) revert NothingBid(bidder, tick);
        uint256 paid;
        (shares, paid, refund) = _fill(found, tick, amount);
        bidOf[bidder][tick] = 0;
        emit BidSettled(bidder, tick, to, shares, paid, refund);
        _payOut(to, amount, shares, refund);
    }

    /// @dev From the highest rung down, `above` being what is bid higher up: the first rung at which, with what is bid on it,
    /// all the shares are wanted. Rungs without bids are passed over: the price then is what is bid above.
    function _findClearing() private view returns (Clearing memory found) {
        if (totalCommitted < _floor) return found;
        uint256 above = 0;
        for (uint256 half = 2; half > 0;) {
            uint256 used = _used[--half];
            while (used != 0) {
                uint256 bit = Math.log2(used);
                used ^= 1 << bit;
                uint256 pair = half * 256 + bit;
                uint256 sums = _depth[pair];
                for (uint256 odd = 2; odd > 0;) {
                    --odd;
                    uint256 sum = odd == 1 ? sums >> 128 : uint128(sums);
                    uint256 tick = 2 * pair + odd;
                    if (sum == 0) continue;
                    if (above + sum >= priceOf(tick)) return _atMargin(tick, above, sum);
                    above += sum;
                }
            }
        }
        // Everyone is filled: all that is bid buys all the shares, or does not even at the reserve.
        found.price = Math.max(_cap, above).toUint128();
        found.proceeds = uint128(above);
    }

    /// @dev INVARIANT: `above` is less than the price of the next rung that has bids, or clearing had ended there.
    function _atMargin(uint256 tick, uint256 above, uint256 sum) private view returns (Clearing memory found) {
        found.tick = uint16(tick);
        found.price = Math.max(priceOf(tick), above).toUint128();
        found.marginal = found.price - uint128(above);
        found.atMargin = uint128(sum);
        found.proceeds = found.price;
    }

    /// @dev `amount = paid + refund`.
    function _fill(
        Clearing memory found,
        uint256 tick,
        uint256 amount
    ) private view returns (uint256 shares, uint256 paid, uint256 refund) {
        if (found.proceeds == 0 || tick < found.tick) return (0, 0, amount);
        if (tick == found.tick && found.atMargin != 0) {
            refund = Math.mulDiv(amount, found.atMargin - found.marginal, found.atMargin);
            shares = Math.mulDiv(Math.mulDiv(amount, found.marginal, found.atMargin), _shares, found.price);
        } else {
            shares = Math.mulDiv(amount, _shares, found.price);
        }
        paid = amount - refund;
    }
}
