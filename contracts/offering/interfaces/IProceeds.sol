// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../models/interfaces/IModelRegistry.sol";
import {IVerifiableOracle} from "../../oracle/interfaces/IVerifiableOracle.sol";
import {IRevShareToken} from "../../revenue/interfaces/IRevShareToken.sol";
import {ISale} from "./ISale.sol";

/// @title What a sale has raised
/// @notice Part goes to the treasury at once, part to the developer at once, and the rest to the developer little by little,
/// but only once the model has served: once anybody has shown one final answer of it. Holders can stop the rest by vote.
/// If the model has not served by its date, whatever the developer has not earned goes back to holders, as soon as somebody
/// asks for it.
///
///     Releasing --stop(false)--> Stopped     the rest is the treasury's
///         |------stop(true)----> Refunding   the rest is the holders', by vote
///         '------openRefund----> Refunding   the rest is the holders', not served by the date; anyone
///
/// Refunds go to those who hold shares at the token's latest snapshot, in proportion: not to the treasury, not to what the
/// creator has not been released, not to what buyers have not settled. Shares are kept. The snapshot may be as old as the
/// token's interval and a day: before asking for the refund, take one (it takes some revenue: 10,000 wei sent to the token
/// always suffice) and settle whoever has not settled.
///
/// Nobody else can move anything here, and the treasury moves what it receives by vote only.
interface IProceeds {
    enum Status {
        Releasing,
        Stopped,
        Refunding
    }

    /// @param sale Where the money comes from; currency and token are the sale's.
    /// @param treasury The timelock.
    /// @param developer Who builds and serves the model.
    /// @param vesting Holds shares that are not counted in a refund.
    /// @param oracle Where the model serves.
    /// @param treasuryBps Of what is raised, in basis points, to the treasury at once.
    /// @param upfrontBps Of the rest, to the developer at once.
    /// @param start Unix time, seconds, at which the release of what remains starts.
    /// @param duration Seconds it takes.
    /// @param servedBy Unix time, seconds, by which the model must have served.
    struct Terms {
        ISale sale;
        address treasury;
        address developer;
        address vesting;
        IVerifiableOracle oracle;
        ModelId modelId;
        uint16 treasuryBps;
        uint16 upfrontBps;
        uint64 start;
        uint64 duration;
        uint64 servedBy;
    }

    /// @notice The refund, once open.
    /// @param pool Units of currency that go back.
    /// @param snapshotId The token's snapshot that counts.
    /// @param eligible Shares that it counts.
    struct Refund {
        uint256 pool;
        uint256 snapshotId;
        uint256 eligible;
    }

    event Served(uint256 indexed requestId);
    event Released(address indexed to, uint256 amount);
    event ProceedsStopped(uint256 rest);
    event RefundOpened(uint256 pool, uint256 snapshotId, uint256 eligible);
    event Refunded(address indexed holder, address to, uint256 amount);

    error TermsInvalid();
    error NotSale(address caller);
    error NotTreasury(address caller);
    error AlreadyServed();
    /// @dev The request is of another model, or this is not its final output.
    error NotServed(uint256 requestId);
    error NotReleasing(Status status);
    error RefundTooEarly(uint256 servedBy, uint256 nowAt);
    error NothingToRelease(address to);
    /// @dev The refund needs a snapshot, later than `servedBy` where that date is the reason, over, and not older than the token's
    /// interval and a day.
    error SnapshotMissing(uint256 snapshotId, uint256 takenAt);
    error NobodyEligible(uint256 snapshotId);
    error RefundNotOpen(Status status);
    error NothingToRefund(address holder);
    error RecipientZero();

    /// @notice The sale pays in.
    receive() external payable;

    /// @notice Anyone: shows that the model has served.
    /// @param request As it was paid, see `IVerifiableOracle`.
    /// @param output Its final output.
    function recordServed(
        uint256 requestId,
        IVerifiableOracle.Request calldata request,
        bytes calldata output
    ) external;

    /// @notice Anyone: pays the developer what it has earned.
    function releaseToDeveloper() external returns (uint256 amount);

    /// @notice Anyone: pays the treasury its part, and after a stop the rest.
    function releaseToTreasury() external returns (uint256 amount);

    /// @notice Treasury, that is, a vote: the developer earns nothing more.
    /// @param refunding The rest goes to holders; otherwise to the treasury.
    function stop(bool refunding) external;

    /// @notice Anyone, after `servedBy`, if the model has not served: the rest goes to holders.
    function openRefund() external;

    /// @notice Pays `holder` its part of the refund. Anyone may call it.
    function refundFor(address holder) external returns (uint256 amount);

    /// @notice Pays the caller's part of the refund to `to`.
    function refundTo(address to) external returns (uint256 amount);

    function terms() external view returns (Terms memory);

    function currency() external view returns (address);

    function token() external view returns (IRevShareToken);

    function status() external view returns (Status);

    function served() external view returns (bool);

    /// @notice Units of currency received so far.
    function raised() external view returns (uint256);

    /// @notice What the developer has earned so far, paid or not.
    function earned() external view returns (uint256);

    function releasedToDeveloper() external view returns (uint256);

    function releasedToTreasury() external view returns (uint256);

    function refundOf() external view returns (Refund memory);

    /// @notice What `holder` can take out of the refund.
    function refundable(address holder) external view returns (uint256);
}
