// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAIOracle} from "./IAIOracle.sol";

/// @title What the AI oracle calls on a consumer
/// @notice A consumer needs `aiOracleCallback`; the other two are optional. A callback that reverts or burns its gas
/// never blocks the answer: the failure is recorded and the delivery can be retried.
interface IAIOracleCallbackReceiver {
    /// @notice Delivers an answer.
    /// @dev For a provisional delivery it may come again, with another output, if a dispute changes the answer.
    /// `IVerifiableOracle.currentDelivery` tells the two kinds apart during the call.
    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData) external;

    /// @notice Tells that there is no answer (see `IAIOracle.AIOracleError`).
    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata message,
        bytes calldata callbackData
    ) external;

    /// @notice Asked before a request is taken from somebody else for this contract's callback.
    /// @return magic This function's selector to accept `requester`; anything else, or a revert, to refuse.
    function acceptsRequestsFrom(address requester) external view returns (bytes4 magic);
}
