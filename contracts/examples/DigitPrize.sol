// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../models/interfaces/IModelRegistry.sol";
import {AIOracleCallbackReceiver} from "../oracle/AIOracleCallbackReceiver.sol";
import {IVerifiableOracle} from "../oracle/interfaces/IVerifiableOracle.sol";

/// @title A prize for the first picture that a model reads as the wanted digit
/// @notice Money that is paid out cannot be called back, so this contract acts on final answers only: it asks for
/// `Delivery.Final`, and checks that it got it.
contract DigitPrize is AIOracleCallbackReceiver {
    uint64 public constant CALLBACK_GAS = 100_000;

    ModelId public immutable modelId;
    uint8 public immutable wanted;

    mapping(uint256 requestId => address) public entrantOf;
    /// @notice Who has won; zero while nobody has.
    address public winner;

    event Entered(uint256 indexed requestId, address indexed entrant);
    event Won(uint256 indexed requestId, address indexed entrant);

    error NotFinalYet(uint256 requestId);
    error NotTheWinner(address caller);
    error TransferFailed(address to, uint256 amount);

    /// @dev The prize is what is sent here, at deployment or later; refunds of failed entries add to it.
    constructor(IVerifiableOracle oracle, ModelId modelId_, uint8 wanted_) payable AIOracleCallbackReceiver(oracle) {
        modelId = modelId_;
        wanted = wanted_;
    }

    receive() external payable {}

    /// @notice Enters a picture. Send at least what the request costs; the excess joins the prize.
    function enter(bytes calldata picture) external payable returns (uint256 requestId) {
        requestId = IVerifiableOracle(address(aiOracle)).request{value: msg.value}(
            IVerifiableOracle.Question({
                modelId: modelId,
                version: 0,
                input: picture,
                delivery: IVerifiableOracle.Delivery.Final,
                callbackContract: address(this),
                gasLimit: CALLBACK_GAS,
                callbackData: "",
                token: address(0),
                maxFee: msg.value,
                deadline: 0
            })
        );
        entrantOf[requestId] = msg.sender;
        emit Entered(requestId, msg.sender);
    }

    /// @inheritdoc AIOracleCallbackReceiver
    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata
    ) external override onlyAIOracleCallback {
        if (!_deliveryIsFinal()) revert NotFinalYet(requestId);
        if (winner != address(0) || output.length != 1 || uint8(output[0]) != wanted) return;
        winner = entrantOf[requestId];
        emit Won(requestId, winner);
    }

    /// @notice The winner takes everything that is here.
    function collect() external returns (uint256 prize) {
        if (msg.sender != winner) revert NotTheWinner(msg.sender);
        prize = address(this).balance;
        (bool success, ) = msg.sender.call{value: prize}("");
        if (!success) revert TransferFailed(msg.sender, prize);
    }
}
