// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {IAIOracle} from "../oracle/interfaces/IAIOracle.sol";
import {IAIOracleCallbackReceiver} from "../oracle/interfaces/IAIOracleCallbackReceiver.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";

/// @title An AI oracle for the tests of consumers
/// @notice Takes requests as the oracle does, for any model, at one price; the test gives the answers:
///
///     mock.answer(id, output)      a claim: delivered at once if the request asked for provisional delivery
///     mock.answer(id, other)       a claim after a dispute: delivered again
///     mock.finalize(id)            the answer is final: delivered now if the request asked for final delivery
///     mock.fail(id, code)          an error callback
///
/// A callback that reverts makes the call of the test revert with the same reason. There is no court behind it, and what
/// it is paid stays in it.
contract MockAIOracle is IAIOracle {
    struct Stored {
        address account;
        address callbackContract;
        uint64 gasLimit;
        IVerifiableOracle.Delivery delivery;
        uint16 attempt;
        bool answered;
        bool finalized;
        bytes callbackData;
        bytes output;
    }

    uint256 public fee;
    uint256 public callbackGasPrice;
    uint256 public requestCount;
    address private _delivering;
    uint16 private _attempt;
    bool private _final;
    mapping(uint256 requestId => Stored) private _requests;

    error PaymentTooSmall(uint256 paid, uint256 needed);
    error TokenNotSupported(address token);
    error UnknownRequest(uint256 requestId);
    error NotAnswered(uint256 requestId);
    error AlreadyFinal(uint256 requestId);
    error RefundFailed(address to, uint256 amount);

    constructor(uint256 fee_, uint256 callbackGasPrice_) {
        fee = fee_;
        callbackGasPrice = callbackGasPrice_;
    }

    /// @notice Changes the prices of requests made from now on, in wei.
    function setPrices(uint256 fee_, uint256 callbackGasPrice_) external {
        fee = fee_;
        callbackGasPrice = callbackGasPrice_;
    }

    /// @inheritdoc IAIOracle
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId) {
        IVerifiableOracle.Delivery delivery = IVerifiableOracle.Delivery.Provisional;
        return _request(modelId, input, delivery, callbackContract, gasLimit, callbackData);
    }

    /// @notice As `IVerifiableOracle.request`, in ETH.
    function request(IVerifiableOracle.Question calldata question) external payable returns (uint256 requestId) {
        if (question.token != address(0)) revert TokenNotSupported(question.token);
        return
            _request(
                ModelId.unwrap(question.modelId),
                question.input,
                question.delivery,
                question.callbackContract,
                question.gasLimit,
                question.callbackData
            );
    }

    /// @notice Claims an answer, the first or another one.
    function answer(uint256 requestId, bytes calldata output) external {
        Stored storage stored = _open(requestId);
        stored.output = output;
        stored.answered = true;
        ++stored.attempt;
        emit AICallbackResult(stored.account, requestId, msg.sender, output);
        if (stored.delivery == IVerifiableOracle.Delivery.Provisional) _deliver(requestId, stored);
    }

    /// @notice Ends the time in which the answer could be disputed.
    function finalize(uint256 requestId) external {
        Stored storage stored = _open(requestId);
        if (!stored.answered) revert NotAnswered(requestId);
        stored.finalized = true;
        if (stored.delivery == IVerifiableOracle.Delivery.Final) _deliver(requestId, stored);
    }

    /// @notice Makes an error callback, which ends the request.
    function fail(uint256 requestId, AIOracleError code) external {
        Stored storage stored = _open(requestId);
        stored.finalized = true;
        if (stored.callbackContract == address(0)) return;
        _begin(stored);
        IAIOracleCallbackReceiver(stored.callbackContract).aiOracleCallbackError{gas: stored.gasLimit}(
            requestId,
            code,
            "mock",
            stored.callbackData
        );
        _end();
    }

    /// @inheritdoc IAIOracle
    function estimateFee(uint256, uint256 gasLimit) public view returns (uint256) {
        return fee + callbackGasPrice * gasLimit;
    }

    /// @notice As `IVerifiableOracle.quoteFee`.
    function quoteFee(ModelId, uint32, address, uint64 gasLimit) external view returns (uint256, uint256) {
        return (fee, callbackGasPrice * gasLimit);
    }

    /// @inheritdoc IAIOracle
    function isFinalized(uint256 requestId) external view returns (bool) {
        return _requests[requestId].finalized;
    }

    /// @notice As `IVerifiableOracle.isUndelivered`: never, because a failing callback reverts the test's call.
    function isUndelivered(uint256) external pure returns (bool) {
        return false;
    }

    /// @notice As `IVerifiableOracle.currentDelivery`.
    function currentDelivery() external view returns (address account, uint16 attempt, bool finalized) {
        return (_delivering, _attempt, _final);
    }

    function _request(
        uint256 modelId,
        bytes calldata input,
        IVerifiableOracle.Delivery delivery,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) private returns (uint256 requestId) {
        uint256 cost = estimateFee(modelId, gasLimit);
        if (msg.value < cost) revert PaymentTooSmall(msg.value, cost);
        requestId = ++requestCount;
        Stored storage stored = _requests[requestId];
        stored.account = msg.sender;
        stored.callbackContract = callbackContract;
        stored.gasLimit = gasLimit;
        stored.delivery = delivery;
        stored.callbackData = callbackData;
        emit AICallbackRequest(msg.sender, requestId, modelId, input, callbackContract, gasLimit, callbackData);
        if (msg.value == cost) return requestId;
        (bool success, ) = msg.sender.call{value: msg.value - cost}("");
        if (!success) revert RefundFailed(msg.sender, msg.value - cost);
    }

    function _deliver(uint256 requestId, Stored storage stored) private {
        if (stored.callbackContract == address(0)) return;
        _begin(stored);
        IAIOracleCallbackReceiver(stored.callbackContract).aiOracleCallback{gas: stored.gasLimit}(
            requestId,
            stored.output,
            stored.callbackData
        );
        _end();
    }

    function _begin(Stored storage stored) private {
        (_delivering, _attempt, _final) = (stored.account, stored.attempt, stored.finalized);
    }

    function _end() private {
        (_delivering, _attempt, _final) = (address(0), 0, false);
    }

    function _open(uint256 requestId) private view returns (Stored storage stored) {
        stored = _requests[requestId];
        if (stored.account == address(0)) revert UnknownRequest(requestId);
        if (stored.finalized) revert AlreadyFinal(requestId);
    }
}
