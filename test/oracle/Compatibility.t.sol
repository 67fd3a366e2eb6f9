// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {AIOracleCallbackReceiver} from "../../contracts/oracle/AIOracleCallbackReceiver.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {vm} from "../support/Vm.sol";
import {OracleTest} from "./OracleFixture.sol";

/// @dev All that a dapp knows of the AI oracle that it was written for. Nothing of this project.
interface ILegacyOracle {
    function requestCallback(
        uint256 modelId,
        bytes memory input,
        address callbackContract,
        uint64 gasLimit,
        bytes memory callbackData
    ) external payable returns (uint256);

    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);

    function isFinalized(uint256 requestId) external view returns (bool);
}

/// @dev A dapp with a base contract of its own, compiled against the interface above.
contract LegacyDapp {
    ILegacyOracle public immutable aiOracle;
    uint64 private constant GAS_LIMIT = 500_000;

    mapping(uint256 requestId => address) public senderOf;
    mapping(uint256 requestId => bytes) public promptOf;
    mapping(bytes prompt => bytes) public answers;

    event PromptRequest(uint256 requestId, address sender, uint256 modelId, bytes prompt);
    event PromptUpdated(uint256 requestId, bytes prompt, bytes output, bytes callbackData);

    error UnauthorizedCallbackSource(address expected, address found);

    modifier onlyAIOracleCallback() {
        if (msg.sender != address(aiOracle)) revert UnauthorizedCallbackSource(address(aiOracle), msg.sender);
        _;
    }

    constructor(ILegacyOracle aiOracle_) {
        aiOracle = aiOracle_;
    }

    function estimateFee(uint256 modelId) public view returns (uint256) {
        return aiOracle.estimateFee(modelId, GAS_LIMIT);
    }

    function calculateAIResult(uint256 modelId, string calldata prompt) external payable returns (uint256 requestId) {
        bytes memory input = bytes(prompt);
        requestId = aiOracle.requestCallback{value: msg.value}(modelId, input, address(this), GAS_LIMIT, "");
        senderOf[requestId] = msg.sender;
        promptOf[requestId] = input;
        emit PromptRequest(requestId, msg.sender, modelId, input);
    }

    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external onlyAIOracleCallback {
        require(senderOf[requestId] != address(0), "request does not exist");
        bytes memory prompt = promptOf[requestId];
        answers[prompt] = output;
        emit PromptUpdated(requestId, prompt, output, callbackData);
    }
}

/// @dev A dapp written with the established base contract: it inherits this project's of the same name, unchanged.
contract InheritingDapp is AIOracleCallbackReceiver {
    event PromptsUpdated(uint256 requestId, string output, bytes callbackData);

    constructor(IAIOracle _aiOracle) AIOracleCallbackReceiver(_aiOracle) {}

    function ask(uint256 modelId, string calldata prompt) external payable returns (uint256) {
        return aiOracle.requestCallback{value: msg.value}(modelId, bytes(prompt), address(this), 100_000, "data");
    }

    function aiOracleCallback(
        uint256 requestId,
        bytes calldata output,
        bytes calldata callbackData
    ) external override onlyAIOracleCallback {
        emit PromptsUpdated(requestId, string(output), callbackData);
    }
}

contract CompatibilityTest is OracleTest {
    function test_selectors_areTheEstablishedOnes() external pure {
        require(LegacyDapp.aiOracleCallback.selector == bytes4(0xb0347814), "callback");
        require(AIOracleCallbackReceiver.aiOracleCallback.selector == bytes4(0xb0347814), "callback");
        require(AIOracleCallbackReceiver.aiOracleCallbackError.selector == bytes4(0x8e6fd006), "error callback");
        require(IAIOracle.requestCallback.selector == ILegacyOracle.requestCallback.selector, "request");
        require(IAIOracle.estimateFee.selector == ILegacyOracle.estimateFee.selector, "estimate");
        require(IAIOracle.isFinalized.selector == ILegacyOracle.isFinalized.selector, "finalized");
        require(
            IAIOracle.AICallbackRequest.selector ==
                keccak256("AICallbackRequest(address,uint256,uint256,bytes,address,uint64,bytes)"),
            "request event"
        );
        require(
            IAIOracle.AICallbackResult.selector == keccak256("AICallbackResult(address,uint256,address,bytes)"),
            "result event"
        );
    }

    function test_legacyDapp_worksUnchanged() external {
        LegacyDapp dapp = new LegacyDapp(ILegacyOracle(address(oracle)));
        uint256 fee = dapp.estimateFee(ModelId.unwrap(modelId));
        vm.prank(ALICE);
        uint256 id = dapp.calculateAIResult{value: fee}(ModelId.unwrap(modelId), "a prompt");
        IVerifiableOracle.Request memory request = compatibleRecord(
            "a prompt",
            address(dapp),
            500_000,
            "",
            address(dapp)
        );
        vm.prank(OPERATOR);
        oracle.claim(id, request, 0, "an answer", "");
        require(same(dapp.answers("a prompt"), "an answer"), "answered at once");
        require(!dapp.aiOracle().isFinalized(id), "provisional");
        refute(id);
        fund(address(0x60D));
        vm.prank(address(0x60D));
        oracle.claim(id, request, hashOf("an answer"), "the truth", "");
        require(same(dapp.answers("a prompt"), "the truth"), "corrected");
        makeFinal(id);
        require(dapp.aiOracle().isFinalized(id), "final");
    }

    function test_legacyDapp_withoutErrorCallbackIsRefundedAllTheSame() external {
        LegacyDapp dapp = new LegacyDapp(ILegacyOracle(address(oracle)));
        uint256 fee = dapp.estimateFee(ModelId.unwrap(modelId));
        vm.prank(ALICE);
        uint256 id = dapp.calculateAIResult{value: fee}(ModelId.unwrap(modelId), "a prompt");
        IVerifiableOracle.Request memory request = compatibleRecord(
            "a prompt",
            address(dapp),
            500_000,
            "",
            address(dapp)
        );
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "");
        require(oracle.isUndelivered(id), "it has no error callback");
        // It has no way to take ETH either: what comes back waits for it.
        require(oracle.creditOf(address(dapp), address(0)) == fee, "credit");
    }

    function test_inheritingDapp_worksUnchanged() external {
        InheritingDapp dapp = new InheritingDapp(oracle);
        uint256 fee = oracle.estimateFee(ModelId.unwrap(modelId), 100_000);
        vm.prank(ALICE);
        uint256 id = dapp.ask{value: fee}(ModelId.unwrap(modelId), "a prompt");
        IVerifiableOracle.Request memory request = compatibleRecord(
            "a prompt",
            address(dapp),
            100_000,
            "data",
            address(dapp)
        );
        vm.expectEmit(true, true, true, true, address(dapp));
        emit InheritingDapp.PromptsUpdated(id, "an answer", "data");
        claim(id, request, "an answer");
    }
}
