// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IOffering} from "./interfaces/IOffering.sol";

/// @title Offering
/// @notice See `IOffering`.
contract Offering is IOffering, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    IERC20 private immutable TOKEN;
    uint256 private immutable SHARES;
    address private immutable CURRENCY;
    uint256 private immutable FLOOR;
    uint256 private immutable CAP;
    uint64 private immutable OPENS_AT;
    uint64 private immutable CLOSES_AT;
    address private immutable PROCEEDS_TO;
    address private immutable UNSOLD_TO;
    bytes32 private immutable ALLOW_ROOT;
    uint256 private immutable LIMIT;

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
        if (terms_.opensAt >= terms_.closesAt || block.timestamp >= terms_.closesAt) {
            revert WindowInvalid(terms_.opensAt, terms_.closesAt, block.timestamp);
        }
        if (terms_.proceedsTo == address(0) || terms_.unsoldTo == address(0)) revert RecipientZero();
        if (terms_.limit != 0 && terms_.allowRoot == 0) revert LimitWithoutAllowList(terms_.limit);
        TOKEN = terms_.token;
        SHARES = terms_.shares;
        CURRENCY = terms_.currency;
        FLOOR = terms_.floor;
        CAP = terms_.cap;
        OPENS_AT = terms_.opensAt;
        CLOSES_AT = terms_.closesAt;
        PROCEEDS_TO = terms_.proceedsTo;
        UNSOLD_TO = terms_.unsoldTo;
        ALLOW_ROOT = terms_.allowRoot;
        LIMIT = terms_.limit;
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
        if (CURRENCY == address(0)) revert CurrencyNotToken();
        // A permit taken from the mempool and submitted first leaves the allowance it was signed for.
        try IERC20Permit(CURRENCY).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
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
        unsold = SHARES;
        if (succeeded) {
            // Fills are rounded down, so the sum of them is at most what is kept back here.
            proceeds = Math.min(totalCommitted, CAP);
            unsold = SHARES - Math.mulDiv(SHARES, proceeds, CAP);
        }
        emit Finalized(proceeds, unsold);
        if (unsold != 0) TOKEN.safeTransfer(UNSOLD_TO, unsold);
        _pay(PROCEEDS_TO, proceeds);
    }

    /// @inheritdoc IOffering
    function sweep() external nonReentrant returns (uint256 amount, uint256 shares) {
        if (!finalized || totalSettled != totalCommitted) revert NotSettled(totalSettled, totalCommitted);
        amount = CURRENCY == address(0) ? address(this).balance : IERC20(CURRENCY).balanceOf(address(this));
        shares = TOKEN.balanceOf(address(this));
        emit Swept(amount, shares);
        if (shares != 0) TOKEN.safeTransfer(UNSOLD_TO, shares);
        _pay(PROCEEDS_TO, amount);
    }

    /// @inheritdoc IOffering
    function terms() external view returns (Terms memory) {
        return
            Terms(TOKEN, SHARES, CURRENCY, FLOOR, CAP, OPENS_AT, CLOSES_AT, PROCEEDS_TO, UNSOLD_TO, ALLOW_ROOT, LIMIT);
    }

    /// @inheritdoc IOffering
    function state() public view returns (State) {
        if (block.timestamp < OPENS_AT) return State.Pending;
        if (block.timestamp < CLOSES_AT) return State.Open;
        return totalCommitted < FLOOR ? State.Failed : State.Succeeded;
    }

    /// @inheritdoc IOffering
    function quote(uint256 amount) public view returns (uint256 shares, uint256 paid, uint256 refund) {
        if (state() == State.Failed) return (0, 0, amount);
        uint256 total = totalCommitted;
        if (total > CAP) refund = Math.mulDiv(amount, total - CAP, total);
        paid = amount - refund;
        shares = Math.mulDiv(amount, SHARES, Math.max(total, CAP));
    }

    function _commit(uint256 amount, bytes32[] calldata proof) private {
        State now_ = state();
        if (now_ != State.Open) revert NotOpen(now_);
        if (amount == 0) revert AmountZero();
        if (ALLOW_ROOT != 0) {
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender))));
            if (!MerkleProof.verifyCalldata(proof, ALLOW_ROOT, leaf)) revert NotAllowed(msg.sender);
        }
        uint256 committed = commitmentOf[msg.sender] + amount;
        if (LIMIT != 0 && committed > LIMIT) revert LimitExceeded(msg.sender, committed, LIMIT);
        commitmentOf[msg.sender] = committed;
        uint256 total = totalCommitted;
        if (total == 0) {
            // Nothing leaves before the window closes: what is here at the first commitment is here at settlement.
            uint256 held = TOKEN.balanceOf(address(this));
            if (held < SHARES) revert SharesMissing(held, SHARES);
        }
        total += amount;
        totalCommitted = total;
        emit Committed(msg.sender, amount, total);
        if (CURRENCY == address(0)) {
            if (msg.value != amount) revert ValueMismatch(msg.value, amount);
        } else {
            if (msg.value != 0) revert ValueMismatch(msg.value, 0);
            uint256 before = IERC20(CURRENCY).balanceOf(address(this));
            IERC20(CURRENCY).safeTransferFrom(msg.sender, address(this), amount);
            uint256 received = IERC20(CURRENCY).balanceOf(address(this)) - before;
            if (received != amount) revert CurrencyMismatch(CURRENCY, received, amount);
        }
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
        if (shares != 0) TOKEN.safeTransfer(to, shares);
        _pay(to, refund);
    }

    function _requireClosed() private view returns (bool succeeded) {
        State now_ = state();
        if (now_ != State.Succeeded && now_ != State.Failed) revert NotClosed(now_);
        return now_ == State.Succeeded;
    }

    function _pay(address to, uint256 amount) private {
        if (amount == 0) return;
        if (CURRENCY == address(0)) {
            (bool ok, ) = to.call{value: amount}("");
            if (!ok) revert TransferFailed(to, amount);
        } else {
            IERC20(CURRENCY).safeTransfer(to, amount);
        }
    }
}
