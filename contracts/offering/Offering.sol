// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IOffering} from "./interfaces/IOffering.sol";
import {Sale} from "./Sale.sol";

/// @title Offering
/// @notice See `IOffering`.
contract Offering is IOffering, Sale {
    /// @inheritdoc IOffering
    mapping(address buyer => uint256 amount) public commitmentOf;

    constructor(Terms memory terms_) Sale(terms_, terms_.cap) {}

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
        _permit(amount, deadline, v, r, s);
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
    function quote(uint256 amount) public view returns (uint256 shares, uint256 paid, uint256 refund) {
        if (state() == State.Failed) return (0, 0, amount);
        uint256 total = totalCommitted;
        if (total > _cap) refund = Math.mulDiv(amount, total - _cap, total);
        paid = amount - refund;
        shares = Math.mulDiv(amount, _shares, Math.max(total, _cap));
    }

    function _conclude() internal view override returns (uint256 proceeds, uint256 price) {
        return (state() == State.Failed ? 0 : Math.min(totalCommitted, _cap), _cap);
    }

    function _commit(uint256 amount, bytes32[] calldata proof) private {
        uint256 committed = commitmentOf[msg.sender] + amount;
        commitmentOf[msg.sender] = committed;
        emit Committed(msg.sender, amount, _commit(amount, committed, proof));
    }

    function _settle(address buyer, address to) private returns (uint256 shares, uint256 refund) {
        _requireClosed();
        uint256 amount = commitmentOf[buyer];
        if (amount == 0) revert NothingCommitted(buyer);
        uint256 paid;
        (shares, paid, refund) = quote(amount);
        commitmentOf[buyer] = 0;
        emit Settled(buyer, to, shares, paid, refund);
        _payOut(to, amount, shares, refund);
    }
}
