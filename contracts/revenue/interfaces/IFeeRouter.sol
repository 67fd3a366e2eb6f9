// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModelControllers} from "./IModelControllers.sol";
import {IRevenueErrors} from "./IRevenueErrors.sol";

/// @title Splits what a model earns
/// @notice Payers (the AI oracle, when a result is final) hold fees in escrow themselves and bring them here to be
/// split: protocol, operator, creator, contributors, and the holders of the model's revenue token. The holders' part is
/// pushed to the token, and becomes credit if the push fails; everybody else's is credit, to be withdrawn. Nobody's
/// refusal blocks anybody's payment.
///
/// **Schedules.** A model's schedule is set by its controller, as the model registry names it at that moment; so nobody
/// can take a model's place here before its owner, and control moves with the model, to a timelock for instance.
/// Storage keeps the schedule's hash. A payer reads `scheduleHashOf` when it *takes* a fee, keeps it, and brings it
/// back with the schedule itself when it pays: a later change never touches a fee already taken.
///
/// **Floor.** With each schedule the controller states the least part that holders will ever have. It can be raised and
/// never lowered, and once it is not zero the holders' address is fixed too.
///
/// **Exact.** Every share is rounded down, and what is left, with the operator's share when there is no operator, goes
/// to the holders, or to the creator when the schedule gives holders nothing. The parts add up to the payment to the
/// wei.
///
/// **ERC-20.** What is split is what arrived, measured by balance. Tokens that rebase are not supported: their credits
/// may not be covered. That, or anything else that a token does, touches neither ETH nor other tokens.
///
/// No owner, no upgrade, no parameter that changes.
interface IFeeRouter is IRevenueErrors {
    /// @param holders The model's revenue token; any account that takes plain transfers will do. Zero only if
    /// `holdersBps` is.
    /// @param creator Who made the model; never zero.
    /// @param contributors Receives for all contributors; zero only if `contributorsBps` is.
    /// @param holdersBps Basis points of the fee, as all that follow. With `protocolBps` they add up to 10_000.
    /// @param operatorBps For whoever answered.
    /// @param creatorBps For the creator.
    /// @param contributorsBps For the contributors.
    struct Schedule {
        address holders;
        address creator;
        address contributors;
        uint16 holdersBps;
        uint16 operatorBps;
        uint16 creatorBps;
        uint16 contributorsBps;
    }

    /// @notice The parts of one payment, in wei or token units.
    struct Split {
        uint256 protocol;
        uint256 operator;
        uint256 creator;
        uint256 contributors;
        uint256 holders;
    }

    event ScheduleSet(uint256 indexed modelId, bytes32 indexed scheduleHash, Schedule schedule, uint256 floorBps);
    /// @param payer Who brought the money.
    /// @param requestId The payer's own number for what was paid; only logged.
    /// @param asset Zero for ETH.
    event Distributed(
        address indexed payer,
        uint256 indexed requestId,
        bytes32 indexed scheduleHash,
        address asset,
        address operator,
        Split split
    );
    /// @notice The holders' part could not be delivered and became credit.
    event PushFailed(address indexed holders, address indexed asset, uint256 amount);
    event Withdrawn(address indexed account, address indexed asset, address to, uint256 amount);

    error NotController(uint256 modelId, address caller);
    error ScheduleInvalid(Schedule schedule, uint256 sumBps);
    error FloorLowered(uint256 modelId, uint256 floorBps, uint256 attempted);
    error BelowFloor(uint256 modelId, uint256 floorBps, uint256 holdersBps);
    error HoldersFixed(uint256 modelId, address holders, address attempted);
    error ScheduleMismatch(bytes32 expected, bytes32 actual);

    /// @notice Sets how fees taken from now on are split, for a model that the caller controls.
    /// @param floorBps Least `holdersBps` for ever, in basis points: at least the present floor, at most this
    /// schedule's.
    function setSchedule(uint256 modelId, Schedule calldata schedule, uint16 floorBps) external;

    /// @notice Splits `msg.value`.
    /// @param schedule The schedule whose hash is `scheduleHash`.
    /// @param scheduleHash What `scheduleHashOf` said when the fee was taken.
    /// @param operator Who answered; zero if nobody did.
    /// @param requestId The payer's own number, for the log.
    function distribute(
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256 requestId
    ) external payable;

    /// @notice Takes `amount` of `token` from the caller, who has approved it, and splits what arrives.
    function distributeERC20(
        address token,
        uint256 amount,
        Schedule calldata schedule,
        bytes32 scheduleHash,
        address operator,
        uint256 requestId
    ) external;

    /// @notice Sends the caller's credit in `asset` (zero for ETH) to the caller.
    function withdraw(address asset) external returns (uint256 amount);

    /// @notice Sends the caller's credit in `asset` to `to`.
    function withdrawTo(address asset, address to) external returns (uint256 amount);

    /// @notice Sends the credit of `account` in `asset` to `account`. Anyone may call it: it serves tokens and other
    /// contracts that cannot call for themselves.
    function withdrawFor(address account, address asset) external returns (uint256 amount);

    /// @notice `keccak256(abi.encode(schedule))` of the model's schedule; zero if none was set.
    function scheduleHashOf(uint256 modelId) external view returns (bytes32);

    /// @notice The model's floor, in basis points, and, once that is not zero, the holders' address.
    function floorOf(uint256 modelId) external view returns (uint256 floorBps, address holders);

    function creditOf(address account, address asset) external view returns (uint256);

    function hashSchedule(Schedule calldata schedule) external pure returns (bytes32);

    /// @notice How `amount` would be split.
    /// @param hasOperator Whether somebody answered.
    function quote(Schedule calldata schedule, uint256 amount, bool hasOperator) external view returns (Split memory);

    /// @notice Receives the protocol's part.
    function protocol() external view returns (address);

    /// @notice The protocol's part, in basis points, fixed at construction.
    function protocolBps() external view returns (uint256);

    /// @notice The registry that names controllers.
    function controllers() external view returns (IModelControllers);
}
