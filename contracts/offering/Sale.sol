// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Currency} from "../governance/Currency.sol";
import {ISale} from "./interfaces/ISale.sol";

/// @title Sale
/// @notice See `ISale`. What is sold for how much, the heirs say.
abstract contract Sale is ISale, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_WINDOW = 365 days;

    IERC20 private immutable _token;
    uint256 internal immutable _shares;
    address private immutable _currency;
    uint256 internal immutable _floor;
    uint256 internal immutable _cap;
    uint64 private immutable _opensAt;
    uint64 private immutable _closesAt;
    address private immutable _proceedsTo;
    address private immutable _unsoldTo;
    bytes32 private immutable _allowRoot;
    uint256 internal immutable _limit;

    /// @inheritdoc ISale
    uint256 public totalCommitted;
    /// @inheritdoc ISale
    uint256 public totalSettled;
    /// @inheritdoc ISale
    bool public finalized;

    /// @param highest Most that all the shares can cost, in units of currency.
    constructor(Terms memory terms_, uint256 highest) {
        if (terms_.cap == 0) revert CapZero();
        if (terms_.floor > terms_.cap) revert FloorAboveCap(terms_.floor, terms_.cap);
        if (terms_.shares < highest) revert PriceTooCoarse(terms_.shares, highest);
        if (
            terms_.opensAt >= terms_.closesAt ||
            terms_.closesAt - terms_.opensAt > MAX_WINDOW ||
            block.timestamp >= terms_.closesAt
        ) {
            revert WindowInvalid(terms_.opensAt, terms_.closesAt, block.timestamp);
        }
        if (terms_.proceedsTo == address(0) || terms_.unsoldTo == address(0)) revert RecipientZero();
        if (terms_.limit != 0 && terms_.allowRoot == 0) revert LimitWithoutAllowList(terms_.limit);
        _token = terms_.token;
        _shares = terms_.shares;
        _currency = terms_.currency;
        _floor = terms_.floor;
        _cap = terms_.cap;
        _opensAt = terms_.opensAt;
        _closesAt = terms_.closesAt;
        _proceedsTo = terms_.proceedsTo;
        _unsoldTo = terms_.unsoldTo;
        _allowRoot = terms_.allowRoot;
        _limit = terms_.limit;
    }

    /// @inheritdoc ISale
    function finalize() external nonReentrant returns (uint256 proceeds, uint256 unsold) {
        _requireClosed();
        if (finalized) revert AlreadyFinalized();
        finalized = true;
        uint256 price;
        (proceeds, price) = _conclude();
        // Fills are rounded down, so the sum of them is at most what is kept back here.
        unsold = proceeds == 0 ? _shares : _shares - Math.mulDiv(_shares, proceeds, price);
        emit Finalized(proceeds, unsold);
        if (unsold != 0) _token.safeTransfer(_unsoldTo, unsold);
        Currency.push(_currency, _proceedsTo, proceeds);
    }

    /// @inheritdoc ISale
    function sweep() external nonReentrant returns (uint256 amount, uint256 shares) {
        if (!finalized || totalSettled != totalCommitted) revert NotSettled(totalSettled, totalCommitted);
        amount = Currency.balance(_currency);
        shares = _token.balanceOf(address(this));
        emit Swept(amount, shares);
        if (shares != 0) _token.safeTransfer(_unsoldTo, shares);
        Currency.push(_currency, _unsoldTo, amount);
    }

    /// @inheritdoc ISale
    function sweepAsset(address asset) external nonReentrant returns (uint256 amount) {
        if (asset == _currency || asset == address(_token)) revert AssetInSale(asset);
        amount = Currency.balance(asset);
        emit AssetSwept(asset, amount);
        Currency.push(asset, _unsoldTo, amount);
    }

    /// @inheritdoc ISale
    function terms() external view returns (Terms memory) {
        return
            Terms(
                _token,
                _shares,
                _currency,
                _floor,
                _cap,
                _opensAt,
                _closesAt,
                _proceedsTo,
                _unsoldTo,
                _allowRoot,
                _limit
            );
    }

    /// @inheritdoc ISale
    function state() public view returns (State) {
        if (block.timestamp < _opensAt) return State.Pending;
        if (block.timestamp < _closesAt) return State.Open;
        return totalCommitted < _floor ? State.Failed : State.Succeeded;
    }

    /// @dev What was taken from buyers, and the price of all the shares at which it was.
    function _conclude() internal virtual returns (uint256 proceeds, uint256 price);

    /// @dev Takes `amount` from the caller.
    /// @param committed What the caller has committed, this included.
    /// @return total What everyone has, this included.
    function _commit(uint256 amount, uint256 committed, bytes32[] calldata proof) internal returns (uint256 total) {
        State now_ = state();
        if (now_ != State.Open) revert NotOpen(now_);
        if (amount == 0) revert AmountZero();
        if (_allowRoot != 0) {
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender))));
            if (!MerkleProof.verifyCalldata(proof, _allowRoot, leaf)) revert NotAllowed(msg.sender);
        }
        if (_limit != 0 && committed > _limit) revert LimitExceeded(msg.sender, committed, _limit);
        total = totalCommitted;
        if (total == 0) {
            // Nothing leaves before the window closes: what is here at the first commitment is here at settlement.
            uint256 held = _token.balanceOf(address(this));
            if (held < _shares) revert SharesMissing(held, _shares);
        }
        total += amount;
        totalCommitted = total;
        Currency.pull(_currency, amount);
    }

    function _permit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) internal {
        if (_currency == address(0)) revert CurrencyNotToken();
        // A permit taken from the mempool and submitted first leaves the allowance it was signed for.
        try IERC20Permit(_currency).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
    }

    /// @dev Pays out a commitment of `amount`.
    function _payOut(address to, uint256 amount, uint256 shares, uint256 refund) internal {
        totalSettled += amount;
        if (shares != 0) _token.safeTransfer(to, shares);
        Currency.push(_currency, to, refund);
    }

    function _requireClosed() internal view {
        State now_ = state();
        if (now_ != State.Succeeded && now_ != State.Failed) revert NotClosed(now_);
    }
}
