// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AIOracleCallbackReceiver} from "../../contracts/oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";

/// @dev Remembers every delivery; misbehaves when told to.
contract Recorder is AIOracleCallbackReceiver {
    enum Trick {
        None,
        Revert,
        BurnGas,
        ReturnBomb
    }

    struct Delivery {
        uint256 requestId;
        bytes output;
        bytes callbackData;
        uint16 attempt;
        bool finalized;
        bool reportedFinal;
        bool isError;
        IAIOracle.AIOracleError code;
        uint256 gas;
    }

    Delivery[] private _deliveries;
    Trick public trick;
    address public friend;
    bool public takesEther = true;

    constructor(IAIOracle oracle) AIOracleCallbackReceiver(oracle) {}

    receive() external payable {
        require(takesEther, "no ETH");
    }

    function setTrick(Trick trick_) external {
        trick = trick_;
    }

    /// @dev Takes the answers to somebody else's requests too.
    function setFriend(address friend_) external {
        friend = friend_;
    }

    function setTakesEther(bool takesEther_) external {
        takesEther = takesEther_;
    }

    function ask(IVerifiableOracle.Question calldata question) external payable returns (uint256) {
        return IVerifiableOracle(address(aiOracle)).request{value: msg.value}(question);
    }

    function askCompatibly(
        uint256 modelId,
        bytes calldata input,
        uint64 gasLimit,
        bytes calldata callbackData
    ) external payable returns (uint256) {
        return aiOracle.requestCallback{value: msg.value}(modelId, input, address(this), gasLimit, callbackData);
    }

    function withdrawCredit(address token, address to) external returns (uint256) {
        return IVerifiableOracle(address(aiOracle)).withdrawCredit(token, to);
    }

    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        uint256 gas = gasleft();
        _misbehave();
        (, uint16 attempt, bool finalized) = IVerifiableOracle(msg.sender).currentDelivery();
        bool reported = aiOracle.isFinalized(requestId);
        _deliveries.push(
            Delivery(
                requestId,
                output,
                callbackData,
                attempt,
                finalized,
                reported,
                false,
                IAIOracle.AIOracleError.InvalidInput,
                gas
            )
        );
    }

    function aiOracleCallbackError(
        uint256 requestId,
        IAIOracle.AIOracleError code,
        bytes calldata message,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        uint256 gas = gasleft();
        _misbehave();
        (, uint16 attempt, bool finalized) = IVerifiableOracle(msg.sender).currentDelivery();
        _deliveries.push(Delivery(requestId, message, callbackData, attempt, finalized, false, true, code, gas));
    }

    function count() external view returns (uint256) {
        return _deliveries.length;
    }

    function deliveryAt(uint256 i) external view returns (Delivery memory) {
        return _deliveries[i];
    }

    function last() external view returns (Delivery memory) {
        return _deliveries[_deliveries.length - 1];
    }

    function _acceptsRequestsFrom(address requester) internal view override returns (bool) {
        return requester == friend || super._acceptsRequestsFrom(requester);
    }

    function _misbehave() private view {
        if (trick == Trick.Revert) revert("not now");
        if (trick == Trick.BurnGas) {
            assembly {
                invalid()
            }
        }
        if (trick == Trick.ReturnBomb) {
            assembly {
                revert(0, 100000)
            }
        }
    }
}
