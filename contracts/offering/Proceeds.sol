// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Currency} from "../governance/Currency.sol";
import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";
import {IRevShareToken} from "../revenue/interfaces/IRevShareToken.sol";
import {IProceeds} from "./interfaces/IProceeds.sol";

/// @title Proceeds
/// @notice See `IProceeds`. Deployed as clones.
contract Proceeds is IProceeds, Initializable, ReentrancyGuardTransient {
    uint256 private constant WHOLE = 10_000;

    /// @dev In which the refund is asked for, once the interval has let somebody take a snapshot.
    uint256 private constant SNAPSHOT_GRACE = 1 days;

    /// @inheritdoc IProceeds
    address public currency;
    /// @inheritdoc IProceeds
    IRevShareToken public token;
    Terms private _terms;
    Refund private _refund;
    /// @dev What the developer had earned when the release ended.
    uint256 private _earnedAtEnd;

    /// @inheritdoc IProceeds
    Status public status;
    /// @inheritdoc IProceeds
    bool public served;
    /// @inheritdoc IProceeds
    uint256 public releasedToDeveloper;
    /// @inheritdoc IProceeds
    uint256 public releasedToTreasury;
    uint256 private _refunded;
    mapping(address holder => bool) private _isRefunded;

    /// @dev The implementation has no terms, so nothing to keep and nobody to pay.
    constructor() {
        _disableInitializers();
    }

    /// @notice The deployer, once.
    /// @param currency_ The sale's.
    /// @param token_ The sale's.
    function initialize(Terms calldata terms_, address currency_, IRevShareToken token_) external initializer {
        if (
            terms_.treasuryBps > WHOLE ||
            terms_.upfrontBps > WHOLE ||
            terms_.treasury == address(0) ||
            terms_.developer == address(0)
        ) revert TermsInvalid();
        _terms = terms_;
        currency = currency_;
        token = token_;
    }

    /// @inheritdoc IProceeds
    receive() external payable {
        if (msg.sender != address(_terms.sale)) revert NotSale(msg.sender);
    }

    /// @inheritdoc IProceeds
    function recordServed(
        uint256 requestId,
        IVerifiableOracle.Request calldata request,
        bytes calldata output
    ) external {
        if (served) revert AlreadyServed();
        _requireReleasing();
        if (
            ModelId.unwrap(request.modelId) != ModelId.unwrap(_terms.modelId) ||
            !_terms.oracle.isFinalOutput(requestId, request, output)
        ) revert NotServed(requestId);
        served = true;
        emit Served(requestId);
    }

    /// @inheritdoc IProceeds
    function releaseToDeveloper() external nonReentrant returns (uint256 amount) {
        address developer = _terms.developer;
        amount = earned() - releasedToDeveloper;
        if (amount == 0) revert NothingToRelease(developer);
        releasedToDeveloper += amount;
        emit Released(developer, amount);
        Currency.push(currency, developer, amount);
    }

    /// @inheritdoc IProceeds
    function releaseToTreasury() external nonReentrant returns (uint256 amount) {
        address treasury = _terms.treasury;
        amount = _treasuryPart() - releasedToTreasury;
        if (amount == 0) revert NothingToRelease(treasury);
        releasedToTreasury += amount;
        emit Released(treasury, amount);
        Currency.push(currency, treasury, amount);
    }

    /// @inheritdoc IProceeds
    function stop(bool refunding) external nonReentrant {
        if (msg.sender != _terms.treasury) revert NotTreasury(msg.sender);
        _requireReleasing();
        if (refunding) {
            _startRefund(0);
            return;
        }
        _end(Status.Stopped);
        emit ProceedsStopped(raised() - _earnedAtEnd - _share(raised(), _terms.treasuryBps));
    }

    /// @inheritdoc IProceeds
    function openRefund() external nonReentrant {
        _requireReleasing();
        uint256 servedBy = _terms.servedBy;
        // INVARIANT: a model that has served is never refunded but by vote.
        if (served) revert AlreadyServed();
        if (block.timestamp <= servedBy) revert RefundTooEarly(servedBy, block.timestamp);
        _startRefund(servedBy);
    }

    /// @inheritdoc IProceeds
    function refundFor(address holder) external nonReentrant returns (uint256 amount) {
        return _payRefund(holder, holder);
    }

    /// @inheritdoc IProceeds
    function refundTo(address to) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert RecipientZero();
        return _payRefund(msg.sender, to);
    }

    /// @inheritdoc IProceeds
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @inheritdoc IProceeds
    function refundOf() external view returns (Refund memory) {
        return _refund;
    }

    /// @inheritdoc IProceeds
    function raised() public view returns (uint256) {
        return Currency.balance(currency) + releasedToDeveloper + releasedToTreasury + _refunded;
    }

    /// @inheritdoc IProceeds
    function earned() public view returns (uint256) {
        if (status != Status.Releasing) return _earnedAtEnd;
        uint256 total = raised();
        uint256 rest = total - _share(total, _terms.treasuryBps);
        uint256 upfront = _share(rest, _terms.upfrontBps);
        if (!served || block.timestamp <= _terms.start) return upfront;
        uint256 elapsed = block.timestamp - _terms.start;
        if (elapsed >= _terms.duration) return rest;
        return upfront + Math.mulDiv(rest - upfront, elapsed, _terms.duration);
    }

    /// @inheritdoc IProceeds
    function refundable(address holder) public view returns (uint256) {
        if (status != Status.Refunding || _isRefunded[holder] || _isExcluded(holder)) return 0;
        Refund memory refund = _refund;
        return Math.mulDiv(refund.pool, token.balanceOfAt(holder, refund.snapshotId), refund.eligible);
    }

    function _requireReleasing() private view {
        if (status != Status.Releasing) revert NotReleasing(status);
    }

    function _startRefund(uint256 snapshotAfter) private {
        _end(Status.Refunding);
        uint256 snapshotId = token.lastSnapshotId();
        (uint256 takenAt, ) = token.snapshotOf(snapshotId, address(0));
        // INVARIANT: the snapshot's second is over, so that what it counts cannot change any more; and not long ago, so that who
        // has sold since is not refunded for who has bought.
        if (
            snapshotId == 0 ||
            takenAt <= snapshotAfter ||
            takenAt >= block.timestamp ||
            takenAt + token.snapshotInterval() + SNAPSHOT_GRACE < block.timestamp
        ) revert SnapshotMissing(snapshotId, takenAt);
        uint256 eligible =
            token.totalSupplyAt(snapshotId) -
                token.balanceOfAt(_terms.treasury, snapshotId) -
                token.balanceOfAt(_terms.vesting, snapshotId) -
                token.balanceOfAt(address(_terms.sale), snapshotId);
        if (eligible == 0) revert NobodyEligible(snapshotId);
        uint256 pool = raised() - _earnedAtEnd - _treasuryPart();
        _refund = Refund(pool, snapshotId, eligible);
        emit RefundOpened(pool, snapshotId, eligible);
    }

    /// @dev Fixes what the developer has earned; what a sale has not handed over yet is fetched first.
    function _end(Status next) private {
        if (!_terms.sale.finalized()) _terms.sale.finalize();
        _earnedAtEnd = earned();
        status = next;
    }

    function _payRefund(address holder, address to) private returns (uint256 amount) {
        if (status != Status.Refunding) revert RefundNotOpen(status);
        amount = refundable(holder);
        if (amount == 0) revert NothingToRefund(holder);
        _isRefunded[holder] = true;
        _refunded += amount;
        emit Refunded(holder, to, amount);
        Currency.push(currency, to, amount);
    }

    function _treasuryPart() private view returns (uint256) {
        uint256 total = raised();
        return status == Status.Stopped ? total - _earnedAtEnd : _share(total, _terms.treasuryBps);
    }

    function _isExcluded(address holder) private view returns (bool) {
        return holder == _terms.treasury || holder == _terms.vesting || holder == address(_terms.sale);
    }

    function _share(uint256 amount, uint256 bps) private pure returns (uint256) {
        return Math.mulDiv(amount, bps, WHOLE);
    }
}
