// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAIOracle} from "./interfaces/IAIOracle.sol";
import {IAIOracleCallbackReceiver} from "./interfaces/IAIOracleCallbackReceiver.sol";
import {IVerifiableOracle} from "./interfaces/IVerifiableOracle.sol";

/// @title Base of a contract that asks the AI oracle
/// @notice Put `onlyAIOracleCallback` on both callbacks: it refuses any other caller, and any request that this contract
/// did not make. Override `_acceptsRequestsFrom` to take the answers of requests that others make for it.
abstract contract AIOracleCallbackReceiver is IAIOracleCallbackReceiver {
    IAIOracle public immutable aiOracle;

    error UnauthorizedCallbackSource(IAIOracle expected, IAIOracle found);
    error RequestNotMade(address requester);

    modifier onlyAIOracleCallback() {
        _checkCallback();
        _;
    }

    constructor(IAIOracle aiOracle_) {
        aiOracle = aiOracle_;
    }

    /// @inheritdoc IAIOracleCallbackReceiver
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external virtual override;

    /// @inheritdoc IAIOracleCallbackReceiver
    /// @dev Does nothing unless overridden.
    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata message,
        bytes calldata callbackData
    ) external virtual override onlyAIOracleCallback {}

    /// @inheritdoc IAIOracleCallbackReceiver
    function acceptsRequestsFrom(address requester) external view override returns (bytes4 magic) {
        if (_acceptsRequestsFrom(requester)) magic = this.acceptsRequestsFrom.selector;
    }

    /// @notice True once the answer of this request can no longer change.
    function isFinalized(uint256 requestId) external view returns (bool) {
        return aiOracle.isFinalized(requestId);
    }

    /// @dev Whose requests may call back here.
    function _acceptsRequestsFrom(address requester) internal view virtual returns (bool) {
        return requester == address(this);
    }

    /// @dev During a callback: true when the answer can no longer change.
    function _deliveryIsFinal() internal view returns (bool finalized) {
        (, , finalized) = IVerifiableOracle(address(aiOracle)).currentDelivery();
    }

    function _checkCallback() private view {
        if (msg.sender != address(aiOracle)) revert UnauthorizedCallbackSource(aiOracle, IAIOracle(msg.sender));
        (address requester, , ) = IVerifiableOracle(address(aiOracle)).currentDelivery();
        // No requester: the oracle calls, but delivers nothing.
        if (requester == address(0) || !_acceptsRequestsFrom(requester)) revert RequestNotMade(requester);
    }
}
