// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AIOracleCallbackReceiver} from "../oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../oracle/interfaces/IAIOracle.sol";

/// @title The smallest consumer: asks, and logs what is answered
/// @notice Holds no money and stores nothing. An answer that a dispute changed is logged again; the last one counts.
contract AnswerLog is AIOracleCallbackReceiver {
    uint64 public constant CALLBACK_GAS = 50_000;

    event Answered(uint256 indexed requestId, bytes output);

    constructor(IAIOracle aiOracle_) AIOracleCallbackReceiver(aiOracle_) {}

    /// @notice Send exactly `aiOracle.estimateFee(modelId, CALLBACK_GAS)`.
    function ask(uint256 modelId, bytes calldata input) external payable returns (uint256 requestId) {
        return aiOracle.requestCallback{value: msg.value}(modelId, input, address(this), CALLBACK_GAS, "");
    }

    /// @inheritdoc AIOracleCallbackReceiver
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata
    ) external override onlyAIOracleCallback {
        emit Answered(requestId, output);
    }
}
