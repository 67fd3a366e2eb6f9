// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {AIOracleCallbackReceiver} from "../oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";

/// @title Feeds the answer of one model to another
/// @notice The second request is made in the callback of the first, from the balance that the owner keeps here. Both
/// answers are awaited until they are final: a chain built on an answer that changes would have to be asked, and paid,
/// again. When the balance does not cover the second request the callback reverts; top up, and retry it at the oracle.
contract ChainedConsumer is AIOracleCallbackReceiver, Ownable {
    uint64 public constant FIRST_CALLBACK_GAS = 400_000;
    uint64 public constant SECOND_CALLBACK_GAS = 100_000;

    ModelId public immutable first;
    ModelId public immutable second;

    /// @notice The second request of a chain, by its first; zero while it has not been made.
    mapping(uint256 firstId => uint256 secondId) public secondOf;

    event ChainStarted(uint256 indexed firstId);
    event ChainContinued(uint256 indexed firstId, uint256 indexed secondId);
    event ChainFinished(uint256 indexed firstId, bytes output);
    event ChainFailed(uint256 indexed firstId, uint256 indexed failedId, IAIOracle.AIOracleError code);

    error TransferFailed(address to, uint256 amount);

    constructor(
        IVerifiableOracle oracle,
        ModelId first_,
        ModelId second_,
        address owner_
    ) AIOracleCallbackReceiver(oracle) Ownable(owner_) {
        first = first_;
        second = second_;
    }

    /// @dev The owner's funds, and the oracle's refunds.
    receive() external payable {}

    /// @notice Starts a chain.
    function ask(bytes calldata input) external payable onlyOwner returns (uint256 firstId) {
        firstId = _ask(first, input, FIRST_CALLBACK_GAS, "");
        emit ChainStarted(firstId);
    }

    /// @inheritdoc AIOracleCallbackReceiver
    /// @dev The callback data of a second request names the first.
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        if (callbackData.length != 0) {
            emit ChainFinished(abi.decode(callbackData, (uint256)), output);
            return;
        }
        uint256 secondId = _ask(second, output, SECOND_CALLBACK_GAS, abi.encode(requestId));
        secondOf[requestId] = secondId;
        emit ChainContinued(requestId, secondId);
    }

    /// @inheritdoc AIOracleCallbackReceiver
    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        uint256 firstId = callbackData.length == 0 ? requestId : abi.decode(callbackData, (uint256));
        emit ChainFailed(firstId, requestId, code);
    }

    /// @notice The owner takes funds out.
    function withdraw(uint256 amount) external onlyOwner {
        (bool success, ) = msg.sender.call{value: amount}("");
        if (!success) revert TransferFailed(msg.sender, amount);
    }

    function _ask(
        ModelId modelId,
        bytes calldata input,
        uint64 gasLimit,
        bytes memory callbackData
    ) private returns (uint256 requestId) {
        uint256 cost = aiOracle.estimateFee(ModelId.unwrap(modelId), gasLimit);
        return
            IVerifiableOracle(address(aiOracle)).request{value: cost}(
                IVerifiableOracle.Question({
                    modelId: modelId,
                    version: 0,
                    input: input,
                    delivery: IVerifiableOracle.Delivery.Final,
                    callbackContract: address(this),
                    gasLimit: gasLimit,
                    callbackData: callbackData,
                    token: address(0),
                    maxFee: cost,
                    deadline: 0
                })
            );
    }
}
