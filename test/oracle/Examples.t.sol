// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ChainedConsumer} from "../../contracts/examples/ChainedConsumer.sol";
import {DigitConsumer} from "../../contracts/examples/DigitConsumer.sol";
import {DigitPrize} from "../../contracts/examples/DigitPrize.sol";
import {MockAIOracle} from "../../contracts/mocks/MockAIOracle.sol";
import {ModelId} from "../../contracts/models/interfaces/IModelRegistry.sol";
import {IAIOracle} from "../../contracts/oracle/interfaces/IAIOracle.sol";
import {IVerifiableOracle} from "../../contracts/oracle/interfaces/IVerifiableOracle.sol";
import {deployArtifact, vm} from "../support/Vm.sol";
import {Recorder} from "./Consumers.sol";
import {OracleTest} from "./OracleFixture.sol";

/// @dev The examples, over the oracle itself; the last over the mock, as other people's tests use it.
contract ExamplesTest is OracleTest {
    bytes private constant SEVEN = hex"07";
    bytes private constant NINE = hex"09";

    function newDigitConsumer(address oracle_) private returns (DigitConsumer) {
        bytes memory arguments = abi.encode(oracle_, modelId);
        return DigitConsumer(payable(deployArtifact("DigitConsumer.sol:DigitConsumer", arguments)));
    }

    function newDigitPrize(address oracle_) private returns (DigitPrize) {
        bytes memory arguments = abi.encode(oracle_, modelId, uint8(7));
        return DigitPrize(payable(deployArtifact("DigitPrize.sol:DigitPrize", arguments)));
    }

    function newChain() private returns (ChainedConsumer) {
        bytes memory arguments = abi.encode(oracle, modelId, modelId, ALICE);
        return ChainedConsumer(payable(deployArtifact("ChainedConsumer.sol:ChainedConsumer", arguments)));
    }

    function newMock(uint256 fee, uint256 gasPrice) private returns (MockAIOracle) {
        return MockAIOracle(deployArtifact("MockAIOracle.sol:MockAIOracle", abi.encode(fee, gasPrice)));
    }

    function picture() private pure returns (bytes memory) {
        return new bytes(64);
    }

    /// @dev The record of a request that `consumer` made now.
    function recordFor(
        address consumer,
        bytes memory input,
        IVerifiableOracle.Delivery delivery,
        uint64 gasLimit,
        bytes memory callbackData
    ) private view returns (IVerifiableOracle.Request memory) {
        IVerifiableOracle.Question memory question = plainQuestion(input);
        question.delivery = delivery;
        question.callbackContract = consumer;
        question.gasLimit = gasLimit;
        question.callbackData = callbackData;
        return recordOf(question, consumer);
    }

    function readPicture()
        private
        returns (DigitConsumer consumer, uint256 id, IVerifiableOracle.Request memory request)
    {
        consumer = newDigitConsumer(address(oracle));
        uint256 price = consumer.price();
        vm.prank(ALICE);
        id = consumer.read{value: price}(picture());
        IVerifiableOracle.Delivery delivery = IVerifiableOracle.Delivery.Provisional;
        request = recordFor(address(consumer), picture(), delivery, consumer.CALLBACK_GAS(), "");
    }

    function claimAs(
        address operator,
        uint256 id,
        IVerifiableOracle.Request memory request,
        bytes32 previous,
        bytes memory output,
        bytes memory callbackData
    ) private {
        if (court.stakeOf(address(oracle), operator).free == 0) fund(operator);
        vm.prank(operator);
        oracle.claim(id, request, previous, output, callbackData);
        require(!oracle.isUndelivered(id), "the example's gas is enough");
    }

    function requireDigit(DigitConsumer consumer, uint256 id, uint8 digit, bool answered, bool finalized) private view {
        (uint8 digit_, bool answered_, bool finalized_) = consumer.digitOf(id);
        require(digit_ == digit && answered_ == answered && finalized_ == finalized, "digit");
    }

    function test_digitConsumer_keepsProvisionalThenFinal() external {
        (DigitConsumer consumer, uint256 id, IVerifiableOracle.Request memory request) = readPicture();
        requireDigit(consumer, id, 0, false, false);
        claimAs(OPERATOR, id, request, 0, SEVEN, "");
        requireDigit(consumer, id, 7, true, false);
        makeFinal(id);
        requireDigit(consumer, id, 7, true, true);
    }

    function test_digitConsumer_takesTheCorrection() external {
        (DigitConsumer consumer, uint256 id, IVerifiableOracle.Request memory request) = readPicture();
        claimAs(OPERATOR, id, request, 0, SEVEN, "");
        refute(id);
        claimAs(address(0x60D), id, request, hashOf(SEVEN), NINE, "");
        requireDigit(consumer, id, 9, true, false);
        makeFinal(id);
        requireDigit(consumer, id, 9, true, true);
    }

    function test_digitConsumer_faultIsReclaimed() external {
        (DigitConsumer consumer, uint256 id, IVerifiableOracle.Request memory request) = readPicture();
        vm.prank(OPERATOR);
        oracle.claimFault(id, request, 0, "");
        vm.expectRevert(abi.encodeWithSelector(DigitConsumer.NothingToReclaim.selector, id));
        consumer.reclaim(id);
        makeFinal(id);
        oracle.settle(id, request, fault(), schedule, "", "");
        uint256 before = ALICE.balance;
        consumer.reclaim(id);
        require(ALICE.balance == before + FEE && address(consumer).balance == 0, "paid back");
        vm.expectRevert(abi.encodeWithSelector(DigitConsumer.NothingToReclaim.selector, id));
        consumer.reclaim(id);
    }

    function test_digitConsumer_unansweredIsReclaimed() external {
        (DigitConsumer consumer, uint256 id, IVerifiableOracle.Request memory request) = readPicture();
        vm.warp(request.deadline + 1);
        oracle.refund(id, request, 0, "");
        uint256 before = ALICE.balance;
        consumer.reclaim(id);
        require(ALICE.balance == before + costOf(request) && address(consumer).balance == 0, "paid back");
    }

    function test_digitConsumer_wrongPayment_reverts() external {
        DigitConsumer consumer = newDigitConsumer(address(oracle));
        uint256 price = consumer.price();
        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(DigitConsumer.WrongPayment.selector, price + 1, price));
        consumer.read{value: price + 1}(picture());
        vm.expectRevert(abi.encodeWithSelector(DigitConsumer.NotAPicture.selector, 63));
        consumer.read{value: price}(new bytes(63));
    }

    function test_digitPrize_paysOnFinalAnswersOnly() external {
        DigitPrize prize = newDigitPrize(address(oracle));
        vm.deal(address(prize), 3 ether);
        uint64 gasLimit = prize.CALLBACK_GAS();
        uint256 cost = oracle.estimateFee(ModelId.unwrap(modelId), gasLimit);
        vm.prank(ALICE);
        uint256 id = prize.enter{value: cost}(picture());
        IVerifiableOracle.Delivery delivery = IVerifiableOracle.Delivery.Final;
        IVerifiableOracle.Request memory request = recordFor(address(prize), picture(), delivery, gasLimit, "");
        claimAs(OPERATOR, id, request, 0, SEVEN, "");
        require(prize.winner() == address(0), "not on a claim");
        makeFinal(id);
        oracle.settle(id, request, resultOf(SEVEN), schedule, SEVEN, "");
        require(prize.winner() == ALICE, "won");
        vm.expectRevert(abi.encodeWithSelector(DigitPrize.NotTheWinner.selector, address(this)));
        prize.collect();
        uint256 before = ALICE.balance;
        vm.prank(ALICE);
        prize.collect();
        require(ALICE.balance == before + 3 ether, "collected");
    }

    function test_digitPrize_provisionalDelivery_reverts() external {
        MockAIOracle mock = newMock(0, 0);
        DigitPrize prize = newDigitPrize(address(mock));
        uint64 gasLimit = prize.CALLBACK_GAS();
        vm.prank(address(prize));
        uint256 id = mock.requestCallback(1, "", address(prize), gasLimit, "");
        vm.expectRevert(abi.encodeWithSelector(DigitPrize.NotFinalYet.selector, id));
        mock.answer(id, SEVEN);
    }

    function test_chainedConsumer_asksTheSecondInTheCallback() external {
        ChainedConsumer chain = newChain();
        vm.deal(address(chain), 1 ether);
        vm.prank(ALICE);
        uint256 firstId = chain.ask("input");
        IVerifiableOracle.Request memory request = chainRecord(chain, "input", chain.FIRST_CALLBACK_GAS(), "");
        claimAs(OPERATOR, firstId, request, 0, "middle", "");
        require(chain.secondOf(firstId) == 0, "waits until it is final");
        makeFinal(firstId);
        oracle.settle(firstId, request, resultOf("middle"), schedule, "middle", "");
        uint256 secondId = chain.secondOf(firstId);
        require(secondId == firstId + 1 && !oracle.isUndelivered(firstId), "asked");

        bytes memory data = abi.encode(firstId);
        request = chainRecord(chain, "middle", chain.SECOND_CALLBACK_GAS(), data);
        claimAs(OPERATOR, secondId, request, 0, "end", data);
        makeFinal(secondId);
        vm.expectEmit(true, true, true, true, address(chain));
        emit ChainedConsumer.ChainFinished(firstId, "end");
        oracle.settle(secondId, request, resultOf("end"), schedule, "end", data);
    }

    function test_chainedConsumer_withoutFundsIsRetried() external {
        ChainedConsumer chain = newChain();
        uint64 gasLimit = chain.FIRST_CALLBACK_GAS();
        vm.deal(address(chain), oracle.estimateFee(ModelId.unwrap(modelId), gasLimit));
        vm.prank(ALICE);
        uint256 id = chain.ask("input");
        IVerifiableOracle.Request memory request = chainRecord(chain, "input", gasLimit, "");
        claimAs(OPERATOR, id, request, 0, "middle", "");
        makeFinal(id);
        oracle.settle(id, request, resultOf("middle"), schedule, "middle", "");
        require(oracle.isUndelivered(id) && chain.secondOf(id) == 0, "no funds");
        vm.deal(address(chain), 1 ether);
        oracle.retryCallback(id, request, IVerifiableOracle.Outcome.Output, "middle", "");
        require(chain.secondOf(id) != 0, "asked");
    }

    function chainRecord(
        ChainedConsumer chain,
        bytes memory input,
        uint64 gasLimit,
        bytes memory data
    ) private view returns (IVerifiableOracle.Request memory) {
        return recordFor(address(chain), input, IVerifiableOracle.Delivery.Final, gasLimit, data);
    }

    function test_mockOracle_servesOtherPeoplesTests() external {
        MockAIOracle mock = newMock(FEE, GAS_PRICE);
        DigitConsumer consumer = newDigitConsumer(address(mock));
        uint256 price = consumer.price();
        vm.prank(ALICE);
        uint256 id = consumer.read{value: price}(picture());
        mock.answer(id, SEVEN);
        requireDigit(consumer, id, 7, true, false);
        mock.answer(id, NINE);
        requireDigit(consumer, id, 9, true, false);
        mock.finalize(id);
        requireDigit(consumer, id, 9, true, true);
        vm.expectRevert(abi.encodeWithSelector(MockAIOracle.AlreadyFinal.selector, id));
        mock.answer(id, SEVEN);
    }

    function test_digitConsumer_notADigit_reverts() external {
        MockAIOracle mock = newMock(FEE, GAS_PRICE);
        DigitConsumer consumer = newDigitConsumer(address(mock));
        uint256 price = consumer.price();
        vm.prank(ALICE);
        uint256 id = consumer.read{value: price}(picture());
        vm.expectRevert(abi.encodeWithSelector(DigitConsumer.NotADigit.selector, bytes("12")));
        mock.answer(id, "12");
    }

    function test_mockOracle_refusesStrangersLikeTheReceiver() external {
        MockAIOracle mock = newMock(0, 0);
        Recorder consumer = new Recorder(IAIOracle(address(mock)));
        vm.prank(ALICE);
        uint256 id = mock.requestCallback(1, "input", address(consumer), 1_000_000, "");
        vm.expectRevert(abi.encodeWithSignature("RequestNotMade(address)", ALICE));
        mock.answer(id, "forged");
    }
}
