// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IFeeRouter} from "./interfaces/IFeeRouter.sol";
import {IModelControllers} from "./interfaces/IModelControllers.sol";
import {Payment} from "./libraries/Payment.sol";

/// @title Splits what a model earns
contract FeeRouter is ReentrancyGuardTransient, IFeeRouter {
    using SafeERC20 for IERC20;

    struct Floor {
        address holders;
        uint16 bps;
    }

    /// @notice Gas for pushing ETH to holders: plenty for a revenue token, and a bound for what any other account can
    /// burn.
    uint256 public constant PUSH_GAS = 50_000;

    uint256 private constant BPS = 10_000;
    address private constant ETH = address(0);

    IModelControllers public immutable controllers;
    address public immutable protocol;
    uint256 public immutable protocolBps;

    mapping(uint256 modelId => bytes32) private _scheduleHashes;
    mapping(uint256 modelId => Floor) private _floors;
    mapping(address account => mapping(address asset => uint256)) private _credits;

    constructor(IModelControllers controllers_, address protocol_, uint256 protocolBps_) {
        if (protocolBps_ > BPS || (protocol_ == address(0) && protocolBps_ != 0)) revert ConfigInvalid();
        controllers = controllers_;
        protocol = protocol_;
        protocolBps = protocolBps_;
    }

    // verbs

    /// @inheritdoc IFeeRouter
    function setSchedule(uint256 modelId, Schedule calldata schedule, uint16 floorBps) external {
        if (msg.sender != controllers.controllerOf(modelId)) revert NotController(modelId, msg.sender);
        _requireValid(schedule);
        Floor memory floor = _floors[modelId];
        if (floorBps < floor.bps) revert FloorLowered(modelId, floor.bps, floorBps);
        if (schedule.holdersBps < floorBps) revert BelowFloor(modelId, floorBps, schedule.holdersBps);
        if (floor.bps != 0 && schedule.holders != floor.holders) {
            revert HoldersFixed(modelId, floor.holders, schedule.holders);
        }
        if (floorBps != floor.bps) _floors[modelId] = Floor({holders: schedule.holders, bps: floorBps});
        bytes32 scheduleHash = hashSchedule(schedule);
        _scheduleHashes[modelId] = scheduleHash;
        emit ScheduleSet(modelId, scheduleHash, schedule, floorBps);
    }

    /// @inheritdoc IFeeRouter
    function distribute(
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256 requestId
    ) external payable {
        Split memory split = _credit(schedule, scheduleHash, operator, requestId, ETH, msg.value);
        if (split.holders == 0) return;
        if (!Payment.send(schedule.holders, split.holders, PUSH_GAS)) {
            _pushFailed(schedule.holders, ETH, split.holders);
        }
    }

    /// @inheritdoc IFeeRouter
    function distributeERC20(
        address token,
        uint256 amount,
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256 requestId
    ) external nonReentrant {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 held = IERC20(token).balanceOf(address(this));
        Split memory split = _credit(schedule, scheduleHash, operator, requestId, token, held - before);
        if (split.holders == 0) return;
        // Whether it went is told by the balance, not by the token's answer.
        IERC20(token).trySafeTransfer(schedule.holders, split.holders);
        if (_taken(token, held, split.holders) == 0) _pushFailed(schedule.holders, token, split.holders);
    }

    /// @inheritdoc IFeeRouter
    function withdraw(address asset) external returns (uint256 amount) {
        return _withdraw(msg.sender, asset, msg.sender);
    }

    /// @inheritdoc IFeeRouter
    function withdrawTo(address asset, address to) external returns (uint256 amount) {
        return _withdraw(msg.sender, asset, to);
    }

    /// @inheritdoc IFeeRouter
    function withdrawFor(address account, address asset) external returns (uint256 amount) {
        return _withdraw(account, asset, account);
    }

    // views

    /// @inheritdoc IFeeRouter
    function scheduleHashOf(uint256 modelId) external view returns (bytes32) {
        return _scheduleHashes[modelId];
    }

    /// @inheritdoc IFeeRouter
    function floorOf(uint256 modelId) external view returns (uint256 floorBps, address holders) {
        Floor memory floor = _floors[modelId];
        return (floor.bps, floor.holders);
    }

    /// @inheritdoc IFeeRouter
    function creditOf(address account, address asset) external view returns (uint256) {
        return _credits[account][asset];
    }

    /// @inheritdoc IFeeRouter
    function hashSchedule(Schedule calldata schedule) public pure returns (bytes32) {
        return keccak256(abi.encode(schedule));
    }

    /// @inheritdoc IFeeRouter
    function quote(
        Schedule calldata schedule,
        uint256 amount,
        bool hasOperator
    ) external view returns (Split memory split) {
        _requireValid(schedule);
        return _split(schedule, amount, hasOperator);
    }

    // internals

    function _requireValid(Schedule calldata schedule) private view {
        uint256 sumBps =
            protocolBps + schedule.holdersBps + schedule.operatorBps + schedule.creatorBps + schedule.contributorsBps;
        if (
            sumBps != BPS ||
            schedule.creator == address(0) ||
            (schedule.holders == address(0) && schedule.holdersBps != 0) ||
            (schedule.contributors == address(0) && schedule.contributorsBps != 0)
        ) revert ScheduleInvalid(schedule, sumBps);
    }

    /// @dev INVARIANT: the parts add up to `amount`: all but the last are rounded down, and the last is what they
    /// leave.
    function _split(
        Schedule calldata schedule,
        uint256 amount,
        bool hasOperator
    ) private view returns (Split memory split) {
        split.protocol = Math.mulDiv(amount, protocolBps, BPS);
        if (hasOperator) split.operator = Math.mulDiv(amount, schedule.operatorBps, BPS);
        split.creator = Math.mulDiv(amount, schedule.creatorBps, BPS);
        split.contributors = Math.mulDiv(amount, schedule.contributorsBps, BPS);
        uint256 rest = amount - split.protocol - split.operator - split.creator - split.contributors;
        if (schedule.holdersBps == 0) split.creator += rest;
        else split.holders = rest;
    }

    /// @dev Splits `amount` and credits everyone but the holders.
    function _credit(
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256 requestId,
        address asset,
        uint256 amount
    ) private returns (Split memory split) {
        bytes32 actual = hashSchedule(schedule);
        if (actual != scheduleHash) revert ScheduleMismatch(scheduleHash, actual);
        _requireValid(schedule);
        split = _split(schedule, amount, operator != address(0));
        _addCredit(protocol, asset, split.protocol);
        _addCredit(operator, asset, split.operator);
        _addCredit(schedule.creator, asset, split.creator);
        _addCredit(schedule.contributors, asset, split.contributors);
        emit Distributed(msg.sender, requestId, scheduleHash, asset, operator, split);
    }

    function _addCredit(address account, address asset, uint256 amount) private {
        if (amount != 0) _credits[account][asset] += amount;
    }

    function _pushFailed(address holders, address asset, uint256 amount) private {
        _addCredit(holders, asset, amount);
        emit PushFailed(holders, asset, amount);
    }

    function _withdraw(address account, address asset, address to) private nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert RecipientInvalid(to);
        amount = _credits[account][asset];
        if (amount == 0) revert NothingToWithdraw(account, asset);
        delete _credits[account][asset];
        emit Withdrawn(account, asset, to, amount);
        if (asset == ETH) {
            if (!Payment.send(to, amount)) revert PaymentFailed(asset, to, amount);
        } else {
            uint256 held = IERC20(asset).balanceOf(address(this));
            IERC20(asset).safeTransfer(to, amount);
            _taken(asset, held, amount);
        }
    }

    /// @dev What has left of `held` units of `token`.
    /// INVARIANT: no token takes more than `amount`, which would come out of the credit of others.
    function _taken(address token, uint256 held, uint256 amount) private view returns (uint256 taken) {
        uint256 left = IERC20(token).balanceOf(address(this));
        taken = Math.saturatingSub(held, left);
        if (taken > amount) revert PaymentExceeded(token, taken, amount);
    }
}
