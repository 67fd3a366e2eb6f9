// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Currency} from "./Currency.sol";
import {GrantId, IGrants} from "./interfaces/IGrants.sol";

/// @title Grants
/// @notice See `IGrants`.
contract Grants is IGrants, ReentrancyGuardTransient {
    using SafeCast for uint256;

    uint256 private constant MOST_MILESTONES = 32;

    /// @inheritdoc IGrants
    uint256 public override grantCount;

    mapping(GrantId => Grant) private _grants;
    mapping(GrantId => uint128[]) private _milestones;

    /// @inheritdoc IGrants
    function create(
        address recipient,
        address reviewer,
        address currency,
        uint128[] calldata milestones,
        string calldata purpose
    ) external payable nonReentrant returns (GrantId grantId) {
        if (milestones.length > MOST_MILESTONES) revert TooManyMilestones(milestones.length, MOST_MILESTONES);
        uint256 total;
        for (uint256 i; i < milestones.length; ++i) {
            if (milestones[i] == 0) revert GrantAmountZero();
            total += milestones[i];
        }
        Grant memory grant = _newGrant(recipient, currency, total.toUint128());
        grant.reviewer = reviewer;
        grantId = _store(grant, milestones, purpose);
        _milestones[grantId] = milestones;
    }

    /// @inheritdoc IGrants
    function stream(
        address recipient,
        address currency,
        uint128 amount,
        uint64 start,
        uint64 duration,
        string calldata purpose
    ) external payable nonReentrant returns (GrantId grantId) {
        if (duration == 0) revert DurationZero();
        Grant memory grant = _newGrant(recipient, currency, amount);
        grant.start = start;
        grant.duration = duration;
        return _store(grant, new uint128[](0), purpose);
    }

    /// @inheritdoc IGrants
    function approve(GrantId grantId, uint256 milestone) external {
        Grant storage grant = _grant(grantId);
        if (msg.sender != grant.funder && msg.sender != grant.reviewer) revert NotReviewer(grantId, msg.sender);
        if (grant.cancelled) revert GrantIsCancelled(grantId);
        uint256 next = grant.approved;
        if (milestone != next || next >= _milestones[grantId].length) revert WrongMilestone(grantId, milestone, next);
        grant.approved = uint32(next + 1);
        emit MilestoneApproved(grantId, milestone, msg.sender, _milestones[grantId][milestone]);
    }

    /// @inheritdoc IGrants
    function withdraw(GrantId grantId, address to) external nonReentrant returns (uint256 amount) {
        Grant storage grant = _grant(grantId);
        if (msg.sender != grant.recipient) revert NotRecipient(grantId, msg.sender);
        if (to == address(0)) revert RecipientZero();
        amount = earned(grantId) - grant.withdrawn;
        if (amount == 0) revert NothingEarned(grantId);
        grant.withdrawn += uint128(amount);
        emit GrantWithdrawn(grantId, to, amount);
        Currency.push(grant.currency, to, amount);
    }

    /// @inheritdoc IGrants
    function cancel(GrantId grantId) external nonReentrant returns (uint256 returned) {
        Grant storage grant = _grant(grantId);
        if (msg.sender != grant.funder) revert NotFunder(grantId, msg.sender);
        if (grant.cancelled) revert GrantIsCancelled(grantId);
        uint256 kept = earned(grantId);
        returned = grant.total - kept;
        grant.total = uint128(kept);
        grant.cancelled = true;
        emit GrantCancelled(grantId, kept, returned);
        Currency.push(grant.currency, grant.funder, returned);
    }

    /// @inheritdoc IGrants
    function grantOf(GrantId grantId) external view returns (Grant memory) {
        return _grant(grantId);
    }

    /// @inheritdoc IGrants
    function milestonesOf(GrantId grantId) external view returns (uint128[] memory) {
        return _milestones[grantId];
    }

    /// @inheritdoc IGrants
    function earned(GrantId grantId) public view returns (uint256 amount) {
        Grant storage grant = _grant(grantId);
        if (grant.cancelled) return grant.total;
        uint256 duration = grant.duration;
        if (duration == 0) {
            uint128[] storage milestones = _milestones[grantId];
            for (uint256 i = grant.approved; i > 0; --i) amount += milestones[i - 1];
            return amount;
        }
        if (block.timestamp <= grant.start) return 0;
        uint256 elapsed = block.timestamp - grant.start;
        return elapsed >= duration ? grant.total : (uint256(grant.total) * elapsed) / duration;
    }

    function _newGrant(address recipient, address currency, uint128 total) private view returns (Grant memory grant) {
        if (recipient == address(0)) revert RecipientZero();
        if (total == 0) revert GrantAmountZero();
        grant.funder = msg.sender;
        grant.recipient = recipient;
        grant.currency = currency;
        grant.total = total;
    }

    function _store(
        Grant memory grant,
        uint128[] memory milestones,
        string calldata purpose
    ) private returns (GrantId grantId) {
        grantId = GrantId.wrap(++grantCount);
        _grants[grantId] = grant;
        emit GrantCreated(grantId, grant.funder, grant.recipient, grant, milestones, purpose);
        Currency.pull(grant.currency, grant.total);
    }

    function _grant(GrantId grantId) private view returns (Grant storage grant) {
        grant = _grants[grantId];
        if (grant.funder == address(0)) revert UnknownGrant(grantId);
    }
}
