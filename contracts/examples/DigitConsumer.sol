// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {AIOracleCallbackReceiver} from "../oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";

/// @title Asks a model which digit a picture shows, and keeps the answer
/// @notice The answer is kept as soon as an operator claims it, and replaced if a dispute changes it; `digitOf` says
/// whether it can still change. Whoever paid for a reading that came to nothing takes the money back by `reclaim`.
contract DigitConsumer is AIOracleCallbackReceiver {
    enum State {
        None,
        Asked,
        Answered,
        Faulted,
        Unanswered
    }

    /// @param digit The answer so far, in `State.Answered`.
    /// @param fee Wei paid for the inference.
    /// @param callbackFee Wei paid for the callback.
    struct Reading {
        address reader;
        State state;
        uint8 digit;
        uint128 fee;
        uint128 callbackFee;
    }

    /// @notice A picture is 8 rows of 8 pixels, one byte each, 0 (paper) to 16 (ink).
    uint256 public constant PICTURE_BYTES = 64;
    uint64 public constant CALLBACK_GAS = 100_000;

    ModelId public immutable modelId;

    mapping(uint256 requestId => Reading) public readings;

    event PictureSent(uint256 indexed requestId, address indexed reader);
    event DigitRead(uint256 indexed requestId, uint8 digit);
    event ReadingFailed(uint256 indexed requestId, IAIOracle.AIOracleError code);
    event Reclaimed(uint256 indexed requestId, address indexed reader, uint256 amount);

    error NotAPicture(uint256 length);
    error NotADigit(bytes output);
    error WrongPayment(uint256 paid, uint256 price);
    error NothingToReclaim(uint256 requestId);
    error TransferFailed(address to, uint256 amount);

    constructor(IVerifiableOracle oracle, ModelId modelId_) AIOracleCallbackReceiver(oracle) {
        modelId = modelId_;
    }

    /// @dev The oracle's refunds.
    receive() external payable {}

    /// @notice Has a picture read. Send exactly `price()`.
    function read(bytes calldata picture) external payable returns (uint256 requestId) {
        if (picture.length != PICTURE_BYTES) revert NotAPicture(picture.length);
        (uint256 fee, uint256 callbackFee) = _quote();
        if (msg.value != fee + callbackFee) revert WrongPayment(msg.value, fee + callbackFee);
        requestId = aiOracle.requestCallback{value: msg.value}(
            ModelId.unwrap(modelId),
            picture,
            address(this),
            CALLBACK_GAS,
            ""
        );
        readings[requestId] = Reading(msg.sender, State.Asked, 0, uint128(fee), uint128(callbackFee));
        emit PictureSent(requestId, msg.sender);
    }

    /// @inheritdoc AIOracleCallbackReceiver
    /// @dev May come again for the same request; the last answer counts.
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata
    ) external override onlyAIOracleCallback {
        if (output.length != 1) revert NotADigit(output);
        Reading storage reading = readings[requestId];
        reading.state = State.Answered;
        reading.digit = uint8(output[0]);
        emit DigitRead(requestId, uint8(output[0]));
    }

    /// @inheritdoc AIOracleCallbackReceiver
    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata,
        bytes calldata
    ) external override onlyAIOracleCallback {
        bool unanswered = code == IAIOracle.AIOracleError.Unanswered;
        readings[requestId].state = unanswered ? State.Unanswered : State.Faulted;
        emit ReadingFailed(requestId, code);
    }

    /// @notice Pays back the reader of a reading that failed for good: all of it if nobody answered, all but the price of
    /// the callback if the model gives no answer. The oracle must have paid it back before (`refund`, `settle`).
    function reclaim(uint256 requestId) external returns (uint256 amount) {
        Reading storage reading = readings[requestId];
        if (reading.state == State.Unanswered) amount = uint256(reading.fee) + reading.callbackFee;
        else if (reading.state == State.Faulted && _isFinal(requestId)) amount = reading.fee;
        if (amount == 0) revert NothingToReclaim(requestId);
        (reading.fee, reading.callbackFee) = (0, 0);
        emit Reclaimed(requestId, reading.reader, amount);
        (bool success, ) = reading.reader.call{value: amount}("");
        if (!success) revert TransferFailed(reading.reader, amount);
    }

    /// @notice What `read` costs now, in wei.
    function price() external view returns (uint256) {
        (uint256 fee, uint256 callbackFee) = _quote();
        return fee + callbackFee;
    }

    /// @return digit The answer so far.
    /// @return answered Whether there is one.
    /// @return finalized Whether it can no longer change.
    function digitOf(uint256 requestId) external view returns (uint8 digit, bool answered, bool finalized) {
        Reading storage reading = readings[requestId];
        digit = reading.digit;
        answered = reading.state == State.Answered;
        finalized = answered && _isFinal(requestId);
    }

    /// @dev What was last delivered is final only if nothing newer failed to be delivered.
    function _isFinal(uint256 requestId) private view returns (bool) {
        return aiOracle.isFinalized(requestId) && !IVerifiableOracle(address(aiOracle)).isUndelivered(requestId);
    }

    function _quote() private view returns (uint256 fee, uint256 callbackFee) {
        return IVerifiableOracle(address(aiOracle)).quoteFee(modelId, 0, address(0), CALLBACK_GAS);
    }
}
