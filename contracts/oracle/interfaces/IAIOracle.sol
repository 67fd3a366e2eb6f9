// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title AI oracle, as existing dapps call it
/// @notice The interface that consumers of on-chain AI oracles are written against; a consumer of it works here
/// unchanged. What this project adds is in `IVerifiableOracle`.
interface IAIOracle {
    /// @notice Why an error callback is made. The first two are the established ones.
    /// @dev `InvalidInput`: the model provably gives no output for this input. `Unanswered`: the request was refunded;
    /// an answer delivered provisionally before is void.
    enum AIOracleError {
        InvalidInput,
        InvalidBatchSize,
        Unanswered
    }

    /// @notice A request was made.
    /// @param account Who made it.
    event AICallbackRequest(
        address indexed account,
        uint256 indexed requestId,
        uint256 modelId,
        bytes input,
        address callbackContract,
        uint64 gasLimit,
        bytes callbackData
    );

    /// @notice An output was claimed, for the first time or after an earlier one was refuted. It is final when
    /// `isFinalized(requestId)`.
    /// @param account Who made the request.
    /// @param invoker The operator who claims the output.
    event AICallbackResult(address indexed account, uint256 indexed requestId, address invoker, bytes output);

    /// @notice Asks the latest version of a model. Send at least `estimateFee(modelId, gasLimit)` wei; the excess is
    /// returned. The answer is delivered as soon as it is claimed, and again if a dispute changes it.
    /// @param input The model's input, up to 1 MiB.
    /// @param callbackContract Receives `aiOracleCallback`: the caller itself, a contract that accepts the caller's
    /// requests (`IAIOracleCallbackReceiver.acceptsRequestsFrom`), or zero for no callback.
    /// @param gasLimit Gas for the callback; zero exactly when there is none.
    /// @param callbackData Passed on to the callback; 32 KiB at most.
    /// @return requestId Unique, from 1.
    function requestCallback(
        uint256 modelId,
        bytes calldata input,
        address callbackContract,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256 requestId);

    /// @notice Wei that a request to the latest version costs now, its callback included.
    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);

    /// @notice True once the answer of this request can no longer change.
    function isFinalized(uint256 requestId) external view returns (bool);
}
