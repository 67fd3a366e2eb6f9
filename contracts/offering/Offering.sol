// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Currency} from "../governance/Currency.sol";
import {IOffering} from "./interfaces/IOffering.sol";

/// @title Offering
/// @notice See `IOffering`.
contract Offering is IOffering, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_WINDOW = 365 days;

    IERC20 private immutable _token;
    uint256 private immutable _shares;
    address private immutable _currency;
    uint256 private immutable _floor;
    uint256 private immutable _cap;
    uint64 private immutable _opensAt;
    uint64 private immutable _closesAt;
    address private immutable _proceedsTo;
    address private immutable _unsoldTo;
    bytes32 private immutable _allowRoot;
    uint256 private immutable _limit;

    /// @inheritdoc IOffering
    mapping(address buyer => uint256 amount) public commitmentOf;
    /// @inheritdoc IOffering
    uint256 public totalCommitted;
    /// @inheritdoc IOffering
    uint256 public totalSettled;
    /// @inheritdoc IOffering
    bool public finalized;

    constructor(Terms memory terms_) {
        if (terms_.cap == 0) revert CapZero();
        if (terms_.floor > terms_.cap) revert FloorAboveCap(terms_.floor, terms_.cap);
        if (terms_.shares < terms_.cap) revert PriceTooCoarse(terms_.shares, terms_.cap);
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

    /// @inheritdoc IOffering
    function commit(uint256 amount, bytes32[] calldata proof) external payable nonReentrant {
        _commit(amount, proof);
    }

    /// @inheritdoc IOffering
    function commitWithPermit(
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        if (_currency == address(0)) revert CurrencyNotToken();
        // A permit taken from the mempool and submitted first leaves the allowance it was signed for.
        try IERC20Permit(_currency).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _commit(amount, proof);
    }

    /// @inheritdoc IOffering
    function settle(address to) external nonReentrant returns (uint256 shares, uint256 refund) {
        if (to == address(0)) revert RecipientZero();
        return _settle(msg.sender, to);
    }

    /// @inheritdoc IOffering
    function settleFor(address buyer) external nonReentrant returns (uint256 shares, uint256 refund) {
        return _settle(buyer, buyer);
    }

    /// @inheritdoc IOffering
    function finalize() external nonReentrant returns (uint256 proceeds, uint256 unsold) {
        bool succeeded = _requireClosed();
        if (finalized) revert AlreadyFinalized();
        finalized = true;
        unsold = _shares;
        if (succeeded) {
            // Fills are rounded down, so the sum of them is at most what is kept back here.
            proceeds = Math.min(totalCommitted, _cap);
            unsold = _shares - Math.mulDiv(_shares, proceeds, _cap);
        }
        emit Finalized(proceeds, unsold);
        if (unsold != 0) _token.safeTransfer(_unsoldTo, unsold);
        Currency.push(_currency, _proceedsTo, proceeds);
    }

    /// @inheritdoc IOffering
    function sweep() external nonReentrant returns (uint256 amount, uint256 shares) {
        if (!finalized || totalSettled != totalCommitted) revert NotSettled(totalSettled, totalCommitted);
        amount = Currency.balance(_currency);
        shares = _token.balanceOf(address(this));
        emit Swept(amount, shares);
        if (shares != 0) _token.safeTransfer(_unsoldTo, shares);
        Currency.push(_currency, _unsoldTo, amount);
    }

    /// @inheritdoc IOffering
    function sweepAsset(address asset) external nonReentrant returns (uint256 amount) {
        if (asset == _currency || asset == address(_token)) revert AssetInSale(asset);
        amount = Currency.balance(asset);
        emit AssetSwept(asset, amount);
        Currency.push(asset, _unsoldTo, amount);
    }

    /// @inheritdoc IOffering
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

    /// @inheritdoc IOffering
    function state() public view returns (State) {
        if (block.timestamp < _opensAt) return State.Pending;
        if (block.timestamp < _closesAt) return State.Open;
        return totalCommitted < _floor ? State.Failed : State.Succeeded;
    }

    /// @inheritdoc IOffering
    function quote(uint256 amount) public view returns (uint256 shares, uint256 paid, uint256 refund) {
        if (state() == State.Failed) return (0, 0, amount);
        uint256 total = totalCommitted;
        if (total > _cap) refund = Math.mulDiv(amount, total - _cap, total);
        paid = amount - refund;
        shares = Math.mulDiv(amount, _shares, Math.max(total, _cap));
    }

    function _commit(uint256 amount, bytes32[] calldata proof) private {
        State now_ = state();
        if (now_ != State.Open) revert NotOpen(now_);
        if (amount == 0) revert AmountZero();
        if (_allowRoot != 0) {
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender))));
            if (!MerkleProof.verifyCalldata(proof, _allowRoot, leaf)) revert NotAllowed(msg.sender);
        }
        uint256 committed = commitmentOf[msg.sender] + amount;
        if (_limit != 0 && committed > _limit) revert LimitExceeded(msg.sender, committed, _limit);
        commitmentOf[msg.sender] = committed;
        uint256 total = totalCommitted;
        if (total == 0) {
            // Nothing leaves before the window closes: what is here at the first commitment is here at settlement.
            uint256 held = _token.balanceOf(address(this));
            if (held < _shares) revert SharesMissing(held, _shares);
        }
        total += amount;
        totalCommitted = total;
        emit Committed(msg.sender, amount, total);
        Currency.pull(_currency, amount);
    }

    function _settle(address buyer, address to) private returns (uint256 shares, uint256 refund) {
        _requireClosed();
        uint256 amount = commitmentOf[buyer];
        if (amount == 0) revert NothingCommitted(buyer);
        uint256 paid;
        (shares, paid, refund) = quote(amount);
        commitmentOf[buyer] = 0;
        totalSettled += amount;
        emit Settled(buyer, to, shares, paid, refund);
        if (shares != 0) _token.safeTransfer(to, shares);
        Currency.push(_currency, to, refund);
    }

    function _requireClosed() private view returns (bool succeeded) {
        State now_ = state();
        if (now_ != State.Succeeded && now_ != State.Failed) revert NotClosed(now_);
        return now_ == State.Succeeded;
    }
}
